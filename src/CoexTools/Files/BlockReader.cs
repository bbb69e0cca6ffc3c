using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace CoexTools.Files;

/// <summary>
/// Reads a stream in blocks, on a separate thread that runs a few blocks ahead of the consumer. What fits into one
/// block is read at once, without a thread.
/// </summary>
/// <param name="stream">The stream; it stays open.</param>
/// <param name="blockSize">The number of bytes to read at once.</param>
internal sealed class BlockReader(Stream stream, int blockSize) : IDisposable
{
    // The consumer holds two of them, and the thread fills the others.
    private const int BlockCount = 4;

    private readonly byte[][] _blocks = new byte[BlockCount][];
    private readonly int[] _counts = new int[BlockCount];
    private readonly SemaphoreSlim _free = new(BlockCount - 1);
    private readonly SemaphoreSlim _full = new(0);
    private Task? _ahead;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _isStopped;
    private int _given;

    /// <summary>The number of free bytes before those that were read, in each block.</summary>
    public int Room => Math.Min(blockSize, 1 << 15);

    /// <summary>Returns the next block. The previous block remains valid until the next call.</summary>
    /// <param name="count">The number of bytes that were read. They follow <see cref="Room"/> free bytes.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>The block; null at the end.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public byte[]? Next(out int count, CancellationToken cancel)
    {
        count = 0;
        if (_given > 0 && _counts[(_given - 1) % BlockCount] < blockSize)
            return null; // The previous block was the last one.
        if (_given == 0)
        {
            ReadBlock(0);
        }
        else
        {
            _ahead ??= Task.Factory.StartNew(
                ReadAhead, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (_given > 1)
                _free.Release();
            _full.Wait(cancel);
            _failure?.Throw();
        }
        int block = _given++ % BlockCount;
        count = _counts[block];
        return count > 0 ? _blocks[block] : null;
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _free.Release();
        _ahead?.Wait();
        _free.Dispose();
        _full.Dispose();
    }

    private void ReadAhead()
    {
        try
        {
            for (int block = 1; ; block = (block + 1) % BlockCount)
            {
                _free.Wait();
                if (_isStopped)
                    return;
                ReadBlock(block);
                _full.Release();
                if (_counts[block] < blockSize)
                    return;
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e); // The consumer throws it.
            _full.Release();
        }
    }

    private void ReadBlock(int block)
    {
        byte[] bytes = _blocks[block] ??= new byte[Room + blockSize];
        _counts[block] = stream.ReadFully(bytes, Room, blockSize);
    }
}
