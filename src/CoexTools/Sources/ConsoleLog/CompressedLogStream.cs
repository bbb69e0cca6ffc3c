using System.IO.Compression;
using System.Text;
using CoexTools.Files;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// Decompresses a log, and refuses one that is truncated: <see cref="GZipStream"/> ends without an error there. A mark,
/// compressed separately, follows the file. Only if the file is complete, its content ends with the mark.
/// </summary>
internal sealed class CompressedLogStream : ForwardStream
{
    private const int BufferSize = 1 << 16;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("\nend of the compressed log\n");

    private readonly GZipStream _content;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly uint _lastSize;
    private uint _size;
    private int _start;
    private int _end;
    private bool _isEnd;

    /// <param name="file">The compressed file, at its start.</param>
    public CompressedLogStream(Stream file)
    {
        _lastSize = LastSize(file);
        _content = new GZipStream(new MarkedStream(file, Compress(Mark)), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // What may be the mark is kept back.
        while (!_isEnd && _end - _start <= Mark.Length)
            Fill();
        int length = Math.Min(count, _end - _start - (_isEnd ? 0 : Mark.Length));
        Buffer.BlockCopy(_buffer, _start, buffer, offset, length);
        _start += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        int read;
        try
        {
            read = _content.Read(_buffer, _end, BufferSize - _end);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("The compressed file is damaged or truncated.", e);
        }
        _end += read;
        _size = unchecked(_size + (uint)read);
        if (read > 0)
            return;
        _isEnd = true;
        if (_end >= Mark.Length && Mark.SequenceEqual(_buffer.Skip(_end - Mark.Length).Take(Mark.Length)))
            _end -= Mark.Length;
        else if (_size != _lastSize) // .NET Framework reads only the first part of a file, and so not the mark.
            throw new InvalidDataException("The compressed file is truncated, or it consists of several parts.");
    }

    // The size of the last part, which is at the end of the file.
    private static uint LastSize(Stream file)
    {
        const int length = sizeof(uint);
        if (file.Length < length)
            return 0;
        byte[] bytes = new byte[length];
        file.Position = file.Length - length;
        file.ReadFully(bytes, 0, length);
        file.Position = 0;
        return bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var content = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            content.Write(bytes, 0, bytes.Length);
        return compressed.ToArray();
    }
}
