using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>The words about a directory without Foreign Domain documents (VD1).</summary>
internal static class EmptyDirectory
{
    /// <summary>Returns the fact, as a sentence without a period.</summary>
    public static string In(DirectorySnapshot directory) =>
        $"{directory.DisplayName} contains no Foreign Domain document";
}
