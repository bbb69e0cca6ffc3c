using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Writes who may read Foreign Domain documents, by program (ED3): each coexistence server sees its own document only.
/// </summary>
[Cmdlet(
    VerbsSecurity.Protect, "ForeignDomainDocument", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class ProtectForeignDomainDocumentCommand : SourceCommand
{
    private readonly Dictionary<DirectorySnapshot, DirectoryAudit> _audits = [];

    /// <summary>
    /// Specifies the groups that contain every mail and application server but none of the coexistence servers. By
    /// default, the group is found as <c>Repair-CoexistenceConfiguration</c> finds it.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>
    /// Specifies the groups of the administrators. Without it, they are looked for in the documents, then in the ACL.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>
    /// Specifies the coexistence servers that may read the document. Without it, the document's mail and calendar
    /// servers.
    /// </summary>
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
        var change = new DocumentEditing(this, options, EditOf, Describe)
        {
            WarnAbout = WarnAbout,
            RefusesLossInOutages = true,
        };
        change.Run(Given);
    }

    private PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        IReadOnlyList<string> readers = ReadersOf(document);
        if (readers.Count > 0)
            return ForeignDomainEdits.SetReaders(document, readers, Append, RemoveDocumentAccess);
        WriteWarning($"{document} does not name a server, and no readers were specified. "
            + "The document is not changed, because an empty list would let everybody read it.");
        return null;
    }

    // VD7: without groups, those that the repair would choose; if there are none, the readers that are there stay.
    private IReadOnlyList<string> ReadersOf(ForeignDomainDocument document)
    {
        List<string> own = [.. Server ?? document.NamedServers.Select(server => server.Canonical)];
        if (Append || (ServerGroup.Length > 0 && AdminGroup.Length > 0))
            return [.. ServerGroup, .. AdminGroup, .. own];
        DirectoryAudit audit = AuditOf(document.Directory);
        AuditedDomain? domain = audit.Domains.FirstOrDefault(
            // OR5: none for a blank name
            candidate => candidate.Documents.Any(one => one.Key == document.Key));
        IReadOnlyList<string> servers =
            ServerGroup.Length > 0 || domain is null ? ServerGroup : ReadersOfDomain.ServerGroups(audit, domain);
        IReadOnlyList<string> administrators =
            AdminGroup.Length > 0 || domain is null ? AdminGroup : ReadersOfDomain.AdminGroups(audit, domain);
        if (ServerGroup.Length == 0 && servers.Count > 0 && administrators.Count > 0)
            return new ReadersOfDomain(audit, domain!, [.. servers, .. administrators]).For(document, Server);
        if (servers.Count > 0 && administrators.Count > 0)
            return [.. servers, .. administrators, .. own];
        List<string> readers = [.. servers, .. administrators, .. PresentReaders(document, domain), .. own];
        if (readers.Count > 0)
        {
            string missing = servers.Count > 0 ? "a group of administrators"
                : administrators.Count > 0 ? "a group of servers"
                : "a group of servers or of administrators";
            string reason =
                servers.Count > 0 || domain is null ? "" : " " + ReadersOfDomain.WhyNoServerGroup(audit, domain);
            WarnOnce($"Cannot find {missing} for '{document.Domain}'.{reason} "
                + "The documents keep their readers, except other coexistence servers.");
        }
        return readers;
    }

    private static IEnumerable<string> PresentReaders(ForeignDomainDocument document, AuditedDomain? domain)
    {
        HashSet<NotesName> coexistence = [.. domain?.Coexistence ?? []];
        return document.Document.Values(ForeignDomainEdits.ReadersName)
            .Where(value => !coexistence.Contains(ServerOf(document.Directory, value)));
    }

    // A flat name stands for the server with this common name (NM5).
    private static NotesName ServerOf(DirectorySnapshot directory, string reader) =>
        directory.Resolve(new NotesName(reader));

    private DirectoryAudit AuditOf(DirectorySnapshot directory)
    {
        if (!_audits.TryGetValue(directory, out DirectoryAudit? audit))
            _audits.Add(directory, audit = new DirectoryAudit(directory));
        return audit;
    }

    private string Describe(PlannedSave save, AccessChange access)
    {
        string removal = RemoveDocumentAccess && save.Before.HasDocumentAccess
            ? $", and remove {ForeignDomainDocument.DocumentAccessName}" : "";
        return $"Let only {string.Join(", ", save.After.Readers)} "
            + $"read {save.Before}{removal}: {access}";
    }

    private void WarnAbout(ChangePlan plan)
    {
        foreach (string warning in UnknownNames.OfGroups(plan.Before, ServerGroup, orPersons: false)
            .Concat(UnknownNames.OfGroups(plan.Before, AdminGroup, orPersons: true))
            .Concat(UnknownNames.OfReadingServers(plan.Before, Server ?? [])))
        {
            WarnOnce(warning);
        }
    }
}
