using System.Diagnostics;

namespace CoexTools.Files;

/// <summary>
/// Repeats file operations that another program prevents for a moment. On Windows, virus scanners and backup programs
/// open files that were just written.
/// </summary>
internal static class Retry
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int UnableToRemoveReplaced = unchecked((int)0x80070497);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Calls an operation until it succeeds, fails for another reason, or has failed for two seconds.
    /// </summary>
    public static void WhileBusy(Action operation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                operation();
                return;
            }
            catch (Exception e)
                when (e.HResult is SharingViolation or AccessDenied or UnableToRemoveReplaced && watch.Elapsed < Limit)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>Waits until a condition is true, for two seconds at most.</summary>
    public static void Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition() && watch.Elapsed < Limit)
            Thread.Sleep(Pause);
    }
}
