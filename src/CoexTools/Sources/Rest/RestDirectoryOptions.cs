using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>Specifies how the directory of a server is read, and where its changes are recorded.</summary>
/// <param name="Rules">The flags of items.</param>
internal sealed record RestDirectoryOptions(ItemRules Rules)
{
    /// <summary>The access control list that the user specified; null if the list of the server is read.</summary>
    public AccessControlList? AccessControlList { get; init; }

    /// <summary>The origin of the specified access control list.</summary>
    public string AccessControlListOrigin { get; init; } = "";

    /// <summary>The journal that the user specified for the directory; null for the default.</summary>
    public string? JournalPath { get; init; }
}
