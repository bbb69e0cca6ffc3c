using CoexTools.Model;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Represents what people read: findings with one cause are one, with a recommendation that was tried, and whether the
/// repair removes them.
/// </summary>
internal static class FindingReview
{
    /// <summary>Reviews the findings of an audit.</summary>
    /// <param name="model">The model of the audit.</param>
    /// <param name="findings">Specifies what its rules found.</param>
    /// <param name="isWanted">Specifies which documents may be repaired.</param>
    /// <param name="repair">The repair of these documents. It is planned only if a finding may be repairable.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<CoexistenceFinding> Of(
        RemedyModel model, IReadOnlyList<CoexistenceFinding> findings, Func<ForeignDomainDocument, bool> isWanted,
        Lazy<RepairPlan> repair, CancellationToken cancel)
    {
        IReadOnlyList<CoexistenceFinding> decided =
            [.. Repairability.Decide(model, findings, isWanted, repair, cancel)];
        IReadOnlyList<CoexistenceFinding> advised = RemedyTrials.Advise(
            model, CauseFolding.Fold(model.Audit, decided), cancel, repair.IsValueCreated ? repair.Value : null);
        return LatentErrors.Mark(model.Audit, RepairedOutages.Advise(model, advised, repair));
    }
}
