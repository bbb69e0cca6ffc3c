using CoexTools.Audit;
using CoexTools.Model;

namespace CoexTools.Exchange;

/// <summary>What an audit of Exchange knows beside the objects.</summary>
/// <param name="DominoDomains">The SMTP domains of the Domino users.</param>
/// <param name="Now">The time for which the audit is made.</param>
internal sealed record ExchangeAuditInput(IReadOnlyList<string> DominoDomains, DateTimeOffset Now)
{
    /// <summary>The application ids of the coexistence software in Microsoft Entra ID.</summary>
    public IReadOnlyList<Guid> ApplicationIds { get; init; } = [];

    /// <summary>The user agents of the coexistence software.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>The environment of objects that do not show their environment; null for the assumption that they come from Exchange Online.</summary>
    public ExchangeEnvironment? Environment { get; init; }

    /// <summary>The kinds of which Exchange has no object if the input has none.</summary>
    public IReadOnlyCollection<ExchangeObjectKind> QueriedKinds { get; init; } = [];

    /// <summary>The Domino Directory; null if it was not specified.</summary>
    public DirectorySnapshot? Directory { get; init; }
}

/// <summary>The objects of one environment.</summary>
/// <param name="Environment">The environment; null if it is unknown.</param>
/// <param name="Objects">The objects.</param>
internal sealed record ExchangeSide(ExchangeEnvironment? Environment, IReadOnlyList<ExchangeObject> Objects)
{
    private const string Assumption =
        "Assumption: The objects do not show whether they come from Exchange Online or from an on-premises organization. "
        + "Exchange Online is assumed. To change this, specify the environment.";

    /// <summary>Whether the rules of Exchange Online apply.</summary>
    public bool IsOnline => Environment != ExchangeEnvironment.OnPremises;

    /// <summary>The assumption about the environment, as a list.</summary>
    public IReadOnlyList<string> Assumed => Environment is null ? [Assumption] : [];

    /// <summary>The organization in sentences.</summary>
    public string Organization => Environment switch
    {
        ExchangeEnvironment.Online => "Exchange Online",
        ExchangeEnvironment.OnPremises => "the on-premises organization",
        _ => "the organization",
    };

    /// <summary>The best known value of a property of these objects.</summary>
    public Setting<T> Best<T>(Func<ExchangeObject, Setting<T>> read) => Objects.Select(read)
        .OrderBy(setting => setting.State switch { SettingState.Set => 0, SettingState.Unreadable => 1, SettingState.Unset => 2, _ => 3 })
        .FirstOrDefault();
}

/// <summary>What a rule says of an organization, a domain, or an object.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">The reason; null if the rule is met.</param>
internal sealed record ExchangeVerdict(FindingOutcome Outcome, string? Reason = null)
{
    /// <summary>The severity, if it differs from that of the rule.</summary>
    public FindingSeverity? Severity { get; init; }

    /// <summary>The basis, if it differs from that of the rule.</summary>
    public Basis? Basis { get; init; }

    /// <summary>The recommendation, if it differs from that of the rule.</summary>
    public string? Recommendation { get; init; }

    /// <summary>The object that the verdict is about.</summary>
    public ExchangeObject? Object { get; init; }

    /// <summary>The server in the Domino Directory that the verdict is about.</summary>
    public string? Server { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    public static ExchangeVerdict Pass(params IReadOnlyList<string> evidence) => new(FindingOutcome.Pass) { Evidence = evidence };

    public static ExchangeVerdict Fail(string reason) => new(FindingOutcome.Fail, reason);

    public static ExchangeVerdict NotApplicable(string reason) => new(FindingOutcome.NotApplicable, reason);

    public static ExchangeVerdict NotChecked(string reason) => new(FindingOutcome.NotChecked, reason);

    /// <summary>The verdict on a property whose value is not known.</summary>
    public static ExchangeVerdict NotChecked<T>(ExchangeObject? subject, string property, Setting<T> setting) =>
        new(
            FindingOutcome.NotChecked,
            setting.State == SettingState.Missing
                ? $"{Of(subject)} does not contain the property {property}."
                : $"The value of {property} in {Of(subject)} cannot be interpreted: '{setting.Raw}'.")
        {
            Object = subject,
            Evidence = [$"{property}: {setting.Display}"],
            Recommendation = setting.State == SettingState.Missing
                ? "Pipe the complete object."
                : "Serialize the objects with a greater depth, and with the names of enumeration values.",
        };

    /// <summary>The verdict on a property that is allowed to be true or not set, which means true.</summary>
    /// <param name="subject">The object with the property.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="setting">Its value.</param>
    /// <param name="reason">The reason of the failure if the value is false.</param>
    public static ExchangeVerdict UnlessOff(
        ExchangeObject subject, string property, Setting<bool> setting, string reason)
    {
        if (!setting.IsKnown)
            return NotChecked(subject, property, setting);
        IReadOnlyList<string> evidence = [$"{property}: {setting.Display}"];
        return setting.Value || setting.State == SettingState.Unset
            ? Pass(evidence)
            : Fail(reason) with { Object = subject, Evidence = evidence };
    }

    private static string Of(ExchangeObject? subject) => subject is null ? "The input" : $"{subject}";
}

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
            .. kinds.SelectMany(kind => _objects[kind]).GroupBy(one => one.Environment ?? input.Environment).OrderBy(side => side.Key)
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
                    $"The input does not contain an object of {commands}. The command was not run, or it did not return an object.")
                {
                    Recommendation = $"Pipe the output of {commands}. If it returns nothing, specify {missing[0]} for -QueriedKind.",
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
        List<ExchangeVerdict> open = [.. verdicts.Where(verdict => verdict.Outcome is FindingOutcome.Fail or FindingOutcome.NotChecked)];
        if (open.Count > 0)
            return open;
        return verdicts.Where(verdict => verdict.Outcome == FindingOutcome.Pass).Concat(verdicts).Take(1);
    }

    private IReadOnlyList<ExchangeObjectKind>? Missing(ExchangeRule rule) => rule.Needs.FirstOrDefault(
        kinds => !kinds.Any(Knows));

    private bool IsOnPremises =>
        objects.Count > 0
        && objects.All(one => (one.Environment ?? input.Environment) == ExchangeEnvironment.OnPremises);

    private static CoexistenceFinding Finding(ExchangeRule audited, string? domain, ExchangeVerdict verdict, ExchangeObjectKind kind)
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
