using CoexTools.Audit.Rules;
using CoexTools.Model;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Tries recommendations in the model before they are printed: a finding recommends only what removes it and makes no
/// request fail (VD4).
/// </summary>
/// <remarks>
/// Findings of one domain mostly have the same remedy, which is tried once. Remedies of one rule that change the
/// documents of different domains are tried together, because domains do not affect each other. The number of further
/// trials is limited by the size of the directory.
/// </remarks>
internal sealed class RemedyTrials
{
    /// <summary>The recommendation of a finding without a harmless remedy.</summary>
    public const string NoRemedy =
        "CoexTools does not know a change that removes this finding without making a request fail.";

    private const string NotTried =
        "This was not tried in the model, because the directory is large. Compare the requests before and after the "
            + "change.";
    private const int DocumentsTried = 4_000; // 400 trials for 10 documents, one for 4,000.
    private const int FewestTrials = 4;

    private readonly RemedyModel _model;
    private readonly CancellationToken _cancel;
    private readonly Dictionary<string, Trial?> _trials = [];
    private int _left;

    private readonly DirectorySnapshot? _proven;

    private RemedyTrials(RemedyModel model, RepairPlan? repair, CancellationToken cancel)
    {
        // The plan of the repair proved for each domain that it loses nothing. A remedy that does the same needs no
        // proof of its own.
        _proven = repair?.Lost.Count == 0 ? repair.Change.After : null;
        _model = model;
        _cancel = cancel;
        _left = Math.Max(FewestTrials, DocumentsTried / Math.Max(1, model.Audit.Directory.Unordered.Count));
    }

    /// <summary>Returns the findings, those that fail with a recommendation that was tried.</summary>
    /// <param name="model">The model of the audit that found them.</param>
    /// <param name="findings">The findings. It is known whether the repair removes them.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <param name="repair">The plan of the repair; null if it was not made.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<CoexistenceFinding> Advise(
        RemedyModel model, IReadOnlyList<CoexistenceFinding> findings, CancellationToken cancel,
        RepairPlan? repair = null)
    {
        var trials = new RemedyTrials(model, repair, cancel);
        trials.TryTogether(findings);
        return trials.AdviseFailures([.. findings.Select(trials.Advise)]);
    }

    private static bool IsAdvised(CoexistenceFinding finding) =>
        finding.Outcome == FindingOutcome.Fail && !finding.HasFixedRecommendation
            && DirectoryRules.Of(finding.Rule)?.WhyNotTried is null;

    private static bool IsConsequence(CoexistenceFinding finding) =>
        DirectoryRules.Is(finding, rule => rule.IsConsequence);

    private static bool StopsRequests(CoexistenceFinding finding) =>
        DirectoryRules.Is(finding, rule => rule.StopsRequests);

    private CoexistenceFinding Advise(CoexistenceFinding finding)
    {
        if (!IsAdvised(finding))
            return finding;
        Remedy? notTried = null;
        foreach (Remedy remedy in finding.Remedies())
        {
            if (Result(remedy) is not { } trial)
                notTried ??= remedy;
            else if (trial.Helps(finding))
                return finding.With(remedy, remedy.Sentence);
        }
        if (finding.Repairable) // The plan of the repair proved that it is harmless.
            return finding.With(Remedy.OfRepair, Remedy.OfRepair.Sentence);
        return finding.With(null, notTried is null ? NoRemedy : $"{notTried.Sentence} {NotTried}");
    }

    // A failure is a consequence. It is part of the finding whose remedy removes it. Otherwise, the remedies of several
    // findings of the domain together may remove it.
    private IReadOnlyList<CoexistenceFinding> AdviseFailures(List<CoexistenceFinding> advised)
    {
        ILookup<string, CoexistenceFinding> causes = advised
            .Where(finding => finding.Remedy is not null && finding.Domain is not null && !IsConsequence(finding))
            .ToLookup(finding => finding.Domain!, DomainName.Comparer);
        var consequences = new Dictionary<CoexistenceFinding, List<CoexistenceFinding>>();
        var failures = new Dictionary<CoexistenceFinding, CoexistenceFinding?>();
        foreach (CoexistenceFinding failure in advised.Where(
            finding => IsConsequence(finding) && finding.Outcome == FindingOutcome.Fail))
        {
            List<CoexistenceFinding> others = [.. causes[failure.Domain!]];
            if (CauseOf(failure, others) is not { } cause)
            {
                failures.Add(failure, failure.Remedy is null ? AdviseFailure(failure, others) : failure);
                continue;
            }
            failures.Add(failure, null);
            if (!consequences.TryGetValue(cause, out List<CoexistenceFinding>? known))
                consequences.Add(cause, known = []);
            known.Add(failure);
        }
        return
        [
            .. from finding in advised
               let failure = failures.TryGetValue(finding, out CoexistenceFinding? other) ? other : finding
               where failure is not null
               select consequences.TryGetValue(finding, out List<CoexistenceFinding>? some)
                   ? finding.WithConsequences(some) : failure,
        ];
    }

    // The first finding whose remedy removes the failure of a server. One about this server is preferred.
    private CoexistenceFinding? CauseOf(CoexistenceFinding failure, IEnumerable<CoexistenceFinding> others) => others
        .Where(other => failure.Server is not null && StopsRequests(other))
        .GroupBy(other => other.Remedy!.Key)
        .Where(same => same.Key == Remedy.OfRepair.Key
            ? failure.Repairable : Result(same.First().Remedy!) is { } trial && trial.Helps(failure))
        .Select(same => same.FirstOrDefault(other =>
            other.Subject?.CalendarServerName?.Abbreviated == failure.Server) ?? same.First())
        .FirstOrDefault();

    private CoexistenceFinding AdviseFailure(CoexistenceFinding failure, List<CoexistenceFinding> others)
    {
        foreach (IEnumerable<CoexistenceFinding> some in
            new[] { others.Where(other => StopsRequests(other)), others })
        {
            List<Remedy> remedies =
            [
                .. some.Select(other => other.Remedy!).Where(remedy => remedy != Remedy.OfRepair)
                    .GroupBy(remedy => remedy.Key).Select(same => same.First()),
            ];
            Remedy all = Remedy.Together(remedies);
            if (remedies.Count > 0 && Result(all) is { } trial && trial.Helps(failure))
                return failure.With(all, all.Sentence);
        }
        return failure;
    }

    // The first remedies that a rule has in several domains are carried out together.
    private void TryTogether(IReadOnlyList<CoexistenceFinding> findings)
    {
        foreach (IGrouping<string,
            CoexistenceFinding> rule in findings.Where(IsAdvised).GroupBy(finding => finding.Rule))
        {
            var byDomain = new Dictionary<string, Remedy>(DomainName.Comparer);
            foreach (CoexistenceFinding finding in rule)
            {
                if (finding.Domain is { } domain && !byDomain.ContainsKey(domain)
                    && finding.Remedies().FirstOrDefault() is { } first && first.Domains is { Count: 1 } only
                        && DomainName.Same(only[0], domain))
                {
                    byDomain.Add(domain, first);
                }
            }
            if (byDomain.Count < 2)
                continue;
            Trial together = Try(Remedy.Together([.. byDomain.Values]));
            foreach (KeyValuePair<string, Remedy> remedy in byDomain)
                _trials[remedy.Value.Key] = together;
        }
    }

    // Null if it was not tried. A remedy that cannot be carried out does not help.
    private Trial? Result(Remedy remedy)
    {
        if (_trials.TryGetValue(remedy.Key, out Trial? known))
            return known;
        if (_left-- <= 0)
            return null;
        Trial trial = Try(remedy);
        _trials.Add(remedy.Key, trial);
        return trial;
    }

    private Trial Try(Remedy remedy)
    {
        _cancel.ThrowIfCancellationRequested();
        if (_model.Try(remedy, _cancel, _proven) is not { } tried)
            return new Trial(null, [], false, _cancel);
        IReadOnlyList<string>? domains = remedy.Domains;
        IEnumerable<string> lost = tried.Lost.Select(answer => answer.Domain)
            .Where(domain => domains?.Contains(domain, DomainName.Comparer) != false);
        return new Trial(tried.After, new HashSet<string>(lost, DomainName.Comparer), domains is not null, _cancel);
    }

    /// <summary>Represents what a remedy did in the model.</summary>
    private sealed class Trial(DirectoryAudit? after, HashSet<string> lost, bool isOfDomains, CancellationToken cancel)
    {
        private readonly Dictionary<(string Rule, string Domain), HashSet<FindingIdentity>> _failing = [];

        public bool Helps(CoexistenceFinding finding)
        {
            if (after is null || (isOfDomains && finding.Domain is { } domain ? lost.Contains(domain) : lost.Count > 0))
                return false;
            return !finding.Parts.Any(part => FailingOf(part.Rule, part.Domain ?? "").Contains(part));
        }

        private HashSet<FindingIdentity> FailingOf(string rule, string domain)
        {
            (string, string) key = (rule, domain.Trim().ToUpperInvariant());
            if (!_failing.TryGetValue(key, out HashSet<FindingIdentity>? failing))
            {
                failing =
                [
                    .. after!.Run(
                            [DirectoryRules.Of(rule)!],
                            document => domain.Length == 0 || DomainName.Same(document.Domain, domain), cancel)
                        .Where(finding => finding.Outcome == FindingOutcome.Fail).Select(finding => finding.Identity),
                ];
                _failing.Add(key, failing);
            }
            return failing;
        }
    }
}
