namespace CoexTools.Audit;

/// <summary>A rule of the audit: the output of <c>Get-CoexistenceRule</c>.</summary>
public sealed class CoexistenceRule : CoexObject
{
    internal CoexistenceRule(
        string id, string name, FindingSeverity severity, Basis basis, RuleScope scope, string description,
        string recommendation, bool repairable,
        Func<AuditSubject, IEnumerable<RuleVerdict>?> check)
    {
        Id = id;
        Name = name;
        Severity = severity;
        Basis = basis;
        Scope = scope;
        Description = description;
        Recommendation = recommendation;
        Repairable = repairable;
        Check = check;
    }

    // Only the description of a rule is serialized. The check belongs to the module.
    [Rehydrates]
    internal CoexistenceRule(
        string id, string name, FindingSeverity severity, Basis basis, string description, string recommendation,
        bool repairable,
        string? source = null)
        : this(id, name, severity, basis, RuleScope.Directory, description, recommendation, repairable, _ => null)
    {
        Source = source;
    }

    /// <summary>Gets the id, which never changes: <c>CX001</c>.</summary>
    public string Id { get; }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the usual severity of a finding. A single finding can be more or less severe.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>Specifies how well it is known that it matters.</summary>
    public Basis Basis { get; }

    /// <summary>Gets the condition that should hold.</summary>
    public string Description { get; }

    /// <summary>Specifies how to repair a finding.</summary>
    public string Recommendation { get; }

    /// <summary>
    /// Specifies whether <c>Repair-CoexistenceConfiguration</c> usually repairs what this rule finds.
    /// </summary>
    public bool Repairable { get; }

    /// <summary>Gets the document that states the rule; null if the description is sufficient.</summary>
    public string? Source { get; }

    internal RuleScope Scope { get; }

    /// <summary>
    /// Specifies whether what the rule finds, such as a request that fails, is a consequence of what other rules find.
    /// </summary>
    internal bool IsConsequence { get; init; }

    /// <summary>
    /// Specifies whether the repair acts on what the rule finds. It acts on causes, and not on consequences.
    /// </summary>
    internal bool LeadsRepair => Repairable && !IsConsequence;

    /// <summary>
    /// Specifies whether the repair never removes what the rule finds: it does not change notes.ini, does not export
    /// the file, and does not replicate the directory.
    /// </summary>
    internal bool IsBeyondRepair { get; init; }

    /// <summary>
    /// Specifies why the findings have no remedy that the model could try, but a general recommendation; null if they
    /// have one.
    /// </summary>
    internal string? WhyNotTried { get; init; }

    /// <summary>
    /// Specifies whether the rule finds what keeps a request from Exchange: who sees which document, and documents
    /// without a server.
    /// </summary>
    internal bool StopsRequests { get; init; }

    /// <summary>
    /// Specifies whether the rule finds documents that are hidden from those who should see them.
    /// </summary>
    internal bool FindsHiddenDocuments { get; init; }

    /// <summary>
    /// Specifies whether the rule checks each notes.ini by itself. What a file that cannot be read contains is then not
    /// checked. A rule that compares files itself reports what it could not compare.
    /// </summary>
    internal bool ChecksNotesIni { get; init; }

    /// <summary>
    /// Specifies whether the rule is applied whatever rules are selected, and its findings cannot be accepted (VD1).
    /// </summary>
    internal bool IsAlwaysApplied { get; init; }

    /// <summary>
    /// Gets a pure function that returns what is wrong with a subject, or null if the rule does not apply.
    /// </summary>
    internal Func<AuditSubject, IEnumerable<RuleVerdict>?> Check { get; }

    /// <summary>Returns the id and the name.</summary>
    public override string ToString() => $"{Id} {Name}";
}
