using System.Globalization;
using System.Text;

namespace CoexTools.Json;

/// <summary>
/// Reads JSON as RFC 8259 defines it, without extensions. The depth is limited, and an object has each name once.
/// </summary>
internal sealed class JsonReader
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _text;
    private int _at;
    private int _depth;

    private JsonReader(string text) => _text = text;

    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonFormatException">The text is not JSON.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        reader.SkipSpace();
        JsonValue value = reader.ReadValue();
        reader.SkipSpace();
        return reader._at == text.Length ? value : throw reader.Unexpected();
    }

    /// <summary>Reads bytes in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="JsonFormatException">The bytes are not UTF-8, or the text is not JSON.</exception>
    public static JsonValue Read(byte[] bytes, int count)
    {
        int start = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes, start, count - start);
        }
        catch (DecoderFallbackException e)
        {
            throw new JsonFormatException("The text is not UTF-8", Math.Max(0, e.Index));
        }
        return Read(text);
    }

    private JsonValue ReadValue() => _at >= _text.Length ? throw Unexpected() : _text[_at] switch
    {
        '{' => ReadObject(),
        '[' => ReadArray(),
        '"' => JsonValue.StringOf(ReadString()),
        't' => ReadWord("true", JsonValue.True),
        'f' => ReadWord("false", JsonValue.False),
        'n' => ReadWord("null", JsonValue.Null),
        _ => ReadNumber(),
    };

    private JsonValue ReadObject()
    {
        Enter();
        var members = new List<KeyValuePair<string, JsonValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!TryEnd('}'))
        {
            do
            {
                SkipSpace();
                int start = _at;
                string name = ReadString();
                if (!names.Add(name))
                    throw new JsonFormatException("The object contains a name twice", start);
                SkipSpace();
                Expect(':');
                SkipSpace();
                members.Add(new KeyValuePair<string, JsonValue>(name, ReadValue()));
                SkipSpace();
            }
            while (TryTake(','));
            Expect('}');
        }
        _depth--;
        return JsonValue.ObjectOf(members);
    }

    private JsonValue ReadArray()
    {
        Enter();
        var items = new List<JsonValue>();
        if (!TryEnd(']'))
        {
            do
            {
                SkipSpace();
                items.Add(ReadValue());
                SkipSpace();
            }
            while (TryTake(','));
            Expect(']');
        }
        _depth--;
        return JsonValue.ArrayOf(items);
    }

    private string ReadString()
    {
        Expect('"');
        int start = _at;
        StringBuilder? unescaped = null;
        while (true)
        {
            if (_at >= _text.Length)
                throw Unexpected();
            char c = _text[_at];
            if (c == '"')
                break;
            if (c < ' ')
                throw Unexpected();
            if (c != '\\')
            {
                unescaped?.Append(c);
                _at++;
                continue;
            }
            unescaped ??= new StringBuilder().Append(_text, start, _at - start);
            _at++;
            unescaped.Append(ReadEscape());
        }
        string text = unescaped?.ToString() ?? _text.Substring(start, _at - start);
        _at++;
        return text;
    }

    private char ReadEscape()
    {
        if (_at >= _text.Length)
            throw Unexpected();
        int start = _at;
        switch (_text[_at++])
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= _text.Length && int.TryParse(
                _text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code):
                _at += 4;
                return (char)code;
            default:
                _at = start;
                throw Unexpected();
        }
    }

    private JsonValue ReadNumber()
    {
        int start = _at;
        TryTake('-');
        if (!TryTake('0') && !SkipDigits())
            throw Unexpected();
        if (TryTake('.') && !SkipDigits())
            throw Unexpected();
        if (TryTake('e') || TryTake('E'))
        {
            if (!TryTake('+'))
                TryTake('-');
            if (!SkipDigits())
                throw Unexpected();
        }
        return JsonValue.NumberOf(_text.Substring(start, _at - start));
    }

    private JsonValue ReadWord(string word, JsonValue value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            throw Unexpected();
        _at += word.Length;
        return value;
    }

    private void Enter()
    {
        if (++_depth > MaximumDepth)
            throw new JsonFormatException($"The text is nested more than {MaximumDepth} levels", _at);
        _at++;
    }

    private bool TryEnd(char end)
    {
        SkipSpace();
        return TryTake(end);
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
            throw Unexpected();
    }

    private bool TryTake(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private bool SkipDigits()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is >= '0' and <= '9')
            _at++;
        return _at > start;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private JsonFormatException Unexpected() => _at >= _text.Length
        ? new JsonFormatException("The text is incomplete", _at)
        : new JsonFormatException($"The character U+{(int)_text[_at]:X4} is not allowed", _at);
}
