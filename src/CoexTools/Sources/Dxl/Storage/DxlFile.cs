using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>Opens DXL files, and changes documents in them in place.</summary>
internal static class DxlFile
{
    private const int BufferSize = 1 << 17;
    private const int BlockSize = 1 << 20;
    private const long FlushSize = 1 << 23;
    private const int Attempts = 10;

    /// <summary>Opens a file for reading. Other programs can read and replace the file.</summary>
    /// <exception cref="CoexException">The file does not exist, or it is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        if (System.IO.Directory.Exists(path))
            throw CoexException.FileUnreadable(path, "It is a folder.");
        try
        {
            FilePlace.RefuseDevice(path);
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return new FileStream(
                        path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize,
                        FileOptions.SequentialScan);
                }
                catch (FileNotFoundException) when (attempt < Attempts)
                {
                    // On Windows, a file that is being replaced does not exist for a moment.
                    if (!FileReplacement.Await(path))
                        throw;
                }
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
    }

    /// <summary>
    /// Replaces the texts of documents atomically: the new file is written next to the old one, flushed to the disk,
    /// and then renamed over it. Every byte outside of these documents remains. The identity of the file
    /// (<see cref="FileIdentity"/>), compared before and after the copy, proves that the file is the one that was read.
    /// If the identity is not available, the hash of all bytes proves it.
    /// </summary>
    /// <param name="read">The file when its documents were read. A symbolic link is followed and kept.</param>
    /// <param name="replacements">The documents to replace.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancel">Cancels the command before the file is replaced. The old file is then intact.</param>
    /// <returns>The new file.</returns>
    /// <exception cref="CoexException">The file has changed, is locked, or cannot be written. It is
    /// unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DxlLayout Replace(
        DxlLayout read, IEnumerable<DocumentReplacement> replacements, ReplaceOptions options,
        CancellationToken cancel) =>
        Guarded(read.Path, () =>
    {
        string path = read.Path;
        if (!FileReplacement.Await(path))
            throw CoexException.PathNotFound(path);
        string target = FilePlace.FinalTarget(path);
        List<Replaced> replaced =
        [
            .. replacements
                .Select(
                    one => new Replaced(
                        one.Before, read.Positions[one.Before.Key], DxlEncoding.GetBytes(
                            read.Stamp.Encoding, one.Text)))
                .OrderBy(one => one.Position.Offset),
        ];
        FileStamp before = read.Stamp;
        FileStamp after = Exchange(target, options, OpenRead, () =>
        {
            if (!options.OverwriteReadOnly && (File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
                throw CoexException.WriteFailed(
                    path, "It is read-only.", action: "Use -Force to change a read-only file.");
        }, (source, destination) =>
        {
            if (source is null)
                throw CoexException.PathNotFound(path);
            var splice = new Splice(path, source, destination, read.Stamp, options, cancel);
            (before, FileStamp written, FileIdentity? identity) = splice.Write(replaced);
            options.Log?.Repair(target);
            return (written, identity);
        }, (written, permissions) => options.Log?.Announce(target, before, written, permissions),
            () => options.Log?.Retract(target), cancel);
        return read.After(after, replaced.ToDictionary(one => one.Document.Key, one => (long)one.Bytes.Length));
    });

    /// <summary>Writes a new file, or replaces an existing file, atomically.</summary>
    /// <param name="path">The full path. A symbolic link is followed and kept.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="options">The options. An existing file is replaced only if read-only files can be changed.</param>
    /// <param name="cancel">Cancels the command before the file is written. An existing file is then intact.</param>
    /// <exception cref="CoexException">The file is locked or cannot be written. An existing file is intact.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void Create(string path, Action<Stream> write, ReplaceOptions options, CancellationToken cancel) =>
        Guarded(path, () =>
        {
            string target = FilePlace.FinalTarget(path);
            return Exchange(target, options, OpenForPermissions, () =>
            {
                if (FilePlace.Exists(path) && !options.OverwriteReadOnly)
                    throw CoexException.FileExists(path);
            }, (source, destination) =>
            {
                FileIdentity? identity = source is null ? null : FileIdentity.Of(source);
                options.Reaching?.Invoke(FileStep.Write);
                write(destination);
                options.Log?.Repair(target);
                return (true, identity);
            }, (_, _) => { }, () => { }, cancel);
        });

    /// <summary>Returns the hash of the current content of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <param name="like">A hash in the required format.</param>
    public static string HashOf(string path, CancellationToken cancel, string like = "")
    {
        using FileStream stream = OpenRead(path);
        var hash = ContentHash.Like(like);
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.Append(buffer, 0, read);
        }
        return hash.ToString();
    }

    // On Windows, an open file would hinder its replacement, which keeps the permissions.
    private static FileStream? OpenForPermissions(string target) =>
        Path.DirectorySeparatorChar == '\\' ? null : FilePlace.OpenForPermissions(target);

    // Writes a temporary file in the same folder and renames it, under the lock and durably. Whether there is a file is
    // checked under the lock too: on Windows, a file that another command replaces does not exist for a moment. What is
    // written replaces the file of the identity.
    private static T Exchange<T>(
        string target, ReplaceOptions options, Func<string, FileStream?> open, Action check,
        Func<FileStream?, FileStream, (T Written, FileIdentity? Identity)> write, Action<T, FilePermissions?> announce,
        Action retract, CancellationToken cancel)
    {
        FilePlace.RefuseDevice(target);
        options.Reaching?.Invoke(FileStep.Lock);
        using FileLock held = FileLock.Take(target, cancel);
        FileReplacement.Recover(target);
        check();
        bool isNew = !FilePlace.Exists(target);
        string temporary = FileReplacement.TemporaryName(target);
        FileStream? replaced = null;
        try
        {
            T written;
            FileIdentity? identity;
            FilePermissions? permissions = null;
            options.Reaching?.Invoke(FileStep.CreateTemporary);
            using (FileStream destination =
                FilePlace.Create(temporary, isPrivate: !isNew, FileAccess.Write, FileShare.None))
            {
                replaced = isNew ? null : FilePlace.Open(() => open(target));
                (written, identity) = write(replaced, destination);
                options.Reaching?.Invoke(FileStep.CopyPermissions);
                permissions = replaced is null ? null : FilePermissions.Of(replaced, options.OverwriteReadOnly);
                permissions?.CopyTo(destination);
                options.Reaching?.Invoke(FileStep.Flush);
                destination.Flush(flushToDisk: true); // With the permissions, so that a crash does not separate them.
            }
            cancel.ThrowIfCancellationRequested(); // The last chance to cancel. The change is made after this point.
            options.Reaching?.Invoke(FileStep.Announce);
            announce(written, permissions);
            try
            {
                options.Reaching?.Invoke(FileStep.Rename);
                if (isNew ? FilePlace.Exists(target) : !IsUnchanged(replaced, target, identity))
                    throw CoexException.FileChanged(target);
                FilePlace.Rename(temporary, target, replaced, options.ReplaceFile);
            }
            catch
            {
                retract();
                throw;
            }
            try
            {
                options.Reaching?.Invoke(FileStep.FlushFolder);
                FilePlace.FlushFolder(target);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The new file is in place. An error that it could not be written would be wrong.
            }
            return written;
        }
        finally
        {
            replaced?.Dispose();
            FileReplacement.DiscardTemporary(temporary, target, isNew); // It does not exist if it was renamed.
        }
    }

    // Whether the file at the path is the one that was read, and is unchanged. A user who can write to the folder could
    // have replaced it since by another file, which would have the new content.
    private static bool IsUnchanged(FileStream? replaced, string target, FileIdentity? identity) => replaced is null
        || (FilePlace.IsAt(replaced, target) && (identity is null || FileIdentity.Of(replaced) == identity));

    private static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
        catch (FileKeptException e)
        {
            throw CoexException.WriteFailed(
                path, e.Message, e, "Compare the files, and keep the one that you need.", isUnchanged: false);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            throw CoexException.WriteFailed(path, e.Message, e);
        }
    }

    // A document before the change, its position, and the bytes that replace it.
    private sealed record Replaced(DominoDocument Document, FilePosition Position, byte[] Bytes);

    /// <summary>
    /// Copies a file with some documents replaced, and proves during the copy that it is the file that was read.
    /// </summary>
    private sealed class Splice(
        string path, FileStream source, FileStream destination, FileStamp read, ReplaceOptions options,
        CancellationToken cancel)
    {
        private readonly byte[] _buffer = new byte[BlockSize];
        private bool _copiesInSystem = options.CopiesInSystem;
        private ContentHash? _before;
        private ContentHash? _after;
        private ContentHash? _now;
        private long _written;
        private long _started; // The position up to which the disk was requested to write.

        /// <summary>Writes the new file.</summary>
        /// <returns>
        /// The state of the file before and after the change, and the identity of the file that was copied, if the
        /// system provides it.
        /// </returns>
        public (FileStamp Before, FileStamp After, FileIdentity? Identity) Write(IReadOnlyList<Replaced> replacements)
        {
            if (source.Length != read.Length)
                throw CoexException.FileChanged(path);
            FileIdentity? identity = FileIdentity.Of(source);
            if (options.UsesIdentity && read is TracedStamp traced && (traced.IsSettled || options.TrustsRecentFiles)
                && identity == traced.Identity
                && replacements.All(replacement => traced.States.ContainsKey(replacement.Position.Offset)))
            {
                HashState after = CopyTraced(traced, replacements);
                if (FileIdentity.Of(source) == identity)
                    return (read, new FileStamp(_written, ContentHash.Format(after), read.Encoding), identity);
                // Something changed, perhaps only the permissions. The bytes decide.
                Rewind();
            }
            for (int attempt = 1; ; attempt++)
            {
                identity = FileIdentity.Of(source);
                (FileStamp before, FileStamp after) = CopyHashed(replacements);
                if (FileIdentity.Of(source) == identity)
                    return (before, after, identity);
                if (attempt == Attempts)
                    throw CoexException.FileChanged(path);
                Rewind();
            }
        }

        private void Rewind()
        {
            source.Position = source.Length; // Discards the buffer, which could contain what was there before.
            source.Position = destination.Position = _written = _started = 0;
            destination.SetLength(0);
            _copiesInSystem = options.CopiesInSystem;
        }

        // The identity proves that the file is the one that was read. The hash is computed from the recorded states.
        private HashState CopyTraced(TracedStamp traced, IReadOnlyList<Replaced> replacements)
        {
            (HashState there, HashState here) = (HashState.Empty, HashState.Empty);
            foreach (Replaced one in replacements)
            {
                HashState start = traced.States[one.Position.Offset];
                here = ContentHash.After(here, there, start);
                Copy(one.Position.Offset - source.Position);
                (there, here) = (Append(start, Pass(one)), Append(here, one.Bytes));
                Put(one.Bytes, one.Bytes.Length);
            }
            Copy(source.Length - source.Position);
            return ContentHash.After(here, there, traced.State);
        }

        private (FileStamp Before, FileStamp After) CopyHashed(IReadOnlyList<Replaced> replacements)
        {
            _copiesInSystem = false;
            _before = ContentHash.Like(read.Hash);
            _after = new ContentHash();
            _now = ContentHash.AreAlike(read.Hash, _after.ToString()) ? null : new ContentHash();
            foreach (Replaced one in replacements)
            {
                Copy(one.Position.Offset - source.Position);
                Pass(one);
                Put(one.Bytes, one.Bytes.Length);
            }
            Copy(source.Length - source.Position);
            if (_before.ToString() != read.Hash)
                throw CoexException.FileChanged(path);
            return (_now is null ? read : read with { Hash = _now.ToString() }, new FileStamp(
                _written, _after.ToString(), read.Encoding));
        }

        private static HashState Append(HashState state, byte[] bytes)
        {
            var hash = new ContentHash(state);
            hash.Append(bytes, 0, bytes.Length);
            return hash.State;
        }

        private void Copy(long count)
        {
            while (count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                count -= _copiesInSystem
                    ? CopyInSystem(Math.Min(count, BlockSize)) : CopyHere((int)Math.Min(_buffer.Length, count));
            }
        }

        private long CopyInSystem(long count)
        {
            options.Reaching?.Invoke(FileStep.Write);
            destination.Flush();
            long some = FilePlace.CopyRange(source, source.Position, destination, _written, count);
            if (some == 0)
            {
                _copiesInSystem = false; // The portable method reports the error, if any.
                return 0;
            }
            source.Position += some;
            _written += some;
            destination.Position = _written;
            if (_written - _started >= FlushSize)
            {
                FilePlace.StartWriting(destination, _started, _written - _started);
                _started = _written;
            }
            return some;
        }

        private int CopyHere(int count)
        {
            int some = source.Read(_buffer, 0, count);
            if (some == 0)
                throw CoexException.FileChanged(path);
            Hash(_buffer, some);
            Put(_buffer, some);
            return some;
        }

        // Reads the bytes of a document, which must match its text, and returns them.
        private byte[] Pass(Replaced document)
        {
            byte[] expected = DxlEncoding.GetBytes(read.Encoding, document.Document.Text);
            byte[] there = new byte[expected.Length];
            int total = 0;
            for (int some; total < there.Length && (some = source.Read(there, total, there.Length - total)) > 0;)
                total += some;
            if (document.Position.Length != expected.Length || !there.SequenceEqual(expected))
                throw CoexException.FileChanged(path);
            Hash(there, there.Length);
            return there;
        }

        private void Hash(byte[] bytes, int count)
        {
            _before?.Append(bytes, 0, count);
            _now?.Append(bytes, 0, count);
        }

        private void Put(byte[] bytes, int count)
        {
            options.Reaching?.Invoke(FileStep.Write);
            _after?.Append(bytes, 0, count);
            destination.Write(bytes, 0, count);
            _written += count;
        }
    }
}
