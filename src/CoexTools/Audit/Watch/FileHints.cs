namespace CoexTools.Audit.Watch;

/// <summary>
/// Waits until the system reports a change of one of several files, or until a time has passed. The report is only a
/// hint: it can come late, twice, or never, for example on a network share.
/// </summary>
internal sealed class FileHints : IDisposable
{
    private readonly AutoResetEvent _hint = new(initialState: false);
    private readonly List<FileSystemWatcher> _watchers = [];

    public FileHints(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            FileSystemWatcher? watcher = null;
            try
            {
                watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file))
                {
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size
                        | NotifyFilters.CreationTime,
                };
                watcher.Changed += (_, _) => _hint.Set();
                watcher.Created += (_, _) => _hint.Set();
                watcher.Deleted += (_, _) => _hint.Set();
                watcher.Renamed += (_, _) => _hint.Set();
                watcher.EnableRaisingEvents = true;
                _watchers.Add(watcher);
            }
            catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
            {
                // The number of watchers is limited. Without a hint, the file is read at the next interval.
                watcher?.Dispose();
            }
        }
    }

    /// <summary>Waits for a hint or until the time has passed.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public void Wait(TimeSpan time, CancellationToken cancel)
    {
        WaitHandle.WaitAny([cancel.WaitHandle, _hint], time);
        cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
            watcher.Dispose();
        _hint.Dispose();
    }
}
