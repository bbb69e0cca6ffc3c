namespace CoexTools;

/// <summary>
/// Whether the runtime has vectors. In Windows PowerShell, it does not, and methods that use them must not be compiled.
/// </summary>
internal static class Vectors
{
    /// <summary>Whether the runtime has vectors.</summary>
    public static bool AreThere { get; } = Environment.Version.Major >= 5;
}
