using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>One step of a request, and the rule that made it.</summary>
public sealed class Hop : CoexObject
{
    [Rehydrates]
    internal Hop(string server, string rule, Basis basis, string? document, string decision)
    {
        Server = server;
        Rule = rule;
        Basis = basis;
        Document = document;
        Decision = decision;
    }

    /// <summary>The server that decided, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The id of the rule that it followed.</summary>
    public string Rule { get; }

    /// <summary>How well the rule is known.</summary>
    public Basis Basis { get; }

    /// <summary>The UNID of the document that it followed; null where none did.</summary>
    public string? Document { get; }

    /// <summary>What it decided, in words.</summary>
    public string Decision { get; }

    /// <summary>The step in one line.</summary>
    public override string ToString() => $"{Server} [{Rule}] {Decision}";
}

/// <summary>A message that a server task prints on its console, word for word.</summary>
public sealed class ConsoleMessage : CoexObject
{
    [Rehydrates]
    internal ConsoleMessage(string server, string task, string message)
    {
        Server = server;
        Task = task;
        Message = message;
    }

    /// <summary>The server on whose console it appears, abbreviated.</summary>
    public string Server { get; }

    /// <summary>The task that prints it: CalConn or Router.</summary>
    public string Task { get; }

    /// <summary>The text.</summary>
    public string Message { get; }

    /// <summary>The server and the text.</summary>
    public override string ToString() => $"{Server}: {Message}";
}

/// <summary>What happens to a request: the part that free/busy and mail have in common.</summary>
public abstract class PathResult : CoexObject
{
    private readonly Asked? _asked;
    private PathStory? _story;

    // The steps and their reason are told when somebody asks: the outcome alone decides most questions, over thousands of origins.
    private protected PathResult(Asked asked)
        : this(asked.Domain.Name, asked.Origin.Abbreviated, asked.End.Abbreviated)
    {
        _asked = asked;
    }

    // One that has travelled, told already.
    private protected PathResult(string domain, string from, string server, PathStory story)
        : this(domain, from, server)
    {
        _story = story;
    }

    private PathResult(string domain, string from, string server)
    {
        Domain = domain;
        From = from;
        Server = server;
    }

    /// <summary>The domain that the request is for.</summary>
    public string Domain { get; }

    /// <summary>The server where the request began, abbreviated.</summary>
    public string From { get; }

    /// <summary>Whether the request reached Exchange.</summary>
    public abstract bool Reachable { get; }

    /// <summary>The server that answered or delivered, or at which the request ended, abbreviated.</summary>
    public string Server { get; }

    /// <summary>Why, in a sentence.</summary>
    public string Reason => Story.Explanation.Reason;

    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Recommendation => Story.Explanation.Recommendation;

    /// <summary>Each step, with its rule.</summary>
    public IReadOnlyList<Hop> Hop => Story.Hops;

    /// <summary>The warnings that appear on consoles: for free/busy those of several documents (CC2), for mail those of the router.</summary>
    public abstract IReadOnlyList<ConsoleMessage> Warning { get; }

    /// <summary>All messages that appear on consoles, the warnings among them.</summary>
    public IReadOnlyList<ConsoleMessage> ConsoleMessage => Story.Messages;

    /// <summary>What had to be assumed.</summary>
    public IReadOnlyList<string> Assumption => Story.Assumptions;

    /// <summary>The warnings, made as they are asked for.</summary>
    internal IEnumerable<ConsoleMessage> Warnings => _story is null ? WarningsOf(_asked!) : _story.Warnings;

    /// <summary>The steps, their reason and all else that is told only when somebody asks.</summary>
    private protected PathStory Story => _story ?? Interlocked.CompareExchange(ref _story, Tell(_asked!), null) ?? _story;

    /// <summary>The warnings alone, without the steps where the outcome tells them.</summary>
    private protected abstract IEnumerable<ConsoleMessage> WarningsOf(Asked asked);

    /// <summary>What there is to tell beside the outcome.</summary>
    private protected abstract PathStory Tell(Asked asked);

    /// <summary>A request, and the server where it ended.</summary>
    private protected sealed class Asked(DomainVisibility domain, NotesName origin, NotesName end, INetwork network)
    {
        public DomainVisibility Domain => domain;

        public NotesName Origin => origin;

        public NotesName End => end;

        public INetwork Network => network;
    }
}

/// <summary>The steps of a request, and what they come to.</summary>
internal sealed record PathStory(
    Explanation Explanation, IReadOnlyList<Hop> Hops, IReadOnlyList<ConsoleMessage> Warnings, IReadOnlyList<ConsoleMessage> Messages, IReadOnlyList<string> Assumptions)
{
    /// <summary>The story of a result that has travelled.</summary>
    public static PathStory Of(
        string reason, string? recommendation, IReadOnlyList<Hop> hops, IReadOnlyList<ConsoleMessage> warnings, IReadOnlyList<ConsoleMessage> messages, IReadOnlyList<string> assumptions) =>
        new(new Explanation(reason, recommendation), hops, warnings, messages, assumptions);
}

/// <summary>Why a request ended as it did, and what to do about it.</summary>
internal readonly record struct Explanation(string Reason, string? Recommendation);

/// <summary>Keeps the steps of a request while it is followed.</summary>
internal sealed class Trace(DomainVisibility domain)
{
    private readonly List<Hop> _hops = [];
    private readonly List<ConsoleMessage> _warnings = [];
    private readonly List<ConsoleMessage> _messages = [];
    private readonly List<string> _assumptions = [.. domain.Assumptions];

    /// <summary>All that was kept.</summary>
    public PathStory Tell(Explanation explanation) =>
        new(explanation, OutputList.Of(_hops), OutputList.Of(_warnings), OutputList.Of(_messages), OutputList.Of(_assumptions));

    public void Step(NotesName server, Rule rule, string decision, ForeignDomainDocument? document = null) =>
        _hops.Add(new Hop(server.Abbreviated, rule.Id, rule.Basis, document?.UniversalId, decision));

    /// <summary>A server made its table: what it sees, and what that assumed.</summary>
    public void Consulted(NotesName server, Rule rule, ServerTable table)
    {
        string seen = table.Seen.Count == 0 ? "" : $": {string.Join(", ", table.Seen)}";
        if (domain.ReplicaOf(server) is { } replica) // AC7
        {
            Step(server, Rule.AC7, $"has {table.Seen.Count} documents for '{domain.Name}' in its own replica, {replica.Source}{seen}");
            foreach (string assumption in DocumentOrder.Assumptions(replica.Documents, domain.OrderBy))
                Assume(assumption);
            return;
        }
        Step(server, rule, $"sees {table.Seen.Count} of {domain.Documents.Count} documents for '{domain.Name}'{seen}");
        foreach (string assumption in domain.Documents.SelectMany(document => domain.Explain(server, document).Assumptions))
            Assume(assumption);
    }

    /// <summary>What the replicas' differences have to do with the answer (AC7): they are noted, and told with the reason.</summary>
    public Explanation Explain<T>(Explanation explanation, Func<DomainVisibility, T> follow)
        where T : struct
    {
        if (!domain.Replicas.Any())
            return explanation;
        IReadOnlyList<ReplicaDifference> differences = ReplicaDifference.Of(domain, follow);
        foreach (ReplicaDifference difference in differences)
            Assume(difference.Assumption);
        return explanation with { Reason = string.Join(" ", differences.Select(difference => difference.Sentence).Prepend(explanation.Reason)) };
    }

    public void Assume(string assumption)
    {
        if (!_assumptions.Contains(assumption))
            _assumptions.Add(assumption);
    }

    public void Print(NotesName server, string task, string message, bool isWarning)
    {
        var printed = new ConsoleMessage(server.Abbreviated, task, message);
        _messages.Add(printed);
        if (isWarning)
            _warnings.Add(printed);
    }
}
