using System.Diagnostics;

namespace CoexTools.Views;

/// <summary>Shows the progress of work that takes longer than about a second.</summary>
/// <param name="command">The command.</param>
/// <param name="activity">The activity.</param>
/// <param name="isSteady">Specifies whether the progress is proportional to the time, so that the remaining time can be
/// estimated.</param>
internal sealed class WorkProgress(PSCmdlet command, string activity, bool isSteady = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private TimeSpan _next = Patience;

    /// <summary>Updates the progress, but not too often.</summary>
    /// <param name="doing">The current operation.</param>
    /// <param name="status">Returns the status. It is called only if the progress is shown.</param>
    /// <param name="share">The completed share of the work, from 0 to 1; negative if it is unknown.</param>
    public void Report(string doing, Func<string> status, double share)
    {
        if (_running.Elapsed < _next)
            return;
        _next = _running.Elapsed + Interval;
        command.WriteProgress(new ProgressRecord(1, activity, status())
        {
            CurrentOperation = doing,
            PercentComplete = share < 0 ? -1 : (int)Math.Min(100, share * 100),
            SecondsRemaining = isSteady && share > 0
                ? (int)Math.Ceiling(_running.Elapsed.TotalSeconds * (1 - Math.Min(1, share)) / share) : -1,
        });
    }

    /// <summary>Removes the progress from the screen.</summary>
    public void End()
    {
        if (_next > Patience)
            command.WriteProgress(
                new ProgressRecord(1, activity, "Done") { RecordType = ProgressRecordType.Completed });
        _next = Patience;
    }
}
