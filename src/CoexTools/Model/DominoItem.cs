namespace CoexTools.Model;

/// <summary>The kinds of value that an item can have; each is an element of the DXL grammar.</summary>
public enum ItemType
{
    /// <summary>No value at all.</summary>
    None,

    /// <summary>One text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>One number.</summary>
    Number,

    /// <summary>A list of numbers.</summary>
    NumberList,

    /// <summary>One time.</summary>
    DateTime,

    /// <summary>A list of times.</summary>
    DateTimeList,

    /// <summary>A span of two times.</summary>
    DateTimePair,

    /// <summary>A formula.</summary>
    Formula,

    /// <summary>Bytes of a type that neither the exporter nor CoexTools takes apart.</summary>
    RawItemData,

    /// <summary>Rich text.</summary>
    RichText,

    /// <summary>An attachment or another object.</summary>
    Object,

    /// <summary>A value of a kind that CoexTools does not know; it is kept as it is.</summary>
    Other,
}

/// <summary>Specifies the flags of an item, from the attributes of its DXL element.</summary>
[Flags]
public enum ItemFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The item is in the summary; so it is unless the DXL says otherwise.</summary>
    Summary = 1,

    /// <summary>The item is signed.</summary>
    Sign = 2,

    /// <summary>The item is encrypted.</summary>
    Checksum = 4,

    /// <summary>The item holds names.</summary>
    Names = 8,

    /// <summary>The item holds readers: where one has a value, nobody else may read the document (AC2).</summary>
    Readers = 16,

    /// <summary>The item holds authors, who may read the document as well (AC3).</summary>
    Authors = 32,

    /// <summary>Only an editor may change the item.</summary>
    Protected = 64,

    /// <summary>A placeholder of a form's design.</summary>
    Placeholder = 128,
}

/// <summary>One item of a document, with its flags. Item names are compared without regard to case.</summary>
public sealed class DominoItem : CoexObject
{
    private readonly string _documentText;

    internal DominoItem(string name, ItemType type, IReadOnlyList<string> value, ItemFlags flags, string documentText, TextRange range)
    {
        Name = name;
        Type = type;
        Value = OutputList.Of(value);
        Flags = flags;
        _documentText = documentText;
        Range = range;
    }

    /// <param name="name">The name.</param>
    /// <param name="type">The kind of value.</param>
    /// <param name="value">The values.</param>
    /// <param name="flags">All flags.</param>
    /// <param name="dxl">What <see cref="GetDxl"/> returns.</param>
    [Rehydrates]
    internal DominoItem(string name, ItemType type, IReadOnlyList<string> value, ItemFlags flags, string dxl)
        : this(name, type, value, flags, dxl, new TextRange(0, dxl.Length))
    {
    }

    /// <summary>The item's name.</summary>
    public string Name { get; }

    /// <summary>The kind of value.</summary>
    public ItemType Type { get; }

    /// <summary>
    /// The values as text: one for each element of a list, times and numbers as the DXL has them, a line feed for each
    /// line break. Empty for raw data that CoexTools cannot decode, rich text, objects and unknown kinds: see
    /// <see cref="GetDxl"/>.
    /// </summary>
    public IReadOnlyList<string> Value { get; }

    /// <summary>All flags.</summary>
    public ItemFlags Flags { get; }

    /// <summary>Whether this item restricts who may read the document.</summary>
    public bool IsReaders => (Flags & ItemFlags.Readers) != 0;

    /// <summary>Whether this item names authors, who may read as well.</summary>
    public bool IsAuthors => (Flags & ItemFlags.Authors) != 0;

    /// <summary>Whether this item holds names.</summary>
    public bool IsNames => (Flags & ItemFlags.Names) != 0;

    /// <summary>Whether only an editor may change this item.</summary>
    public bool IsProtected => (Flags & ItemFlags.Protected) != 0;

    /// <summary>
    /// Whether the file does not contain the value, or the value has a type that CoexTools cannot read.
    /// </summary>
    public bool IsMissing => Type is ItemType.None or ItemType.RawItemData or ItemType.Other;

    /// <summary>Whether the item is in the summary.</summary>
    public bool IsSummary => (Flags & ItemFlags.Summary) != 0;

    /// <summary>The position of the element of the item in the text of its document.</summary>
    internal TextRange Range { get; }

    /// <summary>The item's element, letter for letter as in the file or as it would be written.</summary>
    public string GetDxl() => _documentText.Substring(Range.Start, Range.Length);

    /// <summary>The name and the values.</summary>
    public override string ToString() => $"{Name} = {string.Join("; ", Value)}";
}
