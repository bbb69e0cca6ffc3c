using CoexTools.Dxl.Reading;
using CoexTools.Model;

namespace CoexTools.Completion;

/// <summary>The names of the files that were completed from last.</summary>
internal static class DirectoryNamesCache
{
    private static readonly FileCache<DirectoryNames> Files = new();

    /// <summary>The names that a file holds; null where it cannot be read, or not soon enough.</summary>
    public static DirectoryNames? Read(string path, FieldMap map) => Files.Read(path, KeyOf(map), () => Names(path, map));

    private static DirectoryNames Names(string path, FieldMap map) =>
        DirectoryNames.Of(new DirectorySnapshot(DxlReader.ReadDirectory(path, map, _ => { }, CancellationToken.None)));

    private static string KeyOf(FieldMap map) => string.Join("|", new[] { map.DomainName, map.MailServer, map.MailFile, map.CalendarServer, map.CalendarSystem, map.DomainType }
        .Select(names => string.Join(",", names)));
}
