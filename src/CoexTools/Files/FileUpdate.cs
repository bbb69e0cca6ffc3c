namespace CoexTools.Files;

/// <summary>
/// Creates or replaces a file durably. The new content is written to a temporary file in the same folder, under the
/// lock of the file. It gets the permissions of the old file, is flushed to the disk, and is then renamed over the old
/// file. If the update is disposed before the rename, the file is as it was.
/// </summary>
internal sealed class FileUpdate : IDisposable
{
    private readonly FileLock _lock;
    private readonly string _temporary;
    private readonly bool _isNew;
    private readonly ReplaceOptions _options;
    private readonly CancellationToken _cancel;

    private FileUpdate(string target, FileLock held, ReplaceOptions options, CancellationToken cancel)
    {
        Target = target;
        _lock = held;
        _options = options;
        _cancel = cancel;
        _isNew = !FilePlace.Exists(target);
        _temporary = FileReplacement.TemporaryName(target);
    }

    /// <summary>The path of the file.</summary>
    public string Target { get; }

    /// <summary>The file that is replaced; null if it does not exist, and on Windows if it is not read.</summary>
    public FileStream? Old { get; private set; }

    /// <summary>The temporary file.</summary>
    public FileStream New { get; private set; } = null!;

    /// <summary>The permissions of the old file; null on Windows, and for a new file.</summary>
    public FilePermissions? Permissions { get; private set; }

    /// <summary>Acquires the lock of a file, and repairs what commands left that were interrupted.</summary>
    /// <param name="target">The full path of the file.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancel">Cancels the update until the rename.</param>
    /// <exception cref="CoexException">The file is locked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FileUpdate Begin(string target, ReplaceOptions options, CancellationToken cancel)
    {
        FilePlace.RefuseDevice(target);
        options.Reaching?.Invoke(FileStep.Lock);
        FileLock held = FileLock.Take(target, cancel);
        try
        {
            FileReplacement.Recover(target);
            return new FileUpdate(target, held, options, cancel);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes a new file, or replaces an existing file, durably.</summary>
    /// <param name="path">The full path. A symbolic link is followed and kept.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="options">The options. An existing file is replaced only if read-only files can be changed.</param>
    /// <param name="cancel">Cancels the command before the file is written. An existing file is then intact.</param>
    /// <exception cref="CoexException">The file is locked or cannot be written. An existing file is intact.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void Create(string path, Action<Stream> write, ReplaceOptions options, CancellationToken cancel)
    {
        try
        {
            using FileUpdate update = Begin(FilePlace.FinalTarget(path), options, cancel);
            // Under the lock: on Windows, a file that another command replaces does not exist for a moment.
            if (FilePlace.Exists(path) && !options.Force)
                throw CoexException.FileExists(path);
            update.Open(readsOld: false);
            FileIdentity? identity = update.Old is null ? null : FileIdentity.Of(update.Old);
            options.Reaching?.Invoke(FileStep.Write);
            write(update.New);
            update.Flush();
            update.Commit(identity);
            update.FlushFolder();
        }
        catch (Exception e) when (ErrorOf(path, e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Creates the temporary file, and opens the old file.</summary>
    /// <param name="readsOld">Specifies whether the content of the old file is read.</param>
    public void Open(bool readsOld)
    {
        _options.Reaching?.Invoke(FileStep.CreateTemporary);
        New = FilePlace.Create(_temporary, isPrivate: !_isNew, FileAccess.Write, FileShare.None);
        // On Windows, an open file would hinder its replacement, which keeps the permissions.
        if (!_isNew && (readsOld || Path.DirectorySeparatorChar != '\\'))
            Old = readsOld ? FilePlace.OpenRead(Target) : FilePlace.OpenForPermissions(Target);
    }

    /// <summary>Gives the new file the permissions of the old file, and flushes it to the disk.</summary>
    /// <exception cref="OperationCanceledException">The update was cancelled.</exception>
    public void Flush()
    {
        using (New)
        {
            _options.Reaching?.Invoke(FileStep.CopyPermissions);
            Permissions = Old is null ? null : FilePermissions.Of(Old, _options.Force);
            Permissions?.CopyTo(New);
            _options.Reaching?.Invoke(FileStep.Flush);
            New.Flush(flushToDisk: true); // With the permissions, so that a crash does not separate them.
        }
        _cancel.ThrowIfCancellationRequested(); // The last chance to cancel. The change is made after this point.
        _options.Reaching?.Invoke(FileStep.Announce);
    }

    /// <summary>Renames the new file over the old file.</summary>
    /// <param name="identity">The identity of the file that the new content replaces; null if it is not known.</param>
    /// <exception cref="CoexException">Another file is at the path now.</exception>
    public void Commit(FileIdentity? identity)
    {
        _options.Reaching?.Invoke(FileStep.Rename);
        if (_isNew ? FilePlace.Exists(Target) : !IsUnchanged(identity))
            throw CoexException.FileChanged(Target);
        FilePlace.Rename(_temporary, Target, Old, _options.ReplaceFile);
    }

    /// <summary>
    /// Makes the rename durable. An error does not matter: the new file is in place, and an error that it could not be
    /// written would be wrong.
    /// </summary>
    public void FlushFolder()
    {
        try
        {
            _options.Reaching?.Invoke(FileStep.FlushFolder);
            FilePlace.FlushFolder(Target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file system writes the name later.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (_lock)
        {
            try
            {
                New?.Dispose();
            }
            finally
            {
                Old?.Dispose();
                FileReplacement.DiscardTemporary(_temporary, Target, _isNew); // It does not exist if it was renamed.
            }
        }
    }

    /// <summary>Returns the error for a file that could not be written; null for other exceptions.</summary>
    /// <param name="path">The path that the user specified.</param>
    /// <param name="cause">The exception.</param>
    public static CoexException? ErrorOf(string path, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException => CoexException.PathNotFound(path),
        FileKeptException => CoexException.WriteFailed(
            path, cause.Message, cause, "Compare the files, and keep the one that you need.", isUnchanged: false),
        IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException =>
            CoexException.WriteFailed(path, cause.Message, cause),
        _ => null,
    };

    // Returns whether the file at the path is the one that was read, and is unchanged. A user who can write to the
    // folder could have replaced it since by another file, which would have the new content.
    private bool IsUnchanged(FileIdentity? identity) => Old is null
        || (FilePlace.IsAt(Old, Target) && (identity is null || FileIdentity.Of(Old) == identity));
}
