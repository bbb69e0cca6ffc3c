using CoexTools.Audit;

namespace CoexTools.Input;

/// <summary>Selects rules by id or by name.</summary>
internal static class RuleSelection
{
    /// <summary>Returns the specified rules without the excluded ones, and reports each rule that does not exist.</summary>
    public static IReadOnlyList<CoexistenceRule> Of(string[]? wanted, string[]? excluded, Action<CoexException> report)
    {
        IEnumerable<CoexistenceRule> rules = wanted is null ? CoexistenceRule.All : Matching(wanted, report);
        HashSet<CoexistenceRule> left = excluded is null ? [] : Matching(excluded, report);
        HashSet<CoexistenceRule> chosen = [.. rules];
        return [.. CoexistenceRule.All.Where(rule => chosen.Contains(rule) && !left.Contains(rule))];
    }

    private static HashSet<CoexistenceRule> Matching(string[] texts, Action<CoexException> report)
    {
        var matching = new HashSet<CoexistenceRule>();
        foreach (string text in texts)
        {
            WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            List<CoexistenceRule> found = [.. CoexistenceRule.All.Where(rule => pattern.IsMatch(rule.Id) || pattern.IsMatch(rule.Name))];
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(text))
                report(CoexException.RuleNotFound(text));
            matching.UnionWith(found);
        }
        return matching;
    }
}
