using System.Diagnostics;

namespace CoexTools.Tests;

/// <summary>Measures how long work takes, on a machine that may be busy with other work.</summary>
internal static class WorkTime
{
    /// <summary>
    /// Returns an upper bound of the processor time of some work: the elapsed time, which includes waiting for a
    /// processor, or the processor time of the process, which includes other threads, whichever is less.
    /// </summary>
    public static TimeSpan Of(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        work();
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        return used < watch.Elapsed ? used : watch.Elapsed;
    }
}
