using System.Text;
using CoexTools.Files;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>Reads a text in UTF-16, as a redirection in Windows PowerShell writes it, as UTF-8.</summary>
internal sealed class WideTextStream : ForwardStream
{
    private readonly StreamReader _reader;
    private readonly char[] _characters = new char[1 << 12];
    private byte[] _bytes = [];
    private int _at;

    /// <param name="stream">The text in UTF-16.</param>
    /// <param name="isBigEndian">Specifies whether the high byte of each character comes first.</param>
    public WideTextStream(Stream stream, bool isBigEndian) =>
        _reader = new StreamReader(stream, new UnicodeEncoding(isBigEndian, byteOrderMark: true));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _bytes.Length)
        {
            int read = _reader.Read(_characters, 0, _characters.Length);
            // Half a pair of surrogates becomes U+FFFD: the texts that matter do not contain any.
            _bytes = Encoding.UTF8.GetBytes(_characters, 0, read);
            _at = 0;
        }
        int length = Math.Min(count, _bytes.Length - _at);
        Buffer.BlockCopy(_bytes, _at, buffer, offset, length);
        _at += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }
}
