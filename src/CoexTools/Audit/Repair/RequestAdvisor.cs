using System.Collections.Concurrent;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Audit.Repair;

/// <summary>
/// Recommends a change of the directory for a request: carried out in the model, the request succeeds, and no other
/// request fails (VD4).
/// </summary>
/// <param name="directory">The directory.</param>
internal sealed class RequestAdvisor(DirectorySnapshot directory) : IRequestAdvisor
{
    private const string NoRemedy =
        "CoexTools does not know a change that makes this request succeed without making another request fail.";

    private readonly Lazy<RemedyModel> _model = new(() => new RemedyModel(new DirectoryAudit(directory)));
    private readonly ConcurrentDictionary<string,
        Lazy<IReadOnlyList<TriedRemedy>>> _remedies = new(DomainName.Comparer);

    /// <inheritdoc/>
    public string Recommend(Request request, INetwork network, string general) =>
        request.Domain.Documents.Count == 0 || request.Domain.Replicas.Any() ? general
            : RemedyFor(request, network)?.Sentence ?? NoRemedy;

    /// <summary>
    /// Returns the change with which a request succeeds and no other request fails; null if no such change is known.
    /// </summary>
    public Remedy? RemedyFor(Request request, INetwork network)
    {
        DomainVisibility domain = request.Domain;
        Outcome outcome = request.Run(network);
        foreach (TriedRemedy tried in _remedies.GetOrAdd(
            domain.Name, name => new Lazy<IReadOnlyList<TriedRemedy>>(() => TryAll(name))).Value)
        {
            HashSet<int> keys = [.. domain.Documents.Select(document => document.Key)];
            var after = new DomainVisibility(
                tried.After.Directory.Unordered.Where(document => keys.Contains(document.Key)),
                    tried.After.Access, domain.OrderBy,
                name: domain.Name);
            if ((request with { Domain = after }).IsReached(network)
                && (!outcome.IsReached
                    || after.TableOf(outcome.Server).Seen
                        .All(document => document.NamedServers.Contains(outcome.Server))))
            {
                return tried.Remedy;
            }
        }
        return null;
    }

    // The remedies of the findings, each alone, and then all of them.
    private List<TriedRemedy> TryAll(string domain)
    {
        RemedyModel model = _model.Value;
        List<CoexistenceFinding> findings =
        [
            .. model.Audit.Run(
                    DirectoryRules.All.Where(rule => rule.StopsRequests), IsOfDomain, CancellationToken.None)
                .Where(finding => finding.Outcome == FindingOutcome.Fail),
        ];
        List<Remedy> remedies =
        [
            .. FindingReview.Of(
                    model, findings, IsOfDomain,
                    new Lazy<RepairPlan>(() => model.Repair(CancellationToken.None)), CancellationToken.None)
                .Select(finding => finding.Remedy).OfType<Remedy>().GroupBy(remedy => remedy.Key)
                    .Select(same => same.First()),
        ];
        List<TriedRemedy> tried =
            [.. remedies.Select(remedy => new TriedRemedy(remedy, model.CarryOut(remedy, CancellationToken.None)))];
        var together = Remedy.Together(remedies);
        if (remedies.Count > 1 && model.Try(together, CancellationToken.None) is { Lost.Count: 0 } all)
            tried.Add(new TriedRemedy(together, all.After));
        return tried;

        bool IsOfDomain(ForeignDomainDocument document) => DomainName.Same(document.Domain, domain);
    }

    private sealed record TriedRemedy(Remedy Remedy, DirectoryAudit After);
}
