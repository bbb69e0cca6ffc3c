using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Writes who may read Foreign Domain documents, by program (ED3): each coexistence server sees its own document only.</summary>
[Cmdlet(VerbsSecurity.Protect, "ForeignDomainDocument", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class ProtectForeignDomainDocumentCommand : DocumentChangeCommand
{
    /// <summary>The groups that hold every mail and application server, and no coexistence server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>The groups of the administrators.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>The coexistence servers that may read the document. Without it, the document's calendar server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Server { get; set; }

    /// <summary>Adds to the readers that are there, instead of replacing them.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Removes the field DocumentAccess in the same save.</summary>
    [Parameter]
    public SwitchParameter RemoveDocumentAccess { get; set; }

    /// <inheritdoc/>
    private protected override DocumentEdit? EditOf(ForeignDomainDocument document)
    {
        IEnumerable<string> servers = Server ?? (document.CalendarServer is { } calendarServer ? [calendarServer] : []);
        List<string> readers = [.. ServerGroup, .. AdminGroup, .. servers];
        if (readers.Count > 0)
            return DocumentEdits.SetReaders(document, readers, Append, RemoveDocumentAccess);
        WriteWarning($"{Named(document)} names no calendar server, and no readers were given. It is left as it is: an empty list would open it to everybody.");
        return null;
    }

    /// <inheritdoc/>
    private protected override string Describe(PlannedSave save, AccessChange access) =>
        $"Let only {string.Join(", ", save.After.Readers)} read {Named(save.Before)}{(RemoveDocumentAccess && save.Before.HasDocumentAccess ? $", and remove {ForeignDomainDocument.DocumentAccessName}" : "")}: {access}";

    /// <inheritdoc/>
    private protected override void Announce(PlannedSave save)
    {
        if (save.IsSavedAgain)
            return;
        if (AdminGroup.Length == 0 && !Append)
            WriteWarning($"No group of administrators is among the readers of {Named(save.Before)}: they may no longer see it.");
        if (ServerGroup.Length == 0 && !Append)
            WriteWarning($"No group of servers is among the readers of {Named(save.Before)}: mail and application servers may no longer see it.");
    }
}
