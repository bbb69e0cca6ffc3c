using CoexTools.Simulation;

namespace CoexTools.Output.Report;

/// <summary>Explains the terms, the statuses, and the rules of a report.</summary>
internal static class ReportLegend
{
    /// <summary>What happens to a message that a router keeps, and how long.</summary>
    public const string Kept =
        "A router that keeps a message tries again. If this does not succeed within its time limit, it returns the "
        + "message to the sender: after 24 hours, unless MailTimeout or MailTimeoutMinutes in notes.ini specifies "
        + "another time.";

    /// <summary>Gets the terms.</summary>
    public static IReadOnlyList<(string Term, string Meaning)> Terms { get; } =
    [
        ("Free/busy", "A Notes user looks up the free time of an Exchange user. A coexistence server queries Exchange "
            + "over HTTP. A lookup that fails is not repeated: the user sees no free/busy information."),
        ("Mail, calendar mail", "A Notes user sends a message, or an invitation or a response to one, to an Exchange "
            + "user. A coexistence server sends it over SMTP."),
        ("Coexistence server", "A Domino server that a Foreign Domain document names."),
        ("Primary document", "The document of the domain that was modified last. Domino uses it first."),
        ("From, origin", "The Domino server where a request starts: the server of the Notes user."),
        ("Worst origin", "The origin from which a service is unavailable for the longest time."),
        ("Symbol of a figure", "\u2713: the service survives the failure of any one server. \u26A0: it does not, or "
            + "this is not known. \u2715: it fails even if everything is up."),
        ("Down, busy", "Other servers cannot reach a server that is down (NRPC, TCP port 1352). A busy server can be "
            + "reached, but accepts no work, and does not cause failover."),
        ("Latent", "An error that matters only in an outage: while everything is up, all requests reach Exchange."),
        ("Documented, inferred, chosen, observed", "The basis of a rule: the documentation of the vendor, a conclusion "
            + "from it, a choice of CoexTools because the behavior is not known, or a probe or console log."),
    ];

    /// <summary>Returns what a status means.</summary>
    public static string? OfStatus(string status) =>
        Statuses.TryGetValue(status, out string? meaning) ? meaning : null;

    /// <summary>Returns what a rule says.</summary>
    public static string? OfRule(string rule) => Rules.TryGetValue(rule, out string? meaning) ? meaning : null;

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        [nameof(FreeBusyStatus.Answered)] = "The coexistence server queried Exchange.",
        [nameof(FreeBusyStatus.ExchangeUnreachable)] =
            "The coexistence server cannot reach Exchange over HTTP. The lookup fails.",
        [nameof(FreeBusyStatus.Busy)] = "The lookup waits at a busy server and times out.",
        [nameof(FreeBusyStatus.NotRelayed)] =
            "The lookup arrived at a coexistence server that lists another server first. The calendar connector does "
            + "not relay it, even if it could query Exchange itself. The lookup fails.",
        [nameof(FreeBusyStatus.NoDomainDocument)] = "The server sees no document for the domain. The lookup fails.",
        [nameof(FreeBusyStatus.NoCalendarServer)] =
            "The server sees documents for the domain, but none names a calendar server. The lookup fails.",
        [nameof(FreeBusyStatus.Unreachable)] = "No calendar server can be reached. The lookup fails.",
        [nameof(FreeBusyStatus.OriginDown)] = "The server where the request starts is down. It sends nothing.",
        [nameof(MailStatus.Delivered)] = "The coexistence server sends the message to Exchange.",
        [nameof(MailStatus.Held)] =
            "The message waits: the coexistence server cannot reach Exchange over SMTP, keeps it, and tries again.",
        [nameof(MailStatus.Queued)] = "The message waits for a busy server.",
        [nameof(MailStatus.Retrying)] = "The message waits: no server can be reached. The router keeps it and tries "
            + "again.",
        [nameof(MailStatus.NoRoute)] =
            "The server sees no document that names a server for the message. The router returns the message to the "
            + "sender (non-delivery report).",
        [nameof(MailStatus.Loop)] =
            "The message returns to a server that had it before. The router returns it to the sender (non-delivery "
            + "report) when the maximum hop count is exceeded.",
    };

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["CC1"] = "A server uses the documents that it sees and that name a calendar server, in order of priority.",
        ["CC3"] = "Without such a document, the lookup ends.",
        ["CC4"] = "A server that its documents do not name uses the first calendar server that it reaches.",
        ["CC5"] = "A server that its documents name uses only the first document.",
        ["CC6"] = "The receiving server answers only if it is in the first document that it sees. It does not relay.",
        ["CC7"] = "The server queries Exchange over HTTP.",
        ["CC8"] = "An origin that is down sends no lookup.",
        ["RT1"] = "A router uses the documents that it sees and that name a server for the message, in order of "
            + "priority.",
        ["RT2"] = "Without such a document, the router returns the message.",
        ["RT3"] = "A router skips servers that it cannot reach. If it reaches none, it keeps the message.",
        ["RT4"] = "A busy server does not cause failover: the message waits for it.",
        ["RT5"] = "The receiving server decides in the same way.",
        ["RT6"] = "The server sends to Exchange over SMTP, or keeps the message if it cannot.",
        ["RT7"] = "An origin that is down sends no message.",
    };
}
