using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Consoles;

/// <summary>What the console logs of a server show about the domains of a directory.</summary>
/// <param name="Server">The server.</param>
/// <param name="Zone">The time zone of the server.</param>
/// <param name="Windows">The domains, each with the time from which lines count.</param>
/// <param name="Parts">The files.</param>
/// <param name="Unread">The files that could not be read.</param>
/// <param name="Tallies">The messages that can be later than the start of their window, by kind and domain; null for
/// messages that do not name their domain. They also contain domains that the directory does not contain.</param>
internal sealed record ServerConsole(
    NotesName Server, ConsoleZone Zone, IReadOnlyList<ConsoleWindow> Windows, IReadOnlyList<ConsoleLogPart> Parts,
    IReadOnlyList<string> Unread,
    IReadOnlyDictionary<(ConsoleMessageKind Kind, string? Domain), ConsoleTally> Tallies)
{
    private static readonly ConsoleTally Nothing = new();

    /// <summary>Gets the files, including those that could not be read.</summary>
    public IReadOnlyList<string> Files => [.. Parts.Select(part => part.Path), .. Unread];

    /// <summary>Gets the files that leave the order of day and month open.</summary>
    public IEnumerable<string> Undated => Parts.Where(part => part.Summary.Order is null).Select(part => part.Path);

    /// <summary>Specifies whether a line has a time.</summary>
    public bool HasTime => Parts.Any(part => part.Summary.Last is not null);

    /// <summary>Gets the time from the first to the last line with a time, in words.</summary>
    public string Period
    {
        get
        {
            List<ConsoleLogSummary> dated = [.. Parts.Select(part => part.Summary).Where(one => one.Last is not null)];
            if (dated.Count == 0)
                return "no known time";
            DateTime first = dated.Min(one => one.First!.Value.In(one.Order ?? DateOrder.DayFirst));
            DateTime last = dated.Max(one => one.Last!.Value.In(one.Order ?? DateOrder.DayFirst));
            return $"{ConsoleSighting.TextOf(first)} to {ConsoleSighting.TextOf(last)} (local time"
                + (Undated.Any() ? ", if the day precedes the month)" : ")");
        }
    }

    /// <summary>Gets the domains in messages that the directory does not contain.</summary>
    public IEnumerable<string> UnknownDomains => Tallies.Where(tally => tally.Value.Possible > 0)
        .Select(tally => tally.Key.Domain).OfType<string>()
        .Except(Windows.Select(window => window.Domain), DomainName.Comparer);

    /// <summary>
    /// Returns the time from which lines about a domain count; null if the directory does not contain the domain.
    /// </summary>
    public ConsoleWindow? WindowOf(string domain) =>
        Windows.FirstOrDefault(window => DomainName.Comparer.Equals(window.Domain, domain));

    /// <summary>Returns the lines with a message about a domain.</summary>
    public ConsoleTally Of(ConsoleMessageKind kind, string? domain) =>
        Tallies.TryGetValue((kind, domain), out ConsoleTally? tally) ? tally : Nothing;

    /// <summary>
    /// Returns why the logs do not show what the server did after the last change of a domain; null if they do.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="window">The time from which lines count.</param>
    /// <param name="open">Messages of which it must be known whether they are later.</param>
    public string? WhyUnknown(string domain, ConsoleWindow? window, params IEnumerable<ConsoleTally> open)
    {
        if (Unread.Count > 0)
            return $"The console log {Unread[0]} of {Server} could not be read.";
        if (window?.Start is not { } start)
            return $"It is not known when the documents for '{domain}' were last changed.";
        if (!HasTime)
            return Parts.All(part => part.Summary.Lines == 0) ? $"The console log of {Server} is empty."
                : $"No line of the console log of {Server} starts with a time that could be read.";
        List<ConsoleTally> unclear = [.. open.Where(tally => tally.Possible > 0)];
        if (unclear.Count > 0)
        {
            string cause = unclear.Exists(tally => tally.Future > 0)
                ? "the times of some lines, as they were read, are in the future"
                : !Zone.IsKnown ? $"the time zone of {Server} is not known. Specify -ConsoleTimeZone"
                : Undated.Any() ? "the order of day and month in its dates is ambiguous"
                : "some of its lines have no time, or one that occurs twice";
            return $"The console log of {Server} contains lines that concern '{domain}', but it is not known whether "
                + $"they were written before or after {window.Cause}: {cause}.";
        }
        if (Parts.FirstOrDefault(part => part.EndsInFuture) is { } future)
            return $"The last time in {future.Path}, as it was read, is in the future.";
        return EndsBefore(start) ? $"The console log of {Server} ends before {window.Cause}." : null;
    }

    /// <summary>Determines whether the logs certainly end before an instant.</summary>
    private bool EndsBefore(DateTimeOffset instant) => HasTime
        && Parts.Select(part => part.Summary).All(summary => summary.Last is not { } last
            || new[] { summary.Order ?? DateOrder.DayFirst, summary.Order ?? DateOrder.MonthFirst }.All(
                order => Zone.ToUtc(last.In(order), last.Slack).Latest < instant.UtcDateTime));
}
