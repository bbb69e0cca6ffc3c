namespace CoexTools.Changes;

/// <summary>The values of a new Foreign Domain document.</summary>
internal sealed record NewDocument(string Domain, FormFields Fields)
{
    /// <summary>The readers; empty if everybody can read it whom the ACL admits.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>The values of <c>DocumentAccess</c>; none: the field is not there.</summary>
    public IReadOnlyList<string> DocumentAccess { get; init; } = [ForeignDomainEdits.NetModifier];

    /// <summary>The UNID; null for a new one.</summary>
    public string? UniversalId { get; init; }

    /// <summary>The time of the last modification; null for now.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The time of the last revision; null for the same time.</summary>
    public DateTimeOffset? Revised { get; init; }
}
