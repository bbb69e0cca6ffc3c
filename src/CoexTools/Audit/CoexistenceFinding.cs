using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>
/// Represents what a rule of an audit found: the output of <c>Test-CoexistenceConfiguration</c> and
/// <c>Test-CoexistenceExchange</c>.
/// </summary>
public sealed class CoexistenceFinding : CoexObject
{
    private const int MostEvidence = 50;

    private readonly DxlLines? _lines; // Counted when somebody needs a line.
    private readonly int? _line; // The line, or with _lines how far it is below the start of the document.
    private readonly int _lineKey;
    private readonly RuleVerdict? _verdict;

    /// <summary>Turns the verdict of a rule on a part of a directory into a finding.</summary>
    internal CoexistenceFinding(CoexistenceRule rule, RuleVerdict verdict, AuditSubject subject)
        : this(
            rule, verdict, subject.Domain?.Name ?? verdict.Domain, verdict.Document ?? subject.Document,
            subject.Audit.Directory.Path)
    {
        ShortName = subject.Audit.Directory.ShortName;
        if ((Subject ?? subject.Domain?.Documents[0]) is { } placed && subject.Audit.Lines is { } lines)
            (_lines, _lineKey, _line) = (lines, placed.Key, DxlLines.Within(placed.Document, Item));
        Parts = [Identity];
    }

    /// <summary>Turns the verdict of a rule into a finding.</summary>
    internal CoexistenceFinding(
        CoexistenceRule rule, RuleVerdict verdict, string? domain, ForeignDomainDocument? document = null,
        string? path = null)
        : this(
            rule.Id, rule.Name, verdict.Severity ?? rule.Severity, verdict.Outcome, verdict.Basis ?? rule.Basis, domain,
            document?.UniversalId, document?.ToString(), verdict.Server?.Abbreviated, ReasonOf(rule, verdict),
            RecommendationOf(rule, verdict), EvidenceOf(verdict, document), verdict.Repair != RepairNeeds.None, path,
            verdict.Object?.Kind, verdict.Object?.Name, rule.Source, verdict.Item, consoleLog: verdict.ConsoleLog)
    {
        Repair = verdict.Repair;
        RepairFields = verdict.RepairFields;
        DocumentKey = document?.Key;
        Subject = document;
        _verdict = verdict;
    }

    // A finding that was changed in some of its properties.
    private CoexistenceFinding(
        CoexistenceFinding finding, FindingOutcome outcome, FindingSeverity severity, string? domain,
        ForeignDomainDocument? document, string reason, string? recommendation, IReadOnlyList<string> evidence,
        bool repairable, string? item, string? server)
        : this(
            finding.Rule, finding.Name, severity, outcome, finding.Basis, domain, document?.UniversalId,
            document?.ToString(), server, reason, recommendation, evidence, repairable, finding.Path,
            finding.ObjectKind, finding.ObjectName, finding.Source, item, finding._line,
            consoleLog: finding.ConsoleLog)
    {
        (_lines, _lineKey) = (finding._lines, finding._lineKey);
        ShortName = finding.ShortName;
        DocumentKey = document?.Key;
        Subject = document;
        _verdict = finding._verdict;
        Parts = finding.Parts;
        Remedy = finding.Remedy;
        IsLatent = finding.IsLatent;
        JoinedRemedies = finding.JoinedRemedies;
        HasFixedRecommendation = finding.HasFixedRecommendation;
    }

    [Rehydrates]
    internal CoexistenceFinding(
        string rule, string name, FindingSeverity severity, FindingOutcome outcome, Basis basis, string? domain,
        string? document,
        string? documentName, string? server, string reason, string? recommendation, IReadOnlyList<string> evidence,
        bool repairable, string? path,
        string? objectKind = null, string? objectName = null, string? source = null, string? item = null,
        int? line = null, bool isLatent = false, IReadOnlyList<string>? consoleLog = null)
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
        IsLatent = isLatent;
        ConsoleLog = OutputList.Of(consoleLog ?? []);
    }

    private static string AsEvidence(CoexistenceFinding finding) =>
        $"{finding.Rule} {finding.DocumentName ?? finding.Domain}: {finding.Reason}";

    private static string ReasonOf(CoexistenceRule rule, RuleVerdict verdict) => verdict.Reason
        ?? (verdict.Outcome == FindingOutcome.NotApplicable
            ? $"The rule does not apply here: {rule.Description}"
            : $"The rule is met: {rule.Description}");

    private static string? RecommendationOf(CoexistenceRule rule, RuleVerdict verdict) => verdict.Outcome switch
    {
        FindingOutcome.Fail => verdict.Recommendation ?? rule.Recommendation,
        FindingOutcome.NotChecked => verdict.Recommendation,
        _ => null,
    };

    private static IReadOnlyList<string> EvidenceOf(RuleVerdict verdict, ForeignDomainDocument? document) =>
        verdict.Outcome == FindingOutcome.Fail && document?.LastSave is { } save
            ? [.. verdict.Evidence, save]
            : verdict.Evidence;

    /// <summary>Gets the id of the rule, such as <c>CX001</c>.</summary>
    public string Rule { get; }

    /// <summary>Gets the name of the rule.</summary>
    public string Name { get; }

    /// <summary>Specifies how much it matters.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>Specifies whether the rule is met.</summary>
    public FindingOutcome Outcome { get; }

    /// <summary>
    /// Gets the severity and whether the error is latent, such as <c>Error, latent</c>; the outcome if the rule did not
    /// fail.
    /// </summary>
    public string Result => Outcome != FindingOutcome.Fail ? $"{Outcome}"
        : IsLatent ? $"{Severity}, latent" : $"{Severity}";

    /// <summary>Specifies how well the rule is known.</summary>
    public Basis Basis { get; }

    /// <summary>
    /// Gets the foreign domain, or the Domino domain in Exchange; null if the finding is not about a particular domain.
    /// </summary>
    public string? Domain { get; }

    /// <summary>Gets the UNID of the document; null where the finding is about none in particular.</summary>
    public string? Document { get; }

    /// <summary>Gets the document as people name it.</summary>
    public string? DocumentName { get; }

    /// <summary>Gets the server, abbreviated; null where the finding is about none in particular.</summary>
    public string? Server { get; }

    /// <summary>Specifies what was found, and why it matters.</summary>
    public string Reason { get; }

    /// <summary>Specifies how to repair it; null where nothing is to be repaired.</summary>
    public string? Recommendation { get; }

    /// <summary>Specifies what shows it: chains of groups, values, outcomes of requests.</summary>
    public IReadOnlyList<string> Evidence { get; }

    /// <summary>Specifies whether <c>Repair-CoexistenceConfiguration</c> repairs it.</summary>
    public bool Repairable { get; }

    /// <summary>
    /// Gets the file that the directory was read or imported from, or the address of its server; null for a directory
    /// that was created in memory, and for objects of Exchange.
    /// </summary>
    public string? Path { get; }

    /// <summary>
    /// Gets the kind of the Exchange object, such as <c>RemoteDomain</c>; null if the finding is not about Exchange.
    /// </summary>
    public string? ObjectKind { get; }

    /// <summary>Gets the name of the Exchange object; null if the finding is not about one object.</summary>
    public string? ObjectName { get; }

    /// <summary>
    /// Gets the name of what the finding is about: a document, an object of Exchange, a server, or a domain. Null if it
    /// is about the directory.
    /// </summary>
    public string? About => DocumentName ?? ObjectName ?? Server ?? Domain;

    /// <summary>Gets the document that states the rule; null if the description of the rule is sufficient.</summary>
    public string? Source { get; }

    /// <summary>Gets the item that the finding is about; null if it is not about one item.</summary>
    public string? Item { get; }

    /// <summary>
    /// Gets the line of the item in the DXL file or, without an item, of its document; for a finding about a domain, of
    /// its primary document. Null if it is unknown: the directory does not come from a DXL file, or the document has
    /// changed in the file before this property was first read.
    /// </summary>
    public int? Line => _lines is null ? _line : _lines.StartOf(_lineKey) + _line;

    /// <summary>
    /// Specifies whether an error is latent: while everything is up, all requests for the domain reach Exchange, and
    /// the error matters only in an outage.
    /// </summary>
    public bool IsLatent { get; private init; }

    /// <summary>
    /// Gets the console logs of the server that were compared (CX047, CX048, CX049), or that could not be read; empty
    /// if there are none, and for all other findings.
    /// </summary>
    public IReadOnlyList<string> ConsoleLog { get; }

    internal RepairNeeds Repair { get; private init; }

    /// <summary>Gets the fields that <see cref="RepairNeeds.RemoveField"/> removes.</summary>
    internal IReadOnlyList<string> RepairFields { get; private init; } = [];

    internal int? DocumentKey { get; }

    /// <summary>Gets the document that the finding is about; null if it is about none in particular.</summary>
    internal ForeignDomainDocument? Subject { get; }

    /// <summary>Specifies what identifies the finding in its directory, before and after a change.</summary>
    internal FindingIdentity Identity => new(Rule, Domain, DocumentKey, Server, _verdict?.Aspect);

    /// <summary>Gets the findings that this one stands for: itself, and those that have the same cause.</summary>
    internal IReadOnlyList<FindingIdentity> Parts { get; private init; } = [];

    /// <summary>
    /// Specifies what removes the finding in the model and makes no request fail; null if that is not known.
    /// </summary>
    internal Remedy? Remedy { get; private init; }

    /// <summary>
    /// Gets the origins whose requests end where they start, because of what the origin sees; empty for all other
    /// findings.
    /// </summary>
    internal IReadOnlyList<Names.NotesName> BlindOrigins => _verdict?.BlindOrigins ?? [];

    /// <summary>Gets the names in one value that are separated by commas; empty for all other findings.</summary>
    internal IReadOnlyList<Names.NotesName> DividedEntries => _verdict?.DividedEntries ?? [];

    /// <summary>
    /// Gets the groups to which the server does not belong, or the ACL; null if several findings cannot have this
    /// cause.
    /// </summary>
    internal string? Cause => _verdict?.Cause;

    /// <summary>Specifies whether the recommendation is not a change of the directory, and cannot be tried.</summary>
    internal bool HasFixedRecommendation { get; private init; }

    // The changes that may remove the finding and those with the same cause; null if the finding stands for itself.
    private Func<IEnumerable<Remedy>>? JoinedRemedies { get; init; }

    /// <summary>Returns the changes that may remove the finding, the simplest first. They are not tried.</summary>
    internal IEnumerable<Remedy> Remedies() => (JoinedRemedies ?? _verdict?.Remedies)?.Invoke() ?? [];

    /// <summary>Returns the same finding with whether the repair removes it.</summary>
    /// <param name="repairable">Specifies whether the repair removes it.</param>
    /// <param name="why">Specifies why not, as evidence; null if that is not known.</param>
    internal CoexistenceFinding With(bool repairable, string? why) => new(
        this, Outcome, Severity, Domain, Subject, Reason, Recommendation,
        why is null ? Evidence : [.. Evidence, why], repairable, Item, Server);

    /// <summary>Returns the same finding with a recommendation that was tried.</summary>
    /// <param name="remedy">The remedy, if any.</param>
    /// <param name="recommendation">The recommendation as a sentence.</param>
    internal CoexistenceFinding With(Remedy? remedy, string recommendation) =>
        new(this, Outcome, Severity, Domain, Subject, Reason, recommendation, Evidence, Repairable, Item, Server)
        {
            Remedy = remedy,
        };

    /// <summary>One finding that stands for this one and others with the same cause.</summary>
    /// <param name="others">The others.</param>
    /// <param name="reason">Specifies what was found.</param>
    /// <param name="remedies">Returns the changes that may remove all of them.</param>
    /// <param name="recommendation">Specifies what to do if that is not a change of the directory; null if it
    /// is.</param>
    internal CoexistenceFinding Joined(
        IReadOnlyList<CoexistenceFinding> others, string reason, Func<IEnumerable<Remedy>> remedies,
            string? recommendation)
    {
        List<CoexistenceFinding> all = [this, .. others];
        bool isOneDomain = all.Select(finding => finding.Domain).Distinct(DomainName.Comparer).Count() == 1;
        bool isOneServer = all.All(finding => finding.Server is null || finding.Server == Server);
        ForeignDomainDocument? document = all
            .All(finding => finding.DocumentKey == DocumentKey || finding.DocumentKey is null) ? Subject : null;
        IEnumerable<string> evidence = others.Count <= MostEvidence
            ? others.Select(AsEvidence)
            : all.Select(finding => finding.DocumentName).OfType<string>().Distinct()
                .Select(name => $"document: {name}")
                .Concat(others.GroupBy(finding => finding.Rule)
                    .Select(rule => $"{rule.Key}: {Plural.Of(rule.Count(), "finding")}"));
        IEnumerable<string> servers = all.Select(finding => finding.Server).OfType<string>().Distinct()
            .Select(server => $"server: {server}");
        return new CoexistenceFinding(
            this, Outcome, all.Max(finding => finding.Severity), isOneDomain ? Domain : null, document, reason,
            recommendation ?? Recommendation,
            [.. Evidence.Concat(isOneServer ? [] : servers).Concat(evidence).Distinct(StringComparer.Ordinal)],
            all.All(finding => finding.Repairable), document is null ? null : Item, isOneServer ? Server : null)
        {
            Parts = [.. all.SelectMany(finding => finding.Parts).Distinct()],
            JoinedRemedies = remedies,
            HasFixedRecommendation = recommendation is not null,
        };
    }

    /// <summary>Returns the same finding, which also stands for what it causes.</summary>
    /// <param name="consequences">The findings that its remedy removes too.</param>
    internal CoexistenceFinding WithConsequences(IReadOnlyList<CoexistenceFinding> consequences) => new(
        this, Outcome, consequences.Append(this).Max(finding => finding.Severity), Domain, Subject, Reason,
        Recommendation, [.. Evidence, .. consequences.Select(AsEvidence)],
        Repairable && consequences.All(finding => finding.Repairable), Item, Server)
    {
        Parts = [.. Parts, .. consequences.SelectMany(finding => finding.Parts)],
    };

    /// <summary>Returns the same finding as a latent error.</summary>
    internal CoexistenceFinding AsLatent() => new(
        this, Outcome, Severity, Domain, Subject, Reason, Recommendation, Evidence, Repairable, Item, Server)
    {
        IsLatent = true,
    };

    /// <summary>Returns the same finding as an accepted risk.</summary>
    /// <param name="acceptance">Specifies why and until when it is accepted: the first piece of evidence.</param>
    internal CoexistenceFinding AsAccepted(string acceptance) => new(
        this, FindingOutcome.Accepted, Severity, Domain, Subject, Reason, Recommendation, [acceptance, .. Evidence],
        Repairable, Item, Server);

    /// <summary>Returns the same finding with another piece of evidence.</summary>
    internal CoexistenceFinding With(string evidence) => new(
        this, Outcome, Severity, Domain, Subject, Reason, Recommendation, [.. Evidence, evidence], Repairable, Item,
        Server)
    {
        Repair = Repair,
        RepairFields = RepairFields,
    };

    /// <summary>
    /// Specifies whether something should be done about it: it fails, and is more than an information.
    /// </summary>
    internal bool IsProblem => Outcome == FindingOutcome.Fail && Severity > FindingSeverity.Information;

    /// <summary>Returns the rule and the reason.</summary>
    public override string ToString() => $"{Rule} {(Outcome == FindingOutcome.Fail ? Severity : Outcome)}: {Reason}";
}
