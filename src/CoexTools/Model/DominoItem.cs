namespace CoexTools.Model;

/// <summary>
/// Represents one item of a document, with its flags. Item names are compared without regard to case.
/// </summary>
public sealed class DominoItem : CoexObject
{
    private readonly string _documentText;

    internal DominoItem(
        string name, ItemType type, IReadOnlyList<string> value, ItemFlags flags, string documentText, TextRange range)
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

    /// <summary>Gets the item's name.</summary>
    public string Name { get; }

    /// <summary>Gets the kind of value.</summary>
    public ItemType Type { get; }

    /// <summary>
    /// Gets the values as text: one for each element of a list, times and numbers as the DXL has them, a line feed for
    /// each line break. Empty for raw data that CoexTools cannot decode, rich text, objects and unknown kinds: see <see
    /// cref="GetDxl"/>.
    /// </summary>
    public IReadOnlyList<string> Value { get; }

    /// <summary>Gets all flags.</summary>
    public ItemFlags Flags { get; }

    /// <summary>Gets whether this item restricts who may read the document.</summary>
    public bool IsReaders => (Flags & ItemFlags.Readers) != 0;

    /// <summary>Gets whether this item names authors, who may read as well.</summary>
    public bool IsAuthors => (Flags & ItemFlags.Authors) != 0;

    /// <summary>Gets whether this item holds names.</summary>
    public bool IsNames => (Flags & ItemFlags.Names) != 0;

    /// <summary>Gets whether only an editor may change this item.</summary>
    public bool IsProtected => (Flags & ItemFlags.Protected) != 0;

    /// <summary>
    /// Gets whether the file does not contain the value, or the value has a type that CoexTools cannot read.
    /// </summary>
    public bool IsMissing => Type is ItemType.None or ItemType.RawItemData or ItemType.Other;

    /// <summary>Gets whether the item is in the summary.</summary>
    public bool IsSummary => (Flags & ItemFlags.Summary) != 0;

    /// <summary>Gets the element of the item, for serialization.</summary>
    internal string Dxl => GetDxl();

    /// <summary>Gets the position of the element of the item in the text of its document.</summary>
    internal TextRange Range { get; }

    /// <summary>Returns the item's element, letter for letter as in the file or as it would be written.</summary>
    public string GetDxl() => _documentText.Substring(Range.Start, Range.Length);

    /// <summary>Returns the name and the values.</summary>
    public override string ToString() => $"{Name} = {string.Join("; ", Value)}";
}
