using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Carries a repair out: on a file in one replacement, on a directory in memory in one change.</summary>
internal static class DirectoryRepair
{
    /// <summary>Writes what was planned.</summary>
    /// <returns>The state of the directory as it is then.</returns>
    /// <exception cref="CoexException">It could not be written, and nothing is changed.</exception>
    public static DirectorySnapshot Write(
        RepairPlan plan, RepairOptions options, string command, bool overwriteReadOnly, bool keepJournal, Action<string> report, CancellationToken cancel)
    {
        if (plan.Change.Before.Content.Owner is { } owner)
        {
            // Where the directory has another state by now, the repair of that state is planned, and proved, anew.
            return owner.Change(content => ReferenceEquals(content, plan.Change.Before.Content)
                ? plan.Change.After.Content
                : RepairPlan.Make(new DirectorySnapshot(content), options, cancel).Change.After.Content);
        }
        IChangeLog? log = keepJournal
            ? new ChangeJournal(command, ChangeJournal.CurrentUser, ChangeJournal.Record(plan.Change.Saves), options.Now, undoes: null, report)
            : null;
        return PlanWriter.WriteFile(plan.Change, new ReplaceOptions { OverwriteReadOnly = overwriteReadOnly, Log = log }, cancel);
    }
}
