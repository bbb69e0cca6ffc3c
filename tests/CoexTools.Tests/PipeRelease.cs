namespace CoexTools.Tests;

/// <summary>
/// Opens a pipe if a test does not end, so that what waits for the pipe fails instead of blocking the test run.
/// </summary>
internal sealed class PipeRelease : IDisposable
{
    private readonly Timer _timer;

    /// <param name="path">The pipe. The test can delete it.</param>
    public PipeRelease(string path) =>
        _timer = new Timer(_ => Open(path), null, Waiting.Limit, TimeSpan.FromSeconds(1));

    /// <summary>Whether the pipe was opened.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Open(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite).Dispose();
            IsDone = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The test has deleted the pipe.
        }
    }
}
