using System.Globalization;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Repair;

/// <summary>A finding that somebody has accepted as a risk.</summary>
/// <param name="Rule">The id or the name of the rule.</param>
/// <param name="Domain">The domain; null if the finding is not about a particular domain.</param>
/// <param name="Server">The server; null if the finding is not about a particular server.</param>
/// <param name="Document">The UNID of the document; null if the finding is not about a particular document.</param>
/// <param name="Reason">The reason of the finding, or the reason why it is accepted; null if neither is stated.</param>
/// <param name="Expiry">Specifies when the acceptance ends; null if it does not end.</param>
internal sealed record AcceptedFinding(
    string Rule, string? Domain, string? Server, string? Document, string? Reason, DateTimeOffset? Expiry)
{
    private const string Day = "yyyy-MM-dd";

    private static readonly string[] Times =
    [
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss zzz",
    ];

    /// <summary>
    /// Returns when an acceptance ends. A day without a time is included. Without a time zone, the time is in UTC.
    /// </summary>
    /// <exception cref="FormatException">The text is not an ISO 8601 date.</exception>
    public static DateTimeOffset EndOf(string expiry)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        return DateTimeOffset.TryParseExact(expiry, Day, CultureInfo.InvariantCulture, Style, out DateTimeOffset day)
            ? day.AddDays(1)
            : DateTimeOffset.ParseExact(expiry, Times, CultureInfo.InvariantCulture, Style);
    }

    /// <summary>Returns findings, with those that are accepted as such.</summary>
    /// <param name="findings">All findings of an audit.</param>
    /// <param name="accepted">The accepted findings.</param>
    /// <param name="now">The current time.</param>
    public static IEnumerable<CoexistenceFinding> Apply(
        IReadOnlyList<CoexistenceFinding> findings, IReadOnlyList<AcceptedFinding> accepted, DateTimeOffset now)
    {
        if (accepted.Count == 0)
            return findings;
        // Lookups, because all findings of a large directory can be accepted.
        ILookup<string, (AcceptedFinding Entry, int Place)> entries = accepted
            .Select((entry, place) => (entry, place))
            .ToLookup(one => Key(one.entry.Rule, one.entry.Document), StringComparer.OrdinalIgnoreCase);
        ILookup<string, CoexistenceFinding> byReason = findings.ToLookup(finding => finding.Reason);
        return findings.Select(finding => Apply(
            finding,
            entries[Key(finding.Rule, finding.Document)].Concat(entries[Key(finding.Name, finding.Document)])
                .OrderBy(one => one.Place).Select(one => one.Entry),
            byReason, now));
    }

    private static CoexistenceFinding Apply(
        CoexistenceFinding finding, IEnumerable<AcceptedFinding> accepted,
        ILookup<string, CoexistenceFinding> byReason, DateTimeOffset now)
    {
        if (finding.Outcome != FindingOutcome.Fail || DirectoryRules.Is(finding, rule => rule.IsAlwaysApplied)) // VD1
            return finding;
        List<AcceptedFinding> matching = [.. accepted.Where(one => one.IsFor(finding, byReason))];
        if (matching.Find(one => one.Expiry is null || now < one.Expiry) is { } valid)
            return finding.AsAccepted(valid.Describe(finding));
        return matching.Count == 0
            ? finding
            : finding.With($"accepted: expired at {Text(matching.Max(one => one.Expiry!.Value))}");
    }

    private static string Key(string rule, string? document) => $"{rule}\n{document}";

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // Findings of different services can have the same rule, domain, server, and document. A saved reason tells them
    // apart.
    private bool IsFor(CoexistenceFinding finding, ILookup<string, CoexistenceFinding> byReason) =>
        IsAbout(finding) && (Reason is null || Reason == finding.Reason || !byReason[Reason].Any(IsAbout));

    private bool IsAbout(CoexistenceFinding finding) =>
        (Same(Rule, finding.Rule) || Same(Rule, finding.Name))
        && (Domain is null || finding.Domain is null
            ? Domain == finding.Domain
            : DomainName.Same(Domain, finding.Domain))
        && (Server is null || finding.Server is null
            ? Server == finding.Server
            : new NotesName(Server).Equals(new NotesName(finding.Server)))
        && Same(Document, finding.Document);

    private string Describe(CoexistenceFinding finding) =>
        "accepted" + (Expiry is { } end ? $" until {Text(end)}" : "")
            + (Reason is null || Reason == finding.Reason ? "" : $": {Reason}");

    private static bool Same(string? one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
