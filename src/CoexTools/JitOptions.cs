using System.Runtime.CompilerServices;

namespace CoexTools;

/// <summary>Specifies how the runtime compiles methods that read files.</summary>
internal static class JitOptions
{
    /// <summary>
    /// Full optimization at the first run, because the first file is read before tiered compilation takes effect. .NET
    /// Framework always does this, and netstandard2.0 does not define the constant:
    /// MethodImplOptions.AggressiveOptimization.
    /// </summary>
    public const MethodImplOptions FullOptimization = (MethodImplOptions)512;
}
