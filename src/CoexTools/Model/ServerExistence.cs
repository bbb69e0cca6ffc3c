namespace CoexTools.Model;

/// <summary>Specifies what a directory shows about the existence of a server (VD2, VD3).</summary>
internal enum ServerExistence
{
    /// <summary>The directory knows the server, and nothing contradicts it.</summary>
    Known,

    /// <summary>
    /// A Foreign Domain document names the server, which does not have a Server document, although another coexistence
    /// server of the domain has one (VD3).
    /// </summary>
    Doubtful,

    /// <summary>
    /// A Foreign Domain document names the server, but the directory has Server documents only for other servers, and
    /// for none of the coexistence servers of the domain (VD3).
    /// </summary>
    Unverified,

    /// <summary>The directory has no Server documents, and no Foreign Domain document names the server (VD2).</summary>
    Unchecked,
}
