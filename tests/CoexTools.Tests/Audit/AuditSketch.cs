using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests;

/// <summary>A directory that is right by every rule, to be spoilt in one place; and short ways to audit.</summary>
internal static class AuditSketch
{
    public const string DocumentA =
        "doc BTEx; both=CN=DominoA/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; "
        + "readers=Servers Only, LocalDomainAdmins, CN=DominoA/O=Acme";
    public const string DocumentB =
        "doc BTEx; both=CN=DominoB/O=Acme; GatewayMailFile=mail.box; CalendarSystem=mail.box; "
        + "readers=Servers Only, LocalDomainAdmins, CN=DominoB/O=Acme";
    public const string Servers = "server Hub01/Acme | server Mail01/Acme | server DominoA/Acme | server DominoB/Acme";
    public const string ServersOnly = "group Servers Only (4) = Mail Servers, Hub01/Acme";
    public const string MailServers = "group Mail Servers (4) = Mail01/Acme";
    public const string Rest =
        "group LocalDomainServers (4) = Hub01/Acme, Mail01/Acme, DominoA/Acme, DominoB/Acme | group LocalDomainAdmins "
        + "(0) = Ada Admin/Acme | acl -Default-: author | acl LocalDomainServers: manager [NetModifier] | acl "
        + "LocalDomainAdmins: manager";

    public const string Good = Servers + " | " + ServersOnly + " | " + MailServers + " | " + Rest + " | " + DocumentA
        + " | " + DocumentB;

    /// <summary>Returns what is wrong with a directory by all rules.</summary>
    public static IReadOnlyList<CoexistenceFinding> Failures(this DirectoryAudit audit, CancellationToken cancel) =>
    [
        .. audit.Run(DirectoryRules.All, _ => true, cancel)
            .Where(finding => finding.Outcome == FindingOutcome.Fail),
    ];

    /// <summary>The good directory with a text replaced, which must be there.</summary>
    public static DirectorySnapshot Spoilt(string text, string by)
    {
        Assert.Contains(text, Good);
        return Sketch.Directory(Good.Replace(text, by));
    }

    public static List<CoexistenceFinding> Run(DirectorySnapshot directory, string rule, string? notesIni = null) =>
        Run(
            directory, rule,
            new AuditInput { NotesIni = notesIni is null ? [] : [NotesIni.Parse("notes.ini", notesIni)] });

    public static List<CoexistenceFinding> Run(DirectorySnapshot directory, string rule, AuditInput input)
    {
        var audit = new DirectoryAudit(directory, input);
        return [.. audit.Run(DirectoryRules.All.Where(one => one.Id == rule), _ => true, CancellationToken.None)];
    }

    /// <summary>The findings of all rules, or of some, as a user reads them.</summary>
    public static IReadOnlyList<CoexistenceFinding> Review(DirectorySnapshot directory, params string[] rules) =>
        Review(new DirectoryAudit(directory), rules);

    public static IReadOnlyList<CoexistenceFinding> Review(DirectoryAudit audit, params string[] rules)
    {
        List<CoexistenceFinding> findings =
        [
            .. audit.Run(DirectoryRules.All.Where(rule => rules.Length == 0 || rules.Contains(rule.Id)), _ =>
                true, CancellationToken.None)
                .Where(finding => finding.Outcome == FindingOutcome.Fail),
        ];
        return FindingReview.Of(
            new RemedyModel(audit), findings, _ => true, new Lazy<RepairPlan>(() => Repair(audit.Directory)),
            CancellationToken.None);
    }

    /// <summary>A notes.ini with its server; settings are divided by a bar.</summary>
    public static NotesIni Ini(string server, string settings) =>
        NotesIni.Parse($"{server}.ini", settings.Replace('|', '\n')) with { Server = new NotesName(server) };

    /// <summary>The directory with Server documents that have items: <c>Port_0=TCPIP; Enabled_0=1</c>.</summary>
    public static DirectorySnapshot WithServerItems(
        DirectorySnapshot directory, params (string Server, string Items)[] servers)
    {
        return new DirectorySnapshot(
            directory.Content with { Servers = [.. directory.Content.Servers.Select(Server)] });

        DominoServer Server(DominoServer server)
        {
            string items = servers.FirstOrDefault(other => new NotesName(other.Server) == server.NotesName).Items ?? "";
            string text = string.Concat(items
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(item => item.Split('=', 2))
                .Select(item => $"<item name='{item[0]}'><text>{item[1]}</text></item>"));
            DominoDocument document = DocumentParser.Parse(
                $"<document form='Server'>{text}</document>",
                new Dictionary<string, string> { [""] = "http://www.lotus.com/dxl" }, 0);
            return new DominoServer(
                server.NotesName, server.Domain, document.FirstValue(ServerSettings.HostName), server.ClusterName,
                ServerSettings.Of(document));
        }
    }

    public static DirectorySnapshot Scenario(string file) => Read(Path.Combine("scenarios", file));

    /// <summary>A directory as it was found in the field, with real mistakes.</summary>
    public static DirectorySnapshot Field(string file) => Read(Path.Combine("field", file));

    private static DirectorySnapshot Read(string file) =>
        new(new DxlReader(Path.Combine(AppContext.BaseDirectory, "Data", file)).Read(
            FieldMap.Default, problem => throw problem, CancellationToken.None));

    public static RepairPlan Repair(
        DirectorySnapshot directory, bool mayLose = false, string[]? primary = null, string[]? serverGroup = null,
        string[]? adminGroup = null) =>
        RepairPlan.Make(directory, new RepairOptions
        {
            Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            MayLose = mayLose,
            Primaries = [.. (primary ?? []).Select(name => new NotesName(name))],
            ServerGroups = serverGroup ?? [],
            AdminGroups = adminGroup ?? [],
        }, CancellationToken.None);
}
