using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>How to repair.</summary>
internal sealed record RepairOptions
{
    /// <summary>The groups of the servers that serve no foreign domain; empty: they are looked for.</summary>
    public IReadOnlyList<string> ServerGroups { get; init; } = [];

    /// <summary>The groups of the administrators; empty: they are looked for.</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>The servers whose documents are to be the primary ones of their domains.</summary>
    public IReadOnlyList<NotesName> Primaries { get; init; } = [];

    /// <summary>Which documents may be changed; their domains are repaired.</summary>
    public Func<ForeignDomainDocument, bool> IsWanted { get; init; } = _ => true;

    /// <summary>Documents that are left as they are.</summary>
    public IReadOnlyCollection<int> Refused { get; init; } = [];

    /// <summary>Whether a domain is repaired even where that loses answers.</summary>
    public bool MayLose { get; init; }

    public required DateTimeOffset Now { get; init; }
}
