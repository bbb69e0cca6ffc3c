using System.Text;
using System.Xml;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Text;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>
/// Writes the element <c>acl</c>: the text that was read, with the entries that were changed or added. Everything else
/// in the element remains character for character.
/// </summary>
internal sealed class AccessControlListEditor
{
    private readonly string _text;
    private readonly string _prefix;
    private readonly ElementPlace _list;
    private readonly Dictionary<NotesName, ElementPlace> _entries = [];
    private readonly HashSet<string> _roles = new(StringComparer.Ordinal);

    private AccessControlListEditor(string text, XmlReader reader)
    {
        _text = text;
        var positions = new TextPositions(text, reader);
        reader.MoveToContent();
        _prefix = DxlTextEditor.Prefix(reader.Name);
        _list = StartOf(reader, positions);
        int depth = reader.Depth;
        while (!_list.IsEmptyTag && reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1 || !DocumentParser.IsDxl(reader))
                continue;
            string kind = reader.LocalName;
            var name = new NotesName(reader.GetAttribute("name") ?? "");
            ElementPlace element = ReadElement(reader, positions);
            if (kind == "role")
                _roles.Add(element.Content.ToString().Trim());
            else if (kind == "aclentry" && !_entries.ContainsKey(name))
                _entries.Add(name, element);
        }
        if (!_list.IsEmptyTag)
            _list.ContentEnd = positions.Current - 2;
    }

    /// <summary>Returns the text of the element.</summary>
    /// <param name="list">The list to write.</param>
    /// <param name="source">The element that was read, if any.</param>
    /// <param name="rootName">The name of the root element, with its prefix.</param>
    public static string TextOf(AccessControlList list, DxlElement? source, string rootName)
    {
        source ??= NewElement(rootName);
        ILookup<NotesName, AccessControlEntry> before =
            AccessControlListParser.Parse(source).Entry.ToLookup(entry => entry.NotesName);
        List<AccessControlEntry> changed =
            [.. list.Entry.Where(entry => !before[entry.NotesName].Any(other => IsSame(other, entry)))];
        if (changed.Count == 0)
            return source.Text;
        using XmlReader reader = DocumentParser.OpenFragment(source.Text, source.Namespaces);
        var editor = new AccessControlListEditor(source.Text, reader);
        return DxlTextEditor.Apply(source.Text, editor.EditsOf(changed));
    }

    // An element without a prefix declares its namespace itself if the other elements of the file have a prefix.
    private static DxlElement NewElement(string rootName)
    {
        string declaration = rootName.IndexOf(':') >= 0 ? $" xmlns='{DxlWriter.Namespace}'" : "";
        return new DxlElement(
            DxlElementKind.AccessControlList, Form: null, Key: -1,
            $"<{DxlNames.AccessControlList}{declaration}>\n</{DxlNames.AccessControlList}>",
            new Dictionary<string, string> { [""] = DxlWriter.Namespace }, default);
    }

    private static bool IsSame(AccessControlEntry one, AccessControlEntry other) =>
        one.NotesName == other.NotesName && one.Level == other.Level && one.Type == other.Type
            && one.Role.SequenceEqual(other.Role);

    private List<TextEdit> EditsOf(IReadOnlyList<AccessControlEntry> changed)
    {
        var edits = new List<TextEdit>();
        var added = new StringBuilder();
        foreach (AccessControlEntry entry in changed)
        {
            if (_entries.TryGetValue(entry.NotesName, out ElementPlace? place))
                Change(place, entry, edits);
            else
                added.Append(New(entry)).Append('\n');
        }
        // The list names all roles before its entries.
        string roles = string.Concat(
            changed.SelectMany(entry => entry.Role).Where(_roles.Add).Select(role => "\n" + Role(role)));
        if (_list.IsEmptyTag)
        {
            edits.Add(_list.Fill(roles + "\n" + added));
        }
        else
        {
            edits.Add(TextEdit.Insert(_list.TagEnd, roles));
            edits.Add(TextEdit.Insert(_list.ContentEnd, added.ToString()));
        }
        return edits;
    }

    private void Change(ElementPlace place, AccessControlEntry entry, List<TextEdit> edits)
    {
        if (entry.IsDefault)
            edits.Add(place.Set("default", "true"));
        if (entry.Type != AclEntryType.Unspecified || place.Attributes.ContainsKey("type"))
            edits.Add(place.Set("type", Word(entry.Type)));
        edits.Add(place.Set("level", Word(entry.Level)));
        edits.AddRange(place.Roles.Select(role => new TextEdit(role, "")));
        string roles = string.Concat(entry.Role.Select(Role));
        if (!place.IsEmptyTag)
            edits.Add(TextEdit.Insert(place.ContentEnd, roles));
        else if (roles.Length > 0)
            edits.Add(place.Fill(roles));
    }

    private string New(AccessControlEntry entry)
    {
        string type = entry.Type == AclEntryType.Unspecified ? "" : $" type='{Word(entry.Type)}'";
        string start = $"<{_prefix}aclentry "
            + $"name='{Escaped.Xml(entry.NotesName.Text)}'{(entry.IsDefault ? " default='true'" : "")}{type}"
            + $" level='{Word(entry.Level)}'";
        return entry.Role.Count == 0
            ? $"{start}/>" : $"{start}>{string.Concat(entry.Role.Select(Role))}</{_prefix}aclentry>";
    }

    private string Role(string name) => $"<{_prefix}role>{Escaped.Xml(name)}</{_prefix}role>";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // Reads an element to its end.
    private ElementPlace ReadElement(XmlReader reader, TextPositions positions)
    {
        ElementPlace element = StartOf(reader, positions);
        int depth = reader.Depth;
        int roleStart = -1;
        while (!element.IsEmptyTag && reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                element.Content.Append(reader.Value);
            if (reader.Depth != depth + 1 || reader.LocalName != "role" || !DocumentParser.IsDxl(reader))
                continue;
            if (reader.NodeType == XmlNodeType.Element)
                roleStart = positions.Current - 1;
            if (reader.NodeType == XmlNodeType.EndElement)
                element.Roles.Add(TextRange.Between(roleStart, _text.IndexOf('>', positions.Current) + 1));
            else if (reader.IsEmptyElement)
                element.Roles.Add(TextRange.Between(roleStart, TagEnd.After(_text, roleStart)));
        }
        if (!element.IsEmptyTag)
            element.ContentEnd = positions.Current - 2;
        return element;
    }

    private ElementPlace StartOf(XmlReader reader, TextPositions positions)
    {
        var element = new ElementPlace(
            reader.Name, TagEnd.After(_text, positions.Current - 1), reader.IsEmptyElement);
        while (reader.MoveToNextAttribute())
        {
            int quote = _text.IndexOfAny(['\'', '"'], positions.Current);
            element.Attributes[reader.Name] = TextRange.Between(quote + 1, _text.IndexOf(_text[quote], quote + 1));
        }
        reader.MoveToElement();
        return element;
    }

    /// <summary>The positions of the parts of an element that an edit changes.</summary>
    private sealed class ElementPlace(string tagName, int tagEnd, bool isEmptyTag)
    {
        /// <summary>Gets the end of the start tag.</summary>
        public int TagEnd => tagEnd;

        /// <summary>Gets whether the element is one empty tag.</summary>
        public bool IsEmptyTag => isEmptyTag;

        /// <summary>Gets the values of the attributes, between their quotes.</summary>
        public Dictionary<string, TextRange> Attributes { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the elements <c>role</c> in this element.</summary>
        public List<TextRange> Roles { get; } = [];

        /// <summary>Gets the text in the element.</summary>
        public StringBuilder Content { get; } = new();

        /// <summary>Gets or sets the start of the end tag.</summary>
        public int ContentEnd { get; set; }

        public TextEdit Set(string attribute, string value) => Attributes.TryGetValue(attribute, out TextRange range)
            ? new TextEdit(range, value)
            : TextEdit.Insert(tagEnd - (isEmptyTag ? 2 : 1), $" {attribute}='{value}'");

        /// <summary>Returns the edit that makes an empty tag an element with content.</summary>
        public TextEdit Fill(string content) => new(new TextRange(tagEnd - 2, 2), $">{content}</{tagName}>");
    }
}
