namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Reports how many bytes were read from a stream. Bytes that are read again count again.</summary>
/// <param name="stream">The stream; it stays open.</param>
/// <param name="read">Receives the sum after each read operation.</param>
internal sealed class WatchedStream(Stream stream, Action<long> read) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => stream.Length;

    public override long Position { get => stream.Position; set => stream.Position = value; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int some = stream.Read(buffer, offset, count);
        _read += some;
        read(_read);
        return some;
    }

    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
