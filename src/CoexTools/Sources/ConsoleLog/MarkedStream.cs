using CoexTools.Files;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>Reads a file, and then further bytes.</summary>
/// <param name="file">The file.</param>
/// <param name="mark">The bytes that follow it.</param>
internal sealed class MarkedStream(Stream file, byte[] mark) : ForwardStream
{
    private int _at;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _at == 0 ? file.Read(buffer, offset, count) : 0;
        if (read > 0)
            return read;
        int length = Math.Min(count, mark.Length - _at);
        Buffer.BlockCopy(mark, _at, buffer, offset, length);
        _at += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
