using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Represents the result of a search.</summary>
/// <param name="CutSets">The minimal sets of failures that stop the service, of at most
/// <paramref name="SearchedOrder"/> failures.</param>
/// <param name="Repairs">Specifies whether a failure restores the service; null if the search was cut short and found
/// no such failure.</param>
/// <param name="Reached">The probability of all states seen in which the service is reached.</param>
/// <param name="Failed">The probability of all states seen in which it is not.</param>
/// <param name="SearchedOrder">How many failures at once were looked at; null where all combinations were.</param>
/// <param name="StateCount">How many states were followed.</param>
internal sealed record OutageOutcome(
    IReadOnlyList<IReadOnlyList<Failure>> CutSets, bool? Repairs, double Reached, double Failed, int? SearchedOrder,
    long StateCount);
