namespace CoexTools.Model;

/// <summary>Specifies which of a document's two times makes the order of priority (OR1).</summary>
public enum OrderBy
{
    /// <summary>When the document was last written in this file. It differs between replicas.</summary>
    Modified,

    /// <summary>When the document was last revised. It is the same in all replicas.</summary>
    Revised,
}
