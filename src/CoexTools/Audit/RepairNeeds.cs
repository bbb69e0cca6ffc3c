namespace CoexTools.Audit;

/// <summary>Specifies what the repair of a finding requires.</summary>
[Flags]
internal enum RepairNeeds
{
    /// <summary>Nothing that a program should do by itself.</summary>
    None = 0,

    /// <summary>Remove <c>DocumentAccess</c>, or the field that replaces it, from the document.</summary>
    RemoveField = 1,

    /// <summary>Write the readers of the documented set-up.</summary>
    WriteReaders = 2,

    /// <summary>Write the names of <c>$Readers</c> canonical.</summary>
    WriteCanonical = 4,

    /// <summary>Save all documents of the domain again, in their order.</summary>
    SaveAgain = 8,
}
