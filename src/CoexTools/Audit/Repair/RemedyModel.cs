using CoexTools.Analysis;
using CoexTools.Model;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Carries out remedies in the model, and the repair of the directory, which is planned once for all remedies.
/// </summary>
/// <param name="audit">The audit of the directory.</param>
internal sealed class RemedyModel(DirectoryAudit audit)
{
    private readonly Lazy<ComparedState> _before = new(() => new ComparedState(audit.Directory));
    private RepairPlan? _repair;
    private DirectoryAudit? _repaired;

    /// <summary>Gets the audit of the directory before any remedy.</summary>
    public DirectoryAudit Audit => audit;

    /// <summary>Plans the repair of the whole directory.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public RepairPlan Repair(CancellationToken cancel) => RepairOf(audit, cancel);

    /// <summary>Returns the audit of the directory after a repair, once for all domains that are reviewed.</summary>
    public DirectoryAudit After(RepairPlan repair)
    {
        if (!ReferenceEquals(_repaired?.Directory, repair.Change.After))
            _repaired = audit.Of(repair.Change.After);
        return _repaired!;
    }

    /// <summary>Returns the audit of the directory after a remedy.</summary>
    /// <exception cref="CoexException">A step cannot be carried out.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public DirectoryAudit CarryOut(Remedy remedy, CancellationToken cancel)
    {
        DirectoryAudit after = audit;
        foreach (RemedyStep step in remedy.Steps)
        {
            after = step.Kind == RemedyKind.Repair
                ? after.Of(RepairOf(after, cancel).Change.After)
                : new StepEffect(step).On(after);
        }
        return after;
    }

    /// <summary>
    /// Carries out a remedy and compares the requests before and after it; null if it cannot be carried out, for
    /// example because two of its steps exclude each other.
    /// </summary>
    /// <param name="remedy">The remedy.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <param name="proven">A state of the directory that loses nothing; null if none is known.</param>
    public (DirectoryAudit After, IReadOnlyList<ChangedRequest> Lost)? Try(
        Remedy remedy, CancellationToken cancel, DirectorySnapshot? proven = null)
    {
        try
        {
            DirectoryAudit after = CarryOut(remedy, cancel);
            return (after, ReferenceEquals(after.Directory, audit.Directory)
                ? []
                : RequestComparison.Lost(_before.Value, after.Directory, cancel, proven: proven));
        }
        catch (CoexException)
        {
            return null;
        }
    }

    private RepairPlan RepairOf(DirectoryAudit state, CancellationToken cancel)
    {
        return ReferenceEquals(state.Directory, audit.Directory) ? _repair ??= Make() : Make();

        RepairPlan Make() => RepairPlan.Make(state, new RepairOptions { Now = DirectoryAudit.ModelStart }, cancel);
    }
}
