namespace CoexTools.Analysis;

/// <summary>How likely each state of a component is. The sum is 1.</summary>
/// <param name="Works">The probability that it works.</param>
/// <param name="Down">The probability that it is down.</param>
/// <param name="Busy">The probability that it is busy.</param>
internal sealed record StateOdds(double Works, double Down, double Busy);
