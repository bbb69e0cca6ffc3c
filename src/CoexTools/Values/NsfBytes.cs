using System.Runtime.CompilerServices;
using CoexTools.Text;

namespace CoexTools.Values;

/// <summary>
/// A range of bytes that were read from the file. Every access is checked. An access outside the range is damage at a
/// known offset.
/// </summary>
/// <param name="array">The array that contains the bytes.</param>
/// <param name="start">The first byte in the array.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="offset">The offset of the first byte in the file, or of the compressed body for a decompressed
/// body.</param>
internal readonly struct NsfBytes(byte[] array, int start, int length, long offset)
{
    /// <summary>An empty range.</summary>
    public static NsfBytes Empty { get; } = new([], 0, 0, 0);

    public byte[] Array { get; } = array;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public long Offset { get; } = offset;

    /// <summary>Returns the text that the range contains.</summary>
    /// <param name="isComplete">Set to false if a character is unknown and U+FFFD replaces it.</param>
    public string ReadText(ref bool isComplete) => Lmbcs.Decode(Array, Start, Length, ref isComplete);

    public byte U8(int at) => Array[Place(at, 1)];

    public ushort U16(int at)
    {
        int place = Place(at, 2);
        return (ushort)(Array[place] | (Array[place + 1] << 8));
    }

    public uint U32(int at)
    {
        int place = Place(at, 4);
        return (uint)(Array[place] | (Array[place + 1] << 8) | (Array[place + 2] << 16) | (Array[place + 3] << 24));
    }

    public double Double(int at) => BitConverter.Int64BitsToDouble(U32(at) | ((long)U32(at + 4) << 32));

    public NsfTime Time(int at) => new(U32(at), U32(at + 4));

    /// <summary>Returns a part of the range.</summary>
    /// <exception cref="NsfException">The part is not within the range.</exception>
    public NsfBytes Slice(int at, long count) => new(Array, Place(at, count), (int)count, Offset + at);

    public NsfBytes Slice(int at) => Slice(at, (long)Length - at);

    public byte[] ToArray()
    {
        byte[] copy = new byte[Length];
        Buffer.BlockCopy(Array, Start, copy, 0, Length);
        return copy;
    }

    /// <summary>
    /// Returns the exclusive or of the range in words of 32 bits, the last one padded with zeros: the checksum of
    /// compressed bodies.
    /// </summary>
    [MethodImpl(JitOptions.FullOptimization)]
    public uint Checksum()
    {
        uint sum = 0;
        int at = 0;
        for (; at + 4 <= Length; at += 4)
            sum ^= U32(at);
        for (int shift = 0; at < Length; at++, shift += 8)
            sum ^= (uint)U8(at) << shift;
        return sum;
    }

    private int Place(int at, long count)
    {
        if (at < 0 || count < 0 || at + count > Length)
            throw NsfException.Damaged(Offset + Math.Max(0, at), "A length or an offset points outside its structure");
        return Start + at;
    }
}
