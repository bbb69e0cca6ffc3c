namespace CoexTools.Audit.Exchange;

/// <summary>An audit of the objects that the commands of Exchange returned.</summary>
internal sealed class ExchangeAudit(IReadOnlyList<ExchangeObject> objects, ExchangeAuditInput input)
{
    private readonly ILookup<ExchangeObjectKind, ExchangeObject> _objects = objects.ToLookup(one => one.Kind);

    public ExchangeAuditInput Input => input;

    /// <summary>The objects of a kind.</summary>
    public IEnumerable<ExchangeObject> Objects(ExchangeObjectKind kind) => _objects[kind];

    /// <summary>Whether the input shows what Exchange has of a kind, if only that it has nothing.</summary>
    public bool Knows(ExchangeObjectKind kind) => _objects[kind].Any() || input.QueriedKinds.Contains(kind);

    /// <summary>The objects of kinds, by environment. Without an object, there is one side without objects.</summary>
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
    /// <returns>What they found, rule by rule.</returns>
    public IEnumerable<CoexistenceFinding> Run(IEnumerable<ExchangeRule> rules, CancellationToken cancel)
    {
        foreach (ExchangeRule rule in rules)
        {
            cancel.ThrowIfCancellationRequested();
            if (Missing(rule) is { } missing)
            {
                if (rule.IsOnlineOnly && IsOnPremises)
                {
                    yield return Finding(rule, domain: null, ExchangeVerdict.NotApplicable(
                        "The rule applies only to Exchange Online. All objects come from the on-premises "
                            + "organization."),
                        missing[0]);
                    continue;
                }
                string commands = string.Join(" or ", missing.Select(kind => $"Get-{kind}"));
                yield return Finding(rule, domain: null, new ExchangeVerdict(
                    FindingOutcome.NotChecked,
                    $"The input does not contain an object of {commands}. The command was not run, or it did not "
                        + "return an object.")
                {
                    Recommendation = $"Pipe the output of {commands}. If it returns nothing, specify {missing[0]} for "
                        + "-QueriedKind.",
                }, missing[0]);
                continue;
            }
            foreach (string? domain in rule.Check.IsByDomain ? input.DominoDomains : (IEnumerable<string?>)[null])
            {
                foreach (ExchangeVerdict verdict in Decisive([.. rule.Check.Run(this, domain ?? "")]))
                    yield return Finding(rule, domain, verdict, rule.Needs[0][0]);
            }
        }
    }

    // What fails and what could not be checked; otherwise, one verdict for everything.
    private static IEnumerable<ExchangeVerdict> Decisive(IReadOnlyList<ExchangeVerdict> verdicts)
    {
        List<ExchangeVerdict> open =
            [.. verdicts.Where(verdict => verdict.Outcome is FindingOutcome.Fail or FindingOutcome.NotChecked)];
        if (open.Count > 0)
            return open;
        return verdicts.Where(verdict => verdict.Outcome == FindingOutcome.Pass).Concat(verdicts).Take(1);
    }

    private IReadOnlyList<ExchangeObjectKind>? Missing(ExchangeRule rule) => rule.Needs.FirstOrDefault(
        kinds => !kinds.Any(Knows));

    private bool IsOnPremises =>
        objects.Count > 0
        && objects.All(one => (one.Environment ?? input.Environment) == ExchangeEnvironment.OnPremises);

    private static CoexistenceFinding Finding(
        ExchangeRule audited, string? domain, ExchangeVerdict verdict, ExchangeObjectKind kind)
    {
        CoexistenceRule rule = audited.Rule;
        string reason = verdict.Reason ?? $"The rule is met: {rule.Description}";
        string? recommendation = verdict.Outcome switch
        {
            FindingOutcome.Fail => verdict.Recommendation ?? rule.Recommendation,
            FindingOutcome.NotChecked => verdict.Recommendation,
            _ => null,
        };
        return new CoexistenceFinding(
            rule.Id, rule.Name, verdict.Severity ?? rule.Severity, verdict.Outcome, verdict.Basis ?? rule.Basis, domain,
            document: null, documentName: null, verdict.Server, reason, recommendation,
            OutputList.Of(verdict.Evidence), repairable: false, path: null,
            (verdict.Object?.Kind ?? kind).ToString(), verdict.Object?.Name, rule.Source);
    }
}
