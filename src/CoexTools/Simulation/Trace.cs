using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Records a request while it runs: its steps, what appears on consoles, why it ends as it does, and what had to be
/// assumed.
/// </summary>
internal sealed class Trace(DomainVisibility domain, Observations? observed = null)
{
    private readonly List<Hop> _hops = [];
    private readonly List<ConsoleMessage> _messages = [];
    private readonly List<string> _assumptions = [.. domain.Assumptions];
    private readonly List<NotesName> _consulted = [];
    private string _reason = "";
    private string? _recommendation;

    /// <summary>Runs a request and returns what was recorded.</summary>
    public static PathExplanation Of(Request request, INetwork network)
    {
        var trace = new Trace(request.Domain, network.Observed);
        Outcome outcome = request.Run(network, trace);
        foreach (ReplicaDifference difference in ReplicaDifference.Of(request, network, outcome, trace._consulted))
        {
            trace.Assume(difference.Assumption);
            if (difference.Sentence is { } sentence)
                trace._reason += " " + sentence;
        }
        foreach (string assumption in request.Domain.AssumptionsOf(network.Specified.Prepend(request.Origin)))
            trace.Assume(assumption);
        foreach (string assumption in network.Observed.AssumptionsOf(request, network, outcome, trace._consulted))
            trace.Assume(assumption);
        foreach (NotesName server in trace._consulted.Prepend(request.Origin).Append(outcome.Server).Distinct()) // VD3
        {
            if (request.Domain.AssumptionOn(server) is { } assumption)
                trace.Assume(assumption);
        }
        return new PathExplanation(
            trace._reason, trace._recommendation,
            OutputList.Of(trace._hops), OutputList.Of(request.Warnings(outcome)), OutputList.Of(
                trace._messages), OutputList.Of(trace._assumptions));
    }

    /// <summary>A server decided something.</summary>
    /// <param name="server">The server.</param>
    /// <param name="rule">The rule that it followed.</param>
    /// <param name="decision">The decision, in words.</param>
    /// <param name="document">The document that it followed.</param>
    /// <param name="stopped">The servers to which the request did not get from here, and why not.</param>
    /// <param name="failed">The component whose outage decided.</param>
    public void Step(
        NotesName server, Rule rule, string decision, ForeignDomainDocument? document = null,
        IReadOnlyList<MissedServer>? stopped = null,
        Component? failed = null)
    {
        IEnumerable<Component> down = (stopped ?? []).Where(missed => missed.State is not null)
            .Select(missed => Component.Of(missed.Server));
        DateTimeOffset? time = observed is null ? null
            : down.Concat(failed is null ? [] : [failed]).Select(observed.OutageOf)
                .Where(outage => outage is not null).Min();
        _hops.Add(
            new Hop(
                server.Abbreviated, rule.Id, time is null
                    ? rule.Basis : Basis.Observed, document?.UniversalId, decision, time)
            {
                Missed = stopped ?? [],
                ShortName = domain.Directory.ShortNameOf,
            });
    }

    /// <summary>A server made its table.</summary>
    public void Consult(NotesName server, Rule rule, ServerTable table)
    {
        _consulted.Add(server);
        if (table.Seen.Any(domain.IsSpelledDifferently)) // VD8
            Assume(DomainVisibility.DomainNameCase);
        string seen = table.Seen.Count == 0 ? "" : $": {string.Join(", ", table.Seen)}";
        if (domain.ReplicaOf(server) is { } replica) // AC7
        {
            Step(
                server, Rule.AC7, $"has {table.Seen.Count} documents for '{domain.Name}' in its own "
                    + $"replica, {replica.Source}{seen}");
            foreach (string assumption in DomainVisibility.AssumptionsOf(replica.Documents, domain.OrderBy))
                Assume(assumption);
            return;
        }
        Step(server, rule, $"sees {table.Seen.Count} of {domain.Documents.Count} documents for '{domain.Name}'{seen}");
        foreach (string assumption in domain.Documents.SelectMany(
            document => domain.Explain(server, document).Assumptions))
            Assume(assumption);
    }

    /// <summary>A server task prints a message on its console.</summary>
    public void Print(NotesName server, string task, string message) => _messages.Add(
        new ConsoleMessage(server.Abbreviated, task, message) { ShortName = domain.Directory.ShortNameOf });

    /// <summary>The request ends.</summary>
    /// <param name="reason">Why it ends so, in sentences.</param>
    /// <param name="recommendation">What to do about it; null if there is nothing to do.</param>
    public void Conclude(string reason, string? recommendation)
    {
        _reason = reason;
        _recommendation = recommendation;
    }

    private void Assume(string assumption)
    {
        if (!_assumptions.Contains(assumption))
            _assumptions.Add(assumption);
    }
}
