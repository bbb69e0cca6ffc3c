namespace CoexTools.Audit.Exchange;

/// <summary>An audit of the objects that the commands of Exchange returned.</summary>
internal sealed class ExchangeAudit(IReadOnlyList<ExchangeObject> objects, ExchangeAuditInput input)
{
    private readonly ILookup<ExchangeObjectKind, ExchangeObject> _objects = objects.ToLookup(one => one.Kind);

    public ExchangeAuditInput Input => input;

    /// <summary>Returns the objects of a kind.</summary>
    public IEnumerable<ExchangeObject> Objects(ExchangeObjectKind kind) => _objects[kind];

    /// <summary>Determines whether the input shows what Exchange has of a kind, if only that it has nothing.</summary>
    public bool Knows(ExchangeObjectKind kind) => _objects[kind].Any() || input.QueriedKinds.Contains(kind);

    /// <summary>
    /// Returns the objects of kinds, by environment. Without an object, there is one side without objects.
    /// </summary>
    public IReadOnlyList<ExchangeSide> Sides(params ExchangeObjectKind[] kinds)
    {
        List<ExchangeSide> sides =
        [
            .. kinds.SelectMany(kind => _objects[kind]).GroupBy(one => one.Environment ?? input.Environment)
                .OrderBy(side => side.Key)
                .Select(side => new ExchangeSide(side.Key, [.. side])),
        ];
        return sides.Count > 0 ? sides : [new ExchangeSide(input.Environment, [])];
    }

    /// <summary>Runs rules.</summary>
    /// <returns>The findings, rule by rule.</returns>
    public IEnumerable<CoexistenceFinding> Run(IEnumerable<ExchangeRule> rules, CancellationToken cancel) =>
        rules.SelectMany(rule =>
        {
            IReadOnlyList<ExchangeObjectKind>? missing = Missing(rule);
            IEnumerable<string?> domains =
                missing is null && rule.IsByDomain ? input.DominoDomains : (IEnumerable<string?>)[null];
            string kind = (missing ?? rule.Needs[0])[0].ToString();
            return RuleEngine.Run(
                domains,
                domain => missing is null ? rule.Check(this, domain ?? "") : [WithoutObjects(rule, missing)],
                (domain, verdict) => new CoexistenceFinding(
                    rule.Rule, verdict with { Object = verdict.Object ?? (kind, null) }, domain),
                cancel);
        });

    private RuleVerdict WithoutObjects(ExchangeRule rule, IReadOnlyList<ExchangeObjectKind> missing)
    {
        if (rule.IsOnlineOnly && IsOnPremises)
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

    private IReadOnlyList<ExchangeObjectKind>? Missing(ExchangeRule rule) => rule.Needs.FirstOrDefault(
        kinds => !kinds.Any(Knows));

    private bool IsOnPremises =>
        objects.Count > 0
        && objects.All(one => (one.Environment ?? input.Environment) == ExchangeEnvironment.OnPremises);
}
