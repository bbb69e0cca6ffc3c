using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// Carries recommendations for one directory out, and compares the requests before and after them (VD4). The requests
/// before are run once, and findings with the same remedy share what it does.
/// </summary>
/// <param name="audit">The audit of the directory.</param>
internal sealed class RemedyProof(DirectoryAudit audit)
{
    private readonly RemedyModel _model = new(audit);
    private readonly Dictionary<string, (DirectoryAudit After, string? Lost)> _carriedOut = [];
    private readonly Dictionary<(string Remedy, string Rule), HashSet<FindingIdentity>> _left = [];
    private readonly Lazy<List<Answered>> _answered = new(() => [.. AnsweredIn(audit.Directory)]);

    /// <summary>The outages that requests from an origin are tried in.</summary>
    public static IEnumerable<Outage> Outages(NotesName origin, IEnumerable<NotesName> servers) =>
        [Outage.None, .. servers.Where(server => server != origin)
            .SelectMany(server => new[] { Outage.Down(server), Outage.LinkDown(origin, server) })];

    /// <summary>Asserts that the remedy removes all parts of its finding and makes no request fail.</summary>
    public void AssertHelps(CoexistenceFinding finding)
    {
        Remedy remedy = finding.Remedy!;
        if (!_carriedOut.TryGetValue(remedy.Key, out (DirectoryAudit After, string? Lost) done))
        {
            DirectoryAudit after = _model.CarryOut(remedy, CancellationToken.None);
            _carriedOut.Add(remedy.Key, done = (after, FirstLost(after.Directory)));
        }
        Assert.True(done.Lost is null, $"{finding} | {finding.Recommendation} | {done.Lost}");
        Assert.All(finding.Parts, part => Assert.DoesNotContain(part, Left(remedy.Key, done.After, part.Rule)));
    }

    private HashSet<FindingIdentity> Left(string remedy, DirectoryAudit after, string rule)
    {
        if (!_left.TryGetValue((remedy, rule), out HashSet<FindingIdentity>? left))
        {
            IEnumerable<CoexistenceFinding> found = after.Run(
                DirectoryRules.All.Where(one => one.Id == rule), _ => true, CancellationToken.None);
            _left.Add((remedy, rule), left =
                [.. found.Where(one => one.Outcome == FindingOutcome.Fail).Select(one => one.Identity)]);
        }
        return left;
    }

    private string? FirstLost(DirectorySnapshot after)
    {
        var access = AccessEvaluator.Of(after);
        var views = new Dictionary<string, DomainVisibility>(DomainName.Comparer);
        foreach (Answered request in _answered.Value)
        {
            if (!views.TryGetValue(request.Domain, out DomainVisibility? view))
            {
                ForeignDomain? domain = after.Domains.FirstOrDefault(one => DomainName.Same(one.Name, request.Domain));
                view = new DomainVisibility(domain?.Documents ?? [], access, OrderBy.Modified, name: request.Domain);
                views.Add(request.Domain, view);
            }
            if (!new Request(view, request.Service, request.Origin).IsReached(request.Outage.Network))
                return request.ToString();
        }
        return null;
    }

    // An answer that rests on a server that may not exist does not have to be kept (VD3).
    private static IEnumerable<Answered> AnsweredIn(DirectorySnapshot directory)
    {
        var access = AccessEvaluator.Of(directory);
        return
            from domain in directory.Domains
            let view = new DomainVisibility(domain.Documents, access, OrderBy.Modified)
            from origin in directory.Servers
            from outage in Outages(origin, view.NamedServers)
            from service in CoexistenceServices.All
            let request = new Request(view, service, origin)
            where request.IsReached(outage.Network)
                && !request.Test(outage.Network).Assumption
                    .Any(assumption => assumption.StartsWith(DomainVisibility.NoServerDocument))
            select new Answered(domain.Name, origin, outage, service);
    }

    private sealed record Answered(string Domain, NotesName Origin, Outage Outage, CoexistenceService Service);
}
