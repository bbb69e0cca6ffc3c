using System.Text;

namespace CoexTools.Tests.Nsf;

/// <summary>An item to write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">Its flags, as they are stored; the writer sets the flag that shows whether the key contains the
/// type.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value.</param>
internal sealed record WrittenItem(string Name, int Flags, int Type, byte[] Value);

/// <summary>A note to write; times are pairs of words.</summary>
internal sealed record WrittenNote(string UniversalId, IReadOnlyList<WrittenItem> Items)
{
    public int Class { get; init; } = 1;

    public int Status { get; init; }

    public uint Sequence { get; init; } = 1;

    public (uint Low, uint High) Modified { get; init; }

    public (uint Low, uint High) Revised { get; init; }

    public (uint Low, uint High) AddedToFile { get; init; }
}

/// <summary>How a file is laid out.</summary>
internal sealed record NsfShape
{
    public int Ods { get; init; } = 52;

    public bool IsCompressed { get; init; } = true;

    /// <summary>How many superblocks there are; the last one is the newest.</summary>
    public int Superblocks { get; init; } = 2;

    /// <summary>How many summary buckets there are at least; empty ones come before the notes.</summary>
    public int Buckets { get; init; }

    public int BucketSize { get; init; } = 8192;

    /// <summary>How many bytes one stream of a compressed body holds.</summary>
    public int StreamSize { get; init; } = 8000;

    /// <summary>
    /// Whether all pages of descriptors leave room in the superblock, though only the last one is there.
    /// </summary>
    public bool HasRoomForPages { get; init; }

    /// <summary>Whether the descriptors say something else than where the buckets are.</summary>
    public bool HasWrongDescriptors { get; init; }

    /// <summary>Whether a former state of each bucket comes behind the buckets.</summary>
    public bool HasFormerBuckets { get; init; }

    /// <summary>How many zeros follow the values in a record or a bucket.</summary>
    public int OtherSlack { get; init; }

    /// <summary>Whether the footers of buckets are rounded up to a multiple of four bytes.</summary>
    public bool HasLongFooters { get; init; }

    /// <summary>
    /// Whether there is no record bucket of data: the notes, none of which is a document, are in the other one.
    /// </summary>
    public bool HasNoDataRecords { get; init; }

    /// <summary>
    /// Where values that are not in the summary go: in the note, in a record at a position, or in a bucket.
    /// </summary>
    public OtherPlace Other { get; init; }
}

internal enum OtherPlace
{
    Note,
    Record,
    Bucket,
}

/// <summary>
/// Writes a database file, by what docs/nsf.md says of the format. It shares no code with the reader. Notes may be more
/// than memory holds: they are written as they come.
/// </summary>
internal sealed class NsfWriter
{
    private const int RecordBucket = 4096;
    private const int FirstDataId = 0x8F6;
    private const int FirstOtherId = 0x106;

    private readonly Stream _file;
    private readonly NsfShape _shape;
    private readonly List<uint> _buckets = [];
    private readonly List<uint> _otherBuckets = [];
    private readonly List<(uint Bucket, int Slot)> _records = [];
    private readonly Dictionary<(string Name, int Type), int> _keys = [];
    private readonly List<(int Start, int Size)> _slots = [];
    private readonly List<byte[]> _others = [];
    private readonly byte[] _bucket;
    private int _end = 66;
    private int _stamp = 5;
    private uint _aclPosition;

    public NsfWriter(Stream file, NsfShape shape)
    {
        _file = file;
        _shape = shape;
        _bucket = new byte[shape.BucketSize];
        file.SetLength(0);
        file.Write(new byte[4096]);
        while (_buckets.Count < shape.Buckets)
            FlushBucket();
    }

    /// <summary>The offset of each summary bucket.</summary>
    public IEnumerable<long> BucketOffsets => _buckets.Select(position => (long)position << 8);

    /// <summary>
    /// Where the bodies of the newest superblock, the newest descriptor block and the record buckets are.
    /// </summary>
    public List<(string Name, long Offset, long Size)> Structures { get; } = [];

    public static byte[] Compose(IEnumerable<WrittenNote> notes, IReadOnlyList<PlainAclEntry>? acl, NsfShape shape)
    {
        var file = new MemoryStream();
        var writer = new NsfWriter(file, shape);
        foreach (WrittenNote note in notes)
            writer.Add(note);
        writer.Finish("Directory", "852564AC004EBCCF", acl);
        return file.ToArray();
    }

    /// <summary>A text as LMBCS.</summary>
    public static byte[] Lmbcs(string text)
    {
        Encoding western = CodePagesEncodingProvider.Instance.GetEncoding(
            850, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        var bytes = new List<byte>();
        foreach (char c in text)
        {
            if (c == '\n')
            {
                bytes.Add(0);
            }
            else if (c is '\t' or '\r' or (>= ' ' and < '\u0080'))
            {
                bytes.Add((byte)c);
            }
            else if (c < ' ')
            {
                bytes.AddRange([0x0F, (byte)(c + 0x20)]);
            }
            else
            {
                try
                {
                    bytes.AddRange(western.GetBytes([c]));
                }
                catch (EncoderFallbackException)
                {
                    bytes.AddRange((c & 0xFF) == 0 ? [0x14, 0xF6, (byte)(c >> 8)] : [0x14, (byte)(c >> 8), (byte)c]);
                }
            }
        }
        return [.. bytes];
    }

    /// <summary>Text values: one text, or a list.</summary>
    public static WrittenItem Text(string name, int flags, params string[] values)
    {
        if (values.Length == 1)
            return new WrittenItem(name, flags, 0x500, Lmbcs(values[0]));
        byte[][] texts = [.. values.Select(Lmbcs)];
        return new WrittenItem(
            name, flags, 0x501,
            [
                .. BitConverter.GetBytes((ushort)texts.Length),
                .. texts.SelectMany(text => BitConverter.GetBytes((ushort)text.Length)),
                .. texts.SelectMany(text => text),
            ]);
    }

    /// <summary>A time as its two words.</summary>
    public static (uint Low, uint High) Time(DateTime utc, int zoneMinutes = 0, bool isDaylightSaving = false)
    {
        int standard = zoneMinutes - (isDaylightSaving ? 60 : 0);
        uint day = (uint)(utc.Date - new DateTime(1, 1, 1)).Days + 1721426;
        uint zone = ((uint)(Math.Abs(standard) / 60) << 24) | ((uint)(Math.Abs(standard) % 60 / 15) << 28);
        zone |= (standard >= 0 ? 1u << 30 : 0) | (isDaylightSaving ? 1u << 31 : 0);
        return ((uint)(utc.TimeOfDay.Ticks / 100_000), day | zone);
    }

    public static byte[] Words(params (uint Low, uint High)[] times) =>
        [.. times.SelectMany(time => BitConverter.GetBytes(time.Low).Concat(BitConverter.GetBytes(time.High)))];

    public void Add(WrittenNote note)
    {
        uint id = _shape.HasNoDataRecords
            ? FirstOtherId + (4 * (uint)(_records.Count + 1)) // Behind the access control list.
            : FirstDataId + (4 * (uint)_records.Count);
        byte[] bytes = Note(note, id);
        int room = _bucket.Length - Footer(_bucket.Length) - (4 * (_slots.Count + 1));
        if (_end + bytes.Length > room)
            FlushBucket();
        bytes.CopyTo(_bucket, _end);
        _slots.Add((_end, bytes.Length));
        _end += bytes.Length;
        _records.Add(((uint)_buckets.Count + 1, _slots.Count));
    }

    public void Finish(string title, string replicaId, IReadOnlyList<PlainAclEntry>? acl)
    {
        FlushBucket();
        if (_others.Count > 0)
            FlushOthers();
        if (acl is not null)
        {
            _aclPosition = Position();
            Append(Acl(acl));
        }

        // The newest record bucket of data is in the superblock; on disk there is a stale one.
        List<(uint Position, uint FirstId, bool IsData)> recordBuckets = [];
        byte[] entries = [.. new byte[8], .. _shape.HasNoDataRecords ? Entries(0, _records.Count) : []];
        if (_aclPosition != 0)
            Put32(entries, 0, _aclPosition);
        recordBuckets.Add((Position(RecordBucket), FirstOtherId, false));
        Append(Records(FirstOtherId, entries));
        byte[] newest = [];
        int perBucket = (RecordBucket - 32) / 8;
        for (int at = 0; !_shape.HasNoDataRecords && (at == 0 || at < _records.Count); at += perBucket)
        {
            byte[] data = Entries(at, Math.Min(_records.Count, at + perBucket));
            uint firstId = FirstDataId + (4 * (uint)at);
            newest = Records(firstId, data);
            recordBuckets.Add((Position(RecordBucket), firstId, true));
            bool isLast = at + perBucket >= _records.Count;
            Structures.Add(("records", _file.Length, RecordBucket));
            Append(isLast ? Records(firstId, new byte[8]) : newest);
        }

        (uint Position, uint Size)[] descriptorBlocks =
            [WriteDescriptorBlock(recordBuckets, 6), WriteDescriptorBlock(recordBuckets, 7)];
        byte[] body = SuperblockBody(newest);
        var superblocks = new List<(uint Position, uint Size)>();
        (uint Position, uint FirstId) superseded =
            _shape.HasNoDataRecords ? default : (recordBuckets[^1].Position, recordBuckets[^1].FirstId);
        for (int i = 0; i < _shape.Superblocks; i++)
        {
            // The older ones know nothing of any note.
            byte[] own = i == _shape.Superblocks - 1 || _shape.HasNoDataRecords
                ? body
                : [.. body.AsSpan(0, body.Length - RecordBucket), .. Records(superseded.FirstId, new byte[8])];
            superblocks.Add(WriteSuperblock(own, superseded, 10 + (uint)i));
        }

        var header = new byte[2048];
        header[0] = 0x1A;
        Put32(header, 2, _shape.Ods >= 53 ? 2048u : 1024u);
        Put32(header, 6, (uint)_shape.Ods);
        Put32(header, 20, recordBuckets[0].Position);
        Put32(header, 62, superseded.Position);
        Put16(header, 76, RecordBucket);
        Put16(header, 78, _shape.BucketSize);
        Put32(header, 180, Convert.ToUInt32(replicaId[8..], 16));
        Put32(header, 184, Convert.ToUInt32(replicaId[..8], 16));
        Encoding.ASCII.GetBytes($"{title}\nTests\n#1StdTest\n#2StdOther").CopyTo(header, 200);
        for (int i = 0; i < superblocks.Count; i++)
        {
            Put32(header, 560 + (8 * i), superblocks[i].Position);
            Put32(header, 564 + (8 * i), superblocks[i].Size);
        }
        for (int i = 0; i < 2; i++)
        {
            Put32(header, 624 + (8 * i), descriptorBlocks[i].Size);
            Put32(header, 628 + (8 * i), descriptorBlocks[i].Position);
        }
        if (_file.Length % 256 != 0)
            Append(new byte[256 - (_file.Length % 256)]);
        Put32(header, 88, (uint)(_file.Length >> 8));
        _file.Position = 0;
        _file.Write(header);
        _file.Flush();
    }

    // The entries of a record bucket for some of the notes.
    private byte[] Entries(int start, int end)
    {
        var entries = new byte[8 * (end - start)];
        for (int i = start; i < end; i++)
        {
            Put32(entries, 8 * (i - start), _records[i].Bucket | 0x80000000);
            Put32(entries, (8 * (i - start)) + 4, (uint)_records[i].Slot);
        }
        return entries;
    }

    private byte[] Note(WrittenNote note, uint id)
    {
        var heads = new MemoryStream();
        var summary = new MemoryStream();
        var others = new MemoryStream();
        int number = 0;
        foreach (WrittenItem item in note.Items)
        {
            // Sometimes the value contains its own type, and the key another one.
            bool isTypedByKey = ++number % 5 != 0 || (item.Type is 0x500 && item.Value.Length == 0);
            int key = Key(item.Name, isTypedByKey ? item.Type : item.Type ^ 1);
            byte[] value = isTypedByKey ? item.Value : [(byte)item.Type, (byte)(item.Type >> 8), .. item.Value];
            int flags = item.Flags | (isTypedByKey ? 8 : 0);
            heads
                .Write(
                    [(byte)key, (byte)(key >> 8), (byte)flags, (byte)(flags >> 8), (byte)value.Length,
                        (byte)(value.Length >> 8), 0, 1]);
            ((item.Flags & 4) != 0 ? summary : others).Write(value);
        }
        byte[] other = others.ToArray();
        int inNote = _shape.Other == OtherPlace.Note ? other.Length : 0;
        int size = 100 + (int)heads.Length + (int)summary.Length + inNote;
        var bytes = new byte[size + 8]; // Real ones have some bytes to spare, too.
        bytes[0] = 4;
        Put32(bytes, 2, (uint)bytes.Length);
        Put32(bytes, 6, id);
        for (int i = 0; i < 4; i++)
            Put32(bytes, new[] { 14, 10, 22, 18 }[i], Convert.ToUInt32(note.UniversalId.Substring(8 * i, 8), 16));
        Put32(bytes, 26, note.Sequence);
        PutTime(bytes, 30, note.Revised);
        Put16(bytes, 38, note.Status);
        Put16(bytes, 40, note.Class);
        PutTime(bytes, 42, note.Modified);
        Put16(bytes, 50, note.Items.Count);
        PutTime(bytes, 64, note.Modified);
        PutTime(bytes, 72, note.AddedToFile);
        heads.ToArray().CopyTo(bytes, 100);
        summary.ToArray().CopyTo(bytes, 100 + (int)heads.Length);
        if (other.Length > 0)
        {
            (uint place, uint otherSize) = Place(other, id, size - inNote);
            Put32(bytes, 56, place);
            Put32(bytes, 60, otherSize);
            if (inNote > 0)
                other.CopyTo(bytes, size - inNote);
        }
        return bytes;
    }

    private (uint Place, uint Size) Place(byte[] other, uint id, int inNote)
    {
        if (_shape.Other == OtherPlace.Note)
            return ((uint)inNote, (uint)other.Length);
        var record = new byte[68 + other.Length + _shape.OtherSlack];
        record[0] = 0x10;
        Put32(record, 2, (uint)record.Length);
        Put32(record, 6, id);
        other.CopyTo(record, 68);
        if (_shape.Other == OtherPlace.Record)
        {
            uint position = Position();
            Append(record);
            return (position, (uint)record.Length);
        }
        _others.Add(record);
        return (0x80000000 | ((uint)_others.Count << 24) | 1, (uint)record.Length);
    }

    private int Key(string name, int type)
    {
        if (!_keys.TryGetValue((name, type), out int key))
            _keys.Add((name, type), key = _keys.Count);
        return key;
    }

    private void FlushBucket()
    {
        long written = _buckets.Count;
        byte[] former = (byte[])_bucket.Clone();
        byte[] bucket = Seal(_bucket, (uint)written, _slots, _end, day: 1);
        _buckets.Add(Position());
        Append(bucket);
        if (_shape.HasFormerBuckets)
        {
            for (int i = 0; i < _slots.Count; i++) // Notes that bear their ids, but another class.
                former[_slots[i].Start + 40] = 2;
            _ = Position();
            Append(Seal(former, (uint)written, _slots, _end, day: 0));
        }
        Array.Clear(_bucket);
        _slots.Clear();
        _end = 66;
    }

    private void FlushOthers()
    {
        var bucket = new byte[32768];
        var slots = new List<(int, int)>();
        int end = 66;
        foreach (byte[] record in _others)
        {
            record.CopyTo(bucket, end);
            slots.Add((end, record.Length));
            end += record.Length;
        }
        _otherBuckets.Add(Position());
        Append(Seal(bucket, 0, slots, end, day: 1));
    }

    private byte[] Seal(byte[] content, uint number, List<(int Start, int Size)> slots, int end, uint day)
    {
        byte[] bucket = (byte[])content.Clone();
        int footer = Footer(bucket.Length);
        bucket[0] = 2;
        bucket[1] = 0x42;
        Put32(bucket, 2, number);
        Put32(bucket, 6, (uint)bucket.Length);
        PutTime(bucket, 10, (1, 2_450_000 + day));
        Put16(bucket, 40, end);
        Put16(bucket, 44, slots.Count);
        Put16(bucket, 50, footer);
        for (int i = 0; i < slots.Count; i++)
        {
            Put16(bucket, bucket.Length - footer - (4 * (i + 1)), slots[i].Start);
            Put16(bucket, bucket.Length - footer - (4 * (i + 1)) + 2, slots[i].Size);
        }
        AddStamps(bucket, _stamp = (_stamp * 7 + 3) & 15);
        return bucket;
    }

    private int Footer(int size) => _shape.HasLongFooters ? (size / 1024 + 3) & ~3 : size / 1024;

    /// <summary>Replaces half a byte in each sector by a stamp, and saves it in the footer.</summary>
    public static void AddStamps(byte[] bucket, int stamp)
    {
        for (int sector = 0; sector * 512 < bucket.Length; sector++)
        {
            int place = 66 + (sector * 512);
            int half = bucket[place] % 16;
            ref byte saved = ref bucket[bucket.Length - 1 - (sector >> 1)];
            saved = (sector & 1) == 0 ? (byte)(half * 16) : (byte)(saved + half);
            bucket[place] = (byte)(bucket[place] - half + stamp);
        }
    }

    private static byte[] Records(uint firstId, byte[] entries)
    {
        var bucket = new byte[RecordBucket];
        bucket[0] = 6;
        bucket[1] = 0x20;
        Put32(bucket, 6, firstId);
        entries.CopyTo(bucket, 32);
        return bucket;
    }

    private byte[] SuperblockBody(byte[] newestRecords)
    {
        int count = _buckets.Count;
        int pages = count <= 570 ? 1 : 1 + ((count - 570 + 566) / 567);
        var records = new byte[14 * pages];
        int done = 0;
        for (int page = 0; page < pages - 1; page++, done += 567)
        {
            var own = new byte[8192];
            for (int i = 0; i < 567; i++)
                Put32(own, 250 + (14 * i), Told(_buckets[done + i]));
            Put32(records, 14 * page, Position());
            Append(own);
        }
        var resident = new byte[8192];
        for (int i = done; i < count; i++)
            Put32(resident, 210 + (14 * (i - done)), Told(_buckets[i]));
        byte[] room = _shape.HasRoomForPages ? new byte[8192 * (pages - 1)] : [];
        var other = new byte[_otherBuckets.Count == 0 ? 0 : 8198];
        if (other.Length > 0)
            Put32(other, 70, Told(_otherBuckets[0]));
        return [.. records, .. resident, .. room, .. other, .. new byte[20], .. newestRecords];
    }

    private uint Told(uint position) => _shape.HasWrongDescriptors ? position + 3 : position;

    private (uint Position, uint Size) WriteSuperblock(
        byte[] body, (uint Position, uint FirstId) superseded, uint writeCount)
    {
        byte[] stored = _shape.IsCompressed ? CxEncoder.Chain(body, _shape.StreamSize) : body;
        var block = new byte[100 + stored.Length + 12];
        block[0] = 0x0E;
        Put32(block, 10, (uint)body.Length);
        Put32(block, 14, (uint)_buckets.Count);
        Put32(block, 18, (uint)_otherBuckets.Count);
        Put32(block, 22, 1);
        Put32(block, 26, superseded.Position == 0 ? 0u : RecordBucket);
        Put32(block, 30, superseded.Position);
        Put32(block, 34, superseded.FirstId);
        Put32(block, 60, writeCount);
        Put32(block, 64, (uint)block.Length);
        Put16(block, 68, _shape.IsCompressed ? 1 : 0);
        Put32(block, 70, (uint)(_buckets.Count <= 570 ? 1 : 1 + ((_buckets.Count - 570 + 566) / 567)));
        Put32(block, 74, (uint)_otherBuckets.Count);
        return Append("superblock", block, stored, 100);
    }

    private (uint Position, uint Size) WriteDescriptorBlock(
        List<(uint Position, uint FirstId, bool IsData)> recordBuckets, uint writeCount)
    {
        byte[][] names = [.. _keys.Keys.Select(key => Lmbcs(key.Name))];
        var keys = new byte[10 * names.Length];
        int text = 0;
        int i = 0;
        foreach ((string _, int type) in _keys.Keys)
        {
            Put32(keys, 10 * i, (uint)text);
            Put16(keys, (10 * i) + 4, names[i].Length);
            keys[(10 * i) + 6] = (byte)type;
            keys[(10 * i) + 7] = (byte)(type >> 8);
            text += names[i++].Length;
        }
        byte[] body =
        [
            .. recordBuckets.SelectMany(bucket => Words((bucket.Position | (bucket.IsData ? 0u : 1), bucket.FirstId))),
            .. keys, .. new byte[4], .. names.SelectMany(name => name), .. new byte[24],
        ];
        byte[] stored = _shape.IsCompressed ? CxEncoder.Chain(body, _shape.StreamSize) : body;
        var block = new byte[66 + stored.Length + 12];
        block[0] = 1;
        Put16(block, 2, 2);
        Put16(block, 4, _shape.IsCompressed ? 1 : 0);
        Put32(block, 6, (uint)body.Length);
        Put32(block, 10, writeCount);
        Put32(block, 14, (uint)block.Length);
        Put32(block, 26, (uint)names.Length);
        Put32(block, 34, (uint)text);
        Put32(block, 38, (uint)recordBuckets.Count);
        Put32(block, 54, Sum(block[..52]));
        return Append("descriptors", block, stored, 66);
    }

    // Appends a block that contains its stored body, and ends with the checksum of the body.
    private (uint Position, uint Size) Append(string name, byte[] block, byte[] stored, int offset)
    {
        stored.CopyTo(block, offset);
        Put32(block, block.Length - 4, Sum(stored));
        uint position = Position();
        Structures.Add((name, _file.Length, block.Length));
        Append(block);
        return (position, (uint)block.Length);
    }

    private byte[] Acl(IReadOnlyList<PlainAclEntry> entries)
    {
        const int Roles = 24;
        string[] roles = [.. entries.SelectMany(entry => entry.Roles).Distinct()];
        var list = new List<byte>(new byte[Roles]) { };
        foreach (string role in new[] { "", "", "", "", "" }.Concat(roles.Select(role => role.Trim('[', ']'))))
            list.AddRange([.. Lmbcs(role), .. new byte[16 - role.Length]]);
        int hash = list.Count;
        list.AddRange(new byte[32]);
        var chains = new List<int>[17];
        int defaultAt = 0;
        foreach ((PlainAclEntry entry, int index) in entries.Select((entry, index) => (entry, index)))
        {
            int at = list.Count;
            byte[] name = Lmbcs(entry.Name.Text);
            var bytes = new byte[20];
            bytes[2] = 0x45;
            bytes[3] = 0x41;
            bytes[4] = (byte)entry.Level;
            foreach (string role in entry.Roles)
            {
                int bit = 5 + Array.IndexOf(roles, role);
                bytes[6 + (bit / 8)] |= (byte)(1 << (bit % 8));
            }
            Put16(bytes, 16, entry.Type?.ToLowerInvariant() switch
            {
                "person" => 0x20,
                "server" => 2,
                "persongroup" => 0x60,
                "servergroup" => 0x42,
                "mixedgroup" => 0x40,
                _ => 0,
            });
            Put16(bytes, 18, name.Length);
            list.AddRange([.. bytes, .. name, 0, .. new byte[index % 4]]); // Some slack, which real ones have, too.
            if (entry.IsDefault)
                defaultAt = at;
            else
                (chains[index % 16] ??= []).Add(at);
        }
        byte[] body = [.. list];
        body[0] = 0x43;
        body[1] = 0x41;
        Put16(body, 2, 2);
        Put16(body, 4, body.Length);
        Put16(body, 6, entries.Count);
        Put16(body, 12, 5 + roles.Length);
        Put16(body, 14, Roles);
        Put16(body, 16, 16);
        Put16(body, 18, hash);
        Put16(body, 20, defaultAt);
        for (int i = 0; i < 16; i++)
        {
            for (int k = 0; chains[i] is { } chain && k < chain.Count; k++)
                Put16(body, k == 0 ? hash + (2 * i) : chain[k - 1], chain[k]);
        }
        bool isOld = _shape.Ods <= 43;
        var record = new byte[(isOld ? 22 : 115) + body.Length];
        record[0] = (byte)(isOld ? 7 : 0x1B);
        Put32(record, 2, (uint)record.Length);
        Put16(record, 6, 0x40);
        body.CopyTo(record, record.Length - body.Length);
        return record;
    }

    private uint Position(int unit = 256)
    {
        if (_file.Length % unit != 0)
            Append(new byte[unit - (_file.Length % unit)]);
        return (uint)(_file.Length >> 8);
    }

    private void Append(byte[] bytes)
    {
        _file.Position = _file.Length;
        _file.Write(bytes);
    }

    private static uint Sum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
            sum ^= (uint)bytes[i] << (8 * (i % 4));
        return sum;
    }

    private static void PutTime(byte[] bytes, int at, (uint Low, uint High) time)
    {
        Put32(bytes, at, time.Low);
        Put32(bytes, at + 4, time.High);
    }

    private static void Put16(byte[] bytes, int at, int value)
    {
        bytes[at] = (byte)value;
        bytes[at + 1] = (byte)(value >> 8);
    }

    private static void Put32(byte[] bytes, int at, uint value)
    {
        Put16(bytes, at, (int)(value & 0xFFFF));
        Put16(bytes, at + 2, (int)(value >> 16));
    }
}
