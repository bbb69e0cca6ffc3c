using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>The documents that a command was given, by directory: all documents of one directory are changed in one change.</summary>
internal sealed class GivenDocuments
{
    private readonly List<(DirectorySnapshot Directory, IReadOnlyList<ForeignDomainDocument> Documents)> _given = [];

    /// <summary>Adds documents of a directory.</summary>
    public void Add(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) => _given.Add((directory, documents));

    /// <summary>Returns the documents of each directory, with the current state of the directory.</summary>
    // Documents of one file that were read from different states of it fail, as they must: only one of the changes can be written.
    public IEnumerable<(DirectorySnapshot Directory, IReadOnlyList<ForeignDomainDocument> Documents)> ByDirectory() =>
        from given in _given
        group given by (object?)given.Directory.Content.Owner ?? (given.Directory.Path, DxlLayout.Of(given.Directory.Content)?.Stamp) into same
        let first = same.First().Directory
        select (first.Content.Owner?.State ?? first, (IReadOnlyList<ForeignDomainDocument>)[.. same.SelectMany(given => given.Documents)]);
}
