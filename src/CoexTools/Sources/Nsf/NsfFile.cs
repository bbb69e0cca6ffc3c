using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// Reads a Notes or Domino database file without a Notes client. The file is opened read-only and shared, so that a
/// server can keep writing to it. An incomplete state is read again. Memory use does not depend on the file size.
/// </summary>
internal sealed class NsfFile : IDisposable
{
    /// <summary>The number of reads of an inconsistent state before it is reported as damage.</summary>
    private const int Attempts = 4;

    // The number of note ids that are sorted into file order at a time.
    private const int WindowSize = 1 << 19;
    private const int SlotBits = 11;
    private const uint SlotMask = (1 << SlotBits) - 1;
    private const uint EmptyObject = 0x7FFFFFFF;
    private const uint EmptyBucket = 0xFFFFFF;

    private readonly NsfSource _source;
    private readonly NsfBucket _bucket = new(staysInPlace: true);
    private readonly TimeSpan _retryDelay;
    private State _state;
    private NsfBucketScan? _scan;
    private long _bucketOffset = -1;

    private NsfFile(NsfSource source, TimeSpan retryDelay)
    {
        _source = source;
        _retryDelay = retryDelay;
        _state = Retry(Load);
    }

    /// <summary>The header of the database.</summary>
    public NsfHeader Header => _state.Header;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="NsfException">The file is not an NSF file that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static NsfFile Open(string path) =>
        Open(
            new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The bytes of the file. The stream is closed with this object.</param>
    /// <param name="retryDelay">The time to wait before bytes are read again. It doubles with each further read. The
    /// default is 10 ms. For tests.</param>
    /// <exception cref="NsfException">The file is not an NSF file that can be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NsfFile Open(Stream stream, TimeSpan? retryDelay = null)
    {
        var source = new NsfSource(stream);
        try
        {
            return new NsfFile(source, retryDelay ?? TimeSpan.FromMilliseconds(10));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Streams the notes in file order, without deletion stubs.
    /// </summary>
    /// <param name="classes">The classes to return.</param>
    /// <param name="isWanted"> Selects notes by the values of their items <c>Form</c> and <c>Type</c>. Other notes are
    /// not decoded. By default, all notes are returned.
    /// </param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="NsfException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public IEnumerable<NsfNote> Notes(
        NsfNoteClasses classes = NsfNoteClasses.Document, Func<string, string, bool>? isWanted = null,
        CancellationToken cancel = default)
    {
        var window = new Window();
        do
        {
            Retry(attempt => ReadWindow(window, attempt, cancel));
            for (int at = 0; ReadNext(window, ref at, classes, isWanted, cancel) is { } note;)
                yield return note;
        }
        while (!window.IsLast);
    }

    /// <summary>Returns the access control list, or null if the file has none.</summary>
    /// <exception cref="NsfException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public NsfAccessControl? ReadAccessControl(CancellationToken cancel = default) => Retry(attempt =>
    {
        LoadAgain(attempt);
        return FindAccessControl(cancel);
    });

    public void Dispose() => _source.Dispose();

    private State Load(int attempt)
    {
        _source.Forget();
        _bucketOffset = -1;
        _scan = null;
        NsfHeader header = NsfHeader.Read(_source);
        NsfStructure structure = NsfStructure.Read(_source, header, canBeOlder: attempt == Attempts);
        return new State(header, structure, new NsfNoteReader(_source, header, structure, FindOther));
    }

    private void LoadAgain(int attempt)
    {
        if (attempt > 1)
            _state = Load(attempt);
    }

    // A server might have been writing an inconsistent state when it was read.
    private T Retry<T>(Func<int, T> read, int attempt = 1)
    {
        for (; ; attempt++)
        {
            if (attempt > 1 && _retryDelay > TimeSpan.Zero)
                Thread.Sleep(TimeSpan.FromTicks(_retryDelay.Ticks << (attempt - 2)));
            try
            {
                return read(attempt);
            }
            catch (NsfException e) when (e.Kind == NsfErrorKind.Damaged && attempt < Attempts)
            {
                // Read it again.
            }
        }
    }

    // The records starting at an id, as many as a window contains, in the order of their positions.
    [MethodImpl(JitOptions.FullOptimization)]
    private Window ReadWindow(Window window, int attempt, CancellationToken cancel)
    {
        LoadAgain(attempt);
        uint next = window.Next;
        window.Count = 0;
        window.IsLast = true;
        int perBucket = RecordBucket.EntryCount(Header.RecordBucketSize);
        foreach (RecordBucket bucket in _state.Structure.RecordBuckets)
        {
            if (bucket.FirstId < window.Next)
                continue;
            cancel.ThrowIfCancellationRequested();
            if (window.Count > 0 && window.Count + perBucket > WindowSize)
            {
                window.IsLast = false;
                break;
            }
            NsfBytes records = _state.Structure.ReadRecords(bucket);
            window.MakeRoom(perBucket);
            for (int i = 0; i < perBucket; i++)
            {
                if (!IsNote(records, i, out uint index, out int slot))
                    continue;
                window.Places[window.Count] =
                    ((ulong)_state.Structure.SummaryBucket(index).Units << SlotBits) | (uint)slot;
                window.Ids[window.Count++] = bucket.FirstId + (4 * (uint)i);
            }
            next = bucket.FirstId + 1;
        }
        if (_state.Structure.HasSharedIds)
            CheckIds(window.Ids, window.Count);
        window.Sort();
        window.Next = next; // Set last, so that a retry starts at the same id.
        return window;
    }

    private static void CheckIds(uint[] ids, int count)
    {
        uint[] sorted = new uint[count];
        Array.Copy(ids, sorted, count);
        Array.Sort(sorted);
        for (int i = 1; i < count; i++)
        {
            if (sorted[i] == sorted[i - 1])
                throw NsfException.Damaged(0, $"Two records have the note id {sorted[i]:X}");
        }
    }

    private static bool IsNote(NsfBytes records, int entry, out uint index, out int slot)
    {
        int at = RecordBucket.HeaderSize + (RecordBucket.EntrySize * entry);
        uint first = records.U32(at);
        index = first & EmptyBucket;
        slot = (int)(records.U32(at + 4) & SlotMask);
        return first >> 31 != 0 && index != 0 && index != EmptyBucket;
    }

    // The next selected note of a window; null at its end.
    [MethodImpl(JitOptions.FullOptimization)]
    private NsfNote? ReadNext(
        Window window, ref int at, NsfNoteClasses classes, Func<string, string, bool>? isWanted,
        CancellationToken cancel)
    {
        NsfNote? note = null;
        for (; note is null && at < window.Count; at++)
        {
            if ((at & 0xFF) == 0)
                cancel.ThrowIfCancellationRequested();
            note = ReadNote(window.Ids[at], window.Places[at], classes, isWanted);
        }
        return note;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private NsfNote? ReadNote(uint id, ulong place, NsfNoteClasses classes, Func<string, string, bool>? isWanted)
    {
        int attempt = 1;
        try
        {
            if (TryRead(new NsfPosition((uint)(place >> SlotBits)), id, (int)(place & SlotMask), out NsfBytes record))
                return _state.Notes.Read(record, classes, isWanted);
        }
        catch (NsfException e) when (e.Kind == NsfErrorKind.Damaged)
        {
            attempt = e.IsTorn ? 2 : 1; // Wrong descriptors affect every note, so reloading does not help.
        }
        return ReadNoteSlowly(id, attempt, classes, isWanted);
    }

    private NsfNote? ReadNoteSlowly(
        uint id, int firstAttempt, NsfNoteClasses classes, Func<string, string, bool>? isWanted) => Retry(
            attempt =>
            {
                LoadAgain(attempt);
                return Locate(id, out NsfBytes record) ? _state.Notes.Read(record, classes, isWanted) : null;
            },
            firstAttempt);

    // The fast path, for correct descriptors.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool TryRead(NsfPosition position, uint id, int slot, out NsfBytes record)
    {
        record = default;
        if (position.IsEmpty)
            return false;
        Fetch(position.Offset);
        if (_bucket.Record(slot) is not { } found || !NsfNoteReader.IsNote(found, id))
            return false;
        record = found;
        return true;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private void Fetch(long offset)
    {
        if (offset == _bucketOffset)
            return;
        _bucketOffset = -1;
        _bucket.Read(_source, offset);
        _bucketOffset = offset;
    }

    // The slow path: look up the note in the record table. If the bucket there has the wrong number, search all buckets
    // by their own numbers. The note with the correct id decides.
    private bool Locate(uint id, out NsfBytes record)
    {
        record = default;
        if (!FindEntry(id, out uint index, out int slot))
            return false; // The note was deleted in the meantime.
        NsfPosition position = _state.Structure.SummaryBucket(index);
        NsfException? problem = null;
        bool isThere = false;
        try
        {
            isThere = TryRead(position, id, slot, out record);
            if (!position.IsEmpty && _bucket.Number == index - 1)
                return isThere ? true : throw NsfException.Damaged(
                    position.Offset, $"The note {id:X} is not in its bucket");
        }
        catch (NsfException e) when (!e.IsTorn && _bucketOffset == -1)
        {
            problem = e;
        }
        _scan ??= new NsfBucketScan(_source);
        _bucketOffset = -1; // The search leaves another bucket there.
        if (_scan.Find(index - 1, _bucket, () => _bucket.Record(slot) is { } found && NsfNoteReader.IsNote(found, id))
            is { } offset)
        {
            Fetch(offset);
            record = _bucket.Record(slot)!.Value;
            return true;
        }
        if (isThere)
            return TryRead(position, id, slot, out record);
        throw problem ?? NsfException.Damaged(position.Offset, $"The note {id:X} was not found");
    }

    private bool FindEntry(uint id, out uint index, out int slot)
    {
        foreach (RecordBucket bucket in _state.Structure.RecordBuckets)
        {
            uint entry = (id - bucket.FirstId) / 4;
            if (id >= bucket.FirstId && entry < RecordBucket.EntryCount(Header.RecordBucketSize)
                && bucket.FirstId + (4 * entry) == id
                && IsNote(_state.Structure.ReadRecords(bucket), (int)entry, out index, out slot))
            {
                return true;
            }
        }
        index = 0;
        slot = 0;
        return false;
    }

    // A record of other data by the bucket's own number, for the reader of notes.
    private long? FindOther(uint index, NsfBucket bucket, Func<bool> isRight)
    {
        _scan ??= new NsfBucketScan(_source);
        return _scan.Find(index - 1, bucket, isRight);
    }

    private NsfAccessControl? FindAccessControl(CancellationToken cancel)
    {
        foreach (RecordBucket bucket in _state.Structure.RecordBuckets)
        {
            cancel.ThrowIfCancellationRequested();
            NsfBytes records = _state.Structure.ReadRecords(bucket);
            for (int i = 0; i < RecordBucket.EntryCount(Header.RecordBucketSize); i++)
            {
                uint position = records.U32(RecordBucket.HeaderSize + (RecordBucket.EntrySize * i));
                if (position is not 0 and < EmptyObject
                    && NsfAccessControl.TryRead(_source, new NsfPosition(position)) is { } list)
                    return list;
            }
        }
        return null;
    }

    // The parts that are read again after the file has changed.
    private sealed class State(NsfHeader header, NsfStructure structure, NsfNoteReader notes)
    {
        public NsfHeader Header { get; } = header;

        public NsfStructure Structure { get; } = structure;

        public NsfNoteReader Notes { get; } = notes;
    }

    // Notes by their positions: the position of a bucket, and the slot in it.
    private sealed class Window
    {
        public ulong[] Places { get; private set; } = [];

        public uint[] Ids { get; private set; } = [];

        public int Count { get; set; }

        /// <summary>The first id that is not in a window yet.</summary>
        public uint Next { get; set; }

        public bool IsLast { get; set; }

        /// <summary>Sorts the notes by their positions. In many files, they are in this order already.</summary>
        [MethodImpl(JitOptions.FullOptimization)]
        public void Sort()
        {
            for (int i = 1; i < Count; i++)
            {
                if (Places[i] < Places[i - 1])
                {
                    Array.Sort(Places, Ids, 0, Count);
                    return;
                }
            }
        }

        public void MakeRoom(int count)
        {
            if (Count + count <= Places.Length)
                return;
            int size = Math.Max(Count + count, Math.Min(WindowSize, 2 * Places.Length));
            ulong[] places = Places;
            uint[] ids = Ids;
            Array.Resize(ref places, size);
            Array.Resize(ref ids, size);
            (Places, Ids) = (places, ids);
        }
    }
}
