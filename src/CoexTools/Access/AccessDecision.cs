using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Represents the decision whether a reader can read a document.</summary>
internal sealed record AccessDecision
{
    /// <summary>Gets whether the reader can read the document.</summary>
    public required bool CanRead { get; init; }

    /// <summary>Gets the rule that decided.</summary>
    public required Rule Rule { get; init; }

    /// <summary>Gets the level of the reader in the access control list (AC1).</summary>
    public required AccessLevel Level { get; init; }

    /// <summary>Gets the entry that admits the reader; null if no entry is required, or none admits it.</summary>
    public NotesName? Entry { get; init; }

    /// <summary>Gets how the reader comes under the entry; null if the entry is its own name.</summary>
    public string? Via { get; init; }

    /// <summary>Gets the assumptions of the decision.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
