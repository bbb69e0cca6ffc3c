namespace CoexTools.Model;

/// <summary>Specifies the purpose of a document in a directory.</summary>
internal enum DocumentKind
{
    /// <summary>Nothing that matters.</summary>
    Other,

    /// <summary>A Domain document, of whatever kind.</summary>
    Domain,

    /// <summary>A Server document.</summary>
    Server,

    /// <summary>A group.</summary>
    Group,

    /// <summary>The form alone does not decide: the item <c>Type</c> does.</summary>
    ByType,
}
