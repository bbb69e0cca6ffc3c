using CoexTools.Analysis;
using CoexTools.Audit.Repair;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests.Changes;

/// <summary>That no command that writes ends a request that succeeds without naming it.</summary>
public class LostRequestTests
{
    private const string Hubs = "server Hub01/Acme | server Mail01/Acme | server DominoA/Acme | server DominoB/Acme"
        + " | group Hubs (4) = Hub01/Acme, Mail01/Acme"
        + " | group Half (4) = Hub01/Acme | group Admins (0) = Ada/Acme";
    private const string Open = Hubs + " | doc BTEx; both=DominoA/Acme | doc BTEx; both=DominoB/Acme";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_group_that_does_not_exist_ends_every_request()
    {
        DirectorySnapshot before = Sketch.Directory(Open);
        IReadOnlyList<ChangedRequest> lost = Protect(before, "Hbus").FindLostRequests(CancellationToken.None);
        Assert.Contains(
            lost, answer => answer is { Domain: "BTEx", Service: CoexistenceService.FreeBusy, Outage: "everything up" }
            && answer.Origins.Contains(new NotesName("Hub01/Acme"))
            && answer.Origins.Contains(new NotesName("Mail01/Acme")));
        Assert.Contains(lost, answer => answer.Service == CoexistenceService.Mail && answer.Outage == "everything up");
        Assert.Empty(Protect(before, "Hubs").FindLostRequests(CancellationToken.None));
    }

    [Fact]
    public void Only_the_servers_that_a_group_leaves_out_lose_their_answers()
    {
        IReadOnlyList<ChangedRequest> lost = Protect(Sketch.Directory(Open), "Half")
            .FindLostRequests(CancellationToken.None);
        Assert.NotEmpty(lost);
        Assert.All(lost, answer => Assert.Equal([new NotesName("Mail01/Acme")], answer.Origins));
    }

    [Fact]
    public void A_domain_whose_documents_and_readers_stay_loses_nothing()
    {
        DirectorySnapshot before = Sketch.Directory(Open + " | doc Other; both=DominoA/Acme");
        ChangePlan plan = ChangePlan.Make(
            before,
            [ForeignDomainEdits.SetReaders(before.Unordered[2], ["Nobody"], append: false, removeDocumentAccess: true)],
            preserveOrder: false,
            Now);
        Assert.Equal(["Other"], plan.Domains);
        Assert.Equal(["Other"], plan.FindLostRequests(CancellationToken.None)
            .Select(answer => answer.Domain).Distinct());
    }

    // The directory has no group LocalDomainServers: it is assumed to hold the servers that documents name (AC4).
    [Fact]
    public void A_change_in_one_domain_loses_the_answers_of_its_former_server_for_another()
    {
        DirectorySnapshot before = AuditSketch.Field("exact/03-other-domain.dxl");
        ForeignDomainDocument old = before.Unordered.Single(document => document.Domain == "Old");
        ChangePlan plan = ChangePlan.Make(
            before,
            [ForeignDomainEdits.EditForm(old, new FormFields(MailServer: "DominoA", CalendarServer: "DominoA"))],
            preserveOrder: false, Now);
        IReadOnlyList<ChangedRequest> lost = plan.FindLostRequests(CancellationToken.None);
        Assert.Equal(
            CoexistenceServices.All,
            lost.Where(
                answer => answer is { Domain: "BTEx", IsWithEverythingUp: true }
                    && answer.Origins.Contains(new NotesName("DominoN/Acme")))
                .Select(answer => answer.Service));
    }

    // Whatever a command does to whatever directory: a request that succeeds before and fails after is among the lost
    // ones, as an oracle sees it that shares no line with the library.
    [Fact]
    public void No_request_is_lost_without_being_named()
    {
        int lossy = 0;
        Gen.Select(new DirectoryGen(), Gen.Int[0, 8], Gen.Int[0, 63], Gen.Int[0, 1000], Gen.Bool, Gen.Bool)
            .Sample((made, command, which, pick, one, other) =>
        {
            DirectorySnapshot before = DxlText.Read(made.Directory);
            if (Change(before, command, which, pick, one, other) is not { } change)
                return;
            if (change.Lost.Count > 0)
                Interlocked.Increment(ref lossy);
            ILookup<(string, CoexistenceService, string, NotesName), ChangedRequest> named = change.Lost
                .SelectMany(answer => answer.Origins.Select(origin =>
                    (
                        Key: (answer.Domain.Trim()
                            .ToUpperInvariant(), answer.Service, answer.Outage.ToUpperInvariant(), origin), answer)))
                .ToLookup(answer => answer.Key, answer => answer.answer);
            PlainDirectory then = Plain(change.Before, made.Directory);
            PlainDirectory now = Plain(change.After, made.Directory);
            var oracleThen = new RuleOracle(then);
            var oracleNow = new RuleOracle(now);
            foreach (string domain in then.Documents.Select(document => document.Domain.Name)
                .Where(name => name.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase))
            {
                foreach (NotesName origin in change.Before.Servers.Union(change.After.Servers))
                {
                    foreach ((string outage, PlainNetwork network) in Outages(then, domain, origin.Abbreviated))
                    {
                        foreach (CoexistenceService service in Enum.GetValues<CoexistenceService>()
                            .Where(service => Concerns(outage, service)))
                        {
                            string was = Ask(oracleThen, service, origin.Abbreviated, domain, network);
                            string becomes = Ask(oracleNow, service, origin.Abbreviated, domain, network);
                            if (was is "Answered" or "Delivered" && becomes is not ("Answered" or "Delivered")
                                && oracleThen.MustKeep(
                                    domain, origin.Abbreviated, network,
                                    network => AnswerOf(oracleThen, service, origin.Abbreviated, domain, network)))
                            {
                                Assert.True(
                                    named
                                        .Contains(
                                            (domain.ToUpperInvariant(), service, outage.ToUpperInvariant(), origin)),
                                    $"{service} for {domain} from {origin} with {outage}: {was} "
                                        + $"before, {becomes} after, and not named: {string.Join("; ", change.Lost)}");
                            }
                        }
                    }
                }
            }
        }, iter: 400, print: drawn => $"{drawn}\n{DxlText.Of(drawn.Item1.Directory)}",
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.True(lossy > 50, $"Only {lossy} changes lost a request.");
    }

    private static (DirectorySnapshot Before, DirectorySnapshot After, IReadOnlyList<ChangedRequest> Lost)? Change(
        DirectorySnapshot directory, int command, int which, int pick, bool one, bool other)
    {
        List<ForeignDomainDocument> documents = [.. directory.Unordered.Where((_, index) => (which >> index & 1) != 0)];
        string[] names =
        [
            .. directory.Servers.Select(server => server.Abbreviated)
                .Concat(directory.Content.Groups.Select(group => group.Name)),
            "Misspelt",
        ];
        string name = names[pick % names.Length];
        switch (command)
        {
            case 0:
                return Planned(
                    documents.Select(
                        document => ForeignDomainEdits.RemoveField(
                            document, ForeignDomainDocument.DocumentAccessName)));
            case 1:
                return Planned(
                    documents.Select(document => ForeignDomainEdits.SetReaders(
                        document, document.NamedServers.Select(server => server.Canonical)
                            .Append(Whole(name)), one, other)));
            case 2:
                return Planned(documents.Where(document => document.NamedServers.Count > 0)
                    .Select(document => ForeignDomainEdits.EditForm(
                        document, one ? new FormFields(CalendarServer: Whole(name)) : new FormFields(
                            MailServer: Whole(name)))));
            case 3:
                RepairPlan repair = AuditSketch.Repair(directory, mayLose: true);
                return (repair.Change.Before, repair.Change.After, repair.Lost);
            case 4:
                ChangePlan done = ChangePlan.Make(
                    directory, documents.Select(
                        document => ForeignDomainEdits.SetReaders(document, [Whole(name)], one, other)),
                    preserveOrder: other,
                    Now);
                ChangePlan undo = ChangeHistory.PlanUndo(
                    done.After, [new JournalEntry(1, Now, "", "", "", "", [], JournalDocument.Of(done.Saves))]);
                return (undo.Before, undo.After, undo.FindLostRequests(CancellationToken.None));
            case 5:
                return InMemory(DirectoryEdits.RemoveDocuments(directory.Content, documents));
            case 6:
                var fields = one ? new FormFields(Whole(name), null, Whole(name)) : new FormFields(
                    "New/Acme", null, "New/Acme");
                return InMemory(
                    DirectoryEdits.AddDocument(directory.Content, new NewDocument("BTEx", fields), Now, out _));
            case 7:
                return InMemory(DirectoryEdits.SetAccessControlEntry(
                    directory.Content, name, one ? AccessLevel.NoAccess : AccessLevel.Manager, other
                        ? ["NetModifier"] : []));
            default:
                return InMemory(one && directory.Content.Groups.All(group => group.Name != "Fresh")
                    ? DirectoryEdits.AddGroup(directory.Content, "Fresh", GroupType.MultiPurpose, [name], Now)
                    : DirectoryEdits.AddServer(directory.Content, "Fresh/Acme", domain: null, Now));
        }

        (DirectorySnapshot, DirectorySnapshot, IReadOnlyList<ChangedRequest>) Planned(IEnumerable<PlannedEdit> edits)
        {
            ChangePlan plan = ChangePlan.Make(directory, edits, preserveOrder: other, Now);
            return (plan.Before, plan.After, plan.FindLostRequests(CancellationToken.None));
        }

        (DirectorySnapshot, DirectorySnapshot, IReadOnlyList<ChangedRequest>) InMemory(DirectoryContent content)
        {
            var after = new DirectorySnapshot(content);
            return (directory, after, RequestComparison.Lost(directory, after, CancellationToken.None));
        }

        // A flat name of several servers would be refused.
        string Whole(string text) =>
            directory.FindServers(new NotesName(text)) is { Count: > 1 } several ? several[0].Abbreviated : text;
    }

    private static ChangePlan Protect(DirectorySnapshot directory, string group) => ChangePlan.Make(
        directory,
        directory.Unordered.Select(document => ForeignDomainEdits.SetReaders(
            document, [group, "Admins", document.CalendarServer!], append: false, removeDocumentAccess: true)),
        preserveOrder: false, Now);

    // A connection to Exchange matters to the service that uses it.
    private static bool Concerns(string outage, CoexistenceService service) =>
        !outage.Contains(service == CoexistenceService.FreeBusy ? "SMTP" : "HTTP", StringComparison.Ordinal);

    private static string Ask(
        RuleOracle oracle, CoexistenceService service, string origin, string domain, PlainNetwork network) =>
            AnswerOf(oracle, service, origin, domain, network).Status;

    private static OracleAnswer AnswerOf(
        RuleOracle oracle, CoexistenceService service, string origin, string domain, PlainNetwork network) =>
        service == CoexistenceService.FreeBusy
            ? oracle.FreeBusy(origin, domain, network)
            : oracle.Mail(origin, domain, service == CoexistenceService.Calendar, network);

    // The states of the network that about_CoexTools_Repair lists, for the servers that serve the domain before the
    // change.
    private static IEnumerable<(string Outage, PlainNetwork Network)> Outages(
        PlainDirectory directory, string domain, string origin)
    {
        string[] serving = [.. Serving(directory.Documents.Where(document => Same(document.Domain.Name, domain)))];
        var none = new PlainNetwork([], [], [], [], []);
        yield return ("everything up", none);
        bool isPlain = !Serving(directory.Documents).Contains(origin, StringComparer.OrdinalIgnoreCase);
        foreach (string server in serving)
        {
            if (!Same(server, origin))
            {
                yield return ($"{server} down", none with { Down = [server] });
                yield return ($"the link to {server} down", none with { LinksDown = [(origin, server)] });
            }
            foreach (string other in serving.Where(
                other => string.Compare(server, other, StringComparison.OrdinalIgnoreCase) < 0
                && !Same(server, origin) && !Same(other, origin)))
                yield return ($"the link between {server} and {other} down", none
                    with
                { LinksDown = [(server, other)] });
            if (isPlain)
            {
                yield return ($"the HTTP connection of {server} down", none with { HttpDown = [server] });
                yield return ($"the SMTP connection of {server} down", none with { SmtpDown = [server] });
            }
        }

        static IEnumerable<string> Serving(IEnumerable<PlainDocument> documents) => documents
            .SelectMany(document => new[] { document.MailServer, document.CalendarServer }).OfType<Written>()
            .Select(server => server.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    // A state as plain data: its documents, groups and ACL, which commands change.
    private static PlainDirectory Plain(DirectorySnapshot directory, PlainDirectory made) => made with
    {
        Servers = [.. directory.Content.Servers.Select(server => Name(server.NotesName))],
        Groups = directory.Content.Groups.Count == made.Groups.Count
            ? made.Groups
            : [
                .. made.Groups,
                .. directory.Content.Groups.Skip(made.Groups.Count)
                    .Select(
                        group => new PlainGroup(Name(new NotesName(group.Name)), "0", [.. group.Member.Select(Name)])),
            ],
        Acl = directory.Content.AccessControlList is { } list
            ? [
                .. list.Entry.Select(
                    entry => new PlainAclEntry(
                        Name(entry.NotesName), entry.Level, [.. entry.Role], entry.IsDefault,
                        entry.Type == AclEntryType.Unspecified ? null : entry.Type.ToString().ToLowerInvariant())),
            ]
            : null,
        Documents =
        [
            .. directory.Unordered.Select(document => new PlainDocument(
                document.UniversalId,
                new PlainTime(
                    document.Modified?.UtcTicks, document.Document.Modified.Text, document.Document.Modified.HasOffset),
                new PlainTime(
                    document.Revised?.UtcTicks, document.Document.Revised.Text, document.Document.Revised.HasOffset),
                new Written(document.Domain.Trim(), document.Domain),
                document.MailServerName is { } mail ? Name(mail) : null,
                document.CalendarServerName is { } calendar ? Name(calendar) : null,
                [
                    .. document.Item.Where(item => item.IsReaders || item.IsAuthors)
                        .Select(
                            item => new PlainItem(
                                item.Name, item.IsReaders, item.IsAuthors, [.. item.Value.Select(Value)])),
                ])),
        ],
    };

    private static Written Value(string text) =>
        NotesName.FromText(text) is { } name ? Name(name) : new Written("", text);

    private static Written Name(NotesName name) => new(name.Abbreviated, name.Text);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
