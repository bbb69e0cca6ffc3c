using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// A bucket of summary or other data. In each of its 512-byte sectors, half a byte is a stamp that all sectors share.
/// If a write was interrupted, the stamps differ. The footer of the bucket contains the bits that the stamps replaced.
/// </summary>
internal sealed class NsfBucket
{
    /// <summary>The size of the header.</summary>
    public const int HeaderSize = 66;

    private const ushort Signature = 0x4202;
    private const int SectorSize = 512;
    private const int FooterSizeAt = 50;
    private const int MinimumSize = 1024;
    private const int MaximumSize = 1 << 17;
    private const int SlotSize = 4;
    private const int FooterUnit = 4; // A footer can be rounded up to a multiple of this number of bytes.

    private byte[] _array = [];
    private int _likelySize = 1 << 13;
    private NsfBytes _bytes;
    private int _footer;

    /// <summary>Returns whether the start of a header belongs to a bucket.</summary>
    public static bool IsBucket(byte[] bytes, int at) =>
        bytes[at] == (Signature & 0xFF) && bytes[at + 1] == Signature >> 8;

    /// <summary>The bucket's own number, counted from 0.</summary>
    public uint Number => _bytes.U32(2);

    /// <summary>The time when the bucket was written.</summary>
    public NsfTime Written => _bytes.Time(10);

    /// <summary>The number of slots for records.</summary>
    public int SlotCount => _bytes.U16(44);

    /// <summary>Reads a bucket, which replaces the previous one.</summary>
    /// <exception cref="NsfException">The bucket is missing, damaged, or torn.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    public void Read(NsfSource source, long offset)
    {
        _bytes = default;
        int likely = (int)Math.Min(_likelySize, Math.Max(HeaderSize, source.Length - offset));
        if (_array.Length < likely)
            _array = new byte[likely];
        source.Read(offset, _array, likely);
        var header = new NsfBytes(_array, 0, HeaderSize, offset);
        if (header.U16(0) != Signature)
            throw NsfException.Damaged(offset, "A bucket is missing");
        uint size = header.U32(6);
        if (size is < MinimumSize or > MaximumSize || size % MinimumSize != 0)
            throw NsfException.Damaged(offset + 6, "The bucket size is invalid");
        if (size > likely)
        {
            if (_array.Length < size)
                _array = new byte[size];
            source.Read(offset, _array, (int)size);
        }
        _likelySize = (int)size;
        var bytes = new NsfBytes(_array, 0, (int)size, offset);
        int footer = bytes.U16(FooterSizeAt);
        uint halves = size / SectorSize / 2;
        if (footer != halves && footer != (halves + FooterUnit - 1) / FooterUnit * FooterUnit)
            throw NsfException.Damaged(offset + FooterSizeAt, "The bucket footer size is invalid");
        if (SlotSize * (long)bytes.U16(44) > size - footer - HeaderSize)
            throw NsfException.Damaged(offset + 44, "The number of records in the bucket is invalid");
        RemoveStamps(_array, (int)size, offset);
        _bytes = bytes;
        _footer = footer;
    }

    /// <summary>Restores the bits that the stamps replaced.</summary>
    /// <returns>The stamp.</returns>
    /// <exception cref="NsfException">The stamps differ.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    internal static int RemoveStamps(byte[] bucket, int size, long offset)
    {
        int stamp = bucket[HeaderSize] & 0xF;
        for (int sector = 0; sector < size / SectorSize; sector++)
        {
            int at = HeaderSize + (SectorSize * sector);
            if ((bucket[at] & 0xF) != stamp)
                throw NsfException.Damaged(offset + at, "The bucket is torn: its sector stamps differ", isTorn: true);
            int saved = bucket[size - 1 - (sector / 2)];
            bucket[at] = (byte)((bucket[at] & 0xF0) | (sector % 2 == 0 ? saved >> 4 : saved & 0xF));
        }
        return stamp;
    }

    /// <summary>Returns a record.</summary>
    /// <param name="slot">The slot of the record, counted from 1.</param>
    /// <returns>The record, or null if the slot is empty.</returns>
    /// <exception cref="NsfException">The slot is not within the bucket.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    public NsfBytes? Record(int slot)
    {
        if (slot == 0 || slot > SlotCount)
            return null;
        int at = _bytes.Length - _footer - (SlotSize * slot);
        int start = _bytes.U16(at);
        int size = _bytes.U16(at + 2);
        if (start < HeaderSize || start + size > _bytes.Length - _footer - (SlotSize * SlotCount))
            throw NsfException.Damaged(_bytes.Offset + at, "A record points outside its bucket");
        return _bytes.Slice(start, size);
    }
}
