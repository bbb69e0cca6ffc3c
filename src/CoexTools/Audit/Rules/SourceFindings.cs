namespace CoexTools.Audit.Rules;

/// <summary>
/// The findings on the sources of an audit (VD1). A source that was not audited is a finding, so that everything that
/// processes findings has it. The selection of rules, and accepted findings, do not affect these findings.
/// </summary>
internal static class SourceFindings
{
    /// <summary>Gets the rule that a source contains something to audit.</summary>
    public static CoexistenceRule NothingToAudit => DirectoryRules.Of(SourceChecks.NothingToAuditRule)!;

    private static CoexistenceRule NotReadable => DirectoryRules.Of(SourceChecks.NotReadableRule)!;

    /// <summary>Determines whether a finding says that something was not audited.</summary>
    public static bool IsNotAudited(CoexistenceFinding finding) =>
        finding.Outcome == FindingOutcome.Fail && DirectoryRules.Is(finding, rule => rule.IsAlwaysApplied);

    /// <summary>
    /// Returns the finding that corresponds to an error of an audit; null if the source is audited in spite of it.
    /// </summary>
    /// <param name="failure">The error.</param>
    /// <param name="path">The file that is being audited; null if it is not known, or for a directory in
    /// memory.</param>
    public static CoexistenceFinding? FindingOf(CoexException failure, string? path)
    {
        // The document is audited without the time, and the findings without what was to be accepted.
        if (failure.ErrorId is nameof(CoexException.DateTimeInvalid) or nameof(CoexException.AcceptedInvalid))
            return null;
        bool isName = failure.ErrorId != nameof(CoexException.PathNotFound)
            && failure.Category is CoexErrorCategory.ObjectNotFound or CoexErrorCategory.InvalidArgument;
        string? domain = failure.ErrorId == nameof(CoexException.DomainNotFound) ? failure.Target as string : null;
        return isName
            ? NotAudited(NothingToAudit, path, failure.Message, failure.RecommendedAction, domain)
            : NotAudited(NotReadable, failure.Target as string ?? path, failure.Message, failure.RecommendedAction);
    }

    /// <summary>Returns the finding that something was not audited, because there is nothing to audit.</summary>
    /// <param name="path">The file or the pattern; null for a directory in memory.</param>
    /// <param name="reason">Specifies why there is nothing to audit.</param>
    /// <param name="recommendation">Specifies what to do.</param>
    public static CoexistenceFinding Nothing(string? path, string reason, string recommendation) =>
        NotAudited(NothingToAudit, path, reason, recommendation);

    private static CoexistenceFinding NotAudited(
        CoexistenceRule rule, string? path, string reason, string recommendation, string? domain = null) =>
        new(rule, RuleVerdict.Fail(reason) with { Recommendation = recommendation }, domain, path: path);
}
