using CoexTools.Audit.Rules;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit.Repair;

/// <summary>Completes the advice on the connections to Exchange with that for the time after the repair.</summary>
internal static class RepairedOutages
{
    /// <summary>Returns the findings, those about a connection with advice for the time after the repair.</summary>
    /// <param name="model">The model of the audit that found them.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="repair">The repair. It is planned only if a finding is about a connection.</param>
    public static IReadOnlyList<CoexistenceFinding> Advise(
        RemedyModel model, IReadOnlyList<CoexistenceFinding> findings, Lazy<RepairPlan> repair)
    {
        if (!findings.Any(IsAboutConnection) || repair.Value.Change.Saves.Count == 0)
            return findings;
        DirectoryAudit repaired = model.After(repair.Value);
        return
        [
            .. findings.Select(finding => IsAboutConnection(finding)
                && OutageAdvice.UntilRepair(
                    model.Audit, repaired, finding.Domain!, new NotesName(finding.Server!), ServiceOf(finding))
                    is { } advice
                ? finding.With(finding.Remedy, advice) : finding),
        ];
    }

    private static bool IsAboutConnection(CoexistenceFinding finding) => finding is
        { Rule: FailureChecks.ConnectionRule, Outcome: FindingOutcome.Fail, Server: not null };

    private static CoexistenceService ServiceOf(CoexistenceFinding finding) =>
        CoexistenceServices.All.First(one => one.ToString() == finding.Identity.Aspect);
}
