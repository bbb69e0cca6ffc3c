namespace CoexTools.Dxl.Storage;

/// <summary>Whether the runtime has vectors. That of Windows PowerShell does not: there no method that uses them may be compiled.</summary>
internal static class Vectors
{
    /// <summary>Whether it has.</summary>
    public static bool AreThere { get; } = Environment.Version.Major >= 5;
}
