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

    /// <summary>The number of documents that one request returns.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The largest number of documents of a form, or of groups, that are read.</summary>
    public int MaximumDocuments { get; init; } = 200_000;

    /// <summary>The size of all answers together that are read at most, in bytes.</summary>
    public long MaximumBytes { get; init; } = 256 << 20;
}
