using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// The newest superblock and the newest bucket descriptor block: the positions of the buckets of summary data, other
/// data, and records, and the names of the items. Their size is limited, regardless of the size of the file.
/// </summary>
internal sealed class NsfStructure
{
    private const int Descriptor = 8, Key = 10; // The sizes of the entries of the bucket descriptor block.
    private const int MaximumBody = 8 << 20;
    private const int FooterSize = 12;
    private static readonly BlockShape Superblock =
        new("superblock", 0x0E, HeaderSize: 100, WriteCountAt: 60, SizeAt: 64, BodySizeAt: 10, CompressionAt: 68);

    private static readonly BlockShape DescriptorBlock =
        new(
            "bucket descriptor block", 0x01, HeaderSize: 66, WriteCountAt: 10, SizeAt: 14, BodySizeAt: 6,
            CompressionAt: 4);

    private const int DescriptorChecksumAt = 54;

    // In the body of a superblock, a page of summary descriptors with its record, and a page of other descriptors.
    private const int PageRecord = 14;
    private const int GroupRecords = 210;
    private const int PageSize = 8192;
    private const int OtherPageSize = 8198;
    private const int BitmapSize = 20;
    private const int SummaryDescriptor = 14;
    private const int OtherDescriptor = 6;
    private const int OtherPageHeader = 70;
    private const int DescriptorsOfOwnPage = 567;
    private const int OwnPageHeader = 250;

    private const ushort RecordBucketSignature = 0x2006;
    private const uint NotOfData = 1;

    private readonly NsfSource _source;
    private readonly NsfHeader _header;
    private readonly NsfBytes _body;
    private readonly int _pages;
    private readonly int _otherPages;
    private readonly NsfBytes _newestRecords;
    private readonly NsfPosition _superseded;
    private readonly bool _hasDataRecords; // A database without data notes has no record bucket of data.
    private readonly bool _canBeOlder;
    private NsfBytes _page;
    private uint _pagePosition;

    private NsfStructure(NsfSource source, NsfHeader header, bool canBeOlder)
    {
        _source = source;
        _canBeOlder = canBeOlder;
        _header = header;
        NsfBytes superblock = Newest(header.Superblocks, Superblock, out _body);
        SummaryBucketCount = superblock.U32(14);
        _pages = Pages(superblock, 70);
        _otherPages = Pages(superblock, 74);
        _superseded = new NsfPosition(superblock.U32(30));
        _hasDataRecords = !_superseded.IsEmpty || !header.DataRecords.IsEmpty || superblock.U32(26) != 0;
        if (_hasDataRecords)
            _newestRecords = NewestRecords(superblock);

        NsfBytes descriptors = Newest(header.DescriptorBlocks, DescriptorBlock, out NsfBytes body);
        if (descriptors.Slice(0, DescriptorChecksumAt - 2).Checksum() != descriptors.U32(DescriptorChecksumAt))
            throw NsfException.Damaged(
                descriptors.Offset + DescriptorChecksumAt,
                "The checksum of the bucket descriptor block header is wrong");
        ReadDescriptors(descriptors, body);
    }

    /// <summary>The number of summary buckets.</summary>
    public uint SummaryBucketCount { get; }

    /// <summary>The keys of items, by their number.</summary>
    public IReadOnlyList<NsfKey> Keys { get; private set; } = [];

    /// <summary>The buckets of records, by their first id.</summary>
    public IReadOnlyList<RecordBucket> RecordBuckets { get; private set; } = [];

    /// <summary>
    /// Gets whether several record buckets cover the same ids, for example if a data bucket was created before a bucket
    /// of other notes was full.
    /// </summary>
    public bool HasSharedIds { get; private set; }

    /// <summary>Gets whether every character of the item names is known.</summary>
    public bool IsTextComplete { get; private set; } = true;

    /// <summary>Reads the structure.</summary>
    /// <param name="source">The file.</param>
    /// <param name="header">The header of the file.</param>
    /// <param name="canBeOlder">Specifies whether an older block is used if the newest is damaged. A server might be
    /// writing the newest block.</param>
    /// <exception cref="NsfException">The structure is damaged.</exception>
    public static NsfStructure Read(NsfSource source, NsfHeader header, bool canBeOlder) =>
        new(source, header, canBeOlder);

    /// <summary>Returns the bytes of a bucket of records. The newest data bucket is in the superblock.</summary>
    /// <exception cref="NsfException">The bucket does not exist.</exception>
    public NsfBytes ReadRecords(RecordBucket bucket)
    {
        NsfBytes bytes = _hasDataRecords && bucket.Position.Equals(_superseded)
            ? _newestRecords
            : _source.ReadApart(bucket.Position.Offset, _header.RecordBucketSize);
        if (bytes.U16(0) != RecordBucketSignature || bytes.U32(6) != bucket.FirstId)
            throw NsfException.Damaged(bucket.Position.Offset, "A record bucket is missing");
        return bytes;
    }

    /// <summary>
    /// Returns the position of a summary bucket according to the descriptors, or empty if they do not contain it.
    /// </summary>
    /// <param name="index">The bucket, counted from 1.</param>
    [MethodImpl(JitOptions.FullOptimization)]
    public NsfPosition SummaryBucket(uint index)
    {
        uint at = index - 1;
        if (at >= SummaryBucketCount)
            return default;
        uint page = _pages == 1 ? 0 : Math.Min(at / DescriptorsOfOwnPage, (uint)_pages - 1);
        if (page == _pages - 1) // The last page is in the body.
            return PositionAt(
                _body, (PageRecord * (long)_pages) + GroupRecords
                    + (SummaryDescriptor * (long)(at - (page * DescriptorsOfOwnPage))));
        uint position = _body.U32((int)(PageRecord * page));
        if (position != _pagePosition)
        {
            _page = _source.ReadApart(new NsfPosition(position).Offset, PageSize);
            _pagePosition = position;
        }
        return PositionAt(_page, OwnPageHeader + (SummaryDescriptor * (at % DescriptorsOfOwnPage)));
    }

    /// <summary>
    /// Returns the position of a bucket of other data according to the descriptors, or empty if they do not contain it.
    /// </summary>
    /// <param name="index">The bucket, counted from 1.</param>
    public NsfPosition OtherBucket(uint index)
    {
        const uint PerPage = (OtherPageSize - OtherPageHeader) / OtherDescriptor;
        uint page = (index - 1) / PerPage;
        if (index == 0 || page >= _otherPages)
            return default;
        long start = SummaryPagesSize + (OtherPageSize * (long)page) + OtherPageHeader;
        return PositionAt(_body, start + (OtherDescriptor * (long)((index - 1) % PerPage)));
    }

    private long SummaryPagesSize => (PageRecord * (long)_pages) + PageSize;

    private static NsfPosition PositionAt(NsfBytes bytes, long at) =>
        at + 4 <= bytes.Length ? new NsfPosition(bytes.U32((int)at)) : default;

    private int Pages(NsfBytes superblock, int at)
    {
        uint pages = superblock.U32(at);
        if (pages > _body.Length / PageRecord || (at == 70 && pages == 0))
            throw NsfException.Damaged(superblock.Offset + at, "The number of pages in the superblock is invalid");
        return (int)pages;
    }

    // The valid block with the highest write count.
    private NsfBytes Newest(IReadOnlyList<NsfPosition> positions, BlockShape shape, out NsfBytes body)
    {
        NsfException? problem = null;
        var found = new List<NsfBytes>();
        foreach (NsfPosition position in positions.Where(position => !position.IsEmpty))
        {
            try
            {
                NsfBytes header = _source.ReadApart(position.Offset, shape.HeaderSize);
                if (header.U16(0) == shape.Signature)
                    found.Add(header);
            }
            catch (NsfException e)
            {
                problem ??= e;
            }
        }
        foreach (NsfBytes header in found.OrderByDescending(header => header.U32(shape.WriteCountAt)))
        {
            try
            {
                body = ReadBody(header, shape);
                return header;
            }
            catch (NsfException e) when (_canBeOlder)
            {
                problem ??= e;
            }
        }
        throw problem ?? NsfException.Damaged(positions[0].Offset, $"The {shape.Name} is missing");
    }

    private NsfBytes ReadBody(NsfBytes header, BlockShape shape)
    {
        string name = shape.Name;
        int headerSize = shape.HeaderSize;
        uint size = header.U32(shape.SizeAt);
        uint bodySize = header.U32(shape.BodySizeAt);
        if (size < headerSize + FooterSize || size > MaximumBody || bodySize > MaximumBody)
            throw NsfException.Damaged(header.Offset, $"The size of the {name} is invalid");
        NsfBytes stored = _source.ReadApart(header.Offset, (int)size)
            .Slice(headerSize, (int)size - headerSize - FooterSize);
        uint checksum = _source.ReadApart(header.Offset + size - 4, 4).U32(0);
        if (stored.Checksum() != checksum)
            throw NsfException.Damaged(header.Offset + size - 4, $"The checksum of the {name} is wrong");
        switch (header.U16(shape.CompressionAt))
        {
            case 0 when bodySize == stored.Length:
                return stored;
            case 1:
                byte[] bytes = CxDecoder.DecodeChain(stored, (int)bodySize);
                return new NsfBytes(bytes, 0, bytes.Length, stored.Offset);
            default:
                throw NsfException.Damaged(header.Offset, $"The compression of the {name} is unknown");
        }
    }

    // It follows the pages and bitmaps. The layout of several pages of summary descriptors is not proven: if the bucket
    // is at neither of the two possible offsets, it is found by the signature and first id of the bucket on disk that
    // it replaces.
    private NsfBytes NewestRecords(NsfBytes superblock)
    {
        NsfBytes superseded = _source.ReadApart(_superseded.Offset, _header.RecordBucketSize);
        long others = (OtherPageSize * (long)_otherPages) + (BitmapSize * (long)superblock.U32(22));
        foreach (long at in new[] { ((PageRecord + PageSize) * (long)_pages) + others, SummaryPagesSize + others })
        {
            if (IsAt(at))
                return _body.Slice((int)at, _header.RecordBucketSize);
        }
        for (int at = 0; at + _header.RecordBucketSize <= _body.Length; at++)
        {
            if (IsAt(at))
                return _body.Slice(at, _header.RecordBucketSize);
        }
        throw NsfException.Damaged(superblock.Offset, "The superblock has no record bucket");

        bool IsAt(long at) => at + _header.RecordBucketSize <= _body.Length
            && _body.U16((int)at) == RecordBucketSignature && _body.U32((int)at + 6) == superseded.U32(6);
    }

    private void ReadDescriptors(NsfBytes block, NsfBytes body)
    {
        const int BeforeText = 4;
        uint keys = block.U32(26);
        uint textSize = block.U32(34);
        uint buckets = block.U32(38);
        long keysAt = Descriptor * (long)buckets;
        long textAt = keysAt + (Key * (long)keys) + BeforeText;
        if (textAt + textSize > body.Length)
            throw NsfException.Damaged(
                block.Offset + 26, "The number of entries in the bucket descriptor block is invalid");
        if (buckets * (long)_header.RecordBucketSize > _source.Length)
            throw NsfException.Damaged(block.Offset + 38, "The number of record buckets is invalid");

        Keys = ReadKeys(body, (int)keysAt, (int)keys, body.Slice((int)textAt, textSize));
        RecordBuckets = FindRecordBuckets(block, body, (int)buckets);
        uint span = 4 * (uint)RecordBucket.EntryCount(_header.RecordBucketSize);
        HasSharedIds = RecordBuckets.Zip(RecordBuckets.Skip(1), (one, next) => next.FirstId - one.FirstId < span)
            .Any(isShared => isShared);
    }

    // The names of items, and their types.
    private List<NsfKey> ReadKeys(NsfBytes body, int keysAt, int keys, NsfBytes text)
    {
        var list = new List<NsfKey>(keys);
        for (int i = 0; i < keys; i++)
        {
            int at = keysAt + (Key * i);
            uint start = body.U32(at);
            int length = body.U16(at + 4);
            if (start + length > text.Length)
                throw NsfException.Damaged(body.Offset, "An item name points outside the name table");
            bool isComplete = true;
            string name = text.Slice((int)start, length).ReadText(ref isComplete);
            IsTextComplete &= isComplete;
            list.Add(new NsfKey(name, (body.U8(at + 7) << 8) | body.U8(at + 6)));
        }
        return list;
    }

    // The record buckets that the descriptors list, and those that the header lists.
    private List<RecordBucket> FindRecordBuckets(NsfBytes block, NsfBytes body, int buckets)
    {
        var found = new Dictionary<uint, RecordBucket>();
        for (int i = 0; i < buckets; i++)
        {
            uint position = body.U32(Descriptor * i);
            if (!_hasDataRecords && (position & NotOfData) == 0)
                throw NsfException.Damaged(block.Offset + 38, "The superblock has no record bucket");
            Add(new RecordBucket(new NsfPosition(position & ~NotOfData), body.U32((Descriptor * i) + 4)), body.Offset);
        }
        AddFromDisk(_header.NonDataRecords);
        AddFromDisk(_header.DataRecords);
        AddFromDisk(_superseded);
        return [.. found.Values.OrderBy(bucket => bucket.FirstId)];

        void AddFromDisk(NsfPosition position)
        {
            if (position.IsEmpty)
                return;
            NsfBytes bucket = _source.ReadApart(position.Offset, _header.RecordBucketSize);
            if (bucket.U16(0) != RecordBucketSignature)
                throw NsfException.Damaged(position.Offset, "A record bucket is missing");
            Add(new RecordBucket(position, bucket.U32(6)), position.Offset);
        }

        void Add(RecordBucket bucket, long offset)
        {
            if (!found.TryGetValue(bucket.FirstId, out RecordBucket other))
                found.Add(bucket.FirstId, bucket);
            else if (!other.Position.Equals(bucket.Position))
                throw NsfException.Damaged(offset, "Two record buckets have the same first id");
        }
    }

    // The offsets of the common fields in the two types of block.
    private sealed record BlockShape(
        string Name, int Signature, int HeaderSize, int WriteCountAt, int SizeAt, int BodySizeAt, int CompressionAt);
}
