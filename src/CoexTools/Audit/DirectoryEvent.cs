using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>Something that happened to a watched directory: the output of <c>Watch-ForeignDomainDocument</c>.</summary>
public sealed class DirectoryEvent : CoexObject
{
    internal DirectoryEvent(
        DirectoryEventKind kind, string path, DateTimeOffset time, string reason, string? domain = null,
        ForeignDomainDocument? document = null,
        string? before = null, string? after = null)
    {
        Kind = kind;
        Path = path;
        Time = time;
        Reason = reason;
        Domain = domain ?? document?.Domain;
        Document = document?.UniversalId;
        DocumentName = document?.ToString();
        ShortName = document?.ShortName;
        Before = before;
        After = after;
    }

    [Rehydrates]
    internal DirectoryEvent(
        DirectoryEventKind kind, string path, DateTimeOffset time, string reason, string? domain, string? document,
        string? documentName,
        string? before, string? after)
        : this(kind, path, time, reason, domain, document: null, before, after)
    {
        Document = document;
        DocumentName = documentName;
    }

    /// <summary>Specifies what happened.</summary>
    public DirectoryEventKind Kind { get; }

    /// <summary>Gets the file, or the address of the server.</summary>
    public string Path { get; }

    /// <summary>Specifies when it was seen.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Specifies what happened, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>Gets the foreign domain; null where it is about none in particular.</summary>
    public string? Domain { get; }

    /// <summary>Gets the UNID of the document; null where it is about none in particular.</summary>
    public string? Document { get; }

    /// <summary>Gets the document as people name it.</summary>
    public string? DocumentName { get; }

    /// <summary>Specifies how it was; null where there is nothing to compare.</summary>
    public string? Before { get; }

    /// <summary>Specifies how it is; null where there is nothing to compare.</summary>
    public string? After { get; }

    /// <summary>Returns what happened, in a sentence.</summary>
    public override string ToString() => $"{Kind}: {Reason}";
}
