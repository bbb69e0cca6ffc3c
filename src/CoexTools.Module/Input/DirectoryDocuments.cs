using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>Documents of one directory.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Documents">The documents.</param>
internal sealed record DirectoryDocuments(DirectorySnapshot Directory, IReadOnlyList<ForeignDomainDocument> Documents);
