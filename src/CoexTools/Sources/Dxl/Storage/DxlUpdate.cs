using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>
/// Replaces the texts of documents in a DXL file. Every byte outside of these documents remains. The identity of the
/// file (<see cref="FileIdentity"/>), compared before and after the copy, proves that the file is the one that was
/// read. If the identity is not available, the hash of all bytes proves it.
/// </summary>
internal sealed class DxlUpdate : IDisposable
{
    private const int BlockSize = 1 << 20;
    private const long FlushSize = 1 << 23;
    private const int Attempts = 10;

    private readonly FileUpdate _file;
    private readonly FileIdentity? _identity;

    private DxlUpdate(
        FileUpdate file, DxlLayout read, IReadOnlyList<Replaced> documents, ReplaceOptions options,
        CancellationToken cancel)
    {
        _file = file;
        if (!options.Force && (File.GetAttributes(file.Target) & FileAttributes.ReadOnly) != 0)
            throw CoexException.WriteFailed(
                read.Path, "It is read-only.", action: "Use -Force to change a read-only file.");
        file.Open(readsOld: true);
        if (file.Old is null)
            throw CoexException.PathNotFound(read.Path);
        var splice = new Splice(read.Path, file.Old, file.New, read.Stamp, options, cancel);
        (Before, After, _identity) = splice.Write(documents);
        Layout = read.After(After, documents.ToDictionary(one => one.Document.Key, one => (long)one.Bytes.Length));
    }

    /// <summary>The path of the file. A symbolic link is followed and kept.</summary>
    public string Target => _file.Target;

    /// <summary>The file before the change.</summary>
    public FileStamp Before { get; }

    /// <summary>The file after the change.</summary>
    public FileStamp After { get; }

    /// <summary>The layout of the file after the change.</summary>
    public DxlLayout Layout { get; }

    /// <inheritdoc cref="FileUpdate.Permissions"/>
    public FilePermissions? Permissions => _file.Permissions;

    /// <summary>Acquires the lock of a file, and copies the file with some documents replaced.</summary>
    /// <param name="read">The file when its documents were read.</param>
    /// <param name="replacements">The documents to replace, before and after the change.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancel">Cancels the update until the file is replaced.</param>
    /// <exception cref="CoexException">The file has changed, is locked, or is read-only.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DxlUpdate Begin(
        DxlLayout read, IEnumerable<(DominoDocument Before, DominoDocument After)> replacements,
        ReplaceOptions options, CancellationToken cancel)
    {
        if (!FileReplacement.Await(read.Path))
            throw CoexException.PathNotFound(read.Path);
        string target = FilePlace.FinalTarget(read.Path);
        List<Replaced> documents =
        [
            .. replacements
                .Select(one => new Replaced(
                    one.Before, read.Positions[one.Before.Key],
                    DxlEncoding.GetBytes(read.Stamp.Encoding, one.After.Text)))
                .OrderBy(one => one.Position.Offset),
        ];
        FileUpdate file = FileUpdate.Begin(target, options, cancel);
        try
        {
            return new DxlUpdate(file, read, documents, options, cancel);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="FileUpdate.Flush"/>
    public void Flush() => _file.Flush();

    /// <summary>Renames the new file over the old file.</summary>
    /// <exception cref="CoexException">Another file is at the path now.</exception>
    public void Commit() => _file.Commit(_identity);

    /// <inheritdoc cref="FileUpdate.FlushFolder"/>
    public void FlushFolder() => _file.FlushFolder();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

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
            byte[] there = source.ReadBytes(expected.Length);
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
