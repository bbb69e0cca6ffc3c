using CoexTools.Audit.Rules;

namespace CoexTools.Output.Report;

/// <summary>What the audit found.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Name">The name of the rule.</param>
/// <param name="Severity">The severity, or that the finding is an accepted risk.</param>
/// <param name="Subject">The document, server, or domain.</param>
/// <param name="Reason">What was found.</param>
/// <param name="Recommendation">What to do; null if there is nothing to do.</param>
/// <param name="IsRepairable">Whether the repair removes it.</param>
internal sealed record ReportFinding(
    string Rule, string Name, string Severity, string Subject, string Reason, string? Recommendation, bool IsRepairable)
{
    /// <summary>Replaces the severity of a finding that is accepted as a risk.</summary>
    public const string Accepted = nameof(Audit.FindingOutcome.Accepted);

    /// <summary>Whether the finding is an error that matters only in an outage.</summary>
    public bool IsLatent { get; init; }

    /// <summary>Whether the finding says that something was not audited (VD1).</summary>
    public bool IsNotAudited => Severity != Accepted && DirectoryRules.Of(Rule)?.IsAlwaysApplied == true;
}
