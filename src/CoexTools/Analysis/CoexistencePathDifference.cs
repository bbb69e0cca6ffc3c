using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>What a difference between two directories does to a request; the worst first.</summary>
public enum PathChange
{
    /// <summary>The request reached Exchange, and no longer does.</summary>
    Lost,

    /// <summary>The request reaches Exchange in neither, and ends in another way or at another server.</summary>
    EndsElsewhere,

    /// <summary>The request reaches Exchange in both, through another server.</summary>
    Moved,

    /// <summary>The request ends alike, and other warnings appear on consoles.</summary>
    Warned,

    /// <summary>The request did not reach Exchange, and does.</summary>
    Gained,
}

/// <summary>A question that two directories answer differently: the output of <c>Compare-CoexistencePath</c>.</summary>
public sealed class CoexistencePathDifference : CoexObject
{
    private readonly Lazy<PathResult> _before;
    private readonly Lazy<PathResult> _after;

    internal CoexistencePathDifference(Question before, Question after, IReadOnlyList<Failure> failures, PathChange change)
    {
        Domain = before.Domain.Documents.Count > 0 ? before.Domain.Name : after.Domain.Name;
        Service = before.Service;
        From = before.Origin.Abbreviated;
        Failure = OutputList.Of(failures.Select(failure => failure.ToString()));
        Change = change;
        _before = new Lazy<PathResult>(() => before.Explain(Analysis.Failure.Network([.. failures])));
        _after = new Lazy<PathResult>(() => after.Explain(Analysis.Failure.Network([.. failures])));
    }

    [Rehydrates]
    internal CoexistencePathDifference(
        string domain, CoexistenceService service, string from, IReadOnlyList<string> failure, PathChange change, PathResult before, PathResult after)
    {
        Domain = domain;
        Service = service;
        From = from;
        Failure = OutputList.Of(failure);
        Change = change;
        _before = new Lazy<PathResult>(() => before);
        _after = new Lazy<PathResult>(() => after);
    }

    /// <summary>The domain that the request is for.</summary>
    public string Domain { get; }

    /// <summary>The service.</summary>
    public CoexistenceService Service { get; }

    /// <summary>The server where the request begins, abbreviated.</summary>
    public string From { get; }

    /// <summary>What fails, written as the members of a cut set; none where the answers differ with everything working.</summary>
    public IReadOnlyList<string> Failure { get; }

    /// <summary>What the difference does to the request.</summary>
    public PathChange Change { get; }

    /// <summary>The answer of the reference.</summary>
    public PathResult Before => _before.Value;

    /// <summary>The answer of what is compared with it.</summary>
    public PathResult After => _after.Value;

    /// <summary>The difference in one line.</summary>
    public override string ToString() =>
        $"{Change}: {Service} for {Domain} from {From}{(Failure.Count == 0 ? "" : $" without {string.Join(", ", Failure)}")}: "
        + $"{Question.StatusOf(Before)} at {Before.Server}, then {Question.StatusOf(After)} at {After.Server}";
}
