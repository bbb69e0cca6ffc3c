using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>Which components can fail, beside the coexistence servers.</summary>
/// <param name="IncludeLeg">Their legs to Exchange.</param>
/// <param name="IncludeLink">The links between them, and from the origin to them.</param>
/// <param name="IncludeBusy">Specifies whether servers can be busy as well.</param>
internal sealed record OutageScope(bool IncludeLeg = false, bool IncludeLink = false, bool IncludeBusy = false)
{
    /// <summary>
    /// Returns the components that can fail for requests that start at an origin: the coexistence servers but the
    /// origin itself, which is taken to be up; and, where they are included, the legs of the coexistence servers, and
    /// the links between all of these servers. An origin that is a coexistence server has legs too.
    /// </summary>
    public IReadOnlyList<Component> Components(IEnumerable<NotesName> coexistence, NotesName origin)
    {
        List<NotesName> servers = [.. coexistence.Distinct().OrderBy(server => server)];
        List<Component> components = [
            .. servers.Where(server => server != origin).Select(server => new Component(ComponentKind.Server, server))];
        if (IncludeLeg)
        {
            components.AddRange(servers.Select(server => new Component(ComponentKind.HttpLeg, server)));
            components.AddRange(servers.Select(server => new Component(ComponentKind.SmtpLeg, server)));
        }
        if (IncludeLink)
        {
            List<NotesName> ends = [origin, .. servers.Where(server => server != origin)];
            components.AddRange(
                ends.SelectMany((one, place) => ends.Skip(place + 1), (one, other) => new Component(
                    ComponentKind.Link, one, other)));
        }
        return components;
    }

    /// <summary>Returns the ways in which those components can fail.</summary>
    public IReadOnlyList<Failure> Failures(IEnumerable<NotesName> coexistence, NotesName origin) =>
    [
        .. Components(coexistence, origin).SelectMany(component => IncludeBusy && component.Kind == ComponentKind.Server
            ? new[] { new Failure(component), new Failure(component, IsBusy: true) } : [new Failure(component)]),
    ];
}
