using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Repair;

/// <summary>Specifies how to repair.</summary>
internal sealed record RepairOptions
{
    /// <summary>Gets the groups of the servers that serve no foreign domain; empty: they are looked for.</summary>
    public IReadOnlyList<string> ServerGroups { get; init; } = [];

    /// <summary>Gets the groups of the administrators; empty: they are looked for.</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>Gets the servers whose documents are to be the primary ones of their domains.</summary>
    public IReadOnlyList<NotesName> Primaries { get; init; } = [];

    /// <summary>Specifies which documents may be changed; their domains are repaired.</summary>
    public Func<ForeignDomainDocument, bool> IsWanted { get; init; } = _ => true;

    /// <summary>Documents that are left as they are.</summary>
    public IReadOnlyCollection<int> Refused { get; init; } = [];

    /// <summary>Gets the domains whose documents are left as they are.</summary>
    public IReadOnlyCollection<string> RefusedDomains { get; init; } = [];

    /// <summary>Specifies whether a domain is repaired even where that loses answers.</summary>
    public bool MayLose { get; init; }

    public required DateTimeOffset Now { get; init; }
}
