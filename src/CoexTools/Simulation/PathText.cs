namespace CoexTools.Simulation;

/// <summary>The path of a request in a few words: <c>Hub01 > DominoB > DominoA (down): not relayed</c>.</summary>
/// <param name="Route">The servers on the way, and Exchange if the request gets that far.</param>
/// <param name="Ending">How it ends.</param>
internal sealed record PathText(string Route, string Ending)
{
    private const string Exchange = "Exchange";

    /// <summary>The path of a result, by its steps. A rehydrated one does not know the servers to which the request did not get.</summary>
    public static PathText Of(PathResult result)
    {
        var servers = new List<string>();
        foreach (Hop hop in result.Hop)
        {
            if (servers.Count == 0 || servers[servers.Count - 1] != hop.Server)
                servers.Add(hop.Server);
        }
        if (servers.Count == 0 || servers[servers.Count - 1] != result.Server)
            servers.Add(result.Server); // A busy server decides nothing.
        List<string> stations = [.. servers.Select(result.NameOf)];
        string ending = EndingOf(result.StatusName, out string? state);
        Hop? last = result.Hop.LastOrDefault();
        if (last is not null && (last.Rule == Rule.CC7.Id || last.Rule == Rule.RT6.Id))
            stations.Add(Exchange);
        if (state is not null)
            stations[stations.Count - 1] += $" ({state})";
        if (last is { Missed.Count: > 0 })
            stations.Add(string.Join(", ", last.Missed.Select(Describe)));
        return new PathText(string.Join(" > ", stations), ending);

        string Describe(MissedServer missed) => result.NameOf(missed.Server.Abbreviated) + (missed.State is null ? "" : $" ({missed.State})");
    }

    /// <summary>The route, and how it ends.</summary>
    public override string ToString() => $"{Route}: {Ending}";

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
