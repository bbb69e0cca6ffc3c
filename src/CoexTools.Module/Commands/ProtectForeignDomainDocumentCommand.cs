using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Writes who may read Foreign Domain documents, by program (ED3): each coexistence server sees its own document only.</summary>
[Cmdlet(VerbsSecurity.Protect, "ForeignDomainDocument", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class ProtectForeignDomainDocumentCommand : SourceCommand
{
    /// <summary>Specifies the groups that contain every mail and application server but none of the coexistence servers.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>The groups of the administrators.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>The coexistence servers that may read the document. Without it, the document's mail and calendar servers.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Server { get; set; }

    /// <summary>Adds to the readers that are there, instead of replacing them.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Removes the field DocumentAccess in the same save.</summary>
    [Parameter]
    public SwitchParameter RemoveDocumentAccess { get; set; }

    /// <inheritdoc cref="ChangeOptions.PreserveOrder"/>
    [Parameter]
    public SwitchParameter PreserveOrder { get; set; }

    /// <inheritdoc cref="ChangeOptions.PassThru"/>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc cref="ChangeOptions.Force"/>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc cref="ChangeOptions.NoJournal"/>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    private protected override void Finish()
    {
        var options = new ChangeOptions(PreserveOrder, PassThru, Force, NoJournal);
        new DocumentChange(this, options, EditOf, Describe) { Announce = Announce, RefusesLoss = true }.Run(Given);
    }

    private PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        List<string> readers = [.. ServerGroup, .. AdminGroup, .. Server ?? document.NamedServers.Select(server => server.Canonical)];
        if (readers.Count > 0)
            return ForeignDomainEdits.SetReaders(document, readers, Append, RemoveDocumentAccess);
        WriteWarning($"{DocumentChange.Named(document)} does not name a server, and no readers were specified. "
            + "The document is not changed, because an empty list would let everybody read it.");
        return null;
    }

    private string Describe(PlannedSave save, AccessChange access)
    {
        string removal = RemoveDocumentAccess && save.Before.HasDocumentAccess ? $", and remove {ForeignDomainDocument.DocumentAccessName}" : "";
        return $"Let only {string.Join(", ", save.After.Readers)} read {DocumentChange.Named(save.Before)}{removal}: {access}";
    }

    private void Announce(ChangePlan plan)
    {
        foreach (string warning in UnknownNames.OfGroups(plan.Before, ServerGroup, orPersons: false)
            .Concat(UnknownNames.OfGroups(plan.Before, AdminGroup, orPersons: true))
            .Concat(UnknownNames.OfReadingServers(plan.Before, Server ?? [])))
        {
            WarnOnce(warning);
        }
        foreach (string name in plan.Saves.Where(save => !save.IsSavedAgain && !Append).Select(save => DocumentChange.Named(save.Before)))
        {
            if (AdminGroup.Length == 0)
                WriteWarning($"The readers of {name} do not include a group of administrators. Administrators might no longer see it.");
            if (ServerGroup.Length == 0)
                WriteWarning($"The readers of {name} do not include a group of servers. Mail and application servers might no longer see it.");
        }
    }
}
