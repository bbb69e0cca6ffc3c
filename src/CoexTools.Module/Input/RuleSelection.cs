using CoexTools.Audit;
using CoexTools.Audit.Exchange;
using CoexTools.Audit.Rules;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>Selects rules by id or by name.</summary>
internal static class RuleSelection
{
    /// <summary>Gets all rules: those of the directory and those of Exchange.</summary>
    public static IReadOnlyList<CoexistenceRule> All { get; } =
        [.. DirectoryRules.All, .. ExchangeRules.All.Select(rule => rule.Rule)];

    /// <summary>
    /// Returns the specified rules of the directory without the excluded ones, and reports each rule that does not
    /// exist.
    /// </summary>
    public static IReadOnlyList<CoexistenceRule> Of(
        string[]? wanted, string[]? excluded, Action<CoexException> report) =>
            Of(DirectoryRules.All, rule => rule, wanted, excluded, report);

    /// <summary>
    /// Returns the specified rules of Exchange without the excluded ones, and reports each rule that does not exist.
    /// </summary>
    public static IReadOnlyList<ExchangeRule> OfExchange(
        string[]? wanted, string[]? excluded, Action<CoexException> report) =>
            Of(ExchangeRules.All, rule => rule.Rule, wanted, excluded, report);

    /// <summary>Returns the specified rules of both kinds, and reports each rule that does not exist.</summary>
    public static IReadOnlyList<CoexistenceRule> OfAll(string[]? wanted, Action<CoexException> report) =>
        Of(All, rule => rule, wanted, excluded: null, report);

    private static IReadOnlyList<T> Of<T>(
        IReadOnlyList<T> all, Func<T, CoexistenceRule> describe, string[]? wanted, string[]? excluded,
        Action<CoexException> report)
        where T : class
    {
        HashSet<T> chosen = wanted is null ? [.. all] : Matching(wanted);
        HashSet<T> left = excluded is null ? [] : Matching(excluded);
        return [.. all.Where(rule => chosen.Contains(rule) && !left.Contains(rule))];

        HashSet<T> Matching(string[] texts)
        {
            var matching = new HashSet<T>();
            foreach (string text in texts)
            {
                NamePattern? pattern = NamePattern.Of(text);
                List<T> found = [.. all.Where(rule => Is(describe(rule).Id) || Is(describe(rule).Name))];
                if (found.Count == 0 && pattern is null)
                    report(CoexException.RuleNotFound(text, NearestNames.Of(text, all.SelectMany(Names))));
                matching.UnionWith(found);

                bool Is(string name) =>
                    pattern?.Matches(name) ?? string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
            }
            return matching;
        }

        IEnumerable<string> Names(T rule) => [describe(rule).Id, describe(rule).Name];
    }
}
