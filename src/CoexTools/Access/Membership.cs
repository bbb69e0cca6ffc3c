using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Represents a name that a reader counts as for access, and the name through which it does (AC4).</summary>
internal sealed record Membership(NotesName Name, MembershipKind Kind, Membership? Parent)
{
    /// <summary>
    /// Gets the chain in words: <c>DominoB/Acme > Mail Servers > Servers Only</c>; null for the reader's own name.
    /// </summary>
    public string? Chain => Kind == MembershipKind.Itself ? null : Text;

    /// <summary>
    /// Gets whether the chain contains a common name or a wildcard, which no source documents (AC4).
    /// </summary>
    public bool IsInferred => FromEnd.Any(one => one.Kind is MembershipKind.CommonName or MembershipKind.Wildcard);

    // Groups can be nested to any depth, so neither of these is recursive.
    private IEnumerable<Membership> FromEnd
    {
        get
        {
            for (Membership? one = this; one is not null; one = one.Parent)
                yield return one;
        }
    }

    private string Text => string.Concat(FromEnd.Reverse().Select(one => one.Kind switch
    {
        MembershipKind.Itself => one.Name.Abbreviated,
        MembershipKind.CommonName or MembershipKind.Wildcard => $" as {one.Name}",
        MembershipKind.Role => $" with {one.Name}",
        _ => $" > {one.Name}",
    }));

    /// <summary>Returns the names from the reader to this one.</summary>
    public override string ToString() => Text;
}
