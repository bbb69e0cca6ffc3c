using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Whether a server may read a document, and why.</summary>
internal sealed record AccessDecision
{
    /// <summary>Whether it may.</summary>
    public required bool CanRead { get; init; }

    /// <summary>The rule that decided.</summary>
    public required Rule Rule { get; init; }

    /// <summary>The server's level in the access control list (AC1).</summary>
    public required AccessLevel Level { get; init; }

    /// <summary>The allowed entry that matched; null where none had to or none did.</summary>
    public NotesName? Entry { get; init; }

    /// <summary>How the server comes under the entry, where it is not named itself.</summary>
    public string? Via { get; init; }

    /// <summary>What had to be assumed.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
