using System.Diagnostics;

namespace CoexTools.Commands;

/// <summary>Shows how far the reading of a file is, where it takes longer than a second.</summary>
/// <param name="command">The command that reads.</param>
/// <param name="file">The file.</param>
internal sealed class ReadingProgress(Cmdlet command, string file) : IDisposable
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = Before;
    private ProgressRecord? _shown;

    /// <summary>Shows which part is done, from 0 to 1.</summary>
    public void Report(double done)
    {
        if (_watch.Elapsed < _next)
            return;
        _next = _watch.Elapsed + Between;
        _shown ??= new ProgressRecord(0, "Reading the directory", file);
        _shown.PercentComplete = (int)(100 * Math.Min(1, done));
        _shown.SecondsRemaining = done > 0 ? (int)Math.Ceiling(_watch.Elapsed.TotalSeconds * (1 - Math.Min(1, done)) / done) : -1;
        command.WriteProgress(_shown);
    }

    /// <summary>Takes it away.</summary>
    public void Dispose()
    {
        if (_shown is null)
            return;
        _shown.RecordType = ProgressRecordType.Completed;
        command.WriteProgress(_shown);
        _shown = null;
    }
}
