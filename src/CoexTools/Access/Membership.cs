using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>A name that a server counts as, and the name through which it does.</summary>
internal sealed record Membership(NotesName Name, MembershipKind Kind, Membership? Parent)
{
    /// <summary>
    /// The chain in words: <c>DominoB/Acme in Mail Servers in Servers Only</c>; null for the name itself.
    /// </summary>
    public string? Chain => Kind == MembershipKind.Itself ? null : Text;

    /// <summary>Whether the way leads over a common name or a wildcard, which no source documents (AC4).</summary>
    public bool IsInferred => Way.Any(one => one.Kind is MembershipKind.CommonName or MembershipKind.Wildcard);

    // Groups can be nested to any depth, so neither of these is recursive.
    private IEnumerable<Membership> Way
    {
        get
        {
            for (Membership? one = this; one is not null; one = one.Parent)
                yield return one;
        }
    }

    private string Text => string.Concat(Way.Reverse().Select(one => one.Kind switch
    {
        MembershipKind.Itself => one.Name.Abbreviated,
        MembershipKind.CommonName or MembershipKind.Wildcard => $" as {one.Name}",
        MembershipKind.Role => $" with {one.Name}",
        _ => $" in {one.Name}",
    }));

    /// <summary>The names from the server to this one.</summary>
    public override string ToString() => Text;
}
