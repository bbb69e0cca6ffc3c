using CoexTools.Model;
using CoexTools.Sources.Nsf;

namespace CoexTools.Completion;

/// <summary>Caches the names in the files of the latest completions.</summary>
internal static class DirectoryNamesCache
{
    private static readonly FileCache<DirectoryNames> Files = new();

    /// <summary>Returns the names in a file; null if the file cannot be read, or not soon enough.</summary>
    public static DirectoryNames? Read(string path, FieldMap map) =>
        Files.Read(path, KeyOf(map), () => Names(path, map));

    private static DirectoryNames Names(string path, FieldMap map) =>
        DirectoryNames.Of(new DirectorySnapshot(DirectoryFile.Read(path, map, _ => { }, CancellationToken.None)));

    private static string KeyOf(FieldMap map) =>
        string.Join("|", FieldMap.PropertyNames.Select(property => string.Join(",", map.CandidatesOf(property))));
}
