using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Input;

/// <summary>
/// Predicts what happens to requests, in a given state of the network. If the state is not valid, the error is
/// terminating.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="input">Prepares the directories.</param>
/// <param name="outages">The state of the network.</param>
/// <param name="isQuiet">Specifies whether one Boolean is returned in place of the results.</param>
internal sealed class RequestTest(CoexCommand command, RequestInput input, OutageOptions outages, bool isQuiet)
{
    private const int MostOrigins = 4;

    private readonly OutageOptions _outages = command.Require(() => outages.Check(command));
    // Messages about one domain can differ in the case of its name (NM4).
    private readonly Dictionary<string, List<string>> _serversByMessage = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(string, string)> _warned = [];
    // The server is null for the origin. The trace is not determined for this.
    private readonly Dictionary<(string Domain, string Status, string? Server), List<string>> _originsByOutcome = [];
    private bool _allReachable = true;
    private bool _isSkipped;
    private bool _anyTested;

    /// <summary>Tests the requests for a service in one directory.</summary>
    public void Run(
        CoexistenceService service, DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        DirectoryScenario scenario = input.Scenario(directory, documents);
        IReadOnlyList<NotesName> origins = input.Origins(scenario);
        NetworkState network = _outages.For(scenario.Snapshot, scenario.Names);
        scenario.Names.Check();
        _isSkipped |= !scenario.Domains.Any() || origins.Count == 0; // VD1
        foreach (string domain in scenario.Domains)
        {
            DomainVisibility view = scenario.View(domain);
            foreach (NotesName origin in origins)
            {
                command.CancelToken.ThrowIfCancellationRequested();
                Write(new Request(view, service, origin).Test(network));
            }
        }
    }

    /// <summary>Records that a part of the input is not tested.</summary>
    public void Skip() => _isSkipped = true;

    /// <summary>
    /// Writes each message on consoles once, with its servers, and reports what was not found; with -Quiet, returns
    /// whether every request is reachable.
    /// </summary>
    public void End()
    {
        foreach (KeyValuePair<string, List<string>> message in _serversByMessage)
        {
            string consoles = message.Value.Count == 1 ? "Server" : "Servers";
            command.WriteWarning($"{message.Key} {consoles}: {string.Join(", ", message.Value)}");
        }
        input.ReportNotEdited();
        WriteTotals();
        if (isQuiet)
            command.WriteObject(_anyTested && !_isSkipped && _allReachable && !command.HasFailed);
    }

    private void Write(PathResult result)
    {
        _anyTested = true;
        _allReachable &= result.Reachable;
        foreach (ConsoleMessage warning in result.Warnings)
        {
            if (!_serversByMessage.TryGetValue(warning.Message, out List<string>? servers))
                _serversByMessage.Add(warning.Message, servers = []);
            if (_warned.Add((warning.Message.ToUpperInvariant(), warning.Server)))
                servers.Add(warning.Server);
        }
        if (isQuiet)
            return;
        command.WriteObject(result);
        (string, string, string?) key =
            (result.Domain, result.StatusName, result.Server == result.From ? null : Short(result.Server));
        if (!_originsByOutcome.TryGetValue(key, out List<string>? origins))
            _originsByOutcome.Add(key, origins = []);
        origins.Add(Short(result.From));

        string Short(string server) => result.ShortName?.Invoke(server) ?? server;
    }

    // The table has a row for each origin. With many origins, the number of those that fail is easier to see here.
    private void WriteTotals()
    {
        if (!_originsByOutcome.Values.Any(origins => origins.Count > MostOrigins))
            return;
        foreach (KeyValuePair<(string Domain, string Status, string? Server), List<string>> same in _originsByOutcome)
        {
            (string domain, string status, string? server) = same.Key;
            command.WriteTotals(
                $"{domain}: {status} at {server ?? "the origin"} from {Plural.Of(same.Value.Count, "server")} "
                + $"({NameList.Within(same.Value, MostOrigins)})");
        }
    }
}
