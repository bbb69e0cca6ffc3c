using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using CoexTools.Files;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Finds the documents of a DXL file by a sweep over its bytes that understands just enough of XML to be right: tags,
/// comments, CDATA sections, processing instructions, quoted attributes. Elements that do not matter are passed over
/// without being parsed. Whatever it is not sure of, it does not decide: <see cref="TryRead"/> then returns null, and
/// the file is read by the plain reader, which also reports the error.
/// </summary>
internal sealed class DxlSweep
{
    private const int BlockSize = 1 << 19;

    // A larger document that matters is left to the plain way, which Ctrl+C can end in the middle of it.
    private const int LargestElement = 1 << 24;

    private const int Utf8MarkLength = 3;

    private static readonly byte[] CommentStart = Encoding.ASCII.GetBytes("<!--");
    private static readonly byte[] CommentEnd = Encoding.ASCII.GetBytes("-->");
    private static readonly byte[] TwoDashes = Encoding.ASCII.GetBytes("--");
    private static readonly byte[] SectionStart = Encoding.ASCII.GetBytes("<![CDATA[");
    private static readonly byte[] SectionEnd = Encoding.ASCII.GetBytes("]]>");
    private static readonly byte[] InstructionEnd = Encoding.ASCII.GetBytes("?>");
    private static readonly byte[] DocumentTypeStart = Encoding.ASCII.GetBytes("<!DOCTYPE");
    private static readonly byte[] DocumentName = Encoding.ASCII.GetBytes(DxlNames.Document);
    private static readonly byte[] FormName = Encoding.ASCII.GetBytes(DxlNames.Form);
    private static readonly byte[] ClassName = Encoding.ASCII.GetBytes(DxlNames.Class);
    private static readonly byte[] NamespaceName = Encoding.ASCII.GetBytes("xmlns");
    private static readonly byte[] DatabaseName = Encoding.ASCII.GetBytes(DxlNames.Database);

    private readonly BlockReader _blocks;
    private readonly FileHead _head;
    private readonly ContentHash _hash = new();
    private readonly DocumentFilter _filter;
    private readonly bool _isTraced;
    private readonly CancellationToken _cancel;
    private readonly Action<DxlElement> _take;
    private readonly Action<long>? _progress;
    private readonly Dictionary<string, string> _rootAttributes = [];

    private Dictionary<string, string> _namespaces = [];
    private DxlOutline _outline = new(DxlNames.Database, IsEmptyRoot: false);
    private int _lastKey = -1;

    private byte[] _window = [];
    private bool _isBlock; // Whether the window is a block. A larger element has its own array.
    private long _windowOffset; // Where the window begins in the file.
    private int _at;
    private int _end;
    private byte[] _unwantedForm = [0];
    private int _hashed; // How far the window is part of the hash.
    private int _keep = -1; // From where on bytes must stay in the window.
    private bool _isByType; // Whether the bytes kept are a document whose type decides whether it matters.
    private bool _isCut; // Whether some of its bytes, which do not hold that type, are gone.

    private DxlSweep(
        BlockReader blocks, FileHead head, DocumentFilter filter, bool isTraced, Action<DxlElement> take,
        Action<long>? progress,
        CancellationToken cancel)
    {
        _isTraced = isTraced;
        _blocks = blocks;
        _head = head;
        _progress = progress;
        _filter = filter;
        _take = take;
        _cancel = cancel;
    }

    /// <summary>Sweeps a file.</summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="filter">Selects the documents that matter.</param>
    /// <param name="take">Receives each relevant element, in order. Discard the elements if the sweep fails.</param>
    /// <param name="cancel">Cancels the sweep.</param>
    /// <param name="blockSize">The number of bytes to read at once. For tests.</param>
    /// <param name="progress">Receives the number of bytes that were read, from time to time.</param>
    /// <param name="isTraced">Specifies whether to keep the state of the hash at documents that may be changed.</param>
    /// <returns>The rest of what it found; null if the sweep is not sure.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DxlReading? TryRead(
        Stream stream, FileHead head, DocumentFilter filter, Action<DxlElement> take, CancellationToken cancel,
        int blockSize = BlockSize,
        Action<long>? progress = null, bool isTraced = true)
    {
        using var blocks = new BlockReader(stream, blockSize);
        var sweep = new DxlSweep(blocks, head, filter, isTraced, take, progress, cancel);
        try
        {
            if (!sweep.ReadProlog() || !sweep.ReadChildren() || !sweep.ReadEpilog())
                return null;
            sweep.Hash(sweep._end);
            HashState state = sweep._hash.State;
            var stamp = new FileStamp(stream.Length, ContentHash.Format(state), DxlEncoding.Utf8);
            return new DxlReading(sweep._rootAttributes, sweep._outline, sweep._lastKey, stamp, state);
        }
        catch (Exception e)
            when (e is XmlException or DecoderFallbackException or OutOfMemoryException or OverflowException)
        {
            return null;
        }
    }

    // All up to the start tag of the root, which must be a plain <database>; it is small, so that the XML parser itself
    // reads it.
    private bool ReadProlog()
    {
        if (_head.WideEncoding is not null || !Ensure(Utf8MarkLength))
            return false;
        _keep = _at;
        if (_head.HasUtf8Mark)
            _at += Utf8MarkLength;
        if (!PassProlog() || !IsName(_at + 1, DatabaseName)
            || !PassTagEnd(allowBrackets: true, out bool isEmpty) || isEmpty)
            return false;
        int length = _at - _keep;
        byte[] prolog = new byte[length + DatabaseName.Length + 3];
        Buffer.BlockCopy(_window, _keep, prolog, 0, length);
        Encoding.ASCII.GetBytes($"</{DxlNames.Database}>", 0, DatabaseName.Length + 3, prolog, length);
        _outline = _outline with { ContentStart = length, AccessControlListStart = length };
        _keep = -1;
        return ReadRoot(prolog);
    }

    // Passes the blanks, comments, declarations, and instructions before the root element.
    private bool PassProlog()
    {
        while (PassBlanks())
        {
            bool isPassed;
            if (StartsWith(CommentStart))
            {
                _at += CommentStart.Length;
                isPassed = PassTo(CommentEnd);
            }
            else if (StartsWith(DocumentTypeStart))
            {
                isPassed = PassTagEnd(allowBrackets: false, out _);
            }
            else if (Ensure(2) && _window[_at] == '<' && _window[_at + 1] == '?')
            {
                isPassed = PassTo(InstructionEnd);
            }
            else
            {
                return true;
            }
            if (!isPassed)
                return false;
        }
        return false;
    }

    // Reads the attributes and the namespaces of the root element.
    private bool ReadRoot(byte[] prolog)
    {
        using XmlReader reader = XmlReader.Create(
            new MemoryStream(prolog),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
            if (reader.NodeType == XmlNodeType.XmlDeclaration && reader.GetAttribute("encoding") is { } declared
                && !DxlEncoding.IsUtf8(declared))
                return false;
        }
        if (reader.Name != DxlNames.Database || !DocumentParser.IsDxl(reader))
            return false;
        _namespaces =
            new Dictionary<string, string>(((IXmlNamespaceResolver)reader).GetNamespacesInScope(
                XmlNamespaceScope.ExcludeXml));
        while (reader.MoveToNextAttribute())
            _rootAttributes[reader.Name] = reader.Value;
        while (reader.Read())
        {
        }
        return true;
    }

    // The children of the root, up to its end tag.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool ReadChildren()
    {
        while (true)
        {
            _cancel.ThrowIfCancellationRequested();
            if (!PassBlanks() || !Ensure(2) || _window[_at] != '<')
                return false; // Text between the documents: not for us to judge.
            switch (_window[_at + 1])
            {
                case (byte)'/':
                    _outline = _outline with { End = _windowOffset + _at };
                    return IsName(_at + 2, DatabaseName) && PassEndTag(DatabaseName.Length);
                case (byte)'!' or (byte)'?':
                    if (!PassMiscellaneous())
                        return false;
                    break;
                default:
                    if (!ReadChild())
                        return false;
                    break;
            }
        }
    }

    private bool ReadEpilog()
    {
        while (PassBlanks())
        {
            if (!Ensure(2) || _window[_at] != '<' || _window[_at + 1] is not ((byte)'!' or (byte)'?')
                || !PassMiscellaneous())
                return false;
        }
        return _at == _end;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private bool ReadChild()
    {
        _keep = _at;
        byte[]? name = IsName(_at + 1, DocumentName) ? DocumentName : ReadName();
        if (name is null || !PassTagEnd(allowBrackets: true, out bool isEmpty))
            return false;
        if (!ReadAttributes(
            _keep + 1 + name.Length, _at - (isEmpty ? 2 : 1), out AttributeValue formValue,
            out AttributeValue classValue))
            return false;

        DxlElementKind kind = KindOf(name, classValue);
        bool isDocument = kind == DxlElementKind.Document;
        int key = isDocument ? ++_lastKey : -1;
        string? form = null;
        bool? isWanted = isDocument ? IsWanted(formValue, out form) : kind == DxlElementKind.AccessControlList;
        long offset = _windowOffset + _keep;
        if (isWanted == false)
            _keep = -1;
        (_isByType, _isCut) = (isWanted is null, false);
        if (!isEmpty && !PassContent(name))
            return false;
        long length = _windowOffset + _at - offset;
        if (isWanted is null && DocumentTypeSearch.MayBeDomain(_window, _keep, _at))
        {
            if (_isCut)
                return false;
            isWanted = true;
        }
        if (isWanted == true)
        {
            HashState? state = null;
            if (isDocument && _isTraced && _filter.Traces(form))
            {
                Hash(_keep);
                state = _hash.State;
            }
            string text = DxlEncoding.Utf8.GetString(_window, _keep, (int)length);
            if (MayBindReservedNamespace(text))
                return false;
            _take(new DxlElement(kind, form, key, text, _namespaces, new FilePosition(offset, length), state));
        }
        _keep = -1;
        _isByType = false;
        if (kind == DxlElementKind.DatabaseInfo)
            _outline = _outline with { AccessControlListStart = offset + length };
        return true;
    }

    // The reader of fragments accepts a declaration that binds a namespace of XML itself, and XmlReader refuses it.
    private static bool MayBindReservedNamespace(string text) =>
        text.IndexOf("xmlns", StringComparison.Ordinal) >= 0
        && (text.IndexOf("//www.w3.org/", StringComparison.Ordinal) >= 0
            || text.IndexOf("&#", StringComparison.Ordinal) >= 0);

    private DxlElementKind KindOf(byte[] name, AttributeValue noteClass) => ReferenceEquals(name, DocumentName)
        ? DxlElementKind.Document
        : DxlNames.KindOf(
            Encoding.ASCII.GetString(name), noteClass.IsThere
                ? Encoding.ASCII.GetString(_window, noteClass.Start, noteClass.Length) : null);

    private byte[]? ReadName()
    {
        int length = NameLength(_at + 1);
        if (length == 0)
            return null;
        byte[] name = new byte[length];
        Buffer.BlockCopy(_window, _at + 1, name, 0, length);
        return name;
    }

    // Most documents are of a few forms that do not matter: their names need not become text each time. A form that is
    // not named, or in a way that has to be resolved, is looked for among the items.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool? IsWanted(AttributeValue value, out string? form)
    {
        form = null;
        if (Is(value.Start, value.Length, _unwantedForm))
            return false;
        if (!value.IsThere)
            return true;
        form = DxlEncoding.Utf8.GetString(_window, value.Start, value.Length);
        bool? isWanted = form.Length == 0 || form.IndexOf('&') >= 0 ? true : _filter.Takes(form);
        if (isWanted != false)
            return isWanted;
        _unwantedForm = new byte[value.Length];
        Buffer.BlockCopy(_window, value.Start, _unwantedForm, 0, value.Length);
        return false;
    }

    // Passes over what an element holds, and its end tag. Elements of the same name may stand within it.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool PassContent(byte[] name)
    {
        int depth = 1;
        byte second = name.Length > 1 ? name[1] : (byte)'>';
        while (FindTag(name[0], second))
        {
            byte next = _window[_at + 1];
            if (next == '/')
            {
                if (!IsName(_at + 2, name))
                    _at += 3;
                else if (!PassEndTag(name.Length))
                    return false;
                else if (--depth == 0)
                    return true;
            }
            else if (next == '!')
            {
                if (!PassCommentOrSection())
                    return false;
            }
            else if (next == '?')
            {
                if (!PassTo(InstructionEnd))
                    return false;
            }
            else if (!IsName(_at + 1, name))
            {
                _at += 2;
            }
            else
            {
                if (!PassTagEnd(allowBrackets: true, out bool isEmpty))
                    return false;
                depth += isEmpty ? 0 : 1;
            }
        }
        return false;
    }

    private bool PassCommentOrSection()
    {
        if (StartsWith(SectionStart))
            return PassTo(SectionEnd);
        if (!StartsWith(CommentStart))
            return false;
        _at += CommentStart.Length; // Its own dashes are not those of its end.
        return PassTo(CommentEnd);
    }

    // A comment or a processing instruction between the elements. Those have rules of their own, which the plain way
    // knows best: only such as are sure to be right are passed over.
    private bool PassMiscellaneous()
    {
        _keep = _at;
        bool isComment = StartsWith(CommentStart);
        if (isComment)
            _at += CommentStart.Length;
        else if (!IsPlainInstruction())
            return false;
        int start = _at;
        int kept = _keep;
        if (!PassTo(isComment ? TwoDashes : InstructionEnd))
            return false;
        start -= kept - _keep; // The window may have moved.
        if (isComment && (!Ensure(1) || _window[_at++] != '>'))
            return false;
        for (int i = start; i < _at; i++)
        {
            if (_window[i] is >= 0x7F or (< 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n')))
                return false;
        }
        _keep = -1;
        return true;
    }

    private bool IsPlainInstruction()
    {
        int length = 0;
        while (Ensure(length + 4) && IsLetter(_window[_at + 2 + length]))
            length++;
        return Ensure(length + 4) && length > 0 && _window[_at + 1] == '?' && IsBlank(_window[_at + 2 + length])
            && !(length == 3 && (_window[_at + 2] | 0x20) == 'x' && (_window[_at + 3] | 0x20) == 'm'
                && (_window[_at + 4] | 0x20) == 'l');
    }

    // Finds the relevant attributes. Other readers handle a namespace, a prefix, or a duplicate attribute.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool ReadAttributes(int start, int end, out AttributeValue form, out AttributeValue noteClass)
    {
        form = noteClass = default;
        int at = start;
        while (true)
        {
            int blanks = at;
            while (at < end && IsBlank(_window[at]))
                at++;
            if (at == end)
                return true;
            int length = NameLength(at);
            if (length == 0 || at == blanks)
                return false;
            bool isForm = Is(at, length, FormName), isClass = Is(at, length, ClassName);
            if (length >= NamespaceName.Length && Is(at, NamespaceName.Length, NamespaceName))
                return false;
            at += length;
            while (at < end && IsBlank(_window[at]))
                at++;
            if (at >= end || _window[at++] != '=')
                return false;
            while (at < end && IsBlank(_window[at]))
                at++;
            if (at >= end || _window[at] is not ((byte)'\'' or (byte)'"'))
                return false;
            int close = Array.IndexOf(_window, _window[at], at + 1, end - at - 1);
            if (close < 0 || Array.IndexOf(_window, (byte)'<', at, close - at) >= 0)
                return false;
            if (isForm || isClass)
            {
                if ((isForm ? form : noteClass).IsThere
                    || (isClass && Array.IndexOf(_window, (byte)'&', at, close - at) >= 0))
                    return false;
                if (isForm)
                    form = new AttributeValue(at + 1, close - at - 1);
                else
                    noteClass = new AttributeValue(at + 1, close - at - 1);
            }
            at = close + 1;
        }
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private bool Is(int place, int length, byte[] name)
    {
        if (length != name.Length)
            return false;
        for (int i = 0; i < length; i++)
        {
            if (_window[place + i] != name[i])
                return false;
        }
        return true;
    }

    // Goes behind the > of a tag; one within quotes does not end it.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool PassTagEnd(bool allowBrackets, out bool isEmpty)
    {
        isEmpty = false;
        int at = _at;
        var end = new TagEnd();
        byte before = 0;
        while (true)
        {
            if (at == _end)
            {
                int passed = at - _at;
                if (!Ensure(passed + 1))
                    return false;
                at = _at + passed;
            }
            byte c = _window[at++];
            if (end.IsAt(c))
                break;
            if (c == '[' && !allowBrackets && !end.IsInQuotes)
                return false; // An internal subset.
            before = c;
        }
        isEmpty = before == '/';
        _at = at;
        return true;
    }

    // Goes behind an end tag whose name stands at the place reached.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool PassEndTag(int nameLength)
    {
        _at += 2 + nameLength;
        while (Ensure(1))
        {
            byte c = _window[_at++];
            if (c == '>')
                return true;
            if (!IsBlank(c))
                return false;
        }
        return false;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private bool PassBlanks()
    {
        while (true)
        {
            while (_at < _end && IsBlank(_window[_at]))
                _at++;
            if (_at < _end)
                return true;
            if (!Fill())
                return false;
        }
    }

    // Goes behind the next place where some bytes stand.
    private bool PassTo(byte[] bytes)
    {
        while (true)
        {
            int found = IndexOf(bytes);
            if (found >= 0)
            {
                _at = found + bytes.Length;
                return true;
            }
            _at = Math.Max(_at, _end - bytes.Length + 1);
            if (!Fill())
                return false;
        }
    }

    // Goes to the next tag that may matter, with at least three bytes behind its <.
    private bool FindTag(byte letter, byte second)
    {
        while (true)
        {
            int found = TagSearch.Next(_window, _at, _end, letter, second, Vectors.AreThere);
            if (found >= 0)
            {
                _at = found;
                return true;
            }
            _at = ~found;
            if (!Fill())
                return false;
        }
    }

    private int IndexOf(byte[] bytes)
    {
        for (int at = _at; (at = Array.IndexOf(_window, bytes[0], at, _end - at)) >= 0
            && at + bytes.Length <= _end; at++)
        {
            int same = 1;
            while (same < bytes.Length && _window[at + same] == bytes[same])
                same++;
            if (same == bytes.Length)
                return at;
        }
        return -1;
    }

    private bool StartsWith(byte[] bytes)
    {
        if (!Ensure(bytes.Length))
            return false;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (_window[_at + i] != bytes[i])
                return false;
        }
        return true;
    }

    // Returns whether a name stands at a place, and ends there too.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool IsName(int place, byte[] name)
    {
        int ahead = place - _at;
        if (!Ensure(ahead + name.Length + 1))
            return false;
        place = _at + ahead;
        if (!Is(place, name.Length, name))
            return false;
        return _window[place + name.Length] is var c && (IsBlank(c) || c is (byte)'>' or (byte)'/');
    }

    // The length of a name of plain letters, digits and hyphens; 0 for any other, prefixed ones among them.
    [MethodImpl(JitOptions.FullOptimization)]
    private int NameLength(int place)
    {
        int ahead = place - _at;
        int length = 0;
        while (Ensure(ahead + length + 1) && _window[_at + ahead + length] is var c
            && (
                IsLetter(c)
                    || (length > 0 && c is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_' or (byte)'.')))
            length++;
        return length > 0 && Ensure(ahead + length + 1) && _window[_at + ahead + length] is var next
            && (IsBlank(next) || next is (byte)'>' or (byte)'/' or (byte)'=')
            ? length
            : 0;
    }

    private static bool IsLetter(byte c) => c is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z');

    private static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    // Makes sure that so many bytes from the place reached are in the window.
    [MethodImpl(JitOptions.FullOptimization)]
    private bool Ensure(int count)
    {
        while (_end - _at < count)
        {
            if (!Fill())
                return false;
        }
        return true;
    }

    // Takes the window into the hash, up to a place.
    private void Hash(int place)
    {
        if (_hashed < place)
            _hash.Append(_window, _hashed, place - _hashed);
        _hashed = Math.Max(_hashed, place);
    }

    // Reads on; what is behind the place reached, and behind that to keep, leaves the window.
    private bool Fill()
    {
        _cancel.ThrowIfCancellationRequested();
        if (_keep >= 0 && _end - _keep > LargestElement)
        {
            if (!_isByType || DocumentTypeSearch.MayBeDomain(_window, _keep, _end))
                return false;
            _keep = Math.Max(_keep, Math.Min(_at, _end - DocumentTypeSearch.Overlap));
            _isCut = true;
        }
        if (_blocks.Next(out int count, _cancel) is not { } block)
            return false;
        int from = _keep >= 0 ? _keep : _at;
        Hash(from);
        int left = _end - from;
        byte[] window = block;
        int start = _blocks.Room - left;
        if (start < 0)
        {
            window = !_isBlock && left + count <= _window.Length
                ? _window : new byte[Math.Max(left + count, checked(2 * left))];
            start = 0;
        }
        Buffer.BlockCopy(_window, from, window, start, left);
        _isBlock = ReferenceEquals(window, block);
        if (!_isBlock)
            Buffer.BlockCopy(block, _blocks.Room, window, left, count);
        _window = window;
        _windowOffset += from - start;
        _hashed = start;
        _at += start - from;
        _keep = _keep >= 0 ? start : -1;
        _end = start + left + count;
        _progress?.Invoke(_windowOffset + _end);
        return true;
    }

    // The range of the value of an attribute in the window, without its quotes.
    private readonly record struct AttributeValue(int Start, int Length)
    {
        public bool IsThere => Start > 0;
    }
}
