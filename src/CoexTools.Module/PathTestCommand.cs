using CoexTools.Access;
using CoexTools.Directory;
using CoexTools.Names;
using CoexTools.Routing;

namespace CoexTools.Commands;

/// <summary>A command that foretells what happens to a request, in a given state of the network.</summary>
public abstract class PathTestCommand : DocumentSourceCommand
{
    private bool _allReachable = true;
    private bool _anyTested;

    /// <summary>The servers where requests begin. Without it: every server that is no coexistence server; where there is none, every server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? From { get; set; }

    /// <summary>The time that makes the order of priority (OR1).</summary>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <summary>Servers that are down: they cannot be reached over NRPC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ServerDown { get; set; } = [];

    /// <summary>Servers that are busy: they can be reached, and do not accept work.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ServerBusy { get; set; } = [];

    /// <summary>Servers whose HTTP connection to Exchange is down.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] HttpDown { get; set; } = [];

    /// <summary>Servers whose SMTP connection to Exchange is down.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SmtpDown { get; set; } = [];

    /// <summary>Pairs of servers that do not reach each other: <c>'Hub01/Acme|DominoA/Acme'</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] LinkDown { get; set; } = [];

    /// <summary>Gives one Boolean: whether every request is reachable.</summary>
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

    /// <summary>Follows one request.</summary>
    private protected abstract PathResult Test(DomainView domain, NotesName origin, NetworkState network);

    /// <inheritdoc/>
    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        NetworkState network = ReadNetwork(directory);
        IReadOnlyList<NotesName> origins = Origins(directory);
        var access = new AccessEvaluator(directory);
        IEnumerable<IGrouping<string, ForeignDomainDocument>> domains = Select(documents, Domain, NameOf(directory))
            .GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase) // NM4
            .OrderBy(domain => domain.Key, StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, ForeignDomainDocument> domain in domains)
        {
            var view = new DomainView(domain, access, OrderBy, WholeDomain(directory, domain));
            foreach (NotesName origin in origins)
            {
                CancelToken.ThrowIfCancellationRequested();
                Write(Test(view, origin, network));
            }
        }
    }

    private void Write(PathResult result)
    {
        _anyTested = true;
        _allReachable &= result.Reachable;
        foreach (ConsoleMessage warning in result.Warning)
            WarnOnce(warning.ToString());
        if (!Quiet)
            WriteObject(result);
    }

    // Documents that were left out on the way here do not take part: that can be meant, but must be said.
    private int WholeDomain(DirectorySnapshot directory, IGrouping<string, ForeignDomainDocument> domain)
    {
        int all = directory.Unordered.Count(document => string.Equals(document.Domain, domain.Key, StringComparison.OrdinalIgnoreCase));
        if (all > domain.Count())
            WarnOnce($"{NameOf(directory)} holds {all} documents for '{domain.Key}', of which {domain.Count()} were given. The answer is for these alone.");
        return all;
    }

    private NetworkState ReadNetwork(DirectorySnapshot directory)
    {
        return new NetworkState(
            ServerDown.Select(Server), ServerBusy.Select(Server), HttpDown.Select(Server), SmtpDown.Select(Server),
            LinkDown.Select(link => link.Split('|')).Select(ends => (Server(ends[0]), Server(ends[1]))));

        NotesName Server(string name) => ServerNames.Resolve(directory, name, WarnOnce);
    }

    private List<NotesName> Origins(DirectorySnapshot directory)
    {
        if (From is not null)
        {
            var named = new List<NotesName>();
            foreach (string name in From)
                Attempt(() => named.Add(ServerNames.Resolve(directory, name, WarnOnce)));
            return [.. named.Distinct()];
        }
        HashSet<NotesName> coexistence = [.. directory.Unordered.SelectMany(document => document.NamedServers)];
        List<NotesName> others = [.. directory.Servers.Where(server => !coexistence.Contains(server))];
        return others.Count > 0 ? others : [.. directory.Servers];
    }
}
