using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Work;

/// <summary>The audit of documents of one directory, with what the journal of its file records.</summary>
internal sealed class ConfigurationAudit
{
    private const int MostVerdicts = 10;

    private readonly CoexCommand _command;
    private readonly DirectoryAudit _audit;
    private readonly HashSet<int> _documents;
    private readonly RemedyModel _model;
    private readonly Lazy<RepairPlan> _repair;

    /// <param name="command">The command.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="documents">The keys of the documents.</param>
    /// <param name="input">Specifies what the audit knows beside the directory.</param>
    /// <param name="recorded">The keys of the documents that count as recorded in the journal of the file, for a change
    /// that is only planned.</param>
    public ConfigurationAudit(
        CoexCommand command, DirectorySnapshot directory, IEnumerable<int> documents, AuditInput? input = null,
        IEnumerable<int>? recorded = null)
    {
        _command = command;
        _documents = [.. documents];
        input = (input ?? new AuditInput()) with
        {
            ChangedDocuments = [.. command.ChangedSinceExport(directory), .. recorded ?? []],
            Now = DateTimeOffset.UtcNow,
            ExplainsMissingItems = true,
        };
        _audit = new DirectoryAudit(directory, input);
        _model = new RemedyModel(_audit);
        _repair = new Lazy<RepairPlan>(() => RepairPlan.Make(
            _audit, new RepairOptions { IsWanted = IsWanted, Now = DateTimeOffset.UtcNow }, command.CancelToken));
    }

    /// <summary>Gets the repair of the documents, with the groups that are found.</summary>
    /// <exception cref="OperationCanceledException">The command was cancelled.</exception>
    public RepairPlan Repair => _repair.Value;

    /// <summary>Returns what rules find: what failed, what passed, and what did not apply.</summary>
    public IEnumerable<CoexistenceFinding> Run(IEnumerable<CoexistenceRule> rules) =>
        _audit.Run(rules, IsWanted, _command.CancelToken);

    /// <summary>
    /// Returns the findings as people read them: those with one cause as one, each with what removes it, and the most
    /// severe ones first.
    /// </summary>
    public IEnumerable<CoexistenceFinding> Decide(IReadOnlyList<CoexistenceFinding> findings) =>
        MostSevereFirst([.. FindingReview.Of(_model, findings, IsWanted, _repair, _command.CancelToken)]);

    /// <summary>Returns what the console logs of servers show about the domains of the documents.</summary>
    public IEnumerable<ConsoleComparison> Consoles() => _audit.Consoles is null ? []
        : _audit.Domains.Where(domain => domain.Documents.Any(IsWanted))
            .SelectMany(ConsolesOf);

    /// <summary>Returns what is wrong by all rules.</summary>
    public IReadOnlyList<CoexistenceFinding> Failures() =>
        [.. Decide([.. Run(DirectoryRules.All).Where(finding => finding.Outcome == FindingOutcome.Fail)])];

    /// <summary>Returns the verdict on each domain, as far as a console has room for them.</summary>
    /// <exception cref="OperationCanceledException">The command was cancelled.</exception>
    public IEnumerable<string> Verdicts()
    {
        List<AuditedDomain> domains = [.. _audit.Domains.Where(domain => domain.Documents.Any(IsWanted))];
        foreach (AuditedDomain domain in domains.Take(MostVerdicts))
        {
            DomainVerdict verdict = DomainVerdict.On(domain.View, domain.Origins, _command.CancelToken)
                .Against(_audit.Consoles is null ? [] : ConsoleComparison.Contradicting(ConsolesOf(domain)));
            yield return $"{domain.Name}: {verdict.Sentence}";
        }
        if (domains.Count > MostVerdicts)
            yield return $"Export-CoexistenceReport shows the verdicts on {domains.Count - MostVerdicts} more domains.";
    }

    // Findings with the same severity remain in the order of the rules. Those that did not fail are last.
    private static List<CoexistenceFinding> MostSevereFirst(List<CoexistenceFinding> findings)
    {
        var sorted = new List<CoexistenceFinding>(findings.Count);
        for (FindingSeverity severity = FindingSeverity.Error; severity >= FindingSeverity.Information; severity--)
        {
            foreach (CoexistenceFinding finding in findings)
            {
                if (finding.Outcome == FindingOutcome.Fail && finding.Severity == severity)
                    sorted.Add(finding);
            }
        }
        foreach (CoexistenceFinding finding in findings)
        {
            if (finding.Outcome != FindingOutcome.Fail)
                sorted.Add(finding);
        }
        return sorted;
    }

    private IEnumerable<ConsoleComparison> ConsolesOf(AuditedDomain domain) =>
        ConsoleComparison.Of(_audit, domain).Where(one => one.Console is not null);

    private bool IsWanted(ForeignDomainDocument document) => _documents.Contains(document.Key);
}
