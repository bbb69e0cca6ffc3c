using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Represents a request that ends differently in two directories: the output of <c>Compare-CoexistencePath</c>.
/// </summary>
public sealed class CoexistencePathDifference : CoexObject
{
    private readonly Lazy<PathResult> _before;
    private readonly Lazy<PathResult> _after;
    private readonly Lazy<IReadOnlyList<string>> _lastSave;

    internal CoexistencePathDifference(
        Request before, Request after, Outage outage, PathChange change,
        IReadOnlyCollection<ForeignDomainDocument> assumed)
    {
        Domain = before.Domain.Documents.Count > 0 ? before.Domain.Name : after.Domain.Name;
        ShortName = after.Domain.Directory.ShortName;
        Service = before.Service;
        From = before.Origin.Abbreviated;
        Failure = OutputList.Of(outage.Failures.Select(failure => failure.ToString()));
        Change = change;
        _before = new Lazy<PathResult>(() => before.Test(outage.Network));
        _after = new Lazy<PathResult>(() => after.Test(outage.Network));
        _lastSave = new Lazy<IReadOnlyList<string>>(() => LastSaves(before.Domain, after.Domain, assumed));
    }

    [Rehydrates]
    internal CoexistencePathDifference(
        string domain, CoexistenceService service, string from, IReadOnlyList<string> failure, PathChange change,
        PathResult before, PathResult after, IReadOnlyList<string>? lastSave = null)
    {
        Domain = domain;
        Service = service;
        From = from;
        Failure = OutputList.Of(failure);
        Change = change;
        _before = new Lazy<PathResult>(() => before);
        _after = new Lazy<PathResult>(() => after);
        _lastSave = new Lazy<IReadOnlyList<string>>(() => OutputList.Of(lastSave ?? []));
    }

    /// <summary>Gets the domain that the request is for.</summary>
    public string Domain { get; }

    /// <summary>Gets the service.</summary>
    public CoexistenceService Service { get; }

    /// <summary>Gets the server where the request begins, abbreviated.</summary>
    public string From { get; }

    /// <summary>
    /// Gets what fails, written as the members of a cut set; none where the outcomes differ with everything working.
    /// </summary>
    public IReadOnlyList<string> Failure { get; }

    /// <summary>Gets what the difference does to the request.</summary>
    public PathChange Change { get; }

    /// <summary>Gets the result in the reference.</summary>
    public PathResult Before => _before.Value;

    /// <summary>Gets the result in what is compared with it.</summary>
    public PathResult After => _after.Value;

    /// <summary>Gets what fails, and how the request ended before and after, each on a line.</summary>
    public string Route => string.Join(
        "\n",
        [
            .. Failure.Count == 0 ? [] : new[] { $"failure: {string.Join(", ", Failure)}" },
            $"before:  {TextOf(Before)}", $"after:   {TextOf(After)}",
        ]);

    /// <summary>Gets the reason of the result afterwards.</summary>
    public string Reason => After.Reason;

    /// <summary>Gets what to do about the result afterwards; null if there is nothing to do.</summary>
    public string? Recommendation => After.Recommendation;

    /// <summary>
    /// Gets the documents of the domain that were added or changed, each with who saved it last and when. Empty if
    /// Domino did not record it.
    /// </summary>
    public IReadOnlyList<string> LastSave => _lastSave.Value;

    /// <summary>Returns the difference in one line.</summary>
    public override string ToString() =>
        $"{Change}: {Service} for {Domain} "
        + $"from {From}{(Failure.Count == 0 ? "" : $" without {string.Join(", ", Failure)}")}: {Before.StatusName} "
        + $"at {Before.Server}, then {After.StatusName} at {After.Server}";

    private string TextOf(PathResult path) => Change == PathChange.Warned ? path.WarningText : path.Route;

    private static OutputList<string> LastSaves(
        DomainVisibility before, DomainVisibility after,
        IReadOnlyCollection<ForeignDomainDocument> assumed) => OutputList.Of(
    [
        .. from document in after.Documents
           where document.LastSave is not null && !assumed.Any(document.IsSameNote)
           let former = before.Documents.FirstOrDefault(document.IsSameNote)
           where former is null || former.Document.Text != document.Document.Text
           select $"{document}: {document.LastSave}",
    ]);
}
