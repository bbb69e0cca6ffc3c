using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// A bucket of summary or other data. In each of its 512-byte sectors, half a byte is a stamp that all sectors share.
/// If a write was interrupted, the stamps differ. The footer of the bucket contains the bits that the stamps replaced.
/// </summary>
/// <param name="staysInPlace">
/// Specifies whether the bytes stay in the block of the file, which saves a copy. Only one bucket of a file can do so.
/// </param>
internal sealed class NsfBucket(bool staysInPlace = false)
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
    private NsfSource? _holder; // The file, if the bucket stays in its block.
    private NsfBytes _bytes;
    private int _stamp;
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
        Release();
        _bytes = default;
        NsfBytes bytes = Take(
            source, offset, (int)Math.Min(_likelySize, Math.Max(HeaderSize, source.Length - offset)));
        if (bytes.U16(0) != Signature)
            throw NsfException.Damaged(offset, "A bucket is missing");
        uint size = bytes.U32(6);
        if (size is < MinimumSize or > MaximumSize || size % MinimumSize != 0)
            throw NsfException.Damaged(offset + 6, "The bucket size is invalid");
        bytes = size > bytes.Length ? Take(source, offset, (int)size) : bytes.Slice(0, size);
        _likelySize = (int)size;
        int footer = bytes.U16(FooterSizeAt);
        uint halves = size / SectorSize / 2;
        if (footer != halves && footer != (halves + FooterUnit - 1) / FooterUnit * FooterUnit)
            throw NsfException.Damaged(offset + FooterSizeAt, "The bucket footer size is invalid");
        if (SlotSize * (long)bytes.U16(44) > size - footer - HeaderSize)
            throw NsfException.Damaged(offset + 44, "The number of records in the bucket is invalid");
        _stamp = RemoveStamps(bytes.Array, (int)size, offset, bytes.Start);
        _bytes = bytes;
        _footer = footer;
    }

    // Returns bytes of the file, in its block or in a copy.
    private NsfBytes Take(NsfSource source, long offset, int count)
    {
        if (staysInPlace && source.Hold(offset, count) is { Length: > 0 } held)
        {
            _holder = source;
            return held;
        }
        Release();
        if (_array.Length < count)
            _array = new byte[count];
        source.Read(offset, _array, count);
        return new NsfBytes(_array, 0, count, offset);
    }

    // Leaves the block as it is in the file.
    private void Release()
    {
        if (_holder?.Release() == true && _bytes.Length > 0)
        {
            for (int at = _bytes.Start + HeaderSize; at < _bytes.Start + _bytes.Length; at += SectorSize)
                _bytes.Array[at] = (byte)((_bytes.Array[at] & 0xF0) | _stamp);
        }
        _holder = null;
    }

    /// <summary>Restores the bits that the stamps replaced.</summary>
    /// <param name="array">The array that contains the bucket.</param>
    /// <param name="size">The size of the bucket.</param>
    /// <param name="offset">The offset of the bucket in the file.</param>
    /// <param name="start">The start of the bucket in the array.</param>
    /// <returns>The stamp.</returns>
    /// <exception cref="NsfException">The stamps differ. The bucket is unchanged.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    internal static int RemoveStamps(byte[] array, int size, long offset, int start = 0)
    {
        int stamp = array[start + HeaderSize] & 0xF;
        for (int at = HeaderSize; at < size; at += SectorSize)
        {
            if ((array[start + at] & 0xF) != stamp)
                throw NsfException.Damaged(offset + at, "The bucket is torn: its sector stamps differ", isTorn: true);
        }
        for (int sector = 0; sector < size / SectorSize; sector++)
        {
            int at = start + HeaderSize + (SectorSize * sector);
            int saved = array[start + size - 1 - (sector / 2)];
            array[at] = (byte)((array[at] & 0xF0) | (sector % 2 == 0 ? saved >> 4 : saved & 0xF));
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
