using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>
/// Records a request while it runs: its steps, the messages on consoles, the reason of its outcome, and the
/// assumptions.
/// </summary>
internal sealed class TraceRecorder(DomainVisibility domain, Observations? observed = null)
{
    private readonly List<Hop> _hops = [];
    private readonly List<ConsoleMessage> _messages = [];
    private readonly List<string> _assumptions = [.. domain.Assumptions];
    private readonly List<NotesName> _consulted = [];
    private readonly HashSet<string> _saves = [];
    private string _reason = "";
    private string? _recommendation;

    /// <summary>Gets the servers that made their tables.</summary>
    public IReadOnlyList<NotesName> Consulted => _consulted;

    /// <summary>Records a decision of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="rule">The rule that it followed.</param>
    /// <param name="decision">The decision, in words.</param>
    /// <param name="document">The document that it followed.</param>
    /// <param name="unreached">The servers that the request did not reach from here.</param>
    /// <param name="failed">The component whose outage decided.</param>
    public void Step(
        NotesName server, Rule rule, string decision, ForeignDomainDocument? document = null,
        IReadOnlyList<UnreachedServer>? unreached = null,
        Component? failed = null)
    {
        IEnumerable<Component> down = (unreached ?? []).Where(server => server.State is not null)
            .Select(server => Component.Of(new NotesName(server.Server)));
        DateTimeOffset? time = observed is null ? null
            : down.Concat(failed is null ? [] : [failed]).Select(observed.OutageOf)
                .Where(outage => outage is not null).Min();
        _hops.Add(
            new Hop(
                server.Abbreviated, rule.Id, time is null ? rule.Basis : Basis.Observed, document?.UniversalId,
                decision, time, unreached,
                NewSave(document))
            {
                ShortName = domain.Directory.ShortName,
            });
    }

    /// <summary>Records the table of a server.</summary>
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
            Assume(DomainVisibility.AssumptionsOf(replica.Documents, domain.OrderBy));
            return;
        }
        Step(server, rule, $"sees {table.Seen.Count} of {domain.Documents.Count} documents for '{domain.Name}'{seen}");
        Assume(domain.Documents.SelectMany(document => domain.Explain(server, document).Assumptions));
    }

    /// <summary>Records a message that a server task prints on its console.</summary>
    public void Print(NotesName server, string task, string message)
    {
        ConsoleMessage printed = domain.MessageAt(server, task, message);
        _messages.Add(printed);
        // The console confirms the step that prints the message.
        int last = _hops.Count - 1;
        if (printed.Basis == Basis.Observed && last >= 0 && _hops[last].Server == printed.Server)
            _hops[last] = _hops[last].Confirmed();
    }

    /// <summary>Records the end of the request.</summary>
    /// <param name="reason">The reason of the outcome, in sentences.</param>
    /// <param name="recommendation">What to do about it; null if there is nothing to do.</param>
    public void Conclude(string reason, string? recommendation)
    {
        _reason = reason;
        _recommendation = recommendation;
    }

    // Returns who saved a document last, the first time. A replica contains a copy of the document.
    private string? NewSave(ForeignDomainDocument? document) =>
        document?.LastSave is { } save && _saves.Add($"{document.UniversalId} {document} {save}") ? save : null;

    /// <summary>Records differences between replicas that change the outcome (AC7).</summary>
    public void Add(IEnumerable<ReplicaDifference> differences)
    {
        foreach (ReplicaDifference difference in differences)
        {
            Assume(difference.Assumption);
            if (difference.Sentence is { } sentence)
                _reason += " " + sentence;
        }
    }

    /// <summary>Records assumptions, each once.</summary>
    public void Assume(IEnumerable<string> assumptions)
    {
        foreach (string assumption in assumptions)
            Assume(assumption);
    }

    /// <summary>Returns what was recorded.</summary>
    /// <param name="recommend">Returns what to do, from what the request itself recommends.</param>
    public PathTrace Finish(Func<string, string> recommend) => new(
        _reason,
        new Lazy<string?>(
            () => _recommendation is { } general ? recommend(general) : null, LazyThreadSafetyMode.PublicationOnly),
        OutputList.Of(_hops), OutputList.Of(_messages), OutputList.Of(_assumptions));

    private void Assume(string assumption)
    {
        if (!_assumptions.Contains(assumption))
            _assumptions.Add(assumption);
    }
}
