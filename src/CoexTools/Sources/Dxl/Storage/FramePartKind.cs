namespace CoexTools.Sources.Dxl.Storage;

/// <summary>The kinds of parts of a text.</summary>
internal enum FramePartKind
{
    /// <summary>Bytes that stay as they are.</summary>
    Bytes,

    /// <summary>The place of a Domain document.</summary>
    Document,

    /// <summary>The place of the access control list, whether there is one or not.</summary>
    AccessControlList,

    /// <summary>The place of new documents: before the end tag of the root.</summary>
    End,
}
