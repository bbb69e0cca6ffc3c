using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>Specifies how to read the directory of a server.</summary>
/// <param name="Rules">The flags of items.</param>
internal sealed record RestReadOptions(ItemRules Rules)
{
    /// <summary>The access control list that the user specified; null if the list of the server is read.</summary>
    public AccessControlList? AccessControlList { get; init; }

    /// <summary>The origin of the specified access control list.</summary>
    public string AccessControlListOrigin { get; init; } = "";
}
