using System.Diagnostics;

namespace CoexTools.Dxl.Storage;

/// <summary>
/// Keeps two commands from changing one file at once, in whatever process: a file beside it that is open to one owner only. The system ends
/// the lock with its owner, so one that died keeps nobody out.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>Takes the lock of a file, and waits for it a short while.</summary>
    /// <exception cref="CoexException">Another command holds it for too long.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static FileLock Take(string path, CancellationToken cancel)
    {
        string lockPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryTake(lockPath) is { } file)
                return new FileLock(file);
            if (waited.Elapsed > Patience)
                throw CoexException.FileLocked(path);
            cancel.WaitHandle.WaitOne(20);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsWindows)
            File.Delete(_file.Name); // While it is still locked: the next process that opens the name creates a new file.
        _file.Dispose();
    }

    private static FileStream? TryTake(string lockPath)
    {
        FileStream file;
        try
        {
            file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                IsWindows ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (IsHeld(e) || File.Exists(lockPath)))
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (IsWindows && File.Exists(lockPath))
        {
            return null; // Windows says this of a file that its owner is just deleting.
        }
        if (IsStillInPlace(file, lockPath))
            return file;
        file.Dispose();
        return null;
    }

    // The owner may have deleted the file by the time that we look for it: what the system said of opening it counts. (EWOULDBLOCK of Linux
    // and of macOS, ERROR_SHARING_VIOLATION.)
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    // On Unix the owner before may have deleted the file between our opening and our locking it: then what we hold is a lock on nothing.
    private static bool IsStillInPlace(FileStream file, string lockPath)
    {
        if (IsWindows)
            return true;
        // The system lets nobody open it a second time; but its length can be asked by name, and a random one marks the file as ours.
        int mark = 1 + (Guid.NewGuid().GetHashCode() & 0xFFFFF);
        file.SetLength(mark);
        var there = new FileInfo(lockPath);
        return there.Exists && there.Length == mark;
    }
}
