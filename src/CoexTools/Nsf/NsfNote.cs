using CoexTools.Model;
using CoexTools.Values;

namespace CoexTools.Nsf;

/// <summary>The classes of notes.</summary>
[Flags]
internal enum NsfNoteClasses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A document.</summary>
    Document = 0x1,

    /// <summary>The notes about the database.</summary>
    Info = 0x2,

    /// <summary>A form.</summary>
    Form = 0x4,

    /// <summary>A view.</summary>
    View = 0x8,

    /// <summary>The icon, with the title.</summary>
    Icon = 0x10,

    /// <summary>The design collection.</summary>
    Design = 0x20,

    /// <summary>The access control list.</summary>
    Acl = 0x40,

    /// <summary>The index of the help.</summary>
    HelpIndex = 0x80,

    /// <summary>The help about using the database.</summary>
    Help = 0x100,

    /// <summary>An agent.</summary>
    Agent = 0x200,

    /// <summary>A shared field.</summary>
    Field = 0x400,

    /// <summary>A replication formula.</summary>
    ReplicationFormula = 0x800,

    /// <summary>A private view.</summary>
    Private = 0x1000,

    /// <summary>Every class.</summary>
    All = 0x1FFF,

    /// <summary>The default note of its class.</summary>
    Default = 0x8000,
}

/// <summary>A note of an NSF file.</summary>
internal sealed class NsfNote
{
    /// <summary>The note id, which is the position of the note in the record table of the file.</summary>
    public required uint NoteId { get; init; }

    /// <summary>The class.</summary>
    public required NsfNoteClasses Class { get; init; }

    /// <summary>The status bits of the note. Most of them are unknown.</summary>
    public required int Status { get; init; }

    /// <summary>The universal id, 32 hexadecimal digits.</summary>
    public required string UniversalId { get; init; }

    /// <summary>The number of times that the note was saved.</summary>
    public required uint Sequence { get; init; }

    /// <summary>The time when the note was created, from its half of the universal id.</summary>
    public required NsfTime Created { get; init; }

    /// <summary>The time when the note was last written in this file.</summary>
    public required NsfTime Modified { get; init; }

    /// <summary>The time when the note was last revised in any replica.</summary>
    public required NsfTime Revised { get; init; }

    /// <summary>The time when the note was last read.</summary>
    public required NsfTime Accessed { get; init; }

    /// <summary>The time when the note was added to this file.</summary>
    public required NsfTime AddedToFile { get; init; }

    /// <summary>All items, in order.</summary>
    public required IReadOnlyList<NsfItem> Items { get; init; }

    /// <summary>Whether every character of the texts and names is known.</summary>
    public required bool IsTextComplete { get; init; }

    /// <summary>The first text of the first item with a name; empty if it does not exist.</summary>
    public string FirstText(string name) =>
        Items.FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Values?.FirstOrDefault() ?? "";
}

/// <summary>An item of a note.</summary>
internal sealed class NsfItem
{
    /// <summary>The flags as they are stored.</summary>
    internal const int SignFlag = 0x1, SealFlag = 0x2, SummaryFlag = 0x4, TypedByKeyFlag = 0x8, AuthorsFlag = 0x20, NamesFlag = 0x40,
        PlaceholderFlag = 0x100, ProtectedFlag = 0x200, ReadersFlag = 0x400;

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The type as it is stored, with the class of the value in the high byte.</summary>
    public required int TypeCode { get; init; }

    /// <summary>The flags as they are stored.</summary>
    public required int RawFlags { get; init; }

    /// <summary>
    /// The values as text, with times and numbers in DXL format, and a pair of times as one text with a slash. Empty for other types, which
    /// <see cref="Content"/> contains. Null if the value is missing.
    /// </summary>
    public required IReadOnlyList<string>? Values { get; init; }

    /// <summary>The DXL elements of times, which also contain the daylight saving flag, or null for other types.</summary>
    public IReadOnlyList<string>? TimeElements { get; init; }

    /// <summary>The bytes of a value of another type, or null.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Whether the value is not in the file, or is stored in a way that is not known.</summary>
    public bool IsMissing => Values is null;

    /// <summary>The type of the value. Values that are not decoded, such as rich text and formulas, are raw data.</summary>
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
            Add(SealFlag, ItemFlags.Checksum);
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
