namespace CoexTools.Names;

/// <summary>
/// A Notes name, of a server, a group, a person or a wildcard: canonical (<c>CN=DominoA/OU=Mail/O=Acme</c>) or abbreviated
/// (<c>DominoA/Mail/Acme</c>) as it was written; both mean the same (NM1).
/// </summary>
/// <remarks>Names are compared by their abbreviated form, without regard to case and to blanks around the name and its parts (NM1).</remarks>
public sealed class NotesName : CoexObject, IEquatable<NotesName>, IComparable<NotesName>
{
    private readonly int _hash;
    private readonly string _labelled; // The text without blanks around its parts.

    /// <summary>Takes a name as it is written in a directory or typed by a user.</summary>
    /// <param name="text">The name, canonical or abbreviated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    [Rehydrates]
    public NotesName(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));
        Text = text.Trim();
        _labelled = WithoutBlanks(Text);
        Abbreviated = Abbreviate(_labelled);
        _hash = StringComparer.OrdinalIgnoreCase.GetHashCode(Abbreviated);
    }

    /// <summary>The name as it was written, without surrounding blanks.</summary>
    public string Text { get; }

    /// <summary>The name without the labels of its parts: <c>DominoA/Mail/Acme</c>.</summary>
    public string Abbreviated { get; }

    /// <summary>
    /// The name with the labels of its parts, as directories store it: as it was written, without blanks around its parts, or with the labels
    /// that Notes would give it.
    /// Flat names, roles and wildcards are as they are.
    /// </summary>
    public string Canonical
    {
        get
        {
            if (!IsHierarchical || _labelled != Abbreviated || Abbreviated[0] is '*' or '[')
                return _labelled;
            string[] parts = Abbreviated.Split('/');
            int last = parts.Length - 1;
            int organisation = last >= 2 && parts[last].Length == 2 ? last - 1 : last; // Two letters at the end are a country.
            for (int i = 0; i <= last; i++)
                parts[i] = (i == 0 ? "CN=" : i > organisation ? "C=" : i == organisation ? "O=" : "OU=") + parts[i];
            return string.Join("/", parts);
        }
    }

    /// <summary>The first part of the name: <c>DominoA</c> (NM2). For a flat name, the name itself.</summary>
    public string CommonName => Abbreviated.IndexOf('/') is var slash && slash < 0 ? Abbreviated : Abbreviated.Substring(0, slash);

    /// <summary>Whether the name has more than one part.</summary>
    public bool IsHierarchical => Abbreviated.IndexOf('/') >= 0;

    /// <summary>Whether this is a role: a name in brackets, such as <c>[NetModifier]</c>.</summary>
    public bool IsRole => Abbreviated.Length > 2 && Abbreviated[0] == '[' && Abbreviated[Abbreviated.Length - 1] == ']';

    /// <summary>The organisations above the name, nearest first: <c>Mail/Acme</c>, <c>Acme</c> (NM2).</summary>
    public IEnumerable<string> Ancestors
    {
        get
        {
            for (int slash = Abbreviated.IndexOf('/'); slash >= 0; slash = Abbreviated.IndexOf('/', slash + 1))
                yield return Abbreviated.Substring(slash + 1);
        }
    }

    /// <inheritdoc/>
    public bool Equals(NotesName? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && string.Equals(Abbreviated, other.Abbreviated, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NotesName);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(NotesName? other) => string.Compare(Abbreviated, other?.Abbreviated, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether two names are the same (NM1).</summary>
    public static bool operator ==(NotesName? left, NotesName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two names differ (NM1).</summary>
    public static bool operator !=(NotesName? left, NotesName? right) => !(left == right);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> in alphabetical order.</summary>
    public static bool operator <(NotesName left, NotesName right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/> in alphabetical order.</summary>
    public static bool operator <=(NotesName left, NotesName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> in alphabetical order.</summary>
    public static bool operator >(NotesName left, NotesName right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/> in alphabetical order.</summary>
    public static bool operator >=(NotesName left, NotesName right) => left.CompareTo(right) >= 0;

    /// <summary>The abbreviated name, which is how names are shown.</summary>
    public override string ToString() => Abbreviated;

    /// <summary>The name that <paramref name="text"/> holds, or null where it holds none but blanks.</summary>
    public static NotesName? FromText(string? text) => string.IsNullOrWhiteSpace(text) ? null : new NotesName(text!);

    // NM1: blanks around the parts of a name do not count.
    private static string WithoutBlanks(string name)
    {
        if (name.IndexOf('/') < 0)
            return name;
        string[] parts = name.Split('/');
        bool hasBlanks = false;
        for (int i = 0; i < parts.Length; i++)
        {
            string trimmed = parts[i].Trim();
            hasBlanks |= trimmed.Length < parts[i].Length;
            parts[i] = trimmed;
        }
        return hasBlanks ? string.Join("/", parts) : name;
    }

    private static string Abbreviate(string name)
    {
        if (name.IndexOf('=') < 0)
            return name;
        string[] parts = name.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            int equals = parts[i].IndexOf('=');
            if (equals > 0 && IsLabel(parts[i].Substring(0, equals).Trim()))
                parts[i] = parts[i].Substring(equals + 1).Trim();
        }
        return string.Join("/", parts);
    }

    // The labels of X.500 names that Notes knows: common name, organisational units, organisation, country, and the personal ones.
    private static bool IsLabel(string text) => text.ToUpperInvariant() is
        "CN" or "OU" or "OU1" or "OU2" or "OU3" or "OU4" or "O" or "C" or "G" or "I" or "S" or "Q" or "A" or "P";
}
