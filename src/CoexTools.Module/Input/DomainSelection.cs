using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>Selects documents by domain.</summary>
internal static class DomainSelection
{
    /// <summary>
    /// Returns the documents of the specified domains, and reports each domain without documents. A domain of exactly this name takes precedence over
    /// a pattern, because names can contain brackets.
    /// </summary>
    public static IReadOnlyList<ForeignDomainDocument> Of(
        IReadOnlyList<ForeignDomainDocument> documents, IEnumerable<string> domains, string directory, Action<CoexException> report)
    {
        var selected = new HashSet<ForeignDomainDocument>();
        foreach (string domain in domains)
        {
            List<ForeignDomainDocument> found =
                [.. documents.Where(document => DomainName.Same(document.Domain, domain))];
            if (found.Count == 0 && WildcardPattern.ContainsWildcardCharacters(domain))
            {
                WildcardPattern pattern = WildcardPattern.Get(domain, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
                found = [.. documents.Where(document => pattern.IsMatch(document.Domain))];
            }
            else if (found.Count == 0)
            {
                report(CoexException.DomainNotFound(domain, directory));
            }
            selected.UnionWith(found);
        }
        return [.. documents.Where(selected.Contains)];
    }
}
