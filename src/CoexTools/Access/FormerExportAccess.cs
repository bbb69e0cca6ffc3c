using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Compares the access to documents with a former export of the directory. A server that gains access through a group
/// or the access control list does not receive a document before it changes, and one that loses access keeps its copy.
/// </summary>
internal sealed class FormerExportAccess
{
    private readonly AccessEvaluator _access;
    private readonly AccessEvaluator _export;

    /// <param name="access">The access control of the directory.</param>
    /// <param name="export">The former export of the directory.</param>
    public FormerExportAccess(AccessEvaluator access, DirectorySnapshot export)
    {
        _access = access;
        _export = AccessEvaluator.Of(export);
    }

    /// <summary>Gets the former export.</summary>
    public DirectorySnapshot Directory => _export.Directory;

    /// <summary>
    /// Returns whether a server can read a document, but could not read it in the former export, and the document might
    /// not have been saved since the server gained access.
    /// </summary>
    public bool HasGained(NotesName server, ForeignDomainDocument document) =>
        _access.CanRead(server, document) && !_export.CanRead(server, document)
        && (IsUnchanged(document)
            || _access.GroupsModifiedAfter(document).Any(group => _access.IsIn(server, group.NotesName)));

    /// <summary>
    /// Returns whether the former export shows the members that a group had when a document was saved, so that all
    /// members that were added since then are known.
    /// </summary>
    public bool ShowsMembers(DominoGroup group, ForeignDomainDocument document)
    {
        var name = group.NotesName;
        return Directory.Content.Groups.Any(same =>
            same.NotesName == name && same.Modified <= document.Modified);
    }

    /// <summary>
    /// Returns the version of a document in the former export; null if a server could not read it there.
    /// </summary>
    public ForeignDomainDocument? CopyOf(NotesName server, ForeignDomainDocument document) =>
        Exported(document) is { } copy && _export.CanRead(server, copy) ? copy : null;

    private bool IsUnchanged(ForeignDomainDocument document) =>
        Exported(document) is { } exported && exported.Sequence == document.Sequence
        && (exported.Revised ?? exported.Modified) == (document.Revised ?? document.Modified);

    private ForeignDomainDocument? Exported(ForeignDomainDocument document) =>
        Directory.Unordered.FirstOrDefault(document.IsSameNote);
}
