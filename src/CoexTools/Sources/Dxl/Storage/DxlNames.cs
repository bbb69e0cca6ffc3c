namespace CoexTools.Sources.Dxl.Storage;

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

    /// <summary>Returns the kind of an element.</summary>
    /// <param name="name">Its name, without a prefix.</param>
    /// <param name="noteClass">The value of its attribute <see cref="Class"/>; null if it does not have the
    /// attribute.</param>
    public static DxlElementKind KindOf(string name, string? noteClass) => name switch
    {
        Document => DxlElementKind.Document,
        Note when noteClass is null or Document => DxlElementKind.Document,
        AccessControlList => DxlElementKind.AccessControlList,
        DatabaseInfo => DxlElementKind.DatabaseInfo,
        _ => DxlElementKind.Other,
    };
}
