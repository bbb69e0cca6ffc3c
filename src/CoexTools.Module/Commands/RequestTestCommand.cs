using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Output;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>A command that predicts what happens to a request, in a given state of the network.</summary>
public abstract class RequestTestCommand : RequestCommand
{
    private readonly Dictionary<string, HashSet<string>> _printed = []; // Servers, by the message.
    private bool _allReachable = true;
    private bool _anyTested;

    /// <summary>Servers that are down: they cannot be reached over NRPC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] ServerDown { get; set; } = [];

    /// <summary>Servers that are busy: they can be reached, and do not accept work.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] ServerBusy { get; set; } = [];

    /// <summary>Servers whose HTTP connection to Exchange is down.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] HttpDown { get; set; } = [];

    /// <summary>Servers whose SMTP connection to Exchange is down.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] SmtpDown { get; set; } = [];

    /// <summary>Pairs of servers that do not reach each other: <c>'Hub01/Acme|DominoA/Acme'</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[] LinkDown { get; set; } = [];

    /// <summary>Returns one Boolean: whether every request is reachable.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (string link in LinkDown)
        {
            string[] ends = link.Split('|');
            if (ends.Length != 2 || ends.Any(string.IsNullOrWhiteSpace))
                ThrowTerminatingError(ErrorRecords.Of(CoexException.LinkInvalid(link)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Quiet)
            WriteObject(_anyTested && _allReachable && !HasFailed);
    }

    /// <summary>The service that the requests are for.</summary>
    private protected abstract CoexistenceService Service { get; }

    /// <inheritdoc/>
    private protected override void Run(DirectoryScenario scenario, IReadOnlyList<NotesName> origins)
    {
        NetworkState network = ReadNetwork(scenario.Snapshot);
        foreach (string domain in scenario.Domains)
        {
            DomainVisibility view = scenario.View(domain);
            foreach (NotesName origin in origins)
            {
                CancelToken.ThrowIfCancellationRequested();
                Write(new Request(view, Service, origin).Test(network));
            }
        }
    }

    private void Write(PathResult result)
    {
        _anyTested = true;
        _allReachable &= result.Reachable;
        foreach (ConsoleMessage warning in result.Warnings)
        {
            if (!_printed.TryGetValue(warning.Message, out HashSet<string>? servers))
                _printed.Add(warning.Message, servers = []);
            if (servers.Add(warning.Server))
                WriteWarning(warning.ToString());
        }
        if (!Quiet)
            WriteObject(result);
    }

    private NetworkState ReadNetwork(DirectorySnapshot directory)
    {
        return new NetworkState(
            ServerDown.Select(Server), ServerBusy.Select(Server), HttpDown.Select(Server), SmtpDown.Select(Server),
            LinkDown.Select(link => link.Split('|')).Select(ends => (Server(ends[0]), Server(ends[1]))));

        NotesName Server(string name) => ServerNames.Resolve(directory, name, WarnOnce);
    }
}
