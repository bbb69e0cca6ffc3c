using CoexTools.Files;

namespace CoexTools.Tests.Dxl;

public class BlockReaderTests
{
    [Theory]
    [InlineData(0, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 16)]
    [InlineData(1000, 16)]
    [InlineData(100_000, 4096)]
    public void The_blocks_are_the_stream(int length, int blockSize)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var reader = new BlockReader(new MemoryStream(bytes), blockSize);
        var read = new List<byte>();
        while (reader.Next(out int count, CancellationToken.None) is { } block)
        {
            Assert.InRange(count, 1, blockSize);
            read.AddRange(block.AsSpan(reader.Room, count));
        }
        Assert.Equal(bytes, read);
        Assert.Null(reader.Next(out _, CancellationToken.None)); // The end stays the end.
    }

    [Fact]
    public void A_block_stays_as_it_is_while_the_next_one_is_given()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        using var reader = new BlockReader(new MemoryStream(bytes), 4);
        byte[]? before = null;
        for (int at = 0; reader.Next(out int count, CancellationToken.None) is { } block; at += count)
        {
            Thread.Sleep(1); // The other thread has time to go wrong.
            if (before is not null)
                Assert.Equal(bytes[(at - 4)..at], before[reader.Room..(reader.Room + 4)]);
            before = block;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_failure_to_read_reaches_the_one_who_waits(int goodBlocks)
    {
        using var reader = new BlockReader(new FailingStream(goodBlocks * 16), 16);
        IOException failure = Assert.Throws<IOException>(() =>
        {
            for (int i = 0; i <= goodBlocks; i++) // It may come early: the other thread is ahead.
                Assert.NotNull(reader.Next(out _, CancellationToken.None));
        });
        Assert.Equal("The disk is gone.", failure.Message);
    }

    [Fact]
    public void Whoever_stops_early_leaves_no_thread_behind_that_reads()
    {
        var stream = new FailingStream(int.MaxValue);
        using (var reader = new BlockReader(stream, 16))
        {
            reader.Next(out _, CancellationToken.None);
            reader.Next(out _, CancellationToken.None);
        }
        int reads = stream.Reads;
        Thread.Sleep(50);
        Assert.Equal(reads, stream.Reads);
    }

    /// <summary>Gives so many bytes, then fails.</summary>
    private sealed class FailingStream(int good) : MemoryStream
    {
        private int _given;

        public int Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            if (_given >= good)
                throw new IOException("The disk is gone.");
            _given += count;
            return count;
        }
    }
}
