using CoexTools.Model;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>An item of a note.</summary>
internal sealed class NsfItem
{
    /// <summary>The flags as they are stored.</summary>
    internal const int SignFlag = 0x1, SealFlag = 0x2, SummaryFlag = 0x4, TypedByKeyFlag = 0x8, AuthorsFlag = 0x20,
        NamesFlag = 0x40,
        PlaceholderFlag = 0x100, ProtectedFlag = 0x200, ReadersFlag = 0x400;

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The type as it is stored, with the class of the value in the high byte.</summary>
    public required int TypeCode { get; init; }

    /// <summary>The flags as they are stored.</summary>
    public required int RawFlags { get; init; }

    /// <summary>
    /// The values as text, with times and numbers in DXL format, and a pair of times as one text with a slash. Empty
    /// for other types, which <see cref="Content"/> contains. Null if the value is missing.
    /// </summary>
    public required IReadOnlyList<string>? Values { get; init; }

    /// <summary>
    /// The DXL elements of times, which also contain the daylight saving flag, or null for other types.
    /// </summary>
    public IReadOnlyList<string>? TimeElements { get; init; }

    /// <summary>The bytes of a value of another type, or null.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Gets whether the value is not in the file, or is stored in a way that is not known.</summary>
    public bool IsMissing => Values is null;

    /// <summary>
    /// The type of the value. Values that are not decoded, such as rich text and formulas, are raw data.
    /// </summary>
    public ItemType Type => this switch
    {
        { Values: null } => ItemType.None,
        { Content: not null } => ItemType.RawItemData,
        _ => StoredValue.TypeOf(TypeCode),
    };

    /// <summary>The flags that have attributes in DXL.</summary>
    public ItemFlags Flags
    {
        get
        {
            ItemFlags flags = ItemFlags.None;
            Add(SummaryFlag, ItemFlags.Summary);
            Add(SignFlag, ItemFlags.Sign);
            Add(SealFlag, ItemFlags.Sealed);
            Add(NamesFlag, ItemFlags.Names);
            Add(ReadersFlag, ItemFlags.Readers);
            Add(AuthorsFlag, ItemFlags.Authors);
            Add(ProtectedFlag, ItemFlags.Protected);
            Add(PlaceholderFlag, ItemFlags.Placeholder);
            return flags;

            void Add(int raw, ItemFlags flag)
            {
                if ((RawFlags & raw) != 0)
                    flags |= flag;
            }
        }
    }

    public override string ToString() => $"{Name} = {(Values is null ? "(missing)" : string.Join("; ", Values))}";
}
