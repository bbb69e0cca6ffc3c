using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Output.Findings;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>Runs with findings, for tests of the writers.</summary>
internal static class Runs
{
    /// <summary>The folder of the runs.</summary>
    public const string Folder = "/srv/domino";

    private const string First = "000000000000000000000000000000A0";

    private static readonly DateTimeOffset Time = new(2026, 3, 29, 4, 30, 15, 250, TimeSpan.FromHours(2));

    /// <summary>One finding of each kind, with results and availabilities.</summary>
    public static FindingRun Sample { get; } = Of(
        Finding(
            "CX001", "FieldShowsDocument", document: First, server: "DominoB/Acme", item: "DocumentAccess", line: 153,
            repairable: true,
            evidence: ["DominoB/Acme in LocalDomainServers with [NetModifier]", "DocumentAccess: [NetModifier]"]),
        Finding(
            "CX001", "FieldShowsDocument", document: First, server: "DominoC/Acme", item: "DocumentAccess", line: 153,
            repairable: true),
        Finding("CX020", "SingleFailure", server: "DominoA/Acme", reason: "Free/busy for 'BTEx' fails from 3 servers."),
        Finding("CX020", "SingleFailure", server: "DominoA/Acme", reason: "Mail for 'BTEx' fails from 3 servers."),
        Finding("CX010", "MailFilesDiffer", FindingSeverity.Warning, document: First, item: "CalendarSystem", line: 160,
            path: "/srv/other/a b#1.dxl"),
        Finding("CX021", "ConnectionToExchange", FindingSeverity.Information, server: "DominoA/Acme"),
        Finding(
            "CX008", "ServersDiffer", FindingSeverity.Warning, FindingOutcome.Pass, document: First, line: 130,
            reason: "The rule is met."),
        Finding(
            "CX022", "ExchangeDomain", outcome: FindingOutcome.NotApplicable, domain: null,
            reason: "The rule does not apply here."),
        Finding(
            "CE001", "EwsOff", outcome: FindingOutcome.NotChecked, domain: "domino.acme.com", path: null,
            objectKind: "OrganizationConfig",
            reason: "The input does not contain OrganizationConfig."),
        Finding(
            "CE009", "TnefOn", domain: "domino.acme.com", path: null, objectKind: "RemoteDomain", objectName: "Domino"))
        with
    {
        Paths =
        [
            FreeBusy("Hub01/Acme", FreeBusyStatus.NotRelayed, "DominoA/Acme"), FreeBusy(
                "Mail01/Acme", FreeBusyStatus.Answered, "DominoA/Acme"),
            FreeBusy("Hub01/Acme", FreeBusyStatus.Answered), Mail(
                MailKind.Mail, MailStatus.Delivered, "DominoB/Acme", "DominoA/Acme HTTP"),
            Mail(MailKind.Calendar, MailStatus.Held, "DominoA/Acme SMTP"), FreeBusy(
                "Hub01/Acme", FreeBusyStatus.Busy, failure: null),
        ],
        Availabilities =
        [
            Availability(CoexistenceService.FreeBusy, 0.999), Availability(CoexistenceService.FreeBusy, 0.75),
            Availability(CoexistenceService.Mail, 0.999999),
        ],
    };

    /// <summary>What the consoles of servers show.</summary>
    public static FindingRun Consoles { get; } = Of(
        Finding("CX047", "ConsoleDisagrees", server: "DominoA/Acme"),
        Finding("CX047", "ConsoleDisagrees", outcome: FindingOutcome.Pass, server: "DominoB/Acme"),
        Finding("CX048", "ConsoleSilent", outcome: FindingOutcome.NotChecked, server: "Hub01/Acme"),
        Finding("CX048", "ConsoleSilent", server: "Mail01/Acme"),
        Finding("CX048", "ConsoleSilent", outcome: FindingOutcome.Pass, server: "Mail02/Acme"),
        Finding("CX047", "ConsoleDisagrees", outcome: FindingOutcome.Accepted, server: "Mail03/Acme"),
        // The directory has no server of this kind.
        Finding("CX047", "ConsoleDisagrees", outcome: FindingOutcome.Pass));

    /// <summary>Texts that are hostile to one of the formats only.</summary>
    public static IReadOnlyList<string> MoreHostile { get; } =
    [
        "[link](javascript:alert(1))", "![image](http://example.com/x.png)",
        "http://example.com www.example.com a@example.com", "{0} {x}", "a\nb\rc",
        "\0nul", "back\\slash\\", "\\\"", "<details open>", "| --- |", "$x^2$", "# heading", "- list", "&amp;",
        "\u2066isolate\u2069", "#\"}", "\\n",
    ];

    /// <summary>A run in which every text is hostile.</summary>
    public static FindingRun Hostile { get; } = Of(
    [
        .. from text in Pictures.Hostile.Concat(MoreHostile)
           from outcome in Enum.GetValues<FindingOutcome>()
           select Finding(
               "CX001", text, FindingSeverity.Warning, outcome, "D " + text, document: text, text, item: text, line: 7,
               path: $"{Folder}/{text.Replace('\0', '_')}.dxl", objectKind: text, objectName: text,
               reason: "Reason " + text,
               evidence: [text, string.Concat(Pictures.Hostile)]),
    ])
        with
    {
        Paths = [.. from text in Pictures.Hostile select FreeBusy(text, FreeBusyStatus.Busy, text, text + "2")],
        Availabilities = [.. from text in Pictures.Hostile select Availability(CoexistenceService.Mail, 0.5, text)],
    };

    /// <summary>A run of findings.</summary>
    public static FindingRun Of(params CoexistenceFinding[] findings) => new(Time, "1.2.3")
    {
        Findings = findings,
        Rules =
        [
            new CoexistenceRule(
                "CX001", "FieldShowsDocument", FindingSeverity.Warning, Basis.Inferred, "It holds.", "Make it hold.",
                repairable: true,
                "The manual."),
        ],
        Files = findings.Select(finding => finding.Path).OfType<string>().Distinct().ToDictionary(path => path, path =>
            CheckedFile.Describe(path, Folder, isWindows: false) with { Length = 4711, Sha256 = new string('a', 64) }),
    };

    /// <summary>A finding.</summary>
    public static CoexistenceFinding Finding(
        string rule, string name, FindingSeverity severity = FindingSeverity.Error,
        FindingOutcome outcome = FindingOutcome.Fail,
        string? domain = "BTEx", string? document = null, string? server = null, string? item = null, int? line = null,
        bool repairable = false,
        string? path = Folder + "/names.dxl", string? objectKind = null, string? objectName = null,
        string reason = "It is wrong.",
        string[]? evidence = null) => new(
            rule, name, severity, outcome, Basis.Documented, domain, document, document is null
                ? null : $"{domain} (DominoA/Acme)", server, reason,
            outcome == FindingOutcome.Fail
                ? "Correct it." : null, evidence ?? [], repairable, path, objectKind, objectName, source: null, item,
            line);

    /// <summary>A result; the failures are null if they are not known.</summary>
    public static FreeBusyPathResult FreeBusy(string from, FreeBusyStatus status, params string[]? failure) =>
        new("BTEx", from, "DominoA/Acme", status, "", null, [], [], [], [], failure);

    private static MailRouteResult Mail(MailKind kind, MailStatus status, params string[] failure) =>
        new("BTEx", "Hub01/Acme", "DominoA/Acme", kind, status, "", null, [], [], [], [], failure);

    private static CoexistenceAvailability Availability(
        CoexistenceService service, double availability, string domain = "BTEx") => new(
            domain, service, "Hub01/Acme", false, [], [], true, availability, availability, availability, TimeSpan.Zero,
            1, true, [], "");
}
