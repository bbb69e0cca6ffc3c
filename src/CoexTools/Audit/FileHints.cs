namespace CoexTools.Audit;

/// <summary>
/// Waits until the system says that something happened to one of several files, or a time has passed. The system's word is a hint only: it may
/// come late, twice or never, as on a network share.
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
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
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
                watcher?.Dispose(); // There are only so many: without a hint, the file is looked at when its time comes.
            }
        }
    }

    /// <summary>Waits.</summary>
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
