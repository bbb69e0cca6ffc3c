using System.Diagnostics;

namespace CoexTools.Dxl.Storage;

/// <summary>
/// Prevents two commands in any processes from changing a file at the same time. The lock is a file that only one owner can open. The system
/// releases the lock when its owner ends, so a process that crashed does not block others.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>Acquires the lock of a file, and waits for it for a short time.</summary>
    /// <exception cref="CoexException">Another command holds the lock for too long.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static FileLock Take(string path, CancellationToken cancel)
    {
        string lockPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryTake(lockPath, path) is { } file)
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
            FilePlace.Discard(_file.Name); // Deleted while locked, so the next owner creates a new file.
        _file.Dispose();
    }

    private static FileStream? TryTake(string lockPath, string path)
    {
        FileStream file;
        FilePlace.RefuseOther(lockPath); // Otherwise, the lock could create or resize another file.
        try
        {
            if (IsWindows)
            {
                file = new FileStream(
                    lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            else
            {
                file = File.Exists(lockPath)
                    ? new FileStream(lockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1)
                    : FilePlace.Create(lockPath, path, isPrivate: false, FileAccess.ReadWrite, FileShare.None);
            }
        }
        catch (FileNotFoundException) when (!IsWindows)
        {
            return null; // Its owner deleted it in the meantime.
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (IsHeld(e) || File.Exists(lockPath)))
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (IsWindows && File.Exists(lockPath))
        {
            return null; // Windows reports this for a file that its owner is deleting.
        }
        if (IsStillInPlace(file, lockPath))
            return file;
        file.Dispose();
        return null;
    }

    // The owner might have created or deleted the file in the meantime, so the error code of the open operation counts. (EWOULDBLOCK of Linux and of
    // macOS, EEXIST, ERROR_SHARING_VIOLATION.)
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or 17 or unchecked((int)0x80070020);

    // On Unix, the previous owner might have deleted the file between open and lock. The lock then applies to a file without a name.
    private static bool IsStillInPlace(FileStream file, string lockPath)
    {
        if (IsWindows)
            return true;
        if (FileIdentity.IsAt(file, lockPath) is { } isAt)
            return isAt;
        if (!FilePlace.IsAt(file, lockPath))
            return false;
        // The system does not allow a second open, but returns the length by name. A random length identifies the file.
        int mark = 1 + (Guid.NewGuid().GetHashCode() & 0xFFFFF);
        file.SetLength(mark);
        var there = new FileInfo(lockPath);
        return there.Exists && there.Length == mark;
    }
}
