using System.Diagnostics;

namespace CoexTools.Output;

/// <summary>Shows the progress of work that takes longer than about a second.</summary>
/// <param name="command">The command that works.</param>
/// <param name="activity">What it does.</param>
/// <param name="isSteady">Whether its share grows evenly with the time, so that the time left can be told.</param>
internal sealed class WorkProgress(PSCmdlet command, string activity, bool isSteady = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private TimeSpan _next = Patience;

    /// <summary>Tells how far the work is, if it is time to.</summary>
    /// <param name="doing">What is being looked at.</param>
    /// <param name="status">How far it is, in words; made only if it is shown.</param>
    /// <param name="share">How far it is, from 0 to 1; negative where nobody knows.</param>
    public void Report(string doing, Func<string> status, double share)
    {
        if (_running.Elapsed < _next)
            return;
        _next = _running.Elapsed + Interval;
        command.WriteProgress(new ProgressRecord(1, activity, status())
        {
            CurrentOperation = doing,
            PercentComplete = share < 0 ? -1 : (int)Math.Min(100, share * 100),
            SecondsRemaining = isSteady && share > 0 ? (int)Math.Ceiling(_running.Elapsed.TotalSeconds * (1 - Math.Min(1, share)) / share) : -1,
        });
    }

    /// <summary>Takes the progress off the screen.</summary>
    public void End()
    {
        if (_next > Patience)
            command.WriteProgress(new ProgressRecord(1, activity, "Done") { RecordType = ProgressRecordType.Completed });
        _next = Patience;
    }
}
