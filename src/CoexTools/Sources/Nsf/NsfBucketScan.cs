using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// Finds buckets in the whole file by their own numbers, for files whose descriptors do not locate them. The file can
/// contain earlier states of buckets, and summary data and other data number their buckets separately.
/// </summary>
internal sealed class NsfBucketScan
{
    private const int Unit = 256;
    private const int BlockSize = 1 << 16;
    private const int MaximumCount = 1 << 21;

    private readonly NsfSource _source;
    private readonly uint[] _numbers;
    private readonly uint[] _positions;

    /// <exception cref="NsfException">There are more buckets than can be stored.</exception>
    public NsfBucketScan(NsfSource source)
    {
        _source = source;
        var numbers = new List<uint>();
        var positions = new List<uint>();
        byte[] block = new byte[BlockSize];
        for (long offset = 0; offset < source.Length; offset += BlockSize)
        {
            int count = (int)Math.Min(BlockSize, source.Length - offset);
            source.Read(offset, block, count);
            for (int at = 0; at + NsfBucket.HeaderSize <= count; at += Unit)
            {
                if (!NsfBucket.IsBucket(block, at))
                    continue;
                if (numbers.Count == MaximumCount)
                    throw NsfException.Damaged(offset + at, "There are too many buckets");
                numbers.Add(new NsfBytes(block, at, NsfBucket.HeaderSize, offset + at).U32(2));
                positions.Add((uint)((offset + at) / Unit));
            }
        }
        _numbers = [.. numbers];
        _positions = [.. positions];
        Array.Sort(_numbers, _positions);
    }

    /// <summary>
    /// Finds the matching bucket with a number. If there are several, finds the one that was written last.
    /// </summary>
    /// <param name="number">The bucket's own number.</param>
    /// <param name="bucket">The buffer to read buckets into.</param>
    /// <param name="isRight">Tests the bucket that was read last.</param>
    /// <returns>The offset; null if it does not exist.</returns>
    public long? Find(uint number, NsfBucket bucket, Func<bool> isRight)
    {
        long? found = null;
        NsfTime written = default;
        int first = Array.BinarySearch(_numbers, number);
        while (first > 0 && _numbers[first - 1] == number)
            first--;
        for (int i = Math.Max(0, first); first >= 0 && i < _numbers.Length && _numbers[i] == number; i++)
        {
            long offset = new NsfPosition(_positions[i]).Offset;
            try
            {
                bucket.Read(_source, offset);
                if (isRight() && (found is null || IsLater(bucket.Written, written)))
                {
                    found = offset;
                    written = bucket.Written;
                }
            }
            catch (NsfException)
            {
                // The rest of an earlier bucket can be incomplete.
            }
        }
        return found;
    }

    private static bool IsLater(NsfTime time, NsfTime other)
    {
        uint day = time.High & 0xFFFFFF;
        uint otherDay = other.High & 0xFFFFFF;
        return day > otherDay || (day == otherDay && time.Low > other.Low);
    }
}
