using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>Decodes notes from their records.</summary>
internal sealed class NsfNoteReader
{
    private const int HeaderSize = 100;
    private const int StubSize = 64;
    private const int ItemSize = 8;
    private const int DeletedStatus = 0x1;

    private const ushort NoteSignature = 0x04;
    private const ushort OtherSignature = 0x10;
    private const int OtherHeaderSize = 68;
    private const int FirstOdsOfLargeSummary = 52;

    // Larger non-summary data of a single note is not loaded.
    private const int MaximumOther = 16 << 20;

    private readonly NsfSource _source;
    private readonly NsfHeader _header;
    private readonly NsfStructure _structure;
    private readonly FindBucket _findOther;
    private readonly NsfBucket _otherBucket = new();
    private readonly LastText _lastForm = new();
    private readonly LastText _lastType = new();
    private readonly bool[] _isForm;
    private readonly bool[] _isType;
    private (Func<string, string, bool>? IsWanted, string Form, string Type, bool Result) _lastDecision =
        (null, "", "", false);

    /// <param name="source">The file.</param>
    /// <param name="header">The header of the file.</param>
    /// <param name="structure">The structure of the file.</param>
    /// <param name="findOther">Finds a bucket of other data by its own number.</param>
    public NsfNoteReader(NsfSource source, NsfHeader header, NsfStructure structure, FindBucket findOther)
    {
        _source = source;
        _header = header;
        _structure = structure;
        _findOther = findOther;
        _isForm = [.. structure.Keys.Select(key => key.Name.Equals("Form", StringComparison.OrdinalIgnoreCase))];
        _isType = [.. structure.Keys.Select(key => key.Name.Equals("Type", StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Finds a bucket by its own number.</summary>
    public delegate long? FindBucket(uint index, NsfBucket bucket, Func<bool> isRight);

    /// <summary>Returns whether a record belongs to a note.</summary>
    [MethodImpl(JitOptions.FullOptimization)]
    public static bool IsNote(NsfBytes record, uint id) =>
        record.Length >= StubSize && record.U16(0) == NoteSignature && record.U32(6) == id;

    /// <summary>Decodes a note.</summary>
    /// <param name="record">The record of the note.</param>
    /// <param name="classes">The classes to return.</param>
    /// <param name="isWanted">Selects notes by form and type. Null selects all notes.</param>
    /// <returns>The note, or null for a note that is not selected and for a deletion stub.</returns>
    /// <exception cref="NsfException">The record is damaged.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    public NsfNote? Read(NsfBytes record, NsfNoteClasses classes, Func<string, string, bool>? isWanted)
    {
        uint size = record.U32(2);
        if (size < StubSize || size > record.Length)
            throw NsfException.Damaged(record.Offset + 2, "The note size is invalid");
        int status = record.U16(38);
        var noteClass = (NsfNoteClasses)record.U16(40);
        if ((status & DeletedStatus) != 0 || (noteClass & classes & NsfNoteClasses.All) == 0)
            return null;
        NsfBytes note = record.Slice(0, size);
        int count = note.U16(50);
        NsfBytes heads = note.Slice(HeaderSize, ItemSize * (long)count);
        NsfBytes summary = note.Slice(HeaderSize + heads.Length);
        if (isWanted is not null && !IsWanted(heads, summary, isWanted))
            return null;

        bool isComplete = _structure.IsTextComplete;
        uint id = note.U32(6);
        return new NsfNote
        {
            NoteId = id,
            Class = noteClass,
            Status = status,
            UniversalId = note.Time(10).ToString() + note.Time(18).ToString(),
            Sequence = note.U32(26),
            Created = note.Time(18),
            Revised = note.Time(30),
            Modified = note.Time(42),
            Accessed = note.Time(64),
            AddedToFile = note.Time(72),
            Items = ReadItems(note, heads, summary, id, ref isComplete),
            IsTextComplete = isComplete,
        };
    }

    // The fast pass, which decodes only two items.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool IsWanted(NsfBytes heads, NsfBytes summary, Func<string, string, bool> isWanted)
    {
        string? form = null, type = null;
        byte[] array = heads.Array;
        int end = heads.Start + heads.Length;
        int value = 0;
        for (int at = heads.Start; at < end && (form is null || type is null); at += ItemSize)
        {
            int key = array[at] | (array[at + 1] << 8);
            int flags = array[at + 2] | (array[at + 3] << 8);
            int length = array[at + 4] | (array[at + 5] << 8);
            bool isSummary = (flags & NsfItem.SummaryFlag) != 0;
            if (key < _isForm.Length && (_isForm[key] || _isType[key]))
            {
                if (!isSummary || value + length > summary.Length)
                    return true; // Only the decoded note shows it.
                LastText last = _isForm[key] ? _lastForm : _lastType;
                if (last.Read(this, key, flags, summary.Slice(value, length)) is not { } text)
                    return true; // Each value of a list counts.
                if (_isForm[key])
                    form ??= text;
                else
                    type ??= text.Length > 0 ? text : null;
            }
            if (isSummary)
                value += length;
        }
        form ??= "";
        type ??= "";
        // Notes of the same form often follow one another. Their texts are then the same objects.
        if (!ReferenceEquals(form, _lastDecision.Form) || !ReferenceEquals(type, _lastDecision.Type)
            || isWanted != _lastDecision.IsWanted)
            _lastDecision = (isWanted, form, type, isWanted(form, type));
        return _lastDecision.Result;
    }

    private List<NsfItem> ReadItems(NsfBytes note, NsfBytes heads, NsfBytes summary, uint id, ref bool isComplete)
    {
        long summarySize = 0, otherSize = 0;
        for (int at = 0; at < heads.Length; at += ItemSize)
        {
            if ((heads.U16(at + 2) & NsfItem.SummaryFlag) != 0)
                summarySize += heads.U16(at + 4);
            else
                otherSize += heads.U16(at + 4);
        }
        bool isLarge = summarySize > summary.Length;
        if (isLarge && _header.Ods < FirstOdsOfLargeSummary)
            throw NsfException.Damaged(heads.Offset, "The item values are longer than the note");
        NsfBytes? other = otherSize == 0 ? NsfBytes.Empty : ReadOther(note, id, otherSize);

        int summaryAt = 0, otherAt = 0;
        var items = new List<NsfItem>(heads.Length / ItemSize);
        for (int at = 0; at < heads.Length; at += ItemSize)
        {
            int key = heads.U16(at);
            int flags = heads.U16(at + 2);
            int length = heads.U16(at + 4);
            if (key >= _structure.Keys.Count)
                throw NsfException.Damaged(heads.Offset + at, "An item has an unknown name");
            NsfBytes? value;
            if ((flags & NsfItem.SummaryFlag) != 0)
            {
                value = isLarge ? null : summary.Slice(summaryAt, length);
                summaryAt += isLarge ? 0 : length;
            }
            else
            {
                value = length == 0 ? NsfBytes.Empty : other?.Slice(otherAt, length);
                otherAt += length;
            }
            items.Add(value is { } bytes
                ? Decode(TypeOf(key, flags, length), flags, bytes, ref isComplete)
                : new NsfItem
                {
                    Name = _structure.Keys[key].Name,
                    TypeCode = _structure.Keys[key].Type,
                    RawFlags = flags,
                    Values = null
                });
        }
        return items;
    }

    // The values outside the summary, or null if they are not in the file or are stored in an unknown way.
    private NsfBytes? ReadOther(NsfBytes note, uint id, long size)
    {
        uint place = note.U32(56);
        uint recordSize = note.U32(60);
        if (recordSize == size)
            // Small values follow the summary in the note itself.
            return note.Slice((int)Math.Min(place, int.MaxValue), size);
        if (place == 0 || recordSize < size + OtherHeaderSize || recordSize > MaximumOther)
            return null;
        bool IsRight(NsfBytes record) =>
            record.Length >= OtherHeaderSize && record.U16(0) == OtherSignature && record.U32(2) == recordSize
                && record.U32(6) == id;
        try
        {
            if (place >> 31 == 0)
            {
                long offset = new NsfPosition(place).Offset;
                if (offset + recordSize > _source.Length || !IsRight(_source.ReadApart(offset, OtherHeaderSize)))
                    return null;
                return OtherValues(_source.ReadApart(offset, (int)recordSize), size);
            }
            uint index = place & 0xFFFFFF;
            int slot = (int)(place >> 24) & 0x7F;
            NsfPosition position = _structure.OtherBucket(index);
            bool IsInBucket() => _otherBucket.Record(slot) is { } record && IsRight(record);
            if (!position.IsEmpty)
                _otherBucket.Read(_source, position.Offset);
            if (position.IsEmpty || (_otherBucket.Number != index - 1 && !IsInBucket()))
            {
                if (_findOther(index, _otherBucket, IsInBucket) is not { } offset)
                    return null;
                _otherBucket.Read(_source, offset);
            }
            return IsInBucket() ? OtherValues(_otherBucket.Record(slot)!.Value.Slice(0, recordSize), size) : null;
        }
        catch (NsfException e) when (!e.IsTorn)
        {
            return null;
        }
    }

    // The values in a record. Zeros can follow them.
    private static NsfBytes? OtherValues(NsfBytes record, long size)
    {
        for (long at = OtherHeaderSize + size; at < record.Length; at++)
        {
            if (record.U8((int)at) != 0)
                return null;
        }
        return record.Slice(OtherHeaderSize, size);
    }

    // A value has the type of its key, or starts with its own type.
    private (NsfKey Key, bool HasOwnType) TypeOf(int key, int flags, int length) =>
        (_structure.Keys[key], (flags & NsfItem.TypedByKeyFlag) == 0 && length >= 2);

    private static NsfItem Decode((NsfKey Key, bool HasOwnType) kind, int flags, NsfBytes bytes, ref bool isComplete)
    {
        int type = kind.HasOwnType ? bytes.U16(0) : kind.Key.Type;
        StoredValue value = StoredValue.Read(type, kind.HasOwnType ? bytes.Slice(2) : bytes, ref isComplete);
        return new NsfItem
        {
            Name = kind.Key.Name,
            TypeCode = type,
            RawFlags = flags,
            Values = value.Values,
            TimeElements = value.TimeElements,
            Content = value.Content,
        };
    }

    // The text that was decoded last. Notes of the same form often follow one another, so that it is decoded only once.
    private sealed class LastText
    {
        private byte[] _bytes = [];
        private int _key = -1;
        private int _flags;
        private string? _text;

        /// <summary>Returns the text; null if the item has several values.</summary>
        [MethodImpl(JitOptions.FullOptimization)]
        public string? Read(NsfNoteReader reader, int key, int flags, NsfBytes value)
        {
            if (key == _key && flags == _flags && IsSame(value))
                return _text;
            bool isComplete = true;
            NsfItem item = Decode(reader.TypeOf(key, flags, value.Length), flags, value, ref isComplete);
            IReadOnlyList<string> values = item.Values ?? [];
            _text = values.Count > 1 ? null : values.FirstOrDefault()?.Trim() ?? "";
            (_key, _flags, _bytes) = (key, flags, value.ToArray());
            return _text;
        }

        [MethodImpl(JitOptions.FullOptimization)]
        private bool IsSame(NsfBytes value)
        {
            if (value.Length != _bytes.Length)
                return false;
            for (int i = 0; i < _bytes.Length; i++)
            {
                if (value.Array[value.Start + i] != _bytes[i])
                    return false;
            }
            return true;
        }
    }
}
