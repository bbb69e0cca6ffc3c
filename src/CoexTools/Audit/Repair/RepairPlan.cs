using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Repair;

/// <summary>
/// A repair of a directory: what it changes, what it would lose, and what keeps it from repairing. Making it changes
/// nothing.
/// </summary>
internal sealed class RepairPlan
{
    private RepairPlan(ChangePlan change, IReadOnlyList<ChangedRequest> lost, IReadOnlyList<RepairProblem> problems)
    {
        Change = change;
        Lost = lost;
        Problems = problems;
    }

    /// <summary>Gets the change of all documents.</summary>
    public ChangePlan Change { get; }

    /// <summary>Gets the answers that the change loses; there are none unless it may.</summary>
    public IReadOnlyList<ChangedRequest> Lost { get; }

    /// <summary>Specifies why domains are left as they are.</summary>
    public IReadOnlyList<RepairProblem> Problems { get; }

    /// <summary>
    /// Plans the repair of a directory, domain by domain, and proves for each that no answer is lost.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static RepairPlan Make(DirectorySnapshot directory, RepairOptions options, CancellationToken cancel) =>
        Make(new DirectoryAudit(directory), options, cancel);

    /// <summary>
    /// Plans the repair of a directory that is audited. Only the directory matters, not the other input of the audit.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static RepairPlan Make(DirectoryAudit audit, RepairOptions options, CancellationToken cancel)
    {
        audit = audit.Alone();
        DirectorySnapshot directory = audit.Directory;
        var before = new ComparedState(directory);
        string name = directory.DisplayName;
        var edits = new List<PlannedEdit>();
        var again = new HashSet<int>();
        var last = new HashSet<int>();
        var lost = new List<ChangedRequest>();
        var problems = new List<RepairProblem>(
            UnknownGroups(directory, options, name).Select(error => new RepairProblem(null, error)));
        if (problems.Count > 0)
            return new RepairPlan(ChangePlan.Make(directory, [], preserveOrder: true, options.Now), [], problems);
        foreach (AuditedDomain domain in audit.Domains.Where(domain =>
            domain.Documents.Any(options.IsWanted)
            && !options.RefusedDomains.Contains(domain.Name, DomainName.Comparer))) // NM4
        {
            try
            {
                DomainRepair repair = DomainRepair.Make(audit, domain, options, name, cancel);
                if (repair.Change.Saves.Count == 0)
                    continue;
                DirectorySnapshot inNewOrder = repair.Order.Last.Count == 0
                    ? directory
                    : ChangePlan.Make(
                        directory, [], preserveOrder: false, options.Now, new SaveOrder([], repair.Order.Last)).After;
                IReadOnlyList<ChangedRequest> losses =
                    RequestComparison.Lost(before, repair.Change.After, cancel, inNewOrder);
                if (losses.Count > 0 && !options.MayLose)
                    throw LostRequestSummary.Refusal(domain.Name, name, losses);
                lost.AddRange(losses);
                edits.AddRange(repair.Edits);
                again.UnionWith(repair.Order.Again);
                last.UnionWith(repair.Order.Last);
            }
            catch (CoexException e)
            {
                problems.Add(new RepairProblem(domain.Name, e));
            }
        }
        ChangePlan change = ChangePlan.Make(
            directory, edits, preserveOrder: true, options.Now, new SaveOrder(again, last));
        // If a directory in memory has another state by the time of the change, the repair is planned and proved again
        // for that state.
        return new RepairPlan(change.RemadeBy(state => Make(state, options, cancel).Change), lost, problems);
    }

    // A person, or a group that only the ACL names, may administer a directory.
    private static IEnumerable<CoexException> UnknownGroups(
        DirectorySnapshot directory, RepairOptions options, string directoryName) =>
            from name in options.ServerGroups.Concat(options.AdminGroups).Distinct(StringComparer.OrdinalIgnoreCase)
            let known = new NotesName(name)
            where !UnknownNames.IsGroup(directory, known)
                && (options.ServerGroups.Contains(name, StringComparer.OrdinalIgnoreCase)
                    || !(known.IsHierarchical
                        || directory.AccessControlList.Entry.Any(entry => entry.NotesName == known)))
            select CoexException.GroupNotFound(name, directoryName, UnknownNames.NearestGroups(directory, known));
}
