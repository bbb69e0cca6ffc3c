namespace CoexTools.Names;

/// <summary>
/// Represents the Notes name of a server, group or person, or a wildcard. The canonical form
/// (<c>CN=DominoA/OU=Mail/O=Acme</c>) and the abbreviated form (<c>DominoA/Mail/Acme</c>) are equivalent (NM1).
/// </summary>
/// <remarks>
/// Comparisons use the abbreviated form. They ignore case and spaces around the name and its components (NM1).
/// </remarks>
public sealed class NotesName : CoexObject, IEquatable<NotesName>, IComparable<NotesName>
{
    private readonly int _hash;
    private readonly string _labelled; // The text without spaces around its components.

    /// <summary>Initializes a new instance from a name in a directory or from user input.</summary>
    /// <param name="text">The canonical or abbreviated name.</param>
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

    /// <summary>Gets the name in its original form, without leading and trailing spaces.</summary>
    public string Text { get; }

    /// <summary>Gets the name without the labels of its components: <c>DominoA/Mail/Acme</c>.</summary>
    public string Abbreviated { get; }

    /// <summary>
    /// Gets the canonical name, in which directories store it: the original name without spaces around its components.
    /// An abbreviated name receives the labels that Notes assigns. Flat names, roles and wildcards have no labels.
    /// </summary>
    public string Canonical
    {
        get
        {
            if (!IsHierarchical || _labelled != Abbreviated || Abbreviated[0] is '*' or '[')
                return _labelled;
            string[] parts = Abbreviated.Split('/');
            int last = parts.Length - 1;
            // A two-letter last component is a country code.
            int organization = last >= 2 && parts[last].Length == 2 ? last - 1 : last;
            for (int i = 0; i <= last; i++)
                parts[i] = (i == 0 ? "CN=" : i > organization ? "C=" : i == organization ? "O=" : "OU=") + parts[i];
            return string.Join("/", parts);
        }
    }

    /// <summary>
    /// Gets the first component of the name: <c>DominoA</c> (NM2). For a flat name, this is the name itself.
    /// </summary>
    public string CommonName =>
        Abbreviated.IndexOf('/') is var slash && slash < 0 ? Abbreviated : Abbreviated.Substring(0, slash);

    /// <summary>Gets a value that indicates whether the name has more than one component.</summary>
    public bool IsHierarchical => Abbreviated.IndexOf('/') >= 0;

    /// <summary>
    /// Gets a value that indicates whether this is a role: a name in brackets, such as <c>[NetModifier]</c>.
    /// </summary>
    public bool IsRole => Abbreviated.Length > 2 && Abbreviated[0] == '[' && Abbreviated[Abbreviated.Length - 1] == ']';

    /// <summary>
    /// Gets the organizational units and the organization of the name, lowest first: <c>Mail/Acme</c>, <c>Acme</c>
    /// (NM2).
    /// </summary>
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
        || (other is not null && _hash == other._hash
            && string.Equals(Abbreviated, other.Abbreviated, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NotesName);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(NotesName? other) =>
        string.Compare(Abbreviated, other?.Abbreviated, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether two names are equal (NM1).</summary>
    public static bool operator ==(NotesName? left, NotesName? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Returns whether two names are not equal (NM1).</summary>
    public static bool operator !=(NotesName? left, NotesName? right) => !(left == right);

    /// <summary>
    /// Returns whether <paramref name="left"/> precedes <paramref name="right"/> in alphabetical order.
    /// </summary>
    public static bool operator <(NotesName left, NotesName right) => left.CompareTo(right) < 0;

    /// <summary>
    /// Returns whether <paramref name="left"/> precedes or equals <paramref name="right"/> in alphabetical order.
    /// </summary>
    public static bool operator <=(NotesName left, NotesName right) => left.CompareTo(right) <= 0;

    /// <summary>
    /// Returns whether <paramref name="left"/> follows <paramref name="right"/> in alphabetical order.
    /// </summary>
    public static bool operator >(NotesName left, NotesName right) => left.CompareTo(right) > 0;

    /// <summary>
    /// Returns whether <paramref name="left"/> follows or equals <paramref name="right"/> in alphabetical order.
    /// </summary>
    public static bool operator >=(NotesName left, NotesName right) => left.CompareTo(right) >= 0;

    /// <summary>Returns the abbreviated name, which is the display form.</summary>
    public override string ToString() => Abbreviated;

    /// <summary>
    /// Returns the name in <paramref name="text"/>, or null if the text is null, empty or white space.
    /// </summary>
    public static NotesName? FromText(string? text) => string.IsNullOrWhiteSpace(text) ? null : new NotesName(text!);

    // NM1: spaces around the components of a name are ignored.
    private static string WithoutBlanks(string name)
    {
        if (!HasBlankAtSlash(name))
            return name;
        string[] parts = name.Split('/');
        for (int i = 0; i < parts.Length; i++)
            parts[i] = parts[i].Trim();
        return string.Join("/", parts);
    }

    // Most names have no spaces there. The name itself has none at its ends.
    private static bool HasBlankAtSlash(string name)
    {
        for (int i = name.IndexOf('/'); i >= 0; i = name.IndexOf('/', i + 1))
        {
            if ((i > 0 && char.IsWhiteSpace(name[i - 1]))
                || (i + 1 < name.Length && char.IsWhiteSpace(name[i + 1])))
                return true;
        }
        return false;
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

    // The X.500 labels that Notes supports: common name, organizational units, organization, country, and those of
    // personal names.
    private static bool IsLabel(string text) => text.ToUpperInvariant() is
        "CN" or "OU" or "OU1" or "OU2" or "OU3" or "OU4" or "O" or "C" or "G" or "I" or "S" or "Q" or "A" or "P";
}
