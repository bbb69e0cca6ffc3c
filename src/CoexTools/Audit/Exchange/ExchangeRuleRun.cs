namespace CoexTools.Audit.Exchange;

/// <summary>Runs rules on the objects of Exchange.</summary>
internal static class ExchangeRuleRun
{
    /// <summary>Runs rules.</summary>
    /// <param name="audit">The audit of the objects.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The findings, rule by rule.</returns>
    public static IEnumerable<CoexistenceFinding> Run(
        this ExchangeAudit audit, IEnumerable<ExchangeRule> rules, CancellationToken cancel) =>
        rules.SelectMany(rule =>
        {
            IReadOnlyList<ExchangeObjectKind>? missing = rule.Needs.FirstOrDefault(kinds => !kinds.Any(audit.Knows));
            IEnumerable<string?> domains =
                missing is null && rule.IsByDomain ? audit.Input.DominoDomains : (IEnumerable<string?>)[null];
            string kind = (missing ?? rule.Needs[0])[0].ToString();
            return RuleEngine.Run(
                domains,
                domain => missing is null ? rule.Check(audit, domain ?? "") : [WithoutObjects(audit, rule, missing)],
                (domain, verdict) => new CoexistenceFinding(
                    rule.Rule, verdict with { Object = verdict.Object ?? (kind, null) }, domain),
                cancel);
        });

    private static RuleVerdict WithoutObjects(
        ExchangeAudit audit, ExchangeRule rule, IReadOnlyList<ExchangeObjectKind> missing)
    {
        if (rule.IsOnlineOnly && audit.IsOnPremises)
        {
            return RuleVerdict.NotApplicable(
                "The rule applies only to Exchange Online. All objects come from the on-premises organization.");
        }
        string commands = string.Join(" or ", missing.Select(kind => $"Get-{kind}"));
        return RuleVerdict.NotChecked(
            $"The input does not contain an object of {commands}. The command was not run, or it did not return an "
            + "object.") with
        {
            Recommendation = $"Pipe the output of {commands}. If it returns nothing, specify {missing[0]} for "
                + "-QueriedKind.",
        };
    }
}
