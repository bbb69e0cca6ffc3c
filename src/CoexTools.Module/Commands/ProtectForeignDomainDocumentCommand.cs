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

    /// <summary>The coexistence servers that may read the document. Without it, the document's mail and calendar servers.</summary>
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
    private protected override bool RefusesLoss => true;

    /// <inheritdoc/>
    private protected override PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        List<string> readers = [.. ServerGroup, .. AdminGroup, .. Server ?? document.NamedServers.Select(server => server.Canonical)];
        if (readers.Count > 0)
            return ForeignDomainEdits.SetReaders(document, readers, Append, RemoveDocumentAccess);
        WriteWarning($"{Named(document)} names no server, and no readers were specified. "
            + "It is left as it is: an empty list would open it to everybody.");
        return null;
    }

    /// <inheritdoc/>
    private protected override string Describe(PlannedSave save, AccessChange access)
    {
        string removal = RemoveDocumentAccess && save.Before.HasDocumentAccess ? $", and remove {ForeignDomainDocument.DocumentAccessName}" : "";
        return $"Let only {string.Join(", ", save.After.Readers)} read {Named(save.Before)}{removal}: {access}";
    }

    /// <inheritdoc/>
    private protected override void Announce(ChangePlan plan)
    {
        foreach (string warning in UnknownNames.OfGroups(plan.Before, ServerGroup, orPersons: false)
            .Concat(UnknownNames.OfGroups(plan.Before, AdminGroup, orPersons: true))
            .Concat(UnknownNames.OfReadingServers(plan.Before, Server ?? [])))
        {
            WarnOnce(warning);
        }
        foreach (PlannedSave save in plan.Saves.Where(save => !save.IsSavedAgain && !Append))
        {
            if (AdminGroup.Length == 0)
                WriteWarning($"No group of administrators is among the readers of {Named(save.Before)}. Administrators may no longer see it.");
            if (ServerGroup.Length == 0)
                WriteWarning($"No group of servers is among the readers of {Named(save.Before)}. Mail and application servers may no longer see it.");
        }
    }
}
