using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>
/// The verdict of a rule on a directory, on the configuration of Exchange, or on a part of them.
/// </summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">Specifies what was found, and why it matters; null for the description of the rule.</param>
internal sealed record RuleVerdict(FindingOutcome Outcome, string? Reason = null)
{
    /// <summary>Gets the severity, if it differs from that of the rule.</summary>
    public FindingSeverity? Severity { get; init; }

    /// <summary>Gets the basis, if it differs from that of the rule.</summary>
    public Basis? Basis { get; init; }

    /// <summary>Gets the domain, if the rule was applied to the whole directory.</summary>
    public string? Domain { get; init; }

    /// <summary>Gets the document, if the rule was not applied to a single document.</summary>
    public ForeignDomainDocument? Document { get; init; }

    /// <summary>Gets the item of the document that is wrong.</summary>
    public string? Item { get; init; }

    public NotesName? Server { get; init; }

    /// <summary>Gets the object of Exchange.</summary>
    public (string Kind, string? Name)? Object { get; init; }

    /// <summary>Gets the recommendation, if it differs from that of the rule.</summary>
    public string? Recommendation { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Gets the console logs of the server that the rule used.</summary>
    public IReadOnlyList<string> ConsoleLog { get; init; } = [];

    public RepairNeeds Repair { get; init; }

    /// <summary>Gets the fields that <see cref="RepairNeeds.RemoveField"/> removes.</summary>
    public IReadOnlyList<string> RepairFields { get; init; } = [];

    /// <summary>Gets the aspect that distinguishes verdicts on the same document and server.</summary>
    public string? Aspect { get; init; }

    /// <summary>
    /// Gets the groups to which a server does not belong, or the ACL; null if several findings cannot have this cause.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>
    /// Returns the changes that may remove the finding, the simplest first; null if the rule does not know any.
    /// </summary>
    public Func<IEnumerable<Remedy>>? Remedies { get; init; }

    /// <summary>Gets the origins whose requests all end where they start.</summary>
    public IReadOnlyList<NotesName> BlindOrigins { get; init; } = [];

    /// <summary>Gets the names that one value contains, separated by commas.</summary>
    public IReadOnlyList<NotesName> DividedEntries { get; init; } = [];

    /// <summary>
    /// Specifies whether the verdict is a finding by itself: a failure, something that could not be checked, or a pass
    /// of a certain server. The other verdicts are summarized.
    /// </summary>
    public bool IsOpen => Outcome is FindingOutcome.Fail or FindingOutcome.NotChecked
        || (Outcome == FindingOutcome.Pass && Server is not null);

    public static RuleVerdict Pass(params IReadOnlyList<string> evidence) =>
        new(FindingOutcome.Pass) { Evidence = evidence };

    public static RuleVerdict Fail(string reason) => new(FindingOutcome.Fail, reason);

    public static RuleVerdict NotApplicable(string? reason = null) => new(FindingOutcome.NotApplicable, reason);

    public static RuleVerdict NotChecked(string reason) => new(FindingOutcome.NotChecked, reason);
}
