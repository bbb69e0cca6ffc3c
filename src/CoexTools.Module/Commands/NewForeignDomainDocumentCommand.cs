using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Adds a Foreign Domain document to a directory in memory, as the form would save it.</summary>
[Cmdlet(
    VerbsCommon.New, "ForeignDomainDocument", DefaultParameterSetName = DirectoryFirstSet,
    SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class NewForeignDomainDocumentCommand : CoexCommand
{
    /// <summary>Specifies the directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies the domain's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DomainCompleter))]
    public string Domain { get; set => field = Once(value); } = "";

    /// <summary>
    /// Specifies the coexistence server: the mail server and the calendar server where those are not named.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = DirectorySet),
        Parameter(Position = 2, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string? Server { get; set => field = Once(value); }

    /// <summary>Specifies the gateway server, which takes the mail.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string? MailServer { get; set; }

    /// <summary>Specifies the gateway's mail file. Without it, <c>mail.box</c> where there is a mail server.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(MailFileCompleter))]
    public string? MailFile { get; set; }

    /// <summary>Specifies the calendar server.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string? CalendarServer { get; set; }

    /// <summary>Specifies the calendar system. Without it, the mail file where there is a calendar server.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CalendarSystemCompleter))]
    public string? CalendarSystem { get; set; }

    /// <summary>Specifies who may read the document. Without it, everybody who passes the ACL.</summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReaderCompleter))]
    public string[] Reader { get; set; } = [];

    /// <summary>Leaves the field DocumentAccess out, as if it had been removed since.</summary>
    [Parameter]
    public SwitchParameter NoDocumentAccess { get; set; }

    /// <summary>Specifies when it was last modified. Without it, now.</summary>
    [Parameter]
    public DateTimeOffset? Modified { get; set; }

    /// <summary>Specifies when it was last revised. Without it, the time of the last modification.</summary>
    [Parameter]
    public DateTimeOffset? Revised { get; set; }

    /// <summary>Specifies the UNID, 32 hexadecimal digits. Without it, a new one.</summary>
    [Parameter, ValidateText(@"^[0-9A-Fa-f]{32}\z", "A universal id has 32 hexadecimal digits.")]
    public string? UniversalId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string? mailServer = MailServer ?? Server;
        string? calendarServer = CalendarServer ?? Server;
        string? mailFile = MailFile ?? (mailServer is null ? null : "mail.box");
        string? calendarSystem = CalendarSystem ?? (calendarServer is null ? null : mailFile ?? "mail.box");
        var document = new NewDocument(Domain, new FormFields(mailServer, mailFile, calendarServer, calendarSystem))
        {
            Readers = Reader,
            Modified = Modified,
            Revised = Revised,
            UniversalId = UniversalId?.ToUpperInvariant(),
            DocumentAccess = NoDocumentAccess ? [] : [ForeignDomainEdits.NetModifier],
        };
        string servers = string.Join(", ", document.Fields.Servers.Distinct());
        var change = new InMemoryChange(this, Directory);
        Attempt(() =>
        {
            foreach (string warning in UnknownNames.OfServers(change.State, document.Fields.Servers))
                WarnOnce(warning);
            int key = -1;
            Consent consent = change.Make(
                Directory.Name, $"Add a Foreign Domain document for '{Domain}' ({servers})",
                content => DirectoryEdits.AddDocument(content, document, DateTimeOffset.UtcNow, out key));
            if (consent == Consent.No)
                return;
            foreach (string warning in UnknownNames.OfGroups(change.State, Reader, orPersons: true))
                WarnOnce(warning);
            change.WarnOfLostRequests();
            if (consent == Consent.Yes)
                WriteObject(change.State.InOrder(OrderBy.Modified).First(added => added.Key == key));
        });
    }
}
