namespace CoexTools.Changes;

/// <summary>What a new Foreign Domain document holds.</summary>
internal sealed record NewDocument(string Domain, FormFields Fields)
{
    /// <summary>Who may read it; none: everybody who passes the ACL.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>The values of <c>DocumentAccess</c>; none: the field is not there.</summary>
    public IReadOnlyList<string> DocumentAccess { get; init; } = [ForeignDomainEdits.NetModifier];

    /// <summary>The UNID; null for a new one.</summary>
    public string? UniversalId { get; init; }

    /// <summary>When it was last modified; null for now.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>When it was last revised; null for the same time.</summary>
    public DateTimeOffset? Revised { get; init; }
}
