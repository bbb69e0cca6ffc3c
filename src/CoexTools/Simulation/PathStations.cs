namespace CoexTools.Simulation;

/// <summary>
/// The stations of a request, by the steps of its result. A rehydrated result does not contain the servers that were
/// not reached.
/// </summary>
/// <param name="Servers">The servers on the way, abbreviated. The first one is the origin.</param>
/// <param name="IsAtExchange">Whether the last server asked Exchange, or sent to it.</param>
/// <param name="Ending">How the request ended, in words.</param>
/// <param name="State">The state of the last station, Exchange or a server, that ended the request; null if it was not
/// a state.</param>
/// <param name="Missed">The servers that the request did not reach from the last one.</param>
internal sealed record PathStations(
    IReadOnlyList<string> Servers, bool IsAtExchange, string Ending, string? State, IReadOnlyList<MissedServer> Missed)
{
    /// <summary>Returns the stations of a result.</summary>
    public static PathStations Of(PathResult result)
    {
        var servers = new List<string>();
        foreach (Hop hop in result.Hop)
        {
            if (servers.Count == 0 || servers[servers.Count - 1] != hop.Server)
                servers.Add(hop.Server);
        }
        if (servers.Count == 0 || servers[servers.Count - 1] != result.Server)
            servers.Add(result.Server); // A busy server decides nothing.
        string ending = EndingOf(result.StatusName, out string? state);
        Hop? last = result.Hop.LastOrDefault();
        bool isAtExchange = last is not null && (last.Rule == Rule.CC7.Id || last.Rule == Rule.RT6.Id);
        return new PathStations(servers, isAtExchange, ending, state, last?.Missed ?? []);
    }

    // The status in words, and the state of the last station that caused it.
    private static string EndingOf(string status, out string? state)
    {
        (string ending, state) = status switch
        {
            nameof(FreeBusyStatus.Answered) => ("answered", null),
            nameof(FreeBusyStatus.ExchangeUnreachable) => ("not reached", "HTTP down"),
            nameof(FreeBusyStatus.Busy) => ("timed out", "busy"),
            nameof(FreeBusyStatus.NotRelayed) => ("not relayed", null),
            nameof(FreeBusyStatus.NoDomainDocument) => ("no document", null),
            nameof(FreeBusyStatus.NoCalendarServer) => ("no calendar server", null),
            nameof(FreeBusyStatus.Unreachable) => ("unreachable", null),
            nameof(MailStatus.Delivered) => ("delivered", null),
            nameof(MailStatus.Held) => ("held", "SMTP down"),
            nameof(MailStatus.Queued) => ("queued", "busy"),
            nameof(MailStatus.Retrying) => ("retrying", null),
            nameof(MailStatus.NoRoute) => ("no route", null),
            nameof(MailStatus.Loop) => ("loop", null),
            _ => ("not sent", (string?)"down"), // The origin.
        };
        return ending;
    }
}
