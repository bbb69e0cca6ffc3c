using CoexTools.Audit.Rules;
using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Audit.Repair;

/// <summary>The repair of one domain.</summary>
internal sealed class DomainRepair
{
    private DomainRepair(ChangePlan change, IReadOnlyList<PlannedEdit> edits, SaveOrder order)
    {
        Change = change;
        Edits = edits;
        Order = order;
    }

    public ChangePlan Change { get; }

    public IReadOnlyList<PlannedEdit> Edits { get; }

    public SaveOrder Order { get; }

    /// <summary>
    /// Plans what the findings call for; looks at the result as it would be, and plans what that calls for too: without
    /// the field a server may no longer see a document that it should.
    /// </summary>
    /// <exception cref="CoexException">A group that is needed was neither named nor found.</exception>
    public static DomainRepair Make(
        DirectoryAudit audit, AuditedDomain domain, RepairOptions options, string directoryName,
        CancellationToken cancel)
    {
        var repairs = new DocumentRepairs(audit, domain, options, directoryName);
        DirectoryAudit audited = audit;
        while (true)
        {
            bool hasMore = repairs.Add(
                audited.Run(
                    DirectoryRules.All.Where(rule => rule.LeadsRepair),
                    found => DomainName.Same(found.Domain, domain.Name), cancel));
            IReadOnlyList<PlannedEdit> edits = repairs.Edits();
            SaveOrder order = repairs.Order();
            ChangePlan change = ChangePlan.Make(audit.Directory, edits, preserveOrder: true, options.Now, order);
            audited = audit.Of(change.After);
            if (!hasMore && !repairs.KeepReaders(audited))
                return new DomainRepair(change, edits, order);
        }
    }
}
