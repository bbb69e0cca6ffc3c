using System.Globalization;
using System.Text;
using System.Xml;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Values;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Reads one document's DXL text, and where in it the parts stand that a change touches.</summary>
internal sealed class DocumentParser
{
    private readonly string _text;
    private readonly XmlReader _reader;
    private readonly TextPositions _positions;

    private readonly List<DominoItem> _items = [];
    private string _form = "";
    private string _universalId = "";
    private string _noteId = "";
    private int? _sequence;
    private NoteTime _created;
    private NoteTime _modified;
    private NoteTime _revised;
    private NoteInfoLayout? _noteInfo;
    private List<string>? _updatedBy;
    private List<NoteTime>? _revisions;
    private bool _isTextComplete = true;

    private DocumentParser(string text, XmlReader reader)
    {
        _text = text;
        _reader = reader;
        _positions = new TextPositions(text, reader);
    }

    /// <summary>Reads a document from its text.</summary>
    /// <param name="text">The element, from its first to its last character.</param>
    /// <param name="namespaces">The namespaces in force where the element stands, by prefix.</param>
    /// <param name="key">The key of the document in its directory.</param>
    /// <exception cref="XmlException">The text is not well-formed.</exception>
    public static DominoDocument Parse(string text, IReadOnlyDictionary<string, string> namespaces, int key)
    {
        using XmlReader reader = OpenFragment(text, namespaces);
        return new DocumentParser(text, reader).Read(namespaces, key);
    }

    /// <summary>Reads a document of a file.</summary>
    /// <exception cref="XmlException">The text is not well-formed.</exception>
    public static DominoDocument Parse(DxlElement element) => Parse(element.Text, element.Namespaces, element.Key);

    /// <summary>Returns a reader over the text of one element of a DXL file.</summary>
    public static XmlReader OpenFragment(string text, IReadOnlyDictionary<string, string> namespaces)
    {
        var names = new NameTable();
        var scope = new XmlNamespaceManager(names);
        foreach (KeyValuePair<string, string> pair in namespaces)
        {
            if (pair.Key is not ("xml" or "xmlns"))
                scope.AddNamespace(pair.Key, pair.Value);
        }
        // This reader has the whole text in its buffer. A reader that refills its buffer counts some lines twice, and
        // so reports wrong positions.
        return new XmlTextReader(
            text, XmlNodeType.Element, new XmlParserContext(names, scope, xmlLang: null, XmlSpace.None))
        {
            DtdProcessing = DtdProcessing.Prohibit,
            EntityHandling = EntityHandling.ExpandEntities,
            Normalization = true,
            XmlResolver = null,
        };
    }

    private DominoDocument Read(IReadOnlyDictionary<string, string> namespaces, int key)
    {
        _reader.MoveToContent();
        int depth = _reader.Depth;
        string tagName = _reader.Name;
        _form = _reader.GetAttribute("form") ?? "";
        bool isConflict = IsTrue("conflict"), isTruncated = IsTrue("truncated");
        bool isEmpty = _reader.IsEmptyElement;
        int tagEnd = TagEnd.After(_text, Offset() - 1);
        int contentEnd = isEmpty ? tagEnd - 2 : tagEnd;

        while (!isEmpty && _reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType != XmlNodeType.Element || _reader.Depth != depth + 1 || !IsDxl(_reader))
                continue;
            if (_reader.LocalName == "noteinfo" && _noteInfo is null)
                ReadNoteInfo();
            else if (_reader.LocalName == "item")
                ReadItem();
            else if (_reader.LocalName == "updatedby" && _updatedBy is null)
                ReadElements(() => (_updatedBy ??= []).Add(ReadText()));
            else if (_reader.LocalName == "revisions" && _revisions is null)
                ReadElements(() => (_revisions ??= []).Add(DxlTime.Parse(ReadText())));
        }
        if (!isEmpty)
            contentEnd = Offset() - 2;

        if (_form.Length == 0)
            _form = _items.FirstOrDefault(item => IsNamed(item, "Form"))?.Value.FirstOrDefault()?.Trim() ?? "";
        return new DominoDocument
        {
            Key = key,
            Text = _text,
            Namespaces = namespaces,
            Form = _form,
            UniversalId = _universalId,
            NoteId = _noteId,
            Sequence = _sequence,
            Created = _created,
            Modified = _modified,
            Revised = _revised,
            UpdatedBy = _updatedBy ?? ValuesOf("$UpdatedBy"),
            Revisions = (IReadOnlyList<NoteTime>?)_revisions ?? TimesOf("$Revisions"),
            IsConflict = isConflict || _items.Any(item => IsNamed(item, ForeignDomainDocument.ConflictName)), // OR6
            IsTruncated = isTruncated,
            IsTextComplete = _isTextComplete,
            Items = OutputList.Of(_items),
            Layout = new DocumentLayout
            {
                TagName = tagName,
                ContentStart = isEmpty ? tagEnd - 2 : tagEnd,
                ContentEnd = contentEnd,
                IsEmptyTag = isEmpty,
                NoteInfo = _noteInfo,
            },
        };
    }

    private IReadOnlyList<string> ValuesOf(string name) =>
        [.. _items.Where(item => IsNamed(item, name)).SelectMany(item => item.Value)];

    private NoteTime[] TimesOf(string name)
    {
        IReadOnlyList<string> values = ValuesOf(name);
        var times = new NoteTime[values.Count];
        for (int i = 0; i < times.Length; i++)
            times[i] = DxlTime.Parse(values[i]);
        return times;
    }

    private static bool IsNamed(DominoItem item, string name) =>
        item.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private void ReadNoteInfo()
    {
        int depth = _reader.Depth;
        string tagName = _reader.Name;
        bool isEmpty = _reader.IsEmptyElement;
        int tagEnd = TagEnd.After(_text, Offset() - 1);
        _noteId = _reader.GetAttribute("noteid")?.Trim() ?? "";
        _universalId = _reader.GetAttribute("unid")?.Trim() ?? "";
        TextRange? sequence = null;
        if (_reader.MoveToAttribute("sequence"))
        {
            if (int.TryParse(_reader.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                _sequence = number;
            int quote = _text.IndexOfAny(['\'', '"'], Offset());
            sequence = TextRange.Between(quote + 1, _text.IndexOf(_text[quote], quote + 1));
            _reader.MoveToElement();
        }

        int? createdEnd = null;
        TimeLayout? modified = null, revised = null;
        while (!isEmpty && _reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType != XmlNodeType.Element || _reader.Depth != depth + 1 || !IsDxl(_reader))
                continue;
            switch (_reader.LocalName)
            {
                case "created" when createdEnd is null:
                    (_created, TimeLayout created) = ReadTime();
                    createdEnd = created.Element.End;
                    break;
                case "modified" when modified is null:
                    (_modified, modified) = ReadTime();
                    break;
                case "revised" when revised is null:
                    (_revised, revised) = ReadTime();
                    break;
            }
        }
        _noteInfo = new NoteInfoLayout
        {
            TagName = tagName,
            ContentStart = isEmpty ? tagEnd - 2 : tagEnd,
            IsEmptyTag = isEmpty,
            Sequence = sequence,
            CreatedEnd = createdEnd,
            Modified = modified,
            Revised = revised,
        };
    }

    // Reads an element that holds a <datetime>, and stays on its end.
    private (NoteTime Time, TimeLayout Layout) ReadTime()
    {
        int depth = _reader.Depth;
        int start = Offset() - 1;
        if (_reader.IsEmptyElement)
            return (default, new TimeLayout(TextRange.Between(start, TagEnd.After(_text, start)), Text: null));
        var content = new StringBuilder();
        TextRange? text = null;
        int pieces = 0;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.Depth == depth + 1 && _reader.NodeType == XmlNodeType.Element
                && (!IsDxl(_reader) || _reader.LocalName != "datetime"))
                SkipContent();
            if (_reader.Depth < depth + 2 || _reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
                continue;
            pieces++;
            if (_reader.NodeType == XmlNodeType.Text)
                text = TextRange.Between(Offset(), _text.IndexOf('<', Offset()));
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                content.Append(_reader.Value);
        }
        return (DxlTime.Parse(content.ToString()), new TimeLayout(
            TextRange.Between(start, EndTagEnd()), pieces == 1 ? text : null));
    }

    private void ReadItem()
    {
        int depth = _reader.Depth;
        int start = Offset() - 1;
        string name = _reader.GetAttribute("name") ?? "";
        ItemFlags flags = ReadFlags();
        if (_reader.IsEmptyElement)
        {
            _items.Add(new DominoItem(
                name, ItemType.None, [], flags, _text, TextRange.Between(start, TagEnd.After(_text, start))));
            return;
        }
        ItemType? type = null;
        bool hasOther = false;
        var values = new List<string>();
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType != XmlNodeType.Element)
                continue;
            if (!IsDxl(_reader))
            {
                hasOther = true;
                SkipContent();
                continue;
            }
            ItemType element = TypeOf(_reader.LocalName);
            if (type is null && element == ItemType.RawItemData)
                type = ReadRawData(values);
            else
                ReadValue(type ??= element, values);
        }
        type ??= hasOther ? ItemType.Other : ItemType.None;
        _items.Add(new DominoItem(name, type.Value, values, flags, _text, TextRange.Between(start, EndTagEnd())));
    }

    // Reads the element of a value, and stays on its end.
    private void ReadValue(ItemType type, List<string> values)
    {
        switch (type)
        {
            case ItemType.Text or ItemType.Number or ItemType.DateTime or ItemType.Formula:
                values.Add(ReadText());
                break;
            case ItemType.TextList or ItemType.NumberList or ItemType.DateTimeList:
                ReadElements(() => values.Add(_reader.LocalName == "datetimepair" ? ReadPair() : ReadText()));
                break;
            case ItemType.DateTimePair:
                values.Add(ReadPair());
                break;
            default:
                SkipContent();
                break;
        }
    }

    // Reads a value that the exporter did not take apart. Its type says whether it can be decoded.
    private ItemType ReadRawData(List<string> values)
    {
        string? code = _reader.GetAttribute("type");
        values.AddRange(StoredValue.ReadRaw(code, ReadText(), ref _isTextComplete, out ItemType type));
        return type;
    }

    private string ReadPair()
    {
        var ends = new List<string>();
        ReadElements(() => ends.Add(ReadText()));
        return string.Join("/", ends);
    }

    private void ReadElements(Action read)
    {
        if (_reader.IsEmptyElement)
            return;
        int depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType != XmlNodeType.Element)
                continue;
            if (IsDxl(_reader))
                read();
            else
                SkipContent();
        }
    }

    // The text of an element, with a line feed for each <break/>; stays on the element's end.
    private string ReadText()
    {
        if (_reader.IsEmptyElement)
            return "";
        int depth = _reader.Depth;
        string first = "";
        StringBuilder? more = null; // Most texts are one node: those are not copied.
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType == XmlNodeType.Element && !IsDxl(_reader))
                SkipContent();
            string piece = _reader.NodeType switch
            {
                XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace =>
                    _reader.Value,
                XmlNodeType.Element when _reader.LocalName == "break" => "\n",
                XmlNodeType.Element when _reader.LocalName == "nonxmlchar" => NonXmlCharacter(),
                _ => "",
            };
            if (piece.Length == 0)
                continue;
            if (first.Length == 0)
                first = piece;
            else
                (more ??= new StringBuilder(first)).Append(piece);
        }
        return more?.ToString() ?? first;
    }

    // A character that XML cannot contain. The value is hexadecimal, with or without 0x.
    private string NonXmlCharacter()
    {
        string digits = _reader.GetAttribute("value")?.Trim() ?? "";
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits.Substring(2);
        if (ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
            && !char.IsSurrogate((char)code))
            return ((char)code).ToString();
        _isTextComplete = false;
        return "\uFFFD";
    }

    private void SkipContent()
    {
        if (_reader.IsEmptyElement)
            return;
        int depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
        }
    }

    private ItemFlags ReadFlags()
    {
        ItemFlags flags = IsTrue("summary", byDefault: true) ? ItemFlags.Summary : ItemFlags.None;
        Add("sign", ItemFlags.Sign);
        Add("seal", ItemFlags.Sealed);
        Add("names", ItemFlags.Names);
        Add("readers", ItemFlags.Readers);
        Add("authors", ItemFlags.Authors);
        Add("protected", ItemFlags.Protected);
        Add("placeholder", ItemFlags.Placeholder);
        return flags;

        void Add(string attribute, ItemFlags flag)
        {
            if (IsTrue(attribute))
                flags |= flag;
        }
    }

    private bool IsTrue(string attribute, bool byDefault = false) => _reader.GetAttribute(attribute) is { } value
        ? value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)
        : byDefault;

    /// <summary>Returns whether the reader stands on an element of DXL: in its namespace or in none.</summary>
    public static bool IsDxl(XmlReader reader) => reader.NamespaceURI is "" or "http://www.lotus.com/dxl";

    private static ItemType TypeOf(string element) => element switch
    {
        "text" => ItemType.Text,
        "textlist" => ItemType.TextList,
        "number" => ItemType.Number,
        "numberlist" => ItemType.NumberList,
        "datetime" => ItemType.DateTime,
        "datetimelist" => ItemType.DateTimeList,
        "datetimepair" => ItemType.DateTimePair,
        "formula" => ItemType.Formula,
        "rawitemdata" => ItemType.RawItemData,
        "richtext" => ItemType.RichText,
        "object" => ItemType.Object,
        _ => ItemType.Other,
    };

    private int Offset() => _positions.Current;

    private int EndTagEnd() => _text.IndexOf('>', Offset()) + 1;
}
