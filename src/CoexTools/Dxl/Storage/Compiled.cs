using System.Runtime.CompilerServices;


namespace CoexTools.Dxl.Storage;

/// <summary>How the runtime is to compile methods that read files.</summary>
internal static class Compiled
{
    /// <summary>
    /// As well as it can when they first run: the first file is read before it would have got round to what runs often. .NET Framework does so
    /// anyway, and netstandard2.0 has no name for it: MethodImplOptions.AggressiveOptimization.
    /// </summary>
    public const MethodImplOptions WhenFirstRun = (MethodImplOptions)512;
}
