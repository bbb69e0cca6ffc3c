using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>One document that a plan saves.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it will be.</param>
/// <param name="IsSavedAgain">Specifies whether it is saved only so that the order of priority stays (ED4).</param>
internal sealed record PlannedSave(ForeignDomainDocument Before, ForeignDomainDocument After, bool IsSavedAgain)
{
    /// <summary>The document as messages and the journal name it.</summary>
    public string Name { get; init; } = Before.ToString();

    /// <summary>The recorded changes that the save undoes, for the journal of a server.</summary>
    public IReadOnlyList<int> Undoes { get; init; } = [];
}
