namespace CoexTools.Sources.Dxl.Storage;

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
