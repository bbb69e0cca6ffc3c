namespace CoexTools.Model;

/// <summary>
/// The names of foreign domains: when two of them are one domain (NM4), and when a document has none (OR5).
/// </summary>
internal static class DomainName
{
    /// <summary>Compares domain names without regard to case and to surrounding blanks (NM4).</summary>
    public static StringComparer Comparer { get; } = new NameComparer();

    /// <summary>Returns whether two names are of one domain (NM4).</summary>
    public static bool Same(string? one, string? other) => Comparer.Equals(one, other);

    /// <summary>Returns whether a text names no domain: a document with it belongs to none (OR5).</summary>
    public static bool IsBlank(string? name) => string.IsNullOrWhiteSpace(name);

    private sealed class NameComparer : StringComparer
    {
        public override int Compare(string? x, string? y) => OrdinalIgnoreCase.Compare(x?.Trim(), y?.Trim());

        public override bool Equals(string? x, string? y) => OrdinalIgnoreCase.Equals(x?.Trim(), y?.Trim());

        public override int GetHashCode(string obj) => OrdinalIgnoreCase.GetHashCode(obj.Trim());
    }
}
