using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>It may go wrong, or it goes wrong in some cases.</summary>
    Warning,

    /// <summary>Free/busy or mail fails, now or when a server fails.</summary>
    Error,
}

/// <summary>What a rule says of a directory, a domain or a document.</summary>
public enum FindingOutcome
{
    /// <summary>The rule is met.</summary>
    Pass,

    /// <summary>The rule is not met.</summary>
    Fail,

    /// <summary>The rule does not apply.</summary>
    NotApplicable,

    /// <summary>The rule could not be checked, because the input does not contain what it needs.</summary>
    NotChecked,

    /// <summary>The rule is not met, and this risk was accepted.</summary>
    Accepted,
}

/// <summary>
/// What a rule of an audit found: the output of <c>Test-CoexistenceConfiguration</c> and <c>Test-CoexistenceExchange</c>.
/// </summary>
public sealed class CoexistenceFinding : CoexObject
{
    private readonly DxlLines? _lines; // Counted when somebody needs a line.
    private readonly int? _line; // The line, or with _lines how far it is below the start of the document.
    private readonly int _lineKey;

    internal CoexistenceFinding(
        CoexistenceRule rule, DirectorySnapshot directory, AuditSubject subject, RuleViolation? violation, bool isApplicable = true)
    {
        ForeignDomainDocument? document = violation?.Document ?? subject.Document;
        Rule = rule.Id;
        Name = rule.Name;
        Severity = violation?.Severity ?? rule.Severity;
        Outcome = violation is not null ? FindingOutcome.Fail : isApplicable ? FindingOutcome.Pass : FindingOutcome.NotApplicable;
        Basis = rule.Basis;
        Domain = subject.Domain?.Name ?? violation?.Domain;
        Document = document?.UniversalId;
        DocumentName = document?.ToString();
        Server = violation?.Server?.Abbreviated;
        Reason = violation?.Reason ?? (isApplicable ? $"The rule is met: {rule.Description}" : $"The rule does not apply here: {rule.Description}");
        Recommendation = violation is null ? null : violation.Recommendation ?? rule.Recommendation;
        Evidence = OutputList.Of(violation?.Evidence ?? []);
        Repairable = violation is { Repair: not RepairStep.None };
        Path = directory.Path;
        Source = rule.Source;
        Item = violation?.Item;
        if ((document ?? subject.Domain?.Documents[0]) is { } placed && subject.Audit.Lines is { } lines)
            (_lines, _lineKey, _line) = (lines, placed.Document.Key, DxlLines.Within(placed.Document, Item));
        Repair = violation?.Repair ?? RepairStep.None;
        RepairFields = violation?.RepairFields ?? [];
        DocumentKey = document?.Document.Key;
    }

    private CoexistenceFinding(
        CoexistenceFinding finding, FindingOutcome outcome, IReadOnlyList<string> evidence, bool isRepairable)
        : this(
            finding.Rule, finding.Name, finding.Severity, outcome, finding.Basis, finding.Domain, finding.Document,
            finding.DocumentName, finding.Server, finding.Reason, finding.Recommendation, evidence, isRepairable,
            finding.Path, finding.ObjectKind, finding.ObjectName, finding.Source, finding.Item, finding._line)
    {
        (_lines, _lineKey) = (finding._lines, finding._lineKey);
        DocumentKey = finding.DocumentKey;
    }

    [Rehydrates]
    internal CoexistenceFinding(
        string rule, string name, FindingSeverity severity, FindingOutcome outcome, Basis basis, string? domain, string? document,
        string? documentName, string? server, string reason, string? recommendation, IReadOnlyList<string> evidence, bool repairable, string? path,
        string? objectKind = null, string? objectName = null, string? source = null, string? item = null, int? line = null)
    {
        Rule = rule;
        Name = name;
        Severity = severity;
        Outcome = outcome;
        Basis = basis;
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Server = server;
        Reason = reason;
        Recommendation = recommendation;
        Evidence = OutputList.Of(evidence);
        Repairable = repairable;
        Path = path;
        ObjectKind = objectKind;
        ObjectName = objectName;
        Source = source;
        Item = item;
        _line = line;
    }

    /// <summary>The id of the rule, such as <c>CX001</c>.</summary>
    public string Rule { get; }

    /// <summary>The name of the rule.</summary>
    public string Name { get; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>Whether the rule is met.</summary>
    public FindingOutcome Outcome { get; }

    /// <summary>How well the rule is known.</summary>
    public Basis Basis { get; }

    /// <summary>The foreign domain, or the Domino domain in Exchange; null if the finding is not about a particular domain.</summary>
    public string? Domain { get; }

    /// <summary>The UNID of the document; null where the finding is about none in particular.</summary>
    public string? Document { get; }

    /// <summary>The document as people name it.</summary>
    public string? DocumentName { get; }

    /// <summary>The server, abbreviated; null where the finding is about none in particular.</summary>
    public string? Server { get; }

    /// <summary>What was found, and why it matters.</summary>
    public string Reason { get; }

    /// <summary>How to repair it; null where nothing is to be repaired.</summary>
    public string? Recommendation { get; }

    /// <summary>What shows it: chains of groups, values, outcomes of requests.</summary>
    public IReadOnlyList<string> Evidence { get; }

    /// <summary>Whether <c>Repair-CoexistenceConfiguration</c> repairs it.</summary>
    public bool Repairable { get; }

    /// <summary>The file; null for a directory in memory, and for objects of Exchange.</summary>
    public string? Path { get; }

    /// <summary>The kind of the Exchange object, such as <c>RemoteDomain</c>; null if the finding is not about Exchange.</summary>
    public string? ObjectKind { get; }

    /// <summary>The name of the Exchange object; null if the finding is not about one object.</summary>
    public string? ObjectName { get; }

    /// <summary>The document that states the rule; null if the description of the rule is sufficient.</summary>
    public string? Source { get; }

    /// <summary>The item that the finding is about; null if it is not about one item.</summary>
    public string? Item { get; }

    /// <summary>
    /// The line of the item in the DXL file or, without an item, of its document; for a finding about a domain, of its primary document. Null if it
    /// is unknown: the directory does not come from a DXL file, or the document has changed in the file before this property was first read.
    /// </summary>
    public int? Line => _lines is null ? _line : _lines.StartOf(_lineKey) + _line;

    internal RepairStep Repair { get; private init; }

    /// <summary>The fields that <see cref="RepairStep.RemoveField"/> removes.</summary>
    internal IReadOnlyList<string> RepairFields { get; private init; } = [];

    internal int? DocumentKey { get; }

    /// <summary>Gets what identifies a finding in its directory, before and after a repair.</summary>
    internal (string Rule, string? Domain, int? Document, string? Server) Identity => (Rule, Domain, DocumentKey, Server);

    /// <summary>The same finding, which the repair does not remove.</summary>
    /// <param name="why">Why not, as a piece of evidence; null where nothing is known.</param>
    internal CoexistenceFinding AsNotRepairable(string? why) =>
        new(this, Outcome, why is null ? Evidence : [.. Evidence, why], isRepairable: false);

    /// <summary>Returns the same finding as an accepted risk.</summary>
    /// <param name="acceptance">Why and until when it is accepted: the first piece of evidence.</param>
    internal CoexistenceFinding AsAccepted(string acceptance) =>
        new(this, FindingOutcome.Accepted, [acceptance, .. Evidence], Repairable);

    /// <summary>Returns the same finding with another piece of evidence.</summary>
    internal CoexistenceFinding With(string evidence) => new(this, Outcome, [.. Evidence, evidence], Repairable)
    {
        Repair = Repair,
        RepairFields = RepairFields,
    };

    /// <summary>Whether something should be done about it: it fails, and is more than an information.</summary>
    internal bool IsProblem => Outcome == FindingOutcome.Fail && Severity > FindingSeverity.Information;

    /// <summary>The rule and the reason.</summary>
    public override string ToString() => $"{Rule} {(Outcome == FindingOutcome.Fail ? Severity : Outcome)}: {Reason}";
}

/// <summary>What repairs a finding.</summary>
[Flags]
internal enum RepairStep
{
    /// <summary>Nothing that a program should do by itself.</summary>
    None = 0,

    /// <summary>Remove <c>DocumentAccess</c>, or the field that replaces it, from the document.</summary>
    RemoveField = 1,

    /// <summary>Write the readers of the documented set-up.</summary>
    WriteReaders = 2,

    /// <summary>Write the names of <c>$Readers</c> canonical.</summary>
    WriteCanonical = 4,

    /// <summary>Save all documents of the domain again, in their order.</summary>
    SaveAgain = 8,
}

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
}
