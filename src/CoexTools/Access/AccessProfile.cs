using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents what admits a server to the documents of its directory: its level (AC1), and the entries that it comes
/// under (AC5). Thousands of servers have some dozens of profiles. Servers of equal profile see the same.
/// </summary>
internal sealed class AccessProfile : IEquatable<AccessProfile>
{
    private readonly NameSet _names;
    private readonly int _hash;

    /// <param name="level">The level in the access control list.</param>
    /// <param name="names">The entries that the server comes under.</param>
    public AccessProfile(AccessLevel level, NameSet names)
    {
        Level = level;
        _names = names;
        _hash = names.GetHashCode() + (int)level;
    }

    /// <summary>Gets the level in the access control list (AC1).</summary>
    public AccessLevel Level { get; }

    /// <summary>Returns whether the profile admits to a document of the directory.</summary>
    public bool CanRead(ForeignDomainDocument document) => CanRead(document, ComesUnder);

    /// <summary>Returns whether the profile admits to a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="comesUnder">Returns whether the reader comes under an entry.</param>
    public bool CanRead(ForeignDomainDocument document, Func<NotesName, bool> comesUnder)
    {
        if (Level < AccessLevel.Reader) // AC1
            return false;
        return !document.IsRestricted || document.AllowedEntries.Any(comesUnder); // AC2, AC6; AC3, AC5
    }

    /// <summary>
    /// Returns whether the server comes under an entry that a document of the directory, or the access control list,
    /// contains.
    /// </summary>
    public bool ComesUnder(NotesName entry) => _names.Contains(entry);

    /// <inheritdoc/>
    public bool Equals(AccessProfile? other) =>
        ReferenceEquals(this, other)
            || (other is not null && _hash == other._hash && Level == other.Level && _names.Equals(other._names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessProfile);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
