namespace CoexTools.Sources.Rest;

/// <summary>A limit of the server at which a query ends with an error.</summary>
/// <param name="Name">The name of the limit.</param>
/// <param name="Setting">The setting in notes.ini that raises it.</param>
internal sealed record QueryLimit(string Name, string Setting)
{
    /// <summary>Returns the limit that the message of a failed query names; null if it does not name one.</summary>
    public static QueryLimit? Of(string message)
    {
        if (!Has("max") || !Has("scanned"))
            return null;
        return Has("entries")
            ? new QueryLimit("max entries scanned", "QUERY_MAX_VIEW_ENTRIES_SCANNED")
            : new QueryLimit("max documents scanned", "QUERY_MAX_DOCS_SCANNED");

        bool Has(string word) => message.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
