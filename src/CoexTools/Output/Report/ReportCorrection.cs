using CoexTools.Audit;
using CoexTools.Audit.Rules;

namespace CoexTools.Output.Report;

/// <summary>A correction that the repair does not make.</summary>
/// <param name="Text">The rule and the recommendation.</param>
/// <param name="Property">The property that a command sets in the documents; null if there is no command.</param>
/// <param name="Value">The value of the property.</param>
/// <param name="Documents">The universal IDs of the documents; empty if there is no command.</param>
internal sealed record ReportCorrection(
    string Text, string? Property, string? Value, IReadOnlyList<string> Documents)
{
    /// <summary>Returns the corrections that the errors and warnings recommend.</summary>
    public static IReadOnlyList<ReportCorrection> Of(IEnumerable<CoexistenceFinding> findings) =>
    [
        .. findings
            .Where(finding => finding is { IsProblem: true, Repairable: false, Recommendation: not null }
                && !SourceFindings.IsNotAudited(finding))
            .GroupBy(finding => (finding.Rule, Key: KeyOf(finding)))
            .OrderByDescending(same => same.Max(finding => finding.Severity))
            .Select(same => Of([.. same])),
    ];

    private static ReportCorrection Of(List<CoexistenceFinding> same)
    {
        CoexistenceFinding first = same[0];
        RemedyStep? step = SettingOf(first);
        if (step is null)
            return new ReportCorrection($"{first.Rule} {first.Name}: {first.Recommendation}", null, null, []);
        var all = new Remedy(
        [
            step with
            {
                Documents = [.. same.SelectMany(finding => SettingOf(finding)!.Documents).Distinct()],
            },
        ]);
        return new ReportCorrection(
            $"{first.Rule} {first.Name}: {all.Sentence}", step.Name, string.Join(", ", step.Values),
            [.. all.Steps[0].Documents.Select(document => document.UniversalId)]);
    }

    private static string KeyOf(CoexistenceFinding finding) => SettingOf(finding) is { } step
        ? $"{step.Name}\n{string.Join("\n", step.Values)}" : finding.Recommendation!;

    // The repair removes the field that an edit in the form adds.
    private static RemedyStep? SettingOf(CoexistenceFinding finding) =>
        finding.Remedy?.Steps.FirstOrDefault() is { Kind: RemedyKind.SetProperty } step ? step : null;
}
