using CoexTools.Audit;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Specifies how findings read in files. Characters that nobody sees, or that change the order of others, appear as
/// their number.
/// </summary>
internal static class FindingText
{
    /// <summary>
    /// Returns what a finding is about, in one line: the document or domain, the server, the item, or the object in
    /// Exchange.
    /// </summary>
    public static string Subject(CoexistenceFinding finding)
    {
        string?[] parts =
        [
            finding.DocumentName ?? finding.Domain, finding.Server, finding.Item,
            finding.ObjectKind is null && finding.ObjectName is null
                ? null : $"{finding.ObjectKind} {finding.ObjectName}".Trim(),
        ];
        string subject = string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return VisibleText.Of(subject.Length > 0 ? subject : "Directory");
    }

    /// <summary>
    /// Returns where a finding is: the file, and the line if it is known; null if the finding is not about a file.
    /// </summary>
    public static string? Place(FindingRun run, CoexistenceFinding finding)
    {
        if (finding.Path is not { } path)
            return null;
        string name = VisibleText.Of(run.NameOf(path));
        return finding.Line is { } line ? FormattableString.Invariant($"{name}:{line}") : name;
    }

    /// <summary>Returns the reason, in one line.</summary>
    public static string Reason(CoexistenceFinding finding) => VisibleText.Of(finding.Reason);

    /// <summary>Returns the recommendation, in one line; null if there is nothing to do.</summary>
    public static string? Recommendation(CoexistenceFinding finding) =>
        finding.Recommendation is { } recommendation ? VisibleText.Of(recommendation) : null;

    /// <summary>Returns why and until when a finding is accepted, with its reason, in one line.</summary>
    public static string Acceptance(CoexistenceFinding finding)
    {
        string acceptance = VisibleText.Of(finding.Evidence.FirstOrDefault() ?? "accepted");
        return $"{FirstLetter.ToUpper(acceptance)}. {Reason(finding)}";
    }

    /// <summary>Everything about a finding, one thought a line.</summary>
    public static string Details(FindingRun run, CoexistenceFinding finding)
    {
        IEnumerable<string?> lines =
        [
            Reason(finding), Recommendation(finding) is { } recommendation ? $"To repair: {recommendation}" : null,
            .. finding.Evidence.Select(evidence => $"Evidence: {VisibleText.Of(evidence)}"),
            Place(run, finding) is { } place ? $"At: {place}" : null,
        ];
        return string.Join("\n", lines.Where(line => line is not null));
    }

    /// <summary>
    /// Returns the findings of each file, in the order of the files; those without a file have the key null.
    /// </summary>
    public static IEnumerable<(string Name, List<(string Subject, CoexistenceFinding Finding)> Findings)> BySource(
        FindingRun run) =>
            from finding in run.Findings
            where run.Includes(finding)
            group finding by (finding.Path, IsExchange: finding.ObjectKind is not null) into source
            select (
                source.Key.Path is { } path ? VisibleText.Of(run.NameOf(path)) : source.Key.IsExchange
                    ? "Exchange" : "Directory in memory",
                Distinct(source));

    // Two findings of a rule can be about the same subject. Programs that compare runs need different names.
    private static List<(string Subject, CoexistenceFinding Finding)> Distinct(IEnumerable<CoexistenceFinding> findings)
    {
        var seen = new Dictionary<(string, string), int>();
        var distinct = new List<(string, CoexistenceFinding)>();
        foreach (CoexistenceFinding finding in findings)
        {
            string subject = Subject(finding);
            seen.TryGetValue((finding.Rule, subject), out int before);
            seen[(finding.Rule, subject)] = before + 1;
            distinct.Add((before == 0 ? subject : FormattableString.Invariant($"{subject} ({before + 1})"), finding));
        }
        return distinct;
    }
}
