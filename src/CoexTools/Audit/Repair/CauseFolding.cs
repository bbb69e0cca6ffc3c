using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Makes one finding of those with one cause: a server that is missing in a group, a value that contains commas, or an
/// export without groups. The finding lists the others as evidence. A consequence stands for itself if its cause is not
/// among the findings.
/// </summary>
internal sealed class CauseFolding
{
    private const int MostNames = 4;

    private readonly DirectoryAudit _audit;
    private readonly List<CoexistenceFinding> _failing;
    private readonly HashSet<CoexistenceFinding> _folded = [];
    private readonly Dictionary<CoexistenceFinding, CoexistenceFinding> _joined = [];

    private CauseFolding(DirectoryAudit audit, IEnumerable<CoexistenceFinding> findings)
    {
        _audit = audit;
        _failing = [.. findings.Where(finding => finding.Outcome == FindingOutcome.Fail)];
    }

    /// <summary>Returns the findings, those with one cause as one finding.</summary>
    public static IReadOnlyList<CoexistenceFinding> Fold(
        DirectoryAudit audit, IReadOnlyList<CoexistenceFinding> findings)
    {
        var folding = new CauseFolding(audit, findings);
        folding.FoldMissingGroups();
        folding.FoldDividedEntries();
        folding.FoldConflicts();
        folding.FoldOnlyDocuments();
        folding.FoldHidden(VisibilityChecks.DocumentHiddenRule);
        folding.FoldHidden(VisibilityChecks.HubHiddenRule);
        return
        [
            .. findings.Where(finding => !folding._folded.Contains(finding))
                .Select(finding => folding._joined.TryGetValue(finding, out CoexistenceFinding? joined) ? joined
                    : finding),
        ];
    }

    // An export of Domain documents only: it is not known whom the groups admit.
    private void FoldMissingGroups()
    {
        List<CoexistenceFinding> causes =
            [.. UnknownEntries(isDivided: false).Where(finding => finding.Cause is not null)];
        if (_audit.Directory.Content.Groups.Count > 0 || causes.Count == 0)
            return;
        HashSet<int?> documents = [.. causes.Select(finding => finding.DocumentKey)];
        List<CoexistenceFinding> hidden =
            [.. Hidden()
                .Where(finding => documents.Contains(finding.DocumentKey)
                    && finding.Cause != VisibilityChecks.AclCause)];
        IEnumerable<string> entries = causes.Select(finding => finding.Cause!)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        Join(causes[0], [.. UnknownEntries(isDivided: false).Where(finding => finding != causes[0]), .. hidden],
            $"The directory does not contain any groups, so the members of {List(entries)} are unknown. It is not "
                + $"known who can read {Plural.Of(documents.Count, "document")}.",
            recommendation: "Export the Group documents too.");
    }

    private void FoldDividedEntries()
    {
        foreach (CoexistenceFinding cause in UnknownEntries(isDivided: true).ToList())
        {
            Join(cause, [.. Hidden()
                .Where(finding => finding.DocumentKey == cause.DocumentKey && IsAdmitted(finding, cause))],
                cause.Reason);
        }
    }

    // A conflict counts as a document, so that several documents name its server.
    private void FoldConflicts()
    {
        IReadOnlyList<CoexistenceFinding> several = [.. Free(DocumentChecks.SameServerTwiceRule)];
        foreach (CoexistenceFinding finding in several)
        {
            AuditedDomain domain = _audit.Domains.First(one => DomainName.Same(one.Name, finding.Domain));
            List<ForeignDomainDocument> documents =
                [.. domain.Documents.Where(one => one.NamedServers.Contains(new NotesName(finding.Server!)))];
            HashSet<int?> keys = [.. documents.Select(one => one.Key)];
            List<CoexistenceFinding> conflicts =
                [.. Free(DocumentChecks.ConflictRule).Where(one => keys.Contains(one.DocumentKey))];
            if (conflicts.Count == 0 || documents.Count - conflicts.Count > 1)
                continue; // Without the conflicts, several documents would still name the server.
            Join(conflicts[0], [finding, .. conflicts.Skip(1)],
                (conflicts.Count == 1
                    ? $"{conflicts[0].DocumentName} {conflicts[0].Document} is a replication or save conflict. It "
                        + "counts as a separate document, so "
                    : $"{conflicts.Count} documents for '{finding.Domain}' are replication or save conflicts. They "
                        + "count as separate documents, so ")
                + $"{documents.Count} documents for '{finding.Domain}' name {finding.Server}.",
                () => DocumentChecks.ResolveConflicts(domain, [.. conflicts.Select(one => one.Subject!)]));
        }
    }

    // A domain with one document was not set up for failover. What fails with its server is a consequence.
    private void FoldOnlyDocuments()
    {
        foreach (CoexistenceFinding cause in Free(DocumentChecks.OnlyOneDocumentRule).ToList())
        {
            Join(cause, [.. Consequences()
                .Where(finding => finding.Server is not null && DomainName.Same(finding.Domain, cause.Domain))],
                cause.Reason);
        }
    }

    // The parts of the value would admit the server, or persons.
    private bool IsAdmitted(CoexistenceFinding finding, CoexistenceFinding cause) => finding.Server is { } server
        ? cause.DividedEntries.Any(entry => _audit.Access.Find(new NotesName(server), entry) is not null)
        : cause.DividedEntries.Any(entry => _audit.Names.IsForPeople(entry));

    private void FoldHidden(string rule)
    {
        bool isOfHubs = rule == VisibilityChecks.HubHiddenRule;
        foreach (IGrouping<string?, CoexistenceFinding> same in
            Free(rule).Where(finding => !string.IsNullOrEmpty(finding.Cause)).GroupBy(finding => finding.Cause)
                .ToList())
        {
            HashSet<(string?, int?)> hidden = [.. same.Select(finding => (finding.Server, finding.DocumentKey))];
            List<CoexistenceFinding> others =
            [
                .. same.Skip(1),
                .. isOfHubs ? []
                    : Free(VisibilityChecks.HubHiddenRule)
                        .Where(finding => hidden.Contains((finding.Server, finding.DocumentKey))),
            ];
            List<string> servers = [.. same.Select(finding => finding.Server!).Distinct()];
            bool isOne = servers.Count == 1;
            string why = same.Key == VisibilityChecks.AclCause
                ? $"{(isOne ? "has" : "have")} less than Reader access in the ACL"
                : $"{(isOne ? "is" : "are")} not in {same.Key}";
            IEnumerable<string> documents = same.Select(finding => finding.DocumentName!).Distinct();
            Join(same.First(), others,
                $"{(isOfHubs ? isOne ? "The hub " : "The hubs " : "")}{List(servers)} {why}, "
                + (isOne ? $"so it does not see {List(documents)}."
                    : $"so they do not see all of these documents: {List(documents)}."),
                () => Combined([.. same]));
        }
    }

    // What admits each of the servers, the simplest first.
    private static IEnumerable<Remedy> Combined(IReadOnlyList<CoexistenceFinding> findings)
    {
        List<List<Remedy>> remedies =
            [.. findings.Select(finding => finding.Remedies().ToList()).Where(some => some.Count > 0)];
        int most = remedies.Select(some => some.Count).DefaultIfEmpty(0).Max();
        for (int choice = 0; choice < most; choice++)
        {
            IEnumerable<RemedyStep> steps = remedies.SelectMany(some => some[Math.Min(choice, some.Count - 1)].Steps);
            yield return new Remedy(
            [
                .. steps.Where(step => step.Kind == RemedyKind.AddMember).GroupBy(step => step.Name)
                    .Select(group => new RemedyStep(
                        RemedyKind.AddMember, group.Key, [.. group.SelectMany(step => step.Values).Distinct()])),
                .. steps.Where(step => step.Kind != RemedyKind.AddMember).GroupBy(step => new Remedy([step]).Key)
                    .Select(group => group.First()),
            ]);
        }
    }

    private void Join(
        CoexistenceFinding cause, List<CoexistenceFinding> others, string reason,
            Func<IEnumerable<Remedy>>? remedies = null,
        string? recommendation = null)
    {
        HashSet<CoexistenceFinding> all = [cause, .. others];
        HashSet<(string, NotesName)> blind =
        [
            .. all.Where(finding =>
                finding.Domain is not null && finding.Server is not null && FindsHidden(finding))
                .Select(finding => (Key(finding.Domain), new NotesName(finding.Server!))),
        ];
        others.AddRange(Consequences().Where(finding => !all.Contains(finding)
            && finding.BlindOrigins.Count > 0
                && finding.BlindOrigins.All(origin => blind.Contains((Key(finding.Domain), origin)))));
        if (others.Count == 0)
            return;
        _folded.UnionWith(others);
        _joined.Add(cause, cause.Joined(others, reason, remedies ?? cause.Remedies, recommendation));

        static string Key(string? domain) => (domain ?? "").Trim().ToUpperInvariant();
    }

    private IEnumerable<CoexistenceFinding> UnknownEntries(bool isDivided) =>
        Free(NameChecks.UnknownEntryRule).Where(finding => finding.DividedEntries.Count > 0 == isDivided);

    private IEnumerable<CoexistenceFinding> Hidden() => Free(FindsHidden);

    private IEnumerable<CoexistenceFinding> Consequences() =>
        Free(finding => DirectoryRules.Is(finding, rule => rule.IsConsequence));

    private IEnumerable<CoexistenceFinding> Free(string rule) => Free(finding => finding.Rule == rule);

    private IEnumerable<CoexistenceFinding> Free(Func<CoexistenceFinding, bool> isOfRule) =>
        _failing.Where(finding =>
            isOfRule(finding) && !_folded.Contains(finding) && !_joined.ContainsKey(finding));

    private static bool FindsHidden(CoexistenceFinding finding) =>
        DirectoryRules.Is(finding, rule => rule.FindsHiddenDocuments);

    private static string List(IEnumerable<string> names) => NameList.Of([.. names], MostNames);
}
