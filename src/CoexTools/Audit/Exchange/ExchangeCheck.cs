namespace CoexTools.Audit.Exchange;

/// <summary>What a rule checks.</summary>
/// <param name="IsByDomain">Whether it is checked for each Domino domain.</param>
/// <param name="Run">A pure function that returns what the rule says.</param>
internal sealed record ExchangeCheck(bool IsByDomain, Func<ExchangeAudit, string, IEnumerable<ExchangeVerdict>> Run)
{
    /// <summary>A check of the whole organization.</summary>
    public static ExchangeCheck Once(Func<ExchangeAudit, IEnumerable<ExchangeVerdict>> check) =>
        new(IsByDomain: false, (audit, _) => check(audit));

    /// <summary>A check for each Domino domain.</summary>
    public static ExchangeCheck ByDomain(Func<ExchangeAudit, string, IEnumerable<ExchangeVerdict>> check) =>
        new(IsByDomain: true, check);
}
