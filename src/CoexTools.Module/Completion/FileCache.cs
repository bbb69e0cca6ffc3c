using System.Threading.Tasks;

namespace CoexTools.Completion;

/// <summary>
/// What files gave last. A file that has another length or time is read again. A user waits at the prompt: what takes too long is gone on with
/// behind it, so that the next Tab has it.
/// </summary>
/// <typeparam name="T">What a file gives.</typeparam>
internal sealed class FileCache<T>
    where T : class
{
    /// <summary>How many files are remembered.</summary>
    public const int Capacity = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The engine asks twice where it is given nothing: the user is to wait once.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    // The one used last stands last.
    private readonly List<(FileState File, Task<T> Reading)> _remembered = [];

    /// <summary>What a file gives; null where it cannot be read, or not soon enough.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reader">What else, beside the file, tells one reading from another.</param>
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
        return Task.WaitAny([reading], patience) == 0 && reading.Status == TaskStatus.RanToCompletion ? reading.Result : null;
    }

    // What tells one state of a file from another, without reading it.
    private readonly record struct FileState(string Path, long Length, DateTime LastWriteTimeUtc, string Reader);
}
