namespace CoexTools.Model;

/// <summary>Specifies the flags of an item, from the attributes of its DXL element.</summary>
[Flags]
public enum ItemFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The item is in the summary; so it is unless the DXL says otherwise.</summary>
    Summary = 1,

    /// <summary>The item is signed.</summary>
    Sign = 2,

    /// <summary>The item is encrypted.</summary>
    Sealed = 4,

    /// <summary>The item holds names.</summary>
    Names = 8,

    /// <summary>The item holds readers: where one has a value, nobody else may read the document (AC2).</summary>
    Readers = 16,

    /// <summary>The item holds authors, who may read the document as well (AC3).</summary>
    Authors = 32,

    /// <summary>Only an editor may change the item.</summary>
    Protected = 64,

    /// <summary>A placeholder of a form's design.</summary>
    Placeholder = 128,
}
