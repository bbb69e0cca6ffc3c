using System.Threading.Tasks;

namespace CoexTools.Completion;

/// <summary>
/// Caches what was read from files. A file is read again when its length or time has changed. Reading that takes too
/// long continues in the background, so that the result is available to the next completion.
/// </summary>
/// <typeparam name="T">The result of reading a file.</typeparam>
internal sealed class FileCache<T>
    where T : class
{
    /// <summary>The maximum number of cached files.</summary>
    public const int Capacity = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The engine asks twice if there is no result. The user must wait only once.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    // The most recently used file is last.
    private readonly List<(FileState File, Task<T> Reading)> _remembered = [];

    /// <summary>Returns the result of reading a file; null if the file cannot be read, or not soon enough.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reader">Identifies the way of reading.</param>
    /// <param name="read">Reads the file.</param>
    public T? Read(string path, string reader, Func<T> read)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            return null;
        var file = new FileState(path, info.Length, info.LastWriteTimeUtc, reader);
        Task<T> reading;
        TimeSpan patience;
        lock (_remembered)
        {
            int index = _remembered.FindIndex(known => known.File == file);
            patience = index >= 0 ? Glance : Patience;
            reading = index >= 0 ? _remembered[index].Reading : Task.Run(read);
            _remembered.RemoveAll(known => known.File.Path == path && known.File.Reader == reader);
            _remembered.Add((file, reading));
            if (_remembered.Count > Capacity)
                _remembered.RemoveAt(0);
        }
        return Task.WaitAny([reading], patience) == 0 && reading.Status == TaskStatus.RanToCompletion
            ? reading.Result : null;
    }

    // Identifies the state of a file without reading it.
    private readonly record struct FileState(string Path, long Length, DateTime LastWriteTimeUtc, string Reader);
}
