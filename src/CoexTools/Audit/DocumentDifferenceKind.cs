namespace CoexTools.Audit;

/// <summary>Specifies what differs between two states of Foreign Domain documents.</summary>
public enum DocumentDifferenceKind
{
    /// <summary>A document is only in the second state.</summary>
    Added,

    /// <summary>A document is only in the first state.</summary>
    Removed,

    /// <summary>An item of a document that does not determine who can read it.</summary>
    Item,

    /// <summary>An item of a document that determines who can read it: readers, authors (AC2, AC3).</summary>
    Readers,

    /// <summary>A document was saved again, and its items are the same.</summary>
    Saved,

    /// <summary>A group, or a member of a group, on which access to the documents depends (AC4).</summary>
    Group,

    /// <summary>An entry of the access control list (AC1).</summary>
    AccessControlList,
}
