using System.Text;
using CoexTools.Files;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Returns the bytes of a file with a blank in place of every CR and LF. XML treats them alike wherever it allows one
/// of them. The file is then one line, and a column identifies exactly one character.
/// <see cref="System.Xml.XmlReader"/> counts a line twice if it refills its buffer after a line end within an end tag.
/// </summary>
internal sealed class OneLineStream : ForwardStream
{
    private readonly Stream _stream;
    private readonly int _unit;
    private readonly bool _isBigEndian;

    /// <param name="stream">The file, at its start. It remains open.</param>
    /// <param name="encoding">Its encoding, as far as its first bytes identify it. Other encodings write CR and LF as
    /// ASCII does.</param>
    public OneLineStream(Stream stream, Encoding encoding)
    {
        _stream = stream;
        _unit = encoding is UTF32Encoding ? 4 : encoding is UnicodeEncoding ? 2 : 1;
        _isBigEndian = encoding.CodePage is 1201 or 12001;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        // Whole units only, so that none is seen in two parts.
        count -= count % _unit;
        int total = 0;
        for (int some; total < count && (total == 0 || total % _unit != 0)
            && (some = _stream.Read(buffer, offset + total, count - total)) > 0;)
            total += some;

        int low = _isBigEndian ? _unit - 1 : 0;
        for (int at = offset; at + _unit <= offset + total; at += _unit)
        {
            if (buffer[at + low] is (byte)'\r' or (byte)'\n' && IsAscii(buffer, at, low))
                buffer[at + low] = (byte)' ';
        }
        return total;
    }

    private bool IsAscii(byte[] buffer, int at, int low)
    {
        for (int i = 0; i < _unit; i++)
        {
            if (i != low && buffer[at + i] != 0)
                return false;
        }
        return true;
    }
}
