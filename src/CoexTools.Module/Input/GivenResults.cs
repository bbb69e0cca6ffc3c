using CoexTools.Analysis;
using CoexTools.Simulation;

namespace CoexTools.Input;

/// <summary>The results and differences that a command was given, in their order.</summary>
internal sealed class GivenResults
{
    private readonly List<CoexObject> _given = [];

    /// <summary>Adds results or differences.</summary>
    public void Add(IEnumerable<CoexObject> results) => _given.AddRange(results);

    /// <summary>Returns those of the specified domains, or all, and reports each domain without any.</summary>
    public IReadOnlyList<CoexObject> Of(string[]? domains, Action<CoexException> report) =>
        domains is null || _given.Count == 0
        ? _given
        : DomainSelection.Of(
            _given, DomainOf, domains,
            (domain, nearest) => report(CoexException.DomainNotFound(domain, "the results", nearest)));

    private static string DomainOf(CoexObject result) =>
        result is PathResult path ? path.Domain : ((CoexistencePathDifference)result).Domain;
}
