using System.Diagnostics;

namespace CoexTools.Files;

/// <summary>
/// Prevents two commands in any processes from changing a file at the same time. The lock is a file that only one owner
/// can open. The system releases the lock when its owner ends, so a process that crashed does not block others.
/// </summary>
/// <remarks>
/// Where the system has no such locks, the owner is the process that created the file. The file contains the process,
/// and another command on the same computer deletes the lock of a process that has ended. It needs a claim for that: a
/// file that only one command can create.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromSeconds(2);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>Returns the path of the lock of a file.</summary>
    public static string PathOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");

    /// <summary>Acquires the lock of a file, and waits for it for a short time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <param name="open">Opens the lock as on Windows; null for the way of this system. For tests.</param>
    /// <param name="limit">The longest time to wait; null for the usual time.</param>
    /// <exception cref="CoexException">
    /// Another command holds the lock for too long, or the user cannot open the lock.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to create the lock.</exception>
    public static FileLock Take(
        string path, CancellationToken cancel, Func<string, FileStream>? open = null, TimeSpan? limit = null)
    {
        string lockPath = PathOf(path);
        if (IsWindows)
            open ??= OpenOnWindows;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            string? remains = null;
            try
            {
                FileStream? file =
                    open is null ? TryTake(lockPath, path, out remains) : TryTakeOnWindows(lockPath, open);
                if (file is not null)
                    return new FileLock(file);
            }
            catch (UnauthorizedAccessException)
                when ((open is not null || File.Exists(lockPath)) && waited.Elapsed < DeletionLimit)
            {
                // Windows denies access to a file that its owner is deleting, even if the file no longer exists
                // afterward. A folder that the user cannot write to denies access for longer. On Unix, a command that
                // created the lock has not given it its permissions yet.
            }
            catch (UnauthorizedAccessException e) when (open is null && File.Exists(lockPath))
            {
                throw CoexException.WriteFailed(
                    path,
                    $"You do not have permission to open its lock file '{lockPath}', which another user created.",
                    e,
                    $"If no other command is changing the file, delete '{lockPath}'.");
            }
            if (waited.Elapsed > (limit ?? Limit))
                throw CoexException.FileLocked(path, remains);
            cancel.WaitHandle.WaitOne(20);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            // Deleted while locked, so the next owner creates a new file. A user could have deleted the file, and
            // another command created the next one.
            if (!IsWindows && FilePlace.IsAt(_file, _file.Name))
                FilePlace.Discard(_file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the command did is done.
        }
        _file.Dispose();
    }

    private static FileStream? TryTakeOnWindows(string lockPath, Func<string, FileStream> open)
    {
        FilePlace.RefuseOther(lockPath); // Otherwise, the lock could create or resize another file.
        try
        {
            return open(lockPath);
        }
        catch (IOException e) when (IsTaken(e, lockPath))
        {
            return null;
        }
    }

    // Returns null if another command holds the lock. The sentence says which file to delete if it is not certain that
    // its holder has ended.
    private static FileStream? TryTake(string lockPath, string path, out string? remains)
    {
        remains = null;
        FilePlace.RefuseOther(lockPath);
        bool isNew = !File.Exists(lockPath);
        FileStream file;
        LockHolder? ended = null;
        try
        {
            file = isNew
                ? FilePlace.Create(lockPath, isPrivate: FilePlace.Exists(path), FileAccess.ReadWrite, FileShare.None)
                : OpenExisting(lockPath);
        }
        catch (FileNotFoundException)
        {
            return null; // Its owner deleted it in the meantime.
        }
        catch (IOException e) when (IsTaken(e, lockPath))
        {
            return null;
        }
        try
        {
            if (IsStillInPlace(file, lockPath))
            {
                if (isNew)
                    FilePlace.ApplyPermissions(path, file);
                if (IsTakenOver(file, lockPath, isNew, out remains, out ended))
                    return file;
            }
            file.Dispose();
            if (ended is not null)
                DeleteLeft(path, lockPath, ended); // The next attempt creates the lock.
            return null;
        }
        catch (FileNotFoundException) when (!isNew)
        {
            file.Dispose();
            return null; // Its owner deleted it in the meantime.
        }
        catch
        {
            if (isNew)
                FilePlace.Discard(lockPath);
            file.Dispose();
            throw;
        }
    }

    // Returns whether this command holds the lock of an open lock file now. A lock file that names another process is
    // never kept: commands without locks of the system would take it for the lock of that process.
    private static bool IsTakenOver(
        FileStream file, string lockPath, bool isNew, out string? remains, out LockHolder? ended)
    {
        bool isReleased = IsReleasedBySystem(file, lockPath);
        LockHolder? holder = isNew ? null : LockHolder.Read(file);
        remains = holder is not null ? $"The lock file '{lockPath}' is that of {holder}."
            : isReleased ? null
            : $"The system does not release locks in this folder. The lock file is '{lockPath}'.";
        if (isNew && !isReleased)
            LockHolder.Current.Write(file);
        ended = holder is { HasEnded: true } ? holder : null;
        return isNew || (isReleased && holder is null);
    }

    // Two commands must not delete the lock one after the other: the second one could delete the lock that the first
    // one has created since. Therefore, only the command that creates the claim can delete the lock, and only while it
    // names the process that has ended. The claim has the name of this process, and if its owner has ended too, another
    // command claims it in the same way. What a command that was killed leaves of it is deleted as a temporary file.
    private static void DeleteLeft(string path, string lockPath, LockHolder ended)
    {
        var claims = new Stack<string>();
        try
        {
            for (LockHolder left = ended; !TryClaim(path, left, claims);)
            {
                if (HolderOf(claims.Peek()) is not { HasEnded: true } owner)
                    return; // Another command does the same now.
                left = owner;
            }
            string own = claims.Pop();
            try
            {
                if (HolderOf(lockPath) == ended)
                    FilePlace.Discard(lockPath);
                // As long as the lock exists, the claims decide who can delete it.
                if (HolderOf(lockPath) != ended)
                    claims.ToList().ForEach(FilePlace.Discard);
            }
            finally
            {
                FilePlace.Discard(own);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lock remains. The next attempt tries again, or the error names it.
        }
    }

    // Returns whether this command created the claim of a process that has ended. The claim gets its content together
    // with its name, so that a command that is killed does not leave a claim without an owner.
    private static bool TryClaim(string path, LockHolder left, Stack<string> claims)
    {
        string claim = FileReplacement.TemporaryName(path, left.Key), temporary = FileReplacement.TemporaryName(path);
        claims.Push(claim);
        try
        {
            Write(temporary);
            if (FilePlace.Link(temporary, claim))
                return true;
            if (FilePlace.Exists(claim))
                return false;
            Write(claim); // The file system has no hard links.
            return true;
        }
        finally
        {
            FilePlace.Discard(temporary);
        }

        void Write(string name)
        {
            using FileStream file =
                FilePlace.Create(name, isPrivate: FilePlace.Exists(path), FileAccess.Write, FileShare.None);
            FilePlace.ApplyPermissions(path, file);
            LockHolder.Current.Write(file);
        }
    }

    private static LockHolder? HolderOf(string lockPath)
    {
        try
        {
            using FileStream file = OpenExisting(lockPath);
            return LockHolder.Read(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Returns whether the system releases the lock when the process ends, and prevents other computers from taking it
    // too. Otherwise, a second open succeeds: the file system does not support locks, or .NET does not use them.
    private static bool IsReleasedBySystem(FileStream file, string lockPath)
    {
        if (LocalLocks.AreUsed(file))
            return false;
        try
        {
            using FileStream second = OpenExisting(lockPath);
            return false;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return true;
        }
    }

    // A lock that another user's command left can be locked without permission to write to it.
    private static FileStream OpenExisting(string lockPath)
    {
        try
        {
            return Open(FileAccess.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            return Open(FileAccess.Read);
        }

        FileStream Open(FileAccess access) => new(lockPath, FileMode.Open, access, FileShare.None, bufferSize: 1);
    }

    // The system deletes the file when its owner closes it or ends.
    private static FileStream OpenOnWindows(string lockPath) =>
        new(
            lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
            FileOptions.DeleteOnClose);

    private static bool IsTaken(IOException e, string lockPath) =>
        e is not (DirectoryNotFoundException or PathTooLongException) && (IsHeld(e) || File.Exists(lockPath));

    // The owner might have created or deleted the file in the meantime, so the error code of the open operation counts.
    // (EWOULDBLOCK of Linux and of macOS, EEXIST, ERROR_SHARING_VIOLATION.)
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or 17 or unchecked((int)0x80070020);

    // On Unix, the previous owner might have deleted the file between open and lock. The lock then applies to a file
    // without a name.
    private static bool IsStillInPlace(FileStream file, string lockPath)
    {
        if (FileIdentity.IsAt(file, lockPath) is { } isAt)
            return isAt;
        if (!FilePlace.IsAt(file, lockPath) || !file.CanWrite)
            return false;
        // The system does not allow a second open, but returns the length by name. A random length identifies the file.
        int mark = 1 + (Guid.NewGuid().GetHashCode() & 0xFFFFF);
        file.SetLength(mark);
        var there = new FileInfo(lockPath);
        return there.Exists && there.Length == mark;
    }
}
