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
    private Func<NotesName, bool>? _comesUnder;

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
    public bool CanRead(ForeignDomainDocument document) =>
        CanRead(document, _comesUnder ??= ComesUnder, out _, out _);

    /// <summary>Returns whether the profile admits to a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="comesUnder">Returns whether the reader comes under an entry.</param>
    /// <param name="rule">Receives the rule that decides.</param>
    /// <param name="admitting">Receives the entry that admits the reader; null if no entry decides.</param>
    public bool CanRead(
        ForeignDomainDocument document, Func<NotesName, bool> comesUnder, out Rule rule, out NotesName? admitting)
    {
        admitting = null;
        rule = Rule.AC1;
        if (Level < AccessLevel.Reader)
            return false;
        rule = Rule.AC2; // AC6
        if (!document.IsRestricted)
            return true;
        rule = Rule.AC5; // AC3
        admitting = FirstOf(document, comesUnder);
        return admitting is not null;
    }

    // Returns the first entry of a document that a reader comes under; null if the reader comes under no entry.
    private static NotesName? FirstOf(ForeignDomainDocument document, Func<NotesName, bool> comesUnder)
    {
        IReadOnlyList<NotesName> entries = document.AllowedEntries;
        for (int i = 0; i < entries.Count; i++) // No enumerator: each change in the model runs this.
        {
            if (comesUnder(entries[i]))
                return entries[i];
        }
        return null;
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
