namespace CoexTools.Audit.Exchange;

/// <summary>A rule of the audit of Exchange.</summary>
/// <param name="Rule">The description of the rule.</param>
/// <param name="Needs">The kinds of objects that the rule needs: one of each list.</param>
/// <param name="IsByDomain">Specifies whether the rule is checked for each Domino domain.</param>
/// <param name="Check">A pure function that returns the verdicts on the organization or on a domain.</param>
internal sealed record ExchangeRule(
    CoexistenceRule Rule, IReadOnlyList<IReadOnlyList<ExchangeObjectKind>> Needs, bool IsByDomain,
    Func<ExchangeAudit, string, IEnumerable<RuleVerdict>> Check)
{
    /// <summary>Specifies whether the rule applies only to Exchange Online.</summary>
    public bool IsOnlineOnly { get; init; }
}
