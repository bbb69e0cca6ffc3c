namespace CoexTools.Model;

/// <summary>Specifies where a directory is stored, which determines how it can be changed.</summary>
internal enum DirectoryKind
{
    /// <summary>In a DXL file, which is replaced.</summary>
    DxlFile,

    /// <summary>In an NSF file, which CoexTools does not change.</summary>
    NsfFile,

    /// <summary>On a server, which changes one document at a time.</summary>
    Server,

    /// <summary>In memory only: it was created, or imported from a file.</summary>
    Memory,
}
