using System.Diagnostics;

namespace CoexTools.Dxl.Storage;

/// <summary>
/// Prevents two commands in any processes from changing a file at the same time. The lock is a file that only one owner can open. The system
/// releases the lock when its owner ends, so a process that crashed does not block others.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromSeconds(2);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>Returns the path of the lock of a file.</summary>
    public static string PathOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");

    /// <summary>Acquires the lock of a file, and waits for it for a short time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <param name="open">Opens the lock as on Windows; null for the way of this system. For tests.</param>
    /// <exception cref="CoexException">Another command holds the lock for too long.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to create the lock.</exception>
    public static FileLock Take(string path, CancellationToken cancel, Func<string, FileStream>? open = null)
    {
        string lockPath = PathOf(path);
        if (IsWindows)
            open ??= OpenOnWindows;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                if (TryTake(lockPath, path, open) is { } file)
                    return new FileLock(file);
            }
            catch (UnauthorizedAccessException) when (open is not null && waited.Elapsed < DeletionLimit)
            {
                // Windows denies access to a file that its owner is deleting, even if the file no longer exists afterward. A folder that the user
                // cannot write to denies access for longer.
            }
            if (waited.Elapsed > Limit)
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

    private static FileStream? TryTake(string lockPath, string path, Func<string, FileStream>? openOnWindows)
    {
        FileStream file;
        FilePlace.RefuseOther(lockPath); // Otherwise, the lock could create or resize another file.
        try
        {
            file = openOnWindows is not null ? openOnWindows(lockPath)
                : File.Exists(lockPath) ? new FileStream(lockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1)
                : FilePlace.Create(lockPath, path, isPrivate: false, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException) when (!IsWindows)
        {
            return null; // Its owner deleted it in the meantime.
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (IsHeld(e) || File.Exists(lockPath)))
        {
            return null;
        }
        if (IsStillInPlace(file, lockPath))
            return file;
        file.Dispose();
        return null;
    }

    // The system deletes the file when its owner closes it or ends.
    private static FileStream OpenOnWindows(string lockPath) =>
        new(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

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
