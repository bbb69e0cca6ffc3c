namespace CoexTools.Changes;

/// <summary>A field that a command changed in a document of a file: the output of <c>Get-DirectoryChange</c>.</summary>
public sealed class DirectoryChange : CoexObject
{
    internal DirectoryChange(
        string path, JournalEntry entry, JournalDocument document, string? field, string? valueBefore)
        : this(
            entry.Id, entry.Time, entry.User, entry.Command, document.Domain, document.UniversalId, document.Name,
            field, valueBefore,
            entry.UndoesText, path, entry.IsInFile)
    {
    }

    [Rehydrates]
    internal DirectoryChange(
        int id, DateTimeOffset time, string user, string command, string domain, string document, string documentName,
        string? field,
        string? valueBefore, string? undoes, string path, bool isInFile = true)
    {
        Id = id;
        Time = time;
        User = user;
        Command = command;
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Field = field;
        ValueBefore = valueBefore;
        Undoes = undoes;
        Path = path;
        IsInFile = isInFile;
    }

    /// <summary>The number of the change: all that one command did to the file at once.</summary>
    public int Id { get; }

    /// <summary>The time of the change.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The user who made the change, and the machine.</summary>
    public string User { get; }

    /// <summary>The command that made it.</summary>
    public string Command { get; }

    /// <summary>The document's domain.</summary>
    public string Domain { get; }

    /// <summary>The document's UNID.</summary>
    public string Document { get; }

    /// <summary>The document as people name it.</summary>
    public string DocumentName { get; }

    /// <summary>The field; null where the document was saved without a change to a field.</summary>
    public string? Field { get; }

    /// <summary>The field's value before; null where it was not there.</summary>
    public string? ValueBefore { get; }

    /// <summary>The changes that this one undid; null if it undid none.</summary>
    public string? Undoes { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Gets whether the file contains the change or a later one. False if the file was restored to a state before the
    /// change, or if the command was interrupted before it wrote the change. The same applies to a server.
    /// </summary>
    public bool IsInFile { get; }

    /// <summary>Returns the change in one line.</summary>
    public override string ToString() => $"{Id}: {Command} {Field} in {DocumentName}";
}
