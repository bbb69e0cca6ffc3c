using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>What can fail.</summary>
internal enum ComponentKind
{
    /// <summary>A coexistence server: it can be down, and busy where that is looked at.</summary>
    Server,

    /// <summary>A server's HTTP leg to Exchange.</summary>
    HttpLeg,

    /// <summary>A server's SMTP leg to Exchange.</summary>
    SmtpLeg,

    /// <summary>The link between two servers.</summary>
    Link,
}

/// <summary>Which components are looked at, beside the coexistence servers.</summary>
/// <param name="IncludeLeg">Their legs to Exchange.</param>
/// <param name="IncludeLink">The links between them, and from the origin to them.</param>
/// <param name="IncludeBusy">Whether servers can be busy as well.</param>
internal sealed record OutageScope(bool IncludeLeg = false, bool IncludeLink = false, bool IncludeBusy = false);

/// <summary>A part of the network that can fail.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Server">The server, or one end of a link.</param>
/// <param name="Other">The other end of a link.</param>
internal sealed record Component(ComponentKind Kind, NotesName Server, NotesName? Other = null)
{
    /// <summary>
    /// What can fail for requests that begin at an origin: the coexistence servers but the origin itself, which is taken to be up; and, where they
    /// are included, the legs of the coexistence servers, and the links between all of these servers. An origin that is a coexistence server has legs too.
    /// </summary>
    public static IReadOnlyList<Component> Of(IEnumerable<NotesName> coexistence, NotesName origin, OutageScope scope)
    {
        List<NotesName> servers = [.. coexistence.Distinct().OrderBy(server => server)];
        List<Component> components = [.. servers.Where(server => server != origin).Select(server => new Component(ComponentKind.Server, server))];
        if (scope.IncludeLeg)
        {
            components.AddRange(servers.Select(server => new Component(ComponentKind.HttpLeg, server)));
            components.AddRange(servers.Select(server => new Component(ComponentKind.SmtpLeg, server)));
        }
        if (scope.IncludeLink)
        {
            List<NotesName> ends = [origin, .. servers.Where(server => server != origin)];
            components.AddRange(ends.SelectMany((one, place) => ends.Skip(place + 1), (one, other) => new Component(ComponentKind.Link, one, other)));
        }
        return components;
    }

    /// <summary>The component in a few words: <c>DominoA/Acme</c>, <c>DominoA/Acme HTTP</c>, <c>Hub01/Acme|DominoA/Acme</c>.</summary>
    public override string ToString() => Kind switch
    {
        ComponentKind.HttpLeg => $"{Server} HTTP",
        ComponentKind.SmtpLeg => $"{Server} SMTP",
        ComponentKind.Link => $"{Server}|{Other}",
        _ => Server.Abbreviated,
    };
}

/// <summary>A component that fails, and how.</summary>
/// <param name="Component">The component.</param>
/// <param name="IsBusy">Whether it is busy, not down.</param>
internal readonly record struct Failure(Component Component, bool IsBusy)
{
    /// <summary>The state of a network in which these fail, and everything else works.</summary>
    public static NetworkState Network(IReadOnlyCollection<Failure> failures) => failures.Count == 0 ? NetworkState.AllUp : new NetworkState(
        Servers(failures, ComponentKind.Server, isBusy: false), Servers(failures, ComponentKind.Server, isBusy: true),
        Servers(failures, ComponentKind.HttpLeg, isBusy: false), Servers(failures, ComponentKind.SmtpLeg, isBusy: false),
        failures.Where(failure => failure.Component.Kind == ComponentKind.Link).Select(failure => (failure.Component.Server, failure.Component.Other!)));

    /// <summary>The component, and whether it is busy: <c>DominoA/Acme (busy)</c>.</summary>
    public override string ToString() => IsBusy ? $"{Component} (busy)" : Component.ToString();

    private static IEnumerable<NotesName> Servers(IEnumerable<Failure> failures, ComponentKind kind, bool isBusy) =>
        failures.Where(failure => failure.Component.Kind == kind && failure.IsBusy == isBusy).Select(failure => failure.Component.Server);
}
