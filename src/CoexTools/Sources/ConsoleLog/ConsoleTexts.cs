namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// The messages of the calendar connector and the router, word for word. The simulation predicts them, and the reader
/// of console logs finds them.
/// </summary>
internal static class ConsoleTexts
{
    public const string NoDocument = "Can't find domain document in Domino Directory for the scheduling request";
    public const string NoPath = "Unable to find path to server. Check that your network connection is working.";
    public const string TimedOut = "schedule request timed out";
    public const string MaximumHops = "Maximum hop count exceeded.  Message probably in a routing loop.";
    public const string NotResponding =
        "The server is not responding. The server may be down or you may be experiencing network problems. "
        + "Contact your system administrator if this problem persists.";

    /// <summary>The start of the warning, up to the name of the domain.</summary>
    public const string SeveralDocumentsStart = "Multiple documents detected for domain '";

    /// <summary>The text after the name of the domain in the warning.</summary>
    public const string SeveralDocumentsEnd = "' in Domino Directory for the scheduling request.";

    /// <summary>The start of the router's message about a missing route, up to the name of the domain.</summary>
    public const string NoRouteStart = "No route found to domain ";

    /// <summary>The text between the domain and the server in the router's message about a missing route.</summary>
    public const string NoRouteServer = " from server ";

    private const string NoRouteEnd = ".  Check Server, Connection and Domain documents in the Domino Directory.";

    /// <summary>Returns the warning of the calendar connector about multiple documents.</summary>
    public static string SeveralDocuments(string domain) =>
        $"Warning: {SeveralDocumentsStart}{domain}{SeveralDocumentsEnd}";

    /// <summary>Returns the message of the router about a missing route.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="server">The abbreviated name of the server.</param>
    public static string NoRoute(string domain, string server) =>
        $"{NoRouteStart}{domain}{NoRouteServer}{server}{NoRouteEnd}";
}
