namespace CoexTools.Audit;

/// <summary>Applies rules. The audits of a directory and of Exchange differ only in what their rules check.</summary>
internal static class RuleEngine
{
    /// <summary>Applies a rule to its subjects.</summary>
    /// <param name="subjects">Specifies what the rule checks: directories, domains, documents, or
    /// organizations.</param>
    /// <param name="check">Returns the verdicts on a subject, or nothing if it meets the rule; null if the rule does
    /// not apply.</param>
    /// <param name="finding">Returns the finding that corresponds to a verdict.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public static IEnumerable<CoexistenceFinding> Run<TSubject>(
        IEnumerable<TSubject> subjects, Func<TSubject, IEnumerable<RuleVerdict>?> check,
        Func<TSubject, RuleVerdict, CoexistenceFinding> finding, CancellationToken cancel)
    {
        foreach (TSubject subject in subjects)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (RuleVerdict verdict in Decisive(check(subject) ?? [RuleVerdict.NotApplicable()]))
                yield return finding(subject, verdict);
        }
    }

    // Every verdict that is a finding by itself. Otherwise one verdict on the subject: it passes if a part of it does,
    // or if there are no verdicts.
    private static IEnumerable<RuleVerdict> Decisive(IEnumerable<RuleVerdict> verdicts)
    {
        RuleVerdict? summary = null;
        bool hasOpen = false;
        foreach (RuleVerdict verdict in verdicts)
        {
            if (verdict.IsOpen)
            {
                hasOpen = true;
                yield return verdict;
            }
            else if (summary?.Outcome != FindingOutcome.Pass
                && (summary is null || verdict.Outcome == FindingOutcome.Pass))
            {
                summary = verdict;
            }
        }
        if (!hasOpen)
            yield return summary ?? RuleVerdict.Pass();
    }
}
