using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>Selects documents by domain.</summary>
internal static class DomainSelection
{
    /// <summary>
    /// Returns the documents of the specified domains, and reports each domain without documents. A domain of exactly
    /// this name takes precedence over a pattern, because names can contain brackets.
    /// </summary>
    public static IReadOnlyList<ForeignDomainDocument> Of(
        IReadOnlyList<ForeignDomainDocument> documents, IEnumerable<string> domains, string directory,
        Action<CoexException> report) =>
        Of(
            documents, document => document.Domain, domains,
            (domain, nearest) => report(CoexException.DomainNotFound(domain, directory, nearest)));

    /// <summary>
    /// Returns the patterns among the specified domains that no document matches. Such a pattern is not an error.
    /// </summary>
    public static IEnumerable<string> PatternsWithoutMatch(
        IReadOnlyList<ForeignDomainDocument> documents, IEnumerable<string> domains) => domains.Where(domain =>
            WildcardPattern.ContainsWildcardCharacters(domain)
            && Of(documents, document => document.Domain, [domain], (_, _) => { }).Count == 0);

    /// <summary>
    /// Returns the objects of the specified domains, and reports each domain without objects, with the nearest names.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(
        IReadOnlyList<T> items, Func<T, string> domainOf, IEnumerable<string> domains,
        Action<string, IReadOnlyList<string>> report)
        where T : class
    {
        var selected = new HashSet<T>();
        foreach (string domain in domains)
        {
            List<T> found = [.. items.Where(item => DomainName.Same(domainOf(item), domain))]; // NM4
            if (found.Count == 0 && NamePattern.Of(domain) is { } pattern)
                found = [.. items.Where(item => pattern.Matches(domainOf(item)))];
            else if (found.Count == 0)
                report(domain, NearestNames.Of(domain, items.Select(domainOf))); // VD2
            selected.UnionWith(found);
        }
        return [.. items.Where(selected.Contains)];
    }
}
