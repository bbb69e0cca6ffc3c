using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Compares the access to documents with a former export of the directory. A server that gains access through a group
/// or the access control list does not receive a document before it changes, and one that loses access keeps its copy.
/// </summary>
internal sealed class FormerAccess
{
    private readonly AccessEvaluator _access;
    private readonly AccessEvaluator _former;

    /// <param name="access">The access control of the directory.</param>
    /// <param name="former">The former export of the directory.</param>
    public FormerAccess(AccessEvaluator access, DirectorySnapshot former)
    {
        _access = access;
        _former = AccessEvaluator.Of(former);
    }

    /// <summary>Gets the former export.</summary>
    public DirectorySnapshot Directory => _former.Directory;

    /// <summary>
    /// Returns whether a server can read a document, but could not read it in the former export, and the document might
    /// not have been saved since the server gained access.
    /// </summary>
    public bool HasGained(NotesName server, ForeignDomainDocument document) =>
        _access.CanRead(server, document) && !_former.CanRead(server, document)
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
        Former(document) is { } copy && _former.CanRead(server, copy) ? copy : null;

    private bool IsUnchanged(ForeignDomainDocument document) =>
        Former(document) is { } former && former.Sequence == document.Sequence
        && (former.Revised ?? former.Modified) == (document.Revised ?? document.Modified);

    private ForeignDomainDocument? Former(ForeignDomainDocument document) =>
        Directory.Unordered.FirstOrDefault(document.IsSameNote);
}
