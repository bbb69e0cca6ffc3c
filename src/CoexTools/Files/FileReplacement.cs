namespace CoexTools.Files;

/// <summary>
/// Names temporary files, recovers what interrupted commands left, and replaces a file on Windows. There, the system
/// renames the old file to a backup name, and then the new file to the path of
/// the old one, which keeps the permissions, attributes, and streams of the old file. For a moment, no file is at the
/// path. If the call fails or the process ends at this moment, the backup becomes the file again. The backup is deleted
/// only when the new file is in place.
/// </summary>
internal static class FileReplacement
{
    private const string TemporarySuffix = ".tmp";
    private const string BackupSuffix = ".bak";

    /// <summary>
    /// Returns a name in the folder of a file for a temporary file, such as the one that will replace the file.
    /// </summary>
    /// <param name="target">The file.</param>
    /// <param name="key">32 hexadecimal digits; null for a name that no other file has.</param>
    public static string TemporaryName(string target, string? key = null) => Path.Combine(
        Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{key ?? $"{Guid.NewGuid():N}"}{TemporarySuffix}");

    /// <summary>Replaces a file with a temporary file.</summary>
    /// <param name="temporary">The new file. It is in the same folder.</param>
    /// <param name="target">The file to replace.</param>
    /// <param name="replace">The system call. It receives the new file, the old file, and the backup name.</param>
    /// <exception cref="FileKeptException">The call failed, and another file or no file is at the path.</exception>
    /// <exception cref="IOException">The call failed. The file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The call failed. The file is unchanged.</exception>
    public static void Replace(string temporary, string target, Action<string, string, string> replace)
    {
        string backup = BackupOf(temporary);
        FileAttributes attributes = File.GetAttributes(target);
        bool isReadOnly = (attributes & FileAttributes.ReadOnly) != 0;
        if (isReadOnly)
            File.SetAttributes(target, attributes & ~FileAttributes.ReadOnly);
        FileStream? replaced;
        try
        {
            CallReplace(temporary, target, backup, replace);
            replaced = FilePlace.OpenForFlush(target); // As long as the file is not read-only.
        }
        finally
        {
            if (isReadOnly)
                Restore(target, attributes);
        }
        FilePlace.Flush(replaced);
        FilePlace.Discard(backup);
    }

    /// <summary>
    /// Repairs what commands left that ended while they changed a file: restores the file, and deletes temporary files
    /// and backups. Called under the lock, so no other command is running.
    /// </summary>
    public static void Recover(string target)
    {
        List<string> left =
            [.. System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(target)!).Where(path => IsOf(target, path))];
        foreach (string backup in left.Where(path => path.EndsWith(BackupSuffix, StringComparison.Ordinal)))
            Settle(Path.ChangeExtension(backup, TemporarySuffix), target);
        foreach (string temporary in left.Where(path => path.EndsWith(TemporarySuffix, StringComparison.Ordinal)))
        {
            // With the backup, it shows that the replacement is not complete.
            if (!FilePlace.Exists(BackupOf(temporary)))
                // Ignores errors: with the sticky bit, other users' files cannot be deleted.
                FilePlace.Discard(temporary);
        }
    }

    /// <summary>
    /// Deletes the temporary file of a change that was not made, unless it is needed to restore the file.
    /// </summary>
    public static void DiscardTemporary(string temporary, string target, bool isNew)
    {
        if (!File.Exists(BackupOf(temporary)) && (isNew || File.Exists(target)))
            FilePlace.Discard(temporary);
    }

    /// <summary>
    /// Returns whether a file exists. While a command replaces the file, the call waits until the new one is there. If
    /// a command was killed while it replaced the file, the call restores the file.
    /// </summary>
    public static bool Await(string path)
    {
        if (File.Exists(path))
            return true;
        try
        {
            path = FilePlace.FinalTarget(path);
            string lockPath = FileLock.PathOf(path);
            if (!File.Exists(lockPath) && !HasBackup(path))
                return File.Exists(path); // A replacement can have ended since the first look.
            // A process that was killed on Unix leaves its lock.
            Retry.Until(() => File.Exists(path) || !File.Exists(lockPath));
            if (!File.Exists(path) && HasBackup(path))
            {
                using FileLock held = FileLock.Take(path, CancellationToken.None);
                Recover(path);
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or CoexException or ArgumentException
                or NotSupportedException)
        {
            // The folder does not exist or cannot be read, or the file cannot be restored now.
        }
        return File.Exists(path);
    }

    /// <summary>
    /// Waits for the files of a folder that are being replaced, so that a search finds them, and restores files as
    /// <see cref="Await"/> does.
    /// </summary>
    public static void AwaitAll(string folder)
    {
        if (!System.IO.Directory.Exists(folder))
            return;
        foreach (string path in System.IO.Directory.GetFiles(folder))
        {
            if (path.EndsWith(BackupSuffix, StringComparison.Ordinal) && OwnerOf(path) is { } target)
                Await(target);
        }
    }

    private static string BackupOf(string temporary) => Path.ChangeExtension(temporary, BackupSuffix);

    // Without a pattern: on Windows, ".*.bak" does not match a name with several periods.
    private static bool HasBackup(string target) => System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(target)!)
        .Any(path => path.EndsWith(BackupSuffix, StringComparison.Ordinal) && IsOf(target, path));

    private static bool IsOf(string target, string path) => string.Equals(
        OwnerOf(path), target, Path.DirectorySeparatorChar == '\\'
            ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // The file that a temporary file or a backup belongs to; null for any other file.
    private static string? OwnerOf(string path)
    {
        string name = Path.GetFileName(path);
        int identity = name.Length - TemporarySuffix.Length - 32;
        return identity > 2 && name[0] == '.' && name[identity - 1] == '.'
            && (name.EndsWith(TemporarySuffix, StringComparison.Ordinal)
                || name.EndsWith(BackupSuffix, StringComparison.Ordinal))
            && Guid.TryParseExact(name.Substring(identity, 32), "N", out _)
            ? Path.Combine(Path.GetDirectoryName(path)!, name.Substring(1, identity - 2))
            : null;
    }

    private static void Restore(string target, FileAttributes attributes)
    {
        try
        {
            if (FilePlace.Exists(target))
                File.SetAttributes(target, attributes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The new file is in place, or the error that prevented it matters more.
        }
    }

    private static void CallReplace(
        string temporary, string target, string backup, Action<string, string, string> replace)
    {
        try
        {
            Retry.WhileBusy(() => replace(temporary, target, backup));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The call can fail after the last rename, for example if the connection to the file server ends.
            if (FilePlace.Exists(temporary) || !FilePlace.Exists(backup) || !FilePlace.Exists(target))
            {
                Undo(temporary, target, e);
                throw;
            }
        }
    }

    private static void Undo(string temporary, string target, Exception cause)
    {
        if (Settle(temporary, target) is { } kept)
        {
            throw new FileKeptException(
                FilePlace.Exists(target)
                    ? $"Another program created the file while CoexTools replaced it. The previous file is '{kept}'."
                    : $"The previous file is '{kept}'. The next command restores it. {cause.Message}",
                cause);
        }
        if (!FilePlace.Exists(target))
            throw new FileKeptException(
                $"Another program deleted the file. The new file is '{Keep(temporary, target)}'.", cause);
    }

    // Decides what the backup of a replacement is that failed or was interrupted. Returns the path of the old file if
    // it is not in its place.
    private static string? Settle(string temporary, string target)
    {
        string backup = BackupOf(temporary);
        if (!FilePlace.Exists(backup))
            return null; // The replacement did not start.
        if (!FilePlace.Exists(target))
        {
            try
            {
                Retry.WhileBusy(() => File.Move(backup, target));
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!FilePlace.Exists(target))
                    return backup;
            }
        }
        if (FilePlace.Exists(temporary))
            return Keep(backup, target); // The file at the path is neither the old one nor the new one.
        FilePlace.Discard(backup); // The replacement is complete.
        return null;
    }

    // Renames a file so that no command deletes it.
    private static string Keep(string path, string target)
    {
        string kept = $"{target}.{Guid.NewGuid().ToString("N").Substring(0, 8)}.saved";
        try
        {
            Retry.WhileBusy(() => File.Move(path, kept));
            return kept;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
