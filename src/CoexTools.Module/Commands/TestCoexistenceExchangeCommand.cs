using CoexTools.Audit;
using CoexTools.Audit.Exchange;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>Finds problems in the configuration of Exchange that make free/busy and mail to Domino fail.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceExchange")]
[OutputType(typeof(CoexistenceFinding), typeof(bool))]
public sealed class TestCoexistenceExchangeCommand : CoexCommand
{
    private readonly ExchangeInput _input = new();
    private IReadOnlyList<ExchangeRule> _rules = [];

    /// <summary>Specifies the objects that the commands of Exchange returned, live or deserialized.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Specifies the SMTP domains of the Domino users.</summary>
    [Parameter(Mandatory = true), ValidateNotNullOrEmpty]
    public string[] DominoDomain { get; set; } = [];

    /// <summary>Specifies the application ids of the coexistence software in Microsoft Entra ID.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public Guid[]? ApplicationId { get; set; }

    /// <summary>Specifies the user agents of the coexistence software.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string[]? UserAgent { get; set; }

    /// <summary>Specifies the Domino Directory whose coexistence servers are compared with the smart hosts.</summary>
    [Parameter, ValidateNotNull, Rehydrated]
    public DominoDirectory? Directory { get; set; }

    /// <summary>
    /// Specifies the environment of objects that do not show their environment. Without it, Exchange Online is assumed.
    /// </summary>
    [Parameter]
    public ExchangeEnvironment? Environment { get; set; }

    /// <summary>
    /// Specifies the kinds of objects whose commands were run. If the input does not contain an object of such a kind,
    /// Exchange does not have one.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty]
    public ExchangeObjectKind[]? QueriedKind { get; set; }

    /// <summary>Specifies the time for which the configuration is tested. The default is the current time.</summary>
    [Parameter]
    public DateTimeOffset? Date { get; set; }

    /// <summary>Specifies the rules to apply, by id or name. Wildcards are allowed. The default is all rules.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>Specifies the rules to omit, by id or name. Wildcards are allowed.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>Includes the rules that are met and those that do not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>
    /// Returns one Boolean: whether every rule was checked, and no finding has a severity above Information.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _rules = RuleSelection.OfExchange(Rule, ExcludeRule, WriteError);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject)
            _input.Add(input, WriteError);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string[] domains = [.. DominoDomain.Select(SmtpDomain.Normalize).Distinct(SmtpDomain.Comparer)];
        foreach (ForeignDomain foreign in Directory?.State.Domains ?? [])
        {
            if (domains.Contains(foreign.Name, SmtpDomain.Comparer))
                WriteWarning(
                    $"'{foreign.Name}' is a foreign domain in the Domino Directory, so it leads to Exchange. "
                        + "-DominoDomain specifies the SMTP domain of the Domino users.");
        }
        var audit = new ExchangeAudit(_input.Objects, new ExchangeAuditInput(domains, Date ?? DateTimeOffset.UtcNow)
        {
            ApplicationIds = ApplicationId ?? [],
            UserAgents = UserAgent ?? [],
            Directory = Directory?.State,
            Environment = Environment,
            QueriedKinds = QueriedKind ?? [],
        });
        List<CoexistenceFinding> findings = [.. audit.Run(_rules, CancelToken)];
        if (Quiet)
        {
            // VD1: without an object or a rule, nothing was looked at.
            bool isAudited = _input.Objects.Count > 0 && findings.Count > 0;
            WriteObject(isAudited && !HasFailed && findings.All(finding =>
                !finding.IsProblem && finding.Outcome != FindingOutcome.NotChecked));
        }
        else
        {
            WriteObject(findings.Where(finding => IncludePassed || IsOpen(finding)), enumerateCollection: true);
            WriteTotals(FindingTotals.Of(findings));
        }
    }

    private static bool IsOpen(CoexistenceFinding finding) =>
        finding.Outcome is FindingOutcome.Fail or FindingOutcome.NotChecked;
}
