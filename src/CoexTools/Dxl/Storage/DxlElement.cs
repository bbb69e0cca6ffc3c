namespace CoexTools.Dxl.Storage;

/// <summary>The kinds of child elements of the root of a DXL file.</summary>
internal enum DxlElementKind
{
    /// <summary>An element that does not matter.</summary>
    Other,

    /// <summary>A document.</summary>
    Document,

    /// <summary>The access control list.</summary>
    AccessControlList,

    /// <summary>The element that precedes the access control list.</summary>
    DatabaseInfo,
}

/// <summary>An element of a DXL file that matters to a directory.</summary>
/// <param name="Kind">The kind of element.</param>
/// <param name="Form">The form that the attribute of a document names; null if the document does not have the attribute.</param>
/// <param name="Key">The number of the document in the file; -1 for other elements.</param>
/// <param name="Text">The text, from the first to the last character.</param>
/// <param name="Namespaces">The namespaces in scope at the element, by prefix.</param>
/// <param name="Position">The position in the file.</param>
/// <param name="State">The state of the hash at the first byte; null if it is not traced.</param>
internal sealed record DxlElement(
    DxlElementKind Kind, string? Form, int Key, string Text, IReadOnlyDictionary<string, string> Namespaces, FilePosition Position,
    HashState? State = null);

/// <summary>The position of an element in its file.</summary>
/// <param name="Offset">The first byte, counted from the start of the file.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct FilePosition(long Offset, long Length);

/// <summary>The names by which elements of a DXL file are recognized.</summary>
internal static class DxlNames
{
    public const string Database = "database";

    public const string Document = "document";

    public const string Note = "note";

    public const string AccessControlList = "acl";

    public const string DatabaseInfo = "databaseinfo";

    /// <summary>The attribute of a document that names its form.</summary>
    public const string Form = "form";

    /// <summary>The attribute of a note that distinguishes documents from design notes.</summary>
    public const string Class = "class";

    /// <summary>The kind of an element.</summary>
    /// <param name="name">Its name, without a prefix.</param>
    /// <param name="noteClass">The value of its attribute <see cref="Class"/>; null if it does not have the attribute.</param>
    public static DxlElementKind KindOf(string name, string? noteClass) => name switch
    {
        Document => DxlElementKind.Document,
        Note when noteClass is null or Document => DxlElementKind.Document,
        AccessControlList => DxlElementKind.AccessControlList,
        DatabaseInfo => DxlElementKind.DatabaseInfo,
        _ => DxlElementKind.Other,
    };
}
