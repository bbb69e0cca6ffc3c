using System.Text;

namespace CoexTools.Text;

/// <summary>Reads the lines of a text in UTF-8, which can have any length.</summary>
/// <param name="stream">The text. It is closed with the reader.</param>
/// <param name="longest">The length from which the rest of a line is skipped, in characters.</param>
internal sealed class LineReader(Stream stream, int longest) : IDisposable
{
    private readonly StreamReader _reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    private readonly char[] _buffer = new char[1 << 14];
    private int _at;
    private int _count;

    /// <summary>Returns the next line without its end; null at the end of the text.</summary>
    public string? Next()
    {
        var line = new StringBuilder();
        bool isAny = false;
        while (_at < _count || Fill())
        {
            isAny = true;
            int end = Array.IndexOf(_buffer, '\n', _at, _count - _at);
            int length = (end < 0 ? _count : end) - _at;
            line.Append(_buffer, _at, Math.Min(length, longest - line.Length));
            _at += length;
            if (end >= 0)
            {
                _at++;
                return line.ToString();
            }
        }
        return isAny ? line.ToString() : null;
    }

    public void Dispose() => _reader.Dispose();

    private bool Fill()
    {
        _at = 0;
        _count = _reader.Read(_buffer, 0, _buffer.Length);
        return _count > 0;
    }
}
