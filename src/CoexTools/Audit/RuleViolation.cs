using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>What a rule found wrong.</summary>
/// <param name="Reason">What, and why it matters.</param>
internal sealed record RuleViolation(string Reason)
{
    /// <summary>How much it matters, where that is not what the rule says.</summary>
    public FindingSeverity? Severity { get; init; }

    public string? Domain { get; init; }

    public ForeignDomainDocument? Document { get; init; }

    /// <summary>The item of the document that is wrong.</summary>
    public string? Item { get; init; }

    public Names.NotesName? Server { get; init; }

    /// <summary>How to repair it, where that is not what the rule says.</summary>
    public string? Recommendation { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    public RepairStep Repair { get; init; }

    /// <summary>The fields that <see cref="RepairStep.RemoveField"/> removes.</summary>
    public IReadOnlyList<string> RepairFields { get; init; } = [];

    /// <summary>What distinguishes the violation from others of the same rule, document, and server.</summary>
    public string? Aspect { get; init; }

    /// <summary>
    /// The groups to which a server does not belong, or the ACL; null if several findings cannot have this cause.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>
    /// Returns the changes that may remove the violation, the simplest first; null if the rule does not know any.
    /// </summary>
    public Func<IEnumerable<Remedy>>? Remedies { get; init; }

    /// <summary>The origins whose requests all end where they start.</summary>
    public IReadOnlyList<Names.NotesName> BlindOrigins { get; init; } = [];

    /// <summary>The names that one value contains, separated by commas.</summary>
    public IReadOnlyList<Names.NotesName> DividedEntries { get; init; } = [];
}
