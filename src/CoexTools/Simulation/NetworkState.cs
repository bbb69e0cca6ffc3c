using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a state of the network. What is not specified works.</summary>
internal sealed class NetworkState : INetwork
{
    private readonly HashSet<NotesName>? _down; // Null if there is none.
    private readonly HashSet<NotesName>? _busy;
    private readonly HashSet<NotesName>? _httpDown;
    private readonly HashSet<NotesName>? _smtpDown;
    private readonly Dictionary<NotesName, HashSet<NotesName>>? _linksDown; // In both directions.
    private readonly List<Failure> _failures = [];
    private IReadOnlyList<string>? _texts;

    /// <param name="down">Servers that cannot be reached over NRPC.</param>
    /// <param name="busy">Servers that can be reached, and do not accept work.</param>
    /// <param name="httpDown">Servers whose HTTP leg to Exchange is down.</param>
    /// <param name="smtpDown">Servers whose SMTP leg to Exchange is down.</param>
    /// <param name="linksDown">Pairs of servers that do not reach each other.</param>
    /// <param name="observed">What was observed: what was down then is down in addition.</param>
    public NetworkState(
        IEnumerable<NotesName>? down = null, IEnumerable<NotesName>? busy = null,
        IEnumerable<NotesName>? httpDown = null,
        IEnumerable<NotesName>? smtpDown = null, IEnumerable<(NotesName, NotesName)>? linksDown = null,
        Observations? observed = null)
        : this(FailuresOf(down, busy, httpDown, smtpDown, linksDown), observed)
    {
    }

    /// <param name="failures">What fails.</param>
    /// <param name="observed">What was observed: what was down then is down in addition.</param>
    public NetworkState(IReadOnlyList<Failure> failures, Observations? observed = null)
    {
        Observed = observed ?? Observations.None;
        _down = Fail(ComponentKind.Server, failures);
        if (observed is not null)
        {
            foreach (NotesName server in observed.ServersDown)
                Fail(ref _down, new Failure(new Component(ComponentKind.Server, server)));
        }
        _busy = Fail(ComponentKind.Server, failures, isBusy: true);
        _httpDown = Fail(ComponentKind.HttpLeg, failures);
        _smtpDown = Fail(ComponentKind.SmtpLeg, failures);
        foreach (Failure failure in failures)
        {
            if (failure.Component is not { Kind: ComponentKind.Link, Other: { } other } link)
                continue;
            _linksDown ??= [];
            if (AddLink(link.Server, other) && AddLink(other, link.Server))
                _failures.Add(new Failure(link));
        }
    }

    /// <summary>Gets the network in which everything works.</summary>
    public static NetworkState AllUp { get; } = new();

    /// <summary>Gets everything that fails, written as the members of a cut set.</summary>
    public IReadOnlyList<string> Failures =>
        _texts ??= OutputList.Of(_failures.Select(failure => failure.ToString()));

    /// <inheritdoc/>
    public Observations Observed { get; }

    /// <inheritdoc/>
    public IEnumerable<NotesName> Specified => _failures.SelectMany(failure => failure.Component.Other is { } other
        ? new[] { failure.Component.Server, other } : [failure.Component.Server]);

    /// <inheritdoc/>
    public bool IsDown(NotesName server) => _down is not null && _down.Contains(server);

    /// <inheritdoc/>
    public bool IsBusy(NotesName server) => _busy is not null && _busy.Contains(server);

    /// <inheritdoc/>
    public bool IsHttpDown(NotesName server) =>
        Observed.Http.IsDown || (_httpDown is not null && _httpDown.Contains(server));

    /// <inheritdoc/>
    public bool IsSmtpDown(NotesName server) =>
        Observed.Smtp.IsDown || (_smtpDown is not null && _smtpDown.Contains(server));

    /// <inheritdoc/>
    public bool Reaches(NotesName from, NotesName to) =>
        from == to || (!IsDown(from) && !IsDown(to) && !IsLinkDown(from, to));

    private bool IsLinkDown(NotesName from, NotesName to) =>
        _linksDown is not null && _linksDown.TryGetValue(from, out HashSet<NotesName>? others) && others.Contains(to);

    // The servers of one kind of failure; null if there are none.
    private HashSet<NotesName>? Fail(ComponentKind kind, IReadOnlyList<Failure> failures, bool isBusy = false)
    {
        HashSet<NotesName>? servers = null;
        foreach (Failure failure in failures)
        {
            if (failure.Component.Kind == kind && failure.IsBusy == isBusy)
                Fail(ref servers, failure);
        }
        return servers;
    }

    private void Fail(ref HashSet<NotesName>? servers, Failure failure)
    {
        servers ??= [];
        if (servers.Add(failure.Component.Server))
            _failures.Add(failure);
    }

    private bool AddLink(NotesName from, NotesName to)
    {
        if (!_linksDown!.TryGetValue(from, out HashSet<NotesName>? others))
            _linksDown.Add(from, others = []);
        return others.Add(to);
    }

    private static List<Failure> FailuresOf(
        IEnumerable<NotesName>? down, IEnumerable<NotesName>? busy, IEnumerable<NotesName>? httpDown,
        IEnumerable<NotesName>? smtpDown, IEnumerable<(NotesName, NotesName)>? linksDown)
    {
        List<Failure> failures = [];
        Add(down, ComponentKind.Server);
        Add(busy, ComponentKind.Server, isBusy: true);
        Add(httpDown, ComponentKind.HttpLeg);
        Add(smtpDown, ComponentKind.SmtpLeg);
        foreach ((NotesName one, NotesName other) in linksDown ?? [])
            failures.Add(new Failure(new Component(ComponentKind.Link, one, other)));
        return failures;

        void Add(IEnumerable<NotesName>? servers, ComponentKind kind, bool isBusy = false)
        {
            foreach (NotesName server in servers ?? [])
                failures.Add(new Failure(new Component(kind, server), isBusy));
        }
    }
}
