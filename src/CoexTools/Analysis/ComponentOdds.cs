using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>How likely each component works. Components fail independently of each other.</summary>
internal sealed record ComponentOdds
{
    /// <summary>What is taken where a user says nothing: 8.76 hours of downtime in a year.</summary>
    public const double DefaultAvailability = 0.999;

    /// <summary>Gets the probability that a server is not down.</summary>
    public Odds Server { get; init; } = new(DefaultAvailability);

    /// <summary>Gets the probability that a server that is not down is busy.</summary>
    public Odds Busy { get; init; } = new(0);

    /// <summary>Gets the probability that a connection to Exchange works.</summary>
    public Odds Leg { get; init; } = new(DefaultAvailability);

    /// <summary>Gets the probability that a link works.</summary>
    public Odds Link { get; init; } = new(DefaultAvailability);

    /// <summary>Gets the servers whose probability differs from the default.</summary>
    public IEnumerable<NotesName> Specified => new[] { Server, Busy, Leg, Link }.SelectMany(odds => odds.Specified);

    /// <summary>
    /// Returns the probabilities of a component's states: it works, it is down, it is busy. Their sum is 1.
    /// </summary>
    public StateOdds Of(Component component, OutageScope scope)
    {
        double available = component.Kind switch
        {
            ComponentKind.Server => Server.Of(component.Server),
            ComponentKind.Link => Link.Of(component.Server, component.Other!),
            _ => Leg.Of(component.Server),
        };
        if (component.Kind != ComponentKind.Server || !scope.IncludeBusy)
            return new StateOdds(available, 1 - available, 0);
        double busy = Busy.Of(component.Server);
        return new StateOdds(available * (1 - busy), 1 - available, available * busy);
    }
}
