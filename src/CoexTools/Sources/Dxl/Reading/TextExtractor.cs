using System.Text;
using CoexTools.Files;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Runs once over a file's text and takes elements out of it, by the places that an <see cref="System.Xml.XmlReader"/>
/// gave for them, together with the bytes that contain them, and computes the hash of all bytes.
/// </summary>
internal sealed class TextExtractor
{
    private readonly Stream _stream;
    private readonly Encoding _encoding;
    private readonly Decoder _decoder;
    private readonly ContentHash _hash = new();
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly char[] _block;

    private long _blockStart; // How many bytes come before those of the block.
    private int _count;
    private int _hashed; // How many of them are part of the hash.
    private int _length;
    private int _at;
    private StringBuilder? _sink;

    /// <param name="stream">The file, at its start.</param>
    /// <param name="encoding">Its encoding, which must throw on bytes that it does not have.</param>
    public TextExtractor(Stream stream, Encoding encoding)
    {
        _stream = stream;
        _encoding = encoding;
        _decoder = encoding.GetDecoder();
        _block = new char[encoding.GetMaxCharCount(_bytes.Length)];
    }

    /// <summary>Gets the number of characters before the current position. A byte order mark does not count.</summary>
    public long Offset { get; private set; }

    /// <summary>Gets the number of bytes before the current position.</summary>
    public long ByteOffset { get; private set; }

    /// <summary>Reads the first block, and passes over a byte order mark.</summary>
    /// <exception cref="DecoderFallbackException">There are bytes that the encoding does not have; so in all other
    /// methods.</exception>
    public void Begin()
    {
        byte[] preamble = _encoding.GetPreamble();
        int read = Fill();
        int skip = preamble.Length > 0 && read >= preamble.Length
            && _bytes.Take(preamble.Length).SequenceEqual(preamble) ? preamble.Length : 0;
        _length = _decoder.GetChars(_bytes, skip, read - skip, _block, 0);
        ByteOffset = skip;
    }

    /// <summary>Goes on to a place, which must not lie behind.</summary>
    /// <exception cref="EndOfStreamException">The text ends before it.</exception>
    public void GoTo(long offset)
    {
        while (Offset < offset)
        {
            Peek();
            Consume((int)Math.Min(offset - Offset, _length - _at));
        }
    }

    /// <summary>Begins to keep what is passed over.</summary>
    public void BeginTake() => _sink = new StringBuilder();

    /// <summary>
    /// Advances past the next &gt; that is not within quotes, and returns the text since <see cref="BeginTake"/>.
    /// </summary>
    /// <param name="hasQuotes">Specifies whether the tag may have attributes.</param>
    public string EndTake(bool hasQuotes)
    {
        var end = new TagEnd();
        bool isEnd;
        do
        {
            char c = PassOne();
            isEnd = hasQuotes ? end.IsAt(c) : c == '>';
        }
        while (!isEnd);
        string taken = _sink!.ToString();
        _sink = null;
        return taken;
    }

    /// <summary>
    /// Returns the state of the hash at the place that was reached; null where its bytes were passed already.
    /// </summary>
    public HashState? HashHere()
    {
        long place = ByteOffset - _blockStart;
        if (place < _hashed || place > _count)
            return null;
        Hash((int)place);
        return _hash.State;
    }

    /// <summary>Reads the rest of the file, and returns the state of the hash after all of it.</summary>
    public HashState EndHash()
    {
        int read;
        do
        {
            read = Fill();
            _ = _decoder.GetChars(_bytes, 0, read, _block, 0, flush: read == 0);
        }
        while (read > 0);
        return _hash.State;
    }

    private char PassOne()
    {
        char c = Peek();
        // The decoder returns both halves at once. A single half has no bytes.
        Consume(char.IsHighSurrogate(c) ? 2 : 1);
        return c;
    }

    private void Consume(int count)
    {
        ByteOffset += _encoding.GetByteCount(_block, _at, count);
        Offset += count;
        if (_sink is not null)
        {
            if (_sink.Length > DxlLimits.DocumentCharacters - count)
                throw new DocumentTooLargeException();
            _sink.Append(_block, _at, count);
        }
        _at += count;
    }

    private char Peek()
    {
        while (_at == _length)
        {
            int read = Fill();
            if (read == 0)
                throw new EndOfStreamException();
            _length = _decoder.GetChars(_bytes, 0, read, _block, 0);
            _at = 0;
        }
        return _block[_at];
    }

    private int Fill()
    {
        Hash(_count);
        _blockStart += _count;
        _count = _stream.Read(_bytes, 0, _bytes.Length);
        _hashed = 0;
        return _count;
    }

    // Takes the block into the hash, up to a place.
    private void Hash(int place)
    {
        if (_hashed < place)
            _hash.Append(_bytes, _hashed, place - _hashed);
        _hashed = place;
    }

    /// <summary>A document is longer than <see cref="DxlLimits.DocumentCharacters"/>.</summary>
    internal sealed class DocumentTooLargeException : Exception;
}
