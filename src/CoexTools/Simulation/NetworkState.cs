using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a state of the network. What is not specified works.</summary>
internal sealed class NetworkState : INetwork
{
    private readonly HashSet<NotesName> _down;
    private readonly HashSet<NotesName> _busy;
    private readonly HashSet<NotesName> _httpDown;
    private readonly HashSet<NotesName> _smtpDown;
    private readonly HashSet<(NotesName, NotesName)> _linksDown = [];
    private readonly List<Failure> _failures;

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
    {
        Observed = observed ?? Observations.None;
        _down = [.. down ?? [], .. Observed.ServersDown];
        _busy = [.. busy ?? []];
        _httpDown = [.. httpDown ?? []];
        _smtpDown = [.. smtpDown ?? []];
        List<Failure> links = [];
        foreach ((NotesName one, NotesName other) in linksDown ?? [])
        {
            if (_linksDown.Add((one, other)) && _linksDown.Add((other, one)))
                links.Add(new Failure(new Component(ComponentKind.Link, one, other)));
        }
        _failures =
        [
            .. Of(ComponentKind.Server, _down), .. Of(ComponentKind.Server, _busy, isBusy: true),
            .. Of(ComponentKind.HttpLeg, _httpDown), .. Of(ComponentKind.SmtpLeg, _smtpDown), .. links,
        ];
        Failures = OutputList.Of(_failures.Select(failure => failure.ToString()));

        static IEnumerable<Failure> Of(ComponentKind kind, IEnumerable<NotesName> servers, bool isBusy = false) =>
            servers.Select(server => new Failure(new Component(kind, server), isBusy));
    }

    /// <summary>Gets the network in which everything works.</summary>
    public static NetworkState AllUp { get; } = new();

    /// <summary>Gets everything that fails, written as the members of a cut set.</summary>
    public IReadOnlyList<string> Failures { get; }

    /// <inheritdoc/>
    public Observations Observed { get; }

    /// <inheritdoc/>
    public IEnumerable<NotesName> Specified => _failures.SelectMany(failure => failure.Component.Other is { } other
        ? new[] { failure.Component.Server, other } : [failure.Component.Server]);

    /// <inheritdoc/>
    public bool IsDown(NotesName server) => _down.Count > 0 && _down.Contains(server);

    /// <inheritdoc/>
    public bool IsBusy(NotesName server) => _busy.Count > 0 && _busy.Contains(server);

    /// <inheritdoc/>
    public bool IsHttpDown(NotesName server) =>
        Observed.Http.IsDown || (_httpDown.Count > 0 && _httpDown.Contains(server));

    /// <inheritdoc/>
    public bool IsSmtpDown(NotesName server) =>
        Observed.Smtp.IsDown || (_smtpDown.Count > 0 && _smtpDown.Contains(server));

    /// <inheritdoc/>
    public bool Reaches(NotesName from, NotesName to) =>
        from == to || (!IsDown(from) && !IsDown(to) && (_linksDown.Count == 0 || !_linksDown.Contains((from, to))));
}
