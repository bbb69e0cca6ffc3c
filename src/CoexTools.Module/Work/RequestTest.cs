using CoexTools.Analysis;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Work;

/// <summary>
/// Predicts what happens to requests, in a given state of the network. If the state is not valid, the error is
/// terminating.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="input">Prepares the directories.</param>
/// <param name="outages">The state of the network.</param>
/// <param name="isQuiet">Specifies whether one Boolean is returned in place of the results.</param>
/// <param name="isUnique">Specifies whether requests that differ only in their origin have one result.</param>
internal sealed class RequestTest(
    CoexCommand command, RequestInput input, OutageOptions outages, bool isQuiet, bool isUnique)
{
    private readonly OutageOptions _outages = command.Require(() => outages.Check(command));
    // Messages about one domain can differ in the case of its name (NM4).
    private readonly Dictionary<string, List<string>> _serversByMessage = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, OriginTally> _tallyByOutcome = [];
    private bool _allReachable = true;
    private bool _isSkipped;
    private bool _anyTested;
    private string? _lastMessage;
    private List<string> _serversOfLast = [];

    /// <summary>Tests the requests for a service in one directory.</summary>
    public void Run(
        CoexistenceService service, DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        if (directory.Domains.Count == 0 && directory.Unordered.Count > 0) // VD1
        {
            command.WarnOnce(
                $"{directory.DisplayName} contains no Foreign Domain document that specifies a domain, so no request "
                    + "was tested.");
        }
        DirectoryScenario scenario = input.Scenario(directory, documents);
        IReadOnlyList<NotesName> origins = input.Origins(scenario);
        NetworkState network = _outages.For(scenario.Snapshot, scenario.Names);
        scenario.Names.Check();
        _isSkipped |= !scenario.Domains.Any() || origins.Count == 0; // VD1
        foreach (string domain in scenario.Domains)
            Run(new RequestSeries(scenario.View(domain), service, network), origins);
    }

    /// <summary>Records that a part of the input is not tested.</summary>
    public void OnNoMatch() => _isSkipped = true;

    /// <summary>
    /// Writes each message on consoles once, with its servers, and reports what was not found; with -Quiet, returns
    /// whether every request is reachable.
    /// </summary>
    public void End()
    {
        WriteWarnings();
        input.ReportNotEdited();
        WriteTotals();
        if (isQuiet)
            command.WriteObject(_anyTested && !_isSkipped && _allReachable && !command.HasFailed);
    }

    // Thousands of origins have few outcomes and few messages. For each origin, only the result is created.
    private void Run(RequestSeries requests, IReadOnlyList<NotesName> origins)
    {
        var tallies = new OriginTallies(requests.Domain);
        var results = new List<PathResult>();
        bool mayBeDoubtful = requests.Domain.MayBeDoubtful;
        _anyTested |= origins.Count > 0;
        for (int i = 0; i < origins.Count; i++)
        {
            command.CancelToken.ThrowIfCancellationRequested();
            Outcome outcome = requests.Run(origins[i]);
            _allReachable &= outcome.IsReached;
            if ((outcome.Warned & WarnedConsoles.Origin) != 0)
                AddWarning(requests, origins[i], outcome.Status);
            if ((outcome.Warned & WarnedConsoles.End) != 0)
                AddWarning(requests, outcome.Server, outcome.Status);
            if (isQuiet && !mayBeDoubtful)
                continue;
            PathResult result = requests.ResultOf(origins[i], outcome);
            if (mayBeDoubtful)
                Warn(result);
            if (isQuiet)
                continue;
            if (isUnique)
                results.Add(result);
            else
                command.WriteObject(result);
            tallies.Add(origins[i], outcome);
        }
        foreach (PathResult result in Combine(results))
            command.WriteObject(result);
        Add(tallies);
    }

    // VD1, VD3: what a console log contradicts, or a server that may not exist serves, is no proof for a yes.
    private void Warn(PathResult result)
    {
        foreach (string doubt in result.Doubts)
        {
            _allReachable = false;
            command.WarnOnce($"The result for '{result.Domain}' is {FirstLetter.ToLower(doubt)}");
        }
    }

    // The trace of each result is required.
    private IEnumerable<PathResult> Combine(List<PathResult> results) => results.Count == 0 ? []
        : from path in RequestPath.Of(results.Select(Checked), withSteps: true)
          from same in path.Results.GroupBy(Remarks, StringComparer.OrdinalIgnoreCase)
          select same.First().With([.. same.Select(result => result.From)]);

    private PathResult Checked(PathResult result)
    {
        command.CancelToken.ThrowIfCancellationRequested();
        return result;
    }

    // What consoles show and what is assumed, apart from the name of the origin. No text contains a line break.
    private static string Remarks(PathResult result) => string.Join(
        "\n",
        result.ConsoleMessage
            .Select(message => $"{message.Server == result.From} {message.Server} {message.Basis} {message.Message}")
            .Concat(result.Assumption).Select(text => text.Replace(result.From, "")));

    private void AddWarning(RequestSeries requests, NotesName server, PathStatus status)
    {
        string message = requests.WarningTextAt(server, status);
        if (!ReferenceEquals(message, _lastMessage))
        {
            _lastMessage = message;
            if (!_serversByMessage.TryGetValue(message, out _serversOfLast!))
                _serversByMessage.Add(message, _serversOfLast = []);
        }
        _serversOfLast.Add(server.Abbreviated);
    }

    private void WriteWarnings()
    {
        foreach (KeyValuePair<string, List<string>> message in _serversByMessage)
        {
            List<string> servers = [.. message.Value.Distinct()];
            string noun = servers.Count > OriginTally.MostNames ? " servers" : "";
            string names = NameList.Within(servers, OriginTally.MostNames);
            command.WriteWarning($"{names}{noun} would print: {message.Key}");
        }
    }

    // A domain can be in several directories.
    private void Add(OriginTallies ofDomain)
    {
        foreach (OriginTally tally in ofDomain.All)
        {
            string outcome = tally.Outcome;
            if (_tallyByOutcome.TryGetValue(outcome, out OriginTally? known))
                known.Add(tally);
            else
                _tallyByOutcome.Add(outcome, tally);
        }
    }

    // The table has a row for each origin. With many origins, the number of those that fail is easier to see here.
    private void WriteTotals()
    {
        if (!_tallyByOutcome.Values.Any(tally => tally.Count > OriginTally.MostNames))
            return;
        foreach (KeyValuePair<string, OriginTally> same in _tallyByOutcome)
        {
            string names = NameList.Within(same.Value.FirstNames, same.Value.Count, OriginTally.MostNames);
            command.WriteTotals($"{same.Key} from {Plural.Of(same.Value.Count, "server")} ({names})");
        }
        if (!isUnique)
            command.WriteTotals("To display one row for all servers whose requests have the same path, use -Unique.");
    }
}
