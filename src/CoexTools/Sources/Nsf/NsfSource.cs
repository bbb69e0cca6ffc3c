using System.Runtime.CompilerServices;
using CoexTools.Files;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>Reads the file through a limited number of blocks, and replaces the least recently used block.</summary>
internal sealed class NsfSource(Stream stream) : IDisposable
{
    // Small enough for the cache of the processor, and large enough for few calls of the system. Together 4 MB.
    private const int BlockSize = 1 << 18;
    private const int BlockCount = 16;

    private readonly byte[]?[] _blocks = new byte[BlockCount][];
    private readonly long[] _numbers = new long[BlockCount];
    private readonly int[] _counts = new int[BlockCount];
    private readonly long[] _used = new long[BlockCount];
    private long _clock;
    private int _last;
    private int _held = -1;
    private long _heldFrom;
    private long _heldTo;

    /// <summary>The length of the file when it was opened or last reloaded.</summary>
    public long Length { get; private set; } = stream.Length;

    /// <summary>Reads bytes through the blocks.</summary>
    /// <exception cref="NsfException">The range lies outside the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    public void Read(long offset, byte[] target, int count)
    {
        Check(offset, count);
        for (int done = 0; done < count;)
        {
            long number = (offset + done) / BlockSize;
            int block = Block(number);
            int at = (int)(offset + done - (number * BlockSize));
            int some = Math.Min(count - done, _counts[block] - at);
            // The holder of bytes might have changed them.
            bool isHeld = block == _held && offset + done < _heldTo && offset + done + some > _heldFrom;
            if (some <= 0 || (isHeld && Fill(offset + done, target, done, some) < some))
                throw NsfException.Damaged(offset + done, "The file is cut off");
            if (!isHeld)
                Buffer.BlockCopy(_blocks[block]!, at, target, done, some);
            done += some;
        }
    }

    /// <summary>
    /// Returns bytes in the block that contains them, without a copy, and holds this block until
    /// <see cref="Release"/>. Meanwhile, the caller can change these bytes: other reads do not see that.
    /// </summary>
    /// <returns>The bytes; empty if they are not within one block.</returns>
    /// <exception cref="NsfException">The range lies outside the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    [MethodImpl(JitOptions.FullOptimization)]
    public NsfBytes Hold(long offset, int count)
    {
        Check(offset, count);
        long number = offset / BlockSize;
        int at = (int)(offset - (number * BlockSize));
        if (at + count > BlockSize)
            return NsfBytes.Empty;
        int block = Block(number);
        if (at + count > _counts[block])
            return NsfBytes.Empty;
        (_held, _heldFrom, _heldTo) = (block, offset, offset + count);
        return new NsfBytes(_blocks[block]!, at, count, offset);
    }

    /// <summary>Releases the bytes that are held.</summary>
    /// <returns>false if they are no longer part of a block.</returns>
    public bool Release()
    {
        bool isHeld = _held >= 0;
        _held = -1;
        return isHeld;
    }

    /// <summary>Reads bytes without caching them, for structures that are scattered over the file.</summary>
    /// <exception cref="NsfException">The range lies outside the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public NsfBytes ReadApart(long offset, int count)
    {
        Check(offset, count);
        byte[] bytes = new byte[count];
        if (Fill(offset, bytes, 0, count) < count)
            throw NsfException.Damaged(offset, "The file is cut off");
        return new NsfBytes(bytes, 0, count, offset);
    }

    /// <summary>Discards the blocks, so that later reads see the current state of the file.</summary>
    public void Forget()
    {
        for (int i = 0; i < BlockCount; i++)
            _counts[i] = 0;
        _held = -1;
        Length = stream.Length;
    }

    public void Dispose() => stream.Dispose();

    private void Check(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > Length - count)
            throw NsfException.Damaged(Math.Max(0, offset), "A position lies outside the file");
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private int Block(long number)
    {
        if (_counts[_last] > 0 && _numbers[_last] == number)
            return _last;
        bool isNext = _counts[_last] > 0 && number == _numbers[_last] + 1;
        int oldest = _held == 0 ? 1 : 0;
        for (int i = 0; i < BlockCount; i++)
        {
            if (_counts[i] > 0 && _numbers[i] == number)
            {
                _used[i] = ++_clock;
                return _last = i;
            }
            if (i != _held && (_counts[i] == 0 || (_counts[oldest] > 0 && _used[i] < _used[oldest])))
                oldest = i;
        }
        if (isNext && _last != _held)
            oldest = _last; // A sequential pass does not return, and reusing one block keeps it in the processor cache.
        _counts[oldest] = 0; // If the read fails, the block must not be taken for its former content.
        _counts[oldest] = Fill(number * BlockSize, _blocks[oldest] ??= new byte[BlockSize], 0, BlockSize);
        _numbers[oldest] = number;
        _used[oldest] = ++_clock;
        return _last = oldest;
    }

    private int Fill(long offset, byte[] target, int at, int count)
    {
        stream.Position = offset;
        return stream.ReadFully(target, at, count);
    }
}
