using CoexTools.Model;

namespace CoexTools.Dxl.Storage;

/// <summary>A document of a file, and the text that it shall have.</summary>
internal sealed record DocumentReplacement(DominoDocument Before, string Text);

/// <summary>The steps of a change on disk, in their order; tests fail at each of them.</summary>
internal enum FileStep
{
    /// <summary>The lock is taken.</summary>
    Lock,

    /// <summary>The temporary file is made.</summary>
    CreateTemporary,

    /// <summary>A block is written to it.</summary>
    Write,

    /// <summary>It is flushed to the disk.</summary>
    Flush,

    /// <summary>The permissions of the old file are given to it.</summary>
    CopyPermissions,

    /// <summary>The change is announced in the journal.</summary>
    Announce,

    /// <summary>The temporary file is renamed over the old one.</summary>
    Rename,

    /// <summary>The folder is flushed to the disk.</summary>
    FlushFolder,
}

/// <summary>Keeps a record of a file's changes that is true whenever the system stops.</summary>
internal interface IChangeLog
{
    /// <summary>Called under the lock, before the change is announced. Repairs what an interrupted command left behind.</summary>
    /// <param name="target">The file.</param>
    /// <param name="hashLike">Returns the hash of the file as it is now, in the format of another hash.</param>
    void Repair(string target, Func<string, string> hashLike);

    /// <summary>Called when the new file is on the disk, and before it takes the old one's place.</summary>
    void Announce(string target, FileStamp before, FileStamp after);

    /// <summary>Called when the announced change could not be carried out.</summary>
    void Retract(string target);
}

/// <summary>How to change a file.</summary>
internal sealed record ReplaceOptions
{
    /// <summary>Whether a file that is marked as read-only may be changed.</summary>
    public bool OverwriteReadOnly { get; init; }

    /// <summary>Keeps a record of the change; null for none.</summary>
    public IChangeLog? Log { get; init; }

    /// <summary>Whether the identity of a file may prove that it is the one that was read; else its hash does.</summary>
    public bool UsesIdentity { get; init; } = true;

    /// <summary>Whether the system copies what stays, where it can; else this process reads and writes it.</summary>
    public bool CopiesInSystem { get; init; } = true;

    /// <summary>Whether the identity of a file counts even if a later change could have the same time as its last one. For tests.</summary>
    public bool TrustsRecentFiles { get; init; }

    /// <summary>Receives each step before it is carried out.</summary>
    public Action<FileStep>? Reaching { get; init; }
}

/// <summary>Opens DXL files, and changes documents in them in place.</summary>
internal static class DxlFile
{
    private const int BufferSize = 1 << 17;
    private const int BlockSize = 1 << 20;
    private const long FlushSize = 1 << 23;

    /// <summary>Opens a file for reading, in a way that lets others read it and put another in its place.</summary>
    /// <exception cref="CoexException">The file does not exist, or it is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        if (System.IO.Directory.Exists(path))
            throw CoexException.FileUnreadable(path, "It is a folder.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
    }

    /// <summary>
    /// Replaces the texts of documents atomically: the new file is written next to the old one, flushed to the disk, and then renamed over it. Every
    /// byte outside of these documents remains. The identity of the file (<see cref="FileIdentity"/>), compared before and after the copy, proves
    /// that the file is the one that was read. If the identity is not available, the hash of all bytes proves it.
    /// </summary>
    /// <param name="path">The full path; a link is followed, and stays.</param>
    /// <param name="read">What the file was when its documents were read.</param>
    /// <param name="replacements">What to replace.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Ends the command before the file is replaced; the old one is then intact.</param>
    /// <returns>What the new file is.</returns>
    /// <exception cref="CoexException">The file is another one by now, is locked, or cannot be written. It is as it was.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FileStamp Replace(
        string path, FileStamp read, IEnumerable<DocumentReplacement> replacements, ReplaceOptions options, CancellationToken cancel) =>
        Guarded(path, () =>
    {
        string target = File.Exists(path) ? FilePlace.FinalTarget(path) : path;
        if (!File.Exists(target))
            throw CoexException.PathNotFound(path);
        if (!options.OverwriteReadOnly && (File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
            throw CoexException.WriteFailed(path, "It is read-only.", action: "Use -Force to change a read-only file.");
        FileStamp before = read;
        return Exchange(target, options, destination =>
        {
            using FileStream source = OpenRead(target);
            var splice = new Splice(path, target, source, destination, read, options, cancel);
            (before, FileStamp written) = splice.Write([.. replacements.OrderBy(replacement => replacement.Before.Position!.Value.Offset)]);
            options.Log?.Repair(target, like => ContentHash.AreAlike(like, before.Hash) ? before.Hash : HashOf(target, cancel, like));
            return written;
        }, written => options.Log?.Announce(target, before, written), () => options.Log?.Retract(target), cancel);
    });

    /// <summary>Writes a new file, or puts it in the place of one that is there, all at once.</summary>
    /// <param name="path">The full path; a link is followed, and stays.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="options">How; a file that is there may be replaced only where read-only ones may.</param>
    /// <param name="cancel">Ends the command before the file is there; one that was is then intact.</param>
    /// <exception cref="CoexException">The file is locked, or cannot be written. One that was there is intact.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void Create(string path, Action<Stream> write, ReplaceOptions options, CancellationToken cancel) => Guarded(path, () =>
        Exchange(File.Exists(path) ? FilePlace.FinalTarget(path) : path, options, destination =>
        {
            if (File.Exists(path) && !options.OverwriteReadOnly)
                throw CoexException.FileExists(path);
            options.Reaching?.Invoke(FileStep.Write);
            write(destination);
            return true;
        }, _ => { }, () => { }, cancel));

    /// <summary>The hash of a file as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <param name="like">A hash in the format wanted.</param>
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

    // Writes a file beside its place, and puts it there: locked, durable, all or nothing.
    private static T Exchange<T>(
        string target, ReplaceOptions options, Func<FileStream, T> write, Action<T> announce, Action retract, CancellationToken cancel)
    {
        options.Reaching?.Invoke(FileStep.Lock);
        using FileLock held = FileLock.Take(target, cancel);
        FilePlace.DeleteLeftOvers(target);
        string temporary = FilePlace.TemporaryName(target);
        try
        {
            T written;
            options.Reaching?.Invoke(FileStep.CreateTemporary);
            using (var destination = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                written = write(destination);
                options.Reaching?.Invoke(FileStep.Flush);
                destination.Flush(flushToDisk: true);
            }
            options.Reaching?.Invoke(FileStep.CopyPermissions);
            FilePlace.CopyPermissions(target, temporary);
            cancel.ThrowIfCancellationRequested(); // The last moment: from here on the change is carried out.
            options.Reaching?.Invoke(FileStep.Announce);
            announce(written);
            try
            {
                options.Reaching?.Invoke(FileStep.Rename);
                FilePlace.Rename(temporary, target);
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
                // The new file is in its place: it would be untrue to say that it could not be written.
            }
            return written;
        }
        finally
        {
            File.Delete(temporary); // No longer there once it has been renamed.
        }
    }

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
        {
            throw CoexException.WriteFailed(path, e.Message, e);
        }
    }

    /// <summary>Copies a file with some of its documents replaced, and proves on the way that it is the one that was read.</summary>
    private sealed class Splice(
        string path, string target, FileStream source, FileStream destination, FileStamp read, ReplaceOptions options, CancellationToken cancel)
    {
        private readonly byte[] _buffer = new byte[BlockSize];
        private bool _copiesInSystem = options.CopiesInSystem;
        private ContentHash? _before;
        private ContentHash? _after;
        private ContentHash? _now;
        private long _written;
        private long _started; // How far the disk was told to write.

        /// <summary>Writes the new file.</summary>
        /// <returns>What the file was before the change, and what it is after it.</returns>
        public (FileStamp Before, FileStamp After) Write(IReadOnlyList<DocumentReplacement> replacements)
        {
            if (source.Length != read.Length)
                throw CoexException.FileChanged(path);
            if (options.UsesIdentity && read is TracedStamp traced && (traced.IsSettled || options.TrustsRecentFiles)
                && FileIdentity.Of(source) == traced.Identity
                && replacements.All(replacement => traced.States.ContainsKey(replacement.Before.Position!.Value.Offset)))
            {
                HashState after = CopyTraced(traced, replacements);
                using FileStream now = OpenRead(target);
                if (FileIdentity.Of(now) == traced.Identity)
                    return (read, new FileStamp(_written, ContentHash.Format(after), read.Encoding));
                // Something changed meanwhile, perhaps its permissions alone: the bytes decide.
                source.Position = destination.Position = _written = _started = 0;
                destination.SetLength(0);
                _copiesInSystem = options.CopiesInSystem;
            }
            return CopyHashed(replacements);
        }

        // The identity proves that the file is the one that was read, and the hash follows from the states that were kept then.
        private HashState CopyTraced(TracedStamp traced, IReadOnlyList<DocumentReplacement> replacements)
        {
            (HashState there, HashState here) = (HashState.Empty, HashState.Empty);
            foreach (DocumentReplacement replacement in replacements)
            {
                FilePosition position = replacement.Before.Position!.Value;
                HashState start = traced.States[position.Offset];
                here = ContentHash.After(here, there, start);
                byte[] after = DxlEncoding.GetBytes(read.Encoding, replacement.Text);
                Copy(position.Offset - source.Position);
                (there, here) = (Append(start, Pass(position.Length, replacement.Before)), Append(here, after));
                Put(after, after.Length);
            }
            Copy(source.Length - source.Position);
            return ContentHash.After(here, there, traced.State);
        }

        private (FileStamp Before, FileStamp After) CopyHashed(IReadOnlyList<DocumentReplacement> replacements)
        {
            _copiesInSystem = false;
            _before = ContentHash.Like(read.Hash);
            _after = new ContentHash();
            _now = ContentHash.AreAlike(read.Hash, _after.ToString()) ? null : new ContentHash();
            foreach (DocumentReplacement replacement in replacements)
            {
                FilePosition position = replacement.Before.Position!.Value;
                Copy(position.Offset - source.Position);
                Pass(position.Length, replacement.Before);
                byte[] after = DxlEncoding.GetBytes(read.Encoding, replacement.Text);
                Put(after, after.Length);
            }
            Copy(source.Length - source.Position);
            if (_before.ToString() != read.Hash)
                throw CoexException.FileChanged(path);
            return (_now is null ? read : read with { Hash = _now.ToString() }, new FileStamp(_written, _after.ToString(), read.Encoding));
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
                count -= _copiesInSystem ? CopyInSystem(Math.Min(count, BlockSize)) : CopyHere((int)Math.Min(_buffer.Length, count));
            }
        }

        private long CopyInSystem(long count)
        {
            options.Reaching?.Invoke(FileStep.Write);
            destination.Flush();
            long some = FilePlace.CopyRange(source, source.Position, destination, _written, count);
            if (some == 0)
            {
                _copiesInSystem = false; // The portable way reports the error, if any.
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

        // Passes over the bytes of a document, which must be those that its text has, and returns them.
        private byte[] Pass(long length, DominoDocument document)
        {
            byte[] expected = DxlEncoding.GetBytes(read.Encoding, document.Text);
            byte[] there = new byte[expected.Length];
            int total = 0;
            for (int some; total < there.Length && (some = source.Read(there, total, there.Length - total)) > 0;)
                total += some;
            if (length != expected.Length || !there.SequenceEqual(expected))
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
