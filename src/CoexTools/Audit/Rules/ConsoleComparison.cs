using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.ConsoleLog;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>What a server predicts and shows of the warning about multiple documents for a domain.</summary>
/// <param name="Server">The server.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Seen">The documents that the server sees according to the directory.</param>
/// <param name="Window">The time from which the console shows what the documents predict.</param>
/// <param name="Console">What the console logs of the server show; null if there are none.</param>
internal sealed record ConsoleComparison(
    NotesName Server, string Domain, IReadOnlyList<ForeignDomainDocument> Seen, ConsoleWindow? Window,
    ServerConsole? Console)
{
    /// <summary>
    /// Gets the documents for the domain that were changed in the file only: the server does not have them yet.
    /// </summary>
    public IReadOnlyList<ForeignDomainDocument> NotImported { get; init; } = [];

    /// <summary>Specifies whether each free/busy request makes the server print the warning (CC2).</summary>
    public bool IsPredicted => Seen.Count > 1;

    /// <summary>Gets the lines with the warning.</summary>
    public ConsoleTally Warned => Console?.Of(ConsoleMessageKind.SeveralDocuments, Domain) ?? new ConsoleTally();

    /// <summary>Gets the other lines of the calendar connector that name the domain.</summary>
    public ConsoleTally Other => Console?.Of(ConsoleMessageKind.Other, Domain) ?? new ConsoleTally();

    /// <summary>
    /// Gets whether the console agrees with the prediction; null if it does not show a request after the last change.
    /// </summary>
    public bool? Agrees =>
        NotImported.Count > 0 ? null // VD6
        : Warned.After > 0 ? IsPredicted
        : Warned.Possible == 0 && Other.After > 0 && Console!.Unread.Count == 0 ? !IsPredicted
        : null;

    /// <summary>Gets what is predicted, in words.</summary>
    public string Prediction => IsPredicted ? "A warning for each free/busy request." : "No warning.";

    /// <summary>Gets what the console log shows, in words.</summary>
    public string Observation => Warned.After > 0 ? $"The warning {Times(Warned)}."
        : Agrees is not null ? $"No warning. The calendar connector named the domain {Times(Other)}."
        : WhyNotChecked;

    /// <summary>Returns the servers whose console logs contradict the directory.</summary>
    public static List<NotesName> Contradicting(IEnumerable<ConsoleComparison> comparisons) =>
        [.. comparisons.Where(one => one.Agrees == false).Select(one => one.Server)];

    /// <summary>Returns the comparisons for all servers of a directory.</summary>
    public static IEnumerable<ConsoleComparison> Of(DirectoryAudit audit, AuditedDomain domain)
    {
        Simulation.DomainVisibility view = audit.WithReplicas(domain);
        ForeignDomainDocument[] changed =
            [.. domain.Documents.Where(document => audit.ChangedDocuments.Contains(document.Key))];
        foreach (NotesName server in domain.Servers)
        {
            ServerConsole? console = null;
            audit.Consoles?.TryGetValue(server, out console);
            yield return new ConsoleComparison(
                server, domain.Name, view.TableOf(server).Seen,
                console?.WindowOf(domain.Name), console)
            {
                NotImported = audit.Replicas.ContainsKey(server) ? [] : changed,
            };
        }
    }

    /// <summary>Gets why the console shows nothing about the documents as they are now.</summary>
    public string WhyNotChecked
    {
        get
        {
            if (Console is null)
                return $"No console log of {Server} was read.";
            if (NotImported.Count > 0)
            {
                return "These documents were changed in the file since its export, and nothing shows that Domino has "
                    + $"imported them: {string.Join(", ", NotImported)}. Import them, and export the directory again.";
            }
            return Console.WhyUnknown(Domain, Window, Warned, Other)
                ?? $"The console log of {Server} shows no free/busy request for '{Domain}' after {Window!.Cause}. Look "
                    + "up a free/busy time from this server.";
        }
    }

    /// <summary>Gets what the logs show as evidence, after what a finding itself states.</summary>
    public IEnumerable<string> Evidence => EvidenceOf(Console!, Window);

    /// <summary>Returns what determines which lines count: the last change, the time zone, and the dates.</summary>
    public static IEnumerable<string> EvidenceOf(ServerConsole console, ConsoleWindow? window)
    {
        if (window is { LastChange: { } change, Start: { } start })
            yield return $"last change: {UtcText.Seconds(change)}; lines count from {UtcText.Seconds(start)}";
        yield return $"time zone of {console.Server}: {console.Zone}";
        foreach (string path in console.Undated)
            yield return $"order of day and month: not determined in {path}; the finding holds in both";
    }

    /// <summary>Returns the number of lines, and the first and the last one, as evidence.</summary>
    public static IEnumerable<string> EvidenceOf(ConsoleTally tally)
    {
        yield return $"lines: {tally.After}";
        if (tally.First is { } first)
            yield return $"first: {first}";
        if (tally.After > 1 && tally.Last is { } last)
            yield return $"last: {last}";
    }

    /// <summary>Returns how often, and when, as a sentence says it: <c>3 times, from … to …</c>.</summary>
    public static string Times(ConsoleTally tally)
    {
        if (tally is not { First: { } first, Last: { } last })
            return "never";
        string zone = tally.IsAmbiguous ? "(local time; day and month may be interchanged)" : "(local time)";
        return tally.After == 1 ? $"once, at {first.TimeText} {zone}"
            : $"{tally.After} times, from {first.TimeText} to {last.TimeText} {zone}";
    }
}
