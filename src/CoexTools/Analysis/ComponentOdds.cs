using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>How likely each component works. Components fail independently of each other.</summary>
internal sealed record ComponentOdds
{
    /// <summary>What is taken where a user says nothing: 8.76 hours of downtime in a year.</summary>
    public const double DefaultAvailability = 0.999;

    /// <summary>That a server is not down.</summary>
    public Odds Server { get; init; } = new(DefaultAvailability);

    /// <summary>That a server which is not down is busy.</summary>
    public Odds Busy { get; init; } = new(0);

    /// <summary>That a leg works.</summary>
    public Odds Leg { get; init; } = new(DefaultAvailability);

    /// <summary>That a link works.</summary>
    public Odds Link { get; init; } = new(DefaultAvailability);

    /// <summary>The servers that have a probability of their own.</summary>
    public IEnumerable<NotesName> Specified => new[] { Server, Busy, Leg, Link }.SelectMany(odds => odds.Specified);

    /// <summary>The probabilities of a component's states: it works, it is down, it is busy. Their sum is 1.</summary>
    public (double Works, double Down, double Busy) Of(Component component, OutageScope scope)
    {
        double available = component.Kind switch
        {
            ComponentKind.Server => Server.Of(component.Server),
            ComponentKind.Link => Link.Of(component.Server, component.Other!),
            _ => Leg.Of(component.Server),
        };
        if (component.Kind != ComponentKind.Server || !scope.IncludeBusy)
            return (available, 1 - available, 0);
        double busy = Busy.Of(component.Server);
        return (available * (1 - busy), 1 - available, available * busy);
    }
}
