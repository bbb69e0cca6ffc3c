namespace CoexTools.Model;

/// <summary>Represents a foreign domain, and the documents for it.</summary>
/// <param name="Name">The name, as the first of the documents has it.</param>
/// <param name="Documents">The documents, in the order of their directory.</param>
internal sealed record ForeignDomain(string Name, IReadOnlyList<ForeignDomainDocument> Documents);
