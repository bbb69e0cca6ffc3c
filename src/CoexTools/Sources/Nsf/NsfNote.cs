using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

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

    /// <summary>Specifies whether every character of the texts and names is known.</summary>
    public required bool IsTextComplete { get; init; }
}
