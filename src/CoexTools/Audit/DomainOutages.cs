using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>
/// Represents what fails for a domain in an outage. Origins that serve no domain and see the same documents cannot be
/// told apart: one of them is asked first.
/// </summary>
internal sealed class DomainOutages
{
    private readonly Lazy<DomainVisibility> _view;
    private readonly Lazy<IReadOnlyList<NotesName>> _origins;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<NotesName>>> _bySight;

    // By service. Dictionaries with services or tuples as their keys have no native code.
    private readonly HashSet<NotesName>?[] _failing = new HashSet<NotesName>?[CoexistenceServices.All.Count];
    private readonly IReadOnlyList<NotesName>?[] _working =
        new IReadOnlyList<NotesName>?[CoexistenceServices.All.Count];
    private readonly Dictionary<NotesName, IReadOnlyList<FailedRequest>>?[] _lostWithout =
        new Dictionary<NotesName, IReadOnlyList<FailedRequest>>?[CoexistenceServices.All.Count];

    /// <param name="view">What servers see of the domain.</param>
    /// <param name="origins">The servers where requests start.</param>
    public DomainOutages(Lazy<DomainVisibility> view, Lazy<IReadOnlyList<NotesName>> origins)
    {
        _view = view;
        _origins = origins;
        _bySight = new Lazy<IReadOnlyList<IReadOnlyList<NotesName>>>(() => view.Value.BySight(origins.Value));
    }

    /// <summary>Returns the origins from which requests reach Exchange while everything is up.</summary>
    public IReadOnlyList<NotesName> Working(CoexistenceService service)
    {
        if (_working[(int)service] is not { } working)
        {
            HashSet<NotesName> failed = OriginsFailing(service);
            _working[(int)service] = working = [.. _origins.Value.Where(origin => !failed.Contains(origin))];
        }
        return working;
    }

    /// <summary>Returns the requests that fail in an outage, of origins that are not down themselves.</summary>
    /// <param name="service">The service.</param>
    /// <param name="outage">The outage for an origin. It is the same for origins that see the same, except for their
    /// own links.</param>
    public IReadOnlyList<FailedRequest> Failing(CoexistenceService service, Func<NotesName, Outage> outage)
    {
        var failing = new List<FailedRequest>();
        foreach (IReadOnlyList<NotesName> same in _bySight.Value)
        {
            if (RunIn(service, same[0], outage(same[0])).IsReached)
                continue;
            foreach (NotesName origin in same)
            {
                Outage network = outage(origin);
                if (!network.Network.IsDown(origin))
                    failing.Add(new FailedRequest(origin, RunIn(service, origin, network)));
            }
        }
        return failing;
    }

    /// <summary>Returns the requests that an outage breaks: they reach Exchange while everything is up.</summary>
    public IReadOnlyList<FailedRequest> Lost(CoexistenceService service, Func<NotesName, Outage> outage)
    {
        IReadOnlyList<FailedRequest> failing = Failing(service, outage);
        if (failing.Count == 0)
            return failing;
        HashSet<NotesName> failed = OriginsFailing(service);
        return failed.Count == 0 ? failing : [.. failing.Where(request => !failed.Contains(request.Origin))];
    }

    /// <summary>Returns the requests that fail when a server is down.</summary>
    public IReadOnlyList<FailedRequest> LostWithout(NotesName server, CoexistenceService service)
    {
        Dictionary<NotesName, IReadOnlyList<FailedRequest>> known = _lostWithout[(int)service] ??= [];
        if (!known.TryGetValue(server, out IReadOnlyList<FailedRequest>? lost))
        {
            Outage down = Outage.Down(server);
            known.Add(server, lost = Lost(service, _ => down));
        }
        return lost;
    }

    /// <summary>Determines whether a request succeeds in one outage and fails in another.</summary>
    public bool Breaks(CoexistenceService service, Outage one, Outage other) => _bySight.Value.Any(same =>
        !other.Network.IsDown(same[0])
        && new Request(_view.Value, service, same[0]).IsReached(one.Network)
        && !new Request(_view.Value, service, same[0]).IsReached(other.Network));

    /// <summary>
    /// Returns the outcome of a server's failure for free/busy, as a sentence; empty if nothing is known about it.
    /// </summary>
    public string FreeBusyWithout(NotesName? server)
    {
        if (server is null)
            return "";
        IReadOnlyList<FailedRequest> lost = LostWithout(server, CoexistenceService.FreeBusy);
        if (lost.Count > 0)
            return $" If {server} fails, free/busy for '{_view.Value.Name}' fails from {FailedRequest.Count(lost)}.";
        return Working(CoexistenceService.FreeBusy).Any(origin => origin != server)
            ? $" With the current order of the documents, free/busy for '{_view.Value.Name}' survives the failure of "
                + $"{server}. Editing a document can change this order."
            : "";
    }

    private Outcome RunIn(CoexistenceService service, NotesName origin, Outage outage) =>
        Request.Run(_view.Value, service, origin, outage.Network);

    // The origins from which requests fail while everything is up.
    private HashSet<NotesName> OriginsFailing(CoexistenceService service) => _failing[(int)service] ??=
        [.. Failing(service, _ => Outage.None).Select(request => request.Origin)];
}
