namespace CoexTools.Model;

/// <summary>Represents a note of a database with all its items: the output of <c>Get-DominoDocument</c>.</summary>
public sealed class DominoNote : CoexObject
{
    [Rehydrates]
    internal DominoNote(
        string form, NoteClass @class, string universalId, string noteId, DateTimeOffset? created,
        DateTimeOffset? modified, DateTimeOffset? revised,
        int? sequence, IReadOnlyList<DominoItem> item, string path)
    {
        Form = form;
        Class = @class;
        UniversalId = universalId;
        NoteId = noteId;
        Created = created;
        Modified = modified;
        Revised = revised;
        Sequence = sequence;
        Item = OutputList.Of(item);
        Path = path;
    }

    internal DominoNote(DominoDocument document, NoteClass @class, string path)
        : this(
            document.Form, @class, document.UniversalId, document.NoteId, document.Created.Instant,
            document.Modified.Instant,
            document.Revised.Instant, document.Sequence, document.Items, path)
    {
    }

    /// <summary>Gets the form that displays the document; empty if the document does not name a form.</summary>
    public string Form { get; }

    /// <summary>Gets what the note is used for.</summary>
    public NoteClass Class { get; }

    /// <summary>Gets the universal id: 32 hexadecimal digits. It is the same in all replicas.</summary>
    public string UniversalId { get; }

    /// <summary>Gets the note id: hexadecimal, and different in each replica.</summary>
    public string NoteId { get; }

    /// <summary>Gets when the note was created; null if the file does not contain a valid time.</summary>
    public DateTimeOffset? Created { get; }

    /// <summary>
    /// Gets when the note was last written in this file; null if the file does not contain a valid time.
    /// </summary>
    public DateTimeOffset? Modified { get; }

    /// <summary>
    /// Gets when the note was last revised in any replica; null if the file does not contain a valid time.
    /// </summary>
    public DateTimeOffset? Revised { get; }

    /// <summary>Gets how often the note was saved; null if the file does not contain the number.</summary>
    public int? Sequence { get; }

    /// <summary>Gets all items, in their order.</summary>
    public IReadOnlyList<DominoItem> Item { get; }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Returns the form and the universal id.</summary>
    public override string ToString() => $"{(Form.Length > 0 ? Form : Class.ToString())} {UniversalId}";
}
