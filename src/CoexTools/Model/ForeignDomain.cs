namespace CoexTools.Model;

/// <summary>Represents a foreign domain, and the documents for it.</summary>
/// <param name="Name">The name, as the first of the documents has it.</param>
/// <param name="Documents">The documents, in the order of their directory.</param>
internal sealed record ForeignDomain(string Name, IReadOnlyList<ForeignDomainDocument> Documents)
{
    /// <summary>
    /// Returns the domains of documents, by name, each with its documents in the order given. Documents with a blank
    /// domain name belong to no domain (OR5).
    /// </summary>
    public static IReadOnlyList<ForeignDomain> ByName(IEnumerable<ForeignDomainDocument> documents) =>
    [
        .. documents
            .Where(document => !DomainName.IsBlank(document.Domain)) // OR5
            .GroupBy(document => document.Domain, DomainName.Comparer) // NM4
            .OrderBy(domain => domain.Key, DomainName.Comparer)
            .Select(domain => new ForeignDomain(domain.Key, [.. domain])),
    ];
}
