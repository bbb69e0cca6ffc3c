using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Input;

/// <summary>
/// The documents that a command was given, by directory: all documents of one directory are changed in one change.
/// </summary>
internal sealed class GivenDocuments
{
    private readonly List<DirectoryDocuments> _given = [];

    /// <summary>Gets all documents.</summary>
    public IEnumerable<ForeignDomainDocument> Documents => _given.SelectMany(given => given.Documents);

    /// <summary>Adds documents of a directory.</summary>
    public void Add(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
        _given.Add(new DirectoryDocuments(directory, documents));

    /// <summary>Returns the documents of each directory, with the current state of the directory.</summary>
    // Documents of one file that were read from different states of it fail, as they must: only one of the changes can
    // be written.
    public IEnumerable<DirectoryDocuments> ByDirectory() =>
        from given in _given
        group given by (object?)given.Directory.Content.Owner
            ?? (given.Directory.Path, ContentOf(given.Directory)) into same
        select new DirectoryDocuments(
            CurrentState(same.First().Directory), [.. same.SelectMany(given => given.Documents)]);

    /// <summary>
    /// Returns documents from the pipeline by the state of their directory, each document once. Two reads of an
    /// unchanged file are one state (VD5).
    /// </summary>
    public static IReadOnlyList<DirectoryDocuments> ByState(IEnumerable<ForeignDomainDocument> documents)
    {
        var states = new List<(DirectorySnapshot Directory, List<ForeignDomainDocument> Documents)>();
        foreach (IGrouping<DirectorySnapshot, ForeignDomainDocument> read in
            documents.GroupBy(document => document.Directory))
        {
            int place = states.FindIndex(state => IsSameState(state.Directory, read.Key));
            if (place < 0)
            {
                states.Add((read.Key, [.. read]));
                continue;
            }
            Dictionary<int, ForeignDomainDocument> known =
                states[place].Directory.Unordered.ToDictionary(document => document.Key);
            states[place].Documents.AddRange(read.Select(document => known[document.Key]));
        }
        return
        [
            .. states.Select(state => new DirectoryDocuments(
                state.Directory,
                [.. state.Documents.GroupBy(document => document.Key).Select(same => same.First())])),
        ];
    }

    // The owner of a directory in memory might read it with another field map than the command.
    private static DirectorySnapshot CurrentState(DirectorySnapshot given) =>
        (given.Content.Owner?.State ?? given).ReadWith(given.Content.FieldMap);

    // A planned change has the stamp of its file too, but other texts.
    private static bool IsSameState(DirectorySnapshot one, DirectorySnapshot other) =>
        one.Content.Kind == DirectoryKind.DxlFile && other.Content.Kind == DirectoryKind.DxlFile
        && one.Path == other.Path
        && ContentOf(one) is { } content && content == ContentOf(other)
        && ReferenceEquals(one.Content.FieldMap, other.Content.FieldMap)
        && Texts(one).SequenceEqual(Texts(other));

    private static IEnumerable<string> Texts(DirectorySnapshot directory) =>
        directory.Content.Documents.Select(document => document.Text);

    // What identifies the content of a file; null for a directory that is not that of a DXL file. The rest of a stamp
    // differs with each read.
    private static (long Length, string Hash)? ContentOf(DirectorySnapshot directory) =>
        DxlLayout.Of(directory.Content)?.Stamp is { } stamp ? (stamp.Length, stamp.Hash) : null;
}
