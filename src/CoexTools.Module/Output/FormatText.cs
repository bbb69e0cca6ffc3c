using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Probing;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Output;

/// <summary>The texts that the views in <c>CoexTools.Format.ps1xml</c> show. For those views alone: no script should call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatText
{
    private const int MostCutSets = 3;

    private static readonly HashSet<string> Good = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.Answered), nameof(MailStatus.Delivered), nameof(FindingOutcome.Pass), nameof(PathChange.Gained),
        nameof(DirectoryEventKind.Repaired), nameof(ProbeStatus.Up),
    };

    private static readonly HashSet<string> Doubtful = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.Busy), nameof(MailStatus.Queued), nameof(MailStatus.Held), nameof(MailStatus.Retrying), nameof(FindingSeverity.Warning),
        nameof(PathChange.EndsElsewhere), nameof(PathChange.Moved), nameof(PathChange.Warned), nameof(DirectoryEventKind.FieldBack),
        nameof(DirectoryEventKind.OrderTurned), nameof(DirectoryEventKind.ReadersChanged), nameof(DirectoryEventKind.AnswerChanged),
        nameof(DirectoryEventKind.DocumentAdded), nameof(DirectoryEventKind.DocumentRemoved), nameof(FindingOutcome.NotChecked),
        nameof(ProbeStatus.CertificateInvalid),
    };

    private static readonly HashSet<string> Bad = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.NotRelayed), nameof(FreeBusyStatus.Unreachable), nameof(FreeBusyStatus.ExchangeUnreachable),
        nameof(FreeBusyStatus.NoDomainDocument),
        nameof(FreeBusyStatus.NoCalendarServer), nameof(FreeBusyStatus.OriginDown), nameof(MailStatus.NoRoute), nameof(MailStatus.Loop),
        nameof(FindingSeverity.Error),
        nameof(PathChange.Lost), nameof(DirectoryEventKind.FileMissing), nameof(DirectoryEventKind.FileUnreadable),
        nameof(DirectoryEventKind.RepairFailed), nameof(ProbeStatus.NameDiffers), nameof(ProbeStatus.NotDomino), nameof(ProbeStatus.Silent),
        nameof(ProbeStatus.Refused), nameof(ProbeStatus.TimedOut), nameof(ProbeStatus.NameNotFound), nameof(ProbeStatus.Unavailable),
        nameof(ProbeStatus.UnexpectedAnswer),
    };

    /// <summary>A status, severity or kind, in the colour of what it means.</summary>
    public static string Status(object? value)
    {
        string word = Rehydrator.Unwrap(value)?.ToString() ?? "";
        return Status(word, word);
    }

    /// <summary>Returns all values of a list, one on each line. By default, a view shows only the first four.</summary>
    public static string Lines(object? list) => Join(list, "\n");

    /// <summary>Wraps a text at its blanks, for a column of a table: PowerShell breaks words.</summary>
    public static string Wrap(object? value, int width)
    {
        string text = Rehydrator.Unwrap(value)?.ToString() ?? "";
        var wrapped = new System.Text.StringBuilder(text.Length);
        int length = 0;
        foreach (string word in text.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > width)
            {
                wrapped.Append('\n');
                length = 0;
            }
            else if (wrapped.Length > 0)
            {
                wrapped.Append(' ');
                length++;
            }
            wrapped.Append(word);
            length += word.Length;
        }
        return wrapped.ToString();
    }

    /// <summary>All values of a list in one line.</summary>
    public static string List(object? list) => Join(list, ", ");

    /// <summary>A time, in UTC, to the minute.</summary>
    public static string Time(object? value) =>
        value is DateTimeOffset time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>
    /// The time of a document, in UTC. If another document of its domain was modified in the same minute, the time
    /// includes the seconds and their hundredths, in a second line.
    /// </summary>
    public static string Modified(ForeignDomainDocument document)
    {
        string text = Time(Check(document).Modified);
        bool isShared = text.Length > 0 && document.Directory.Unordered.Any(other => !other.IsSameNote(document)
            && string.Equals(other.Domain, document.Domain, StringComparison.Ordinal) && Time(other.Modified) == text);
        return isShared
            ? document.Modified!.Value.UtcDateTime.ToString("yyyy-MM-dd'\n'HH:mm:ss.ff", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>Whether a document still has the field DocumentAccess; in colour where that lets servers read what they should not.</summary>
    public static string Field(ForeignDomainDocument document) => Check(document).HasDocumentAccess
        ? document.IsRestricted ? Styled("Formatting", "Warning", "present") : "present"
        : "removed";

    /// <summary>What became of a finding's rule: its severity where it failed.</summary>
    public static string Severity(CoexistenceFinding finding) =>
        Check(finding).Outcome == FindingOutcome.Fail ? Status(finding.Severity) : Status(finding.Outcome);

    /// <summary>The path of a request, and how it ends.</summary>
    public static string Path(PathResult path)
    {
        var text = PathText.Of(Check(path));
        return $"{text.Route}: {Status(path.StatusName, text.Ending)}";
    }

    /// <summary>What fails, and the path of the request before and after.</summary>
    public static string Paths(CoexistencePathDifference difference)
    {
        IEnumerable<string> lines = [$"before:  {PathOrWarnings(Check(difference).Before)}", $"after:   {PathOrWarnings(difference.After)}"];
        return string.Join("\n", difference.Failure.Count == 0 ? lines : lines.Prepend($"failure: {string.Join(", ", difference.Failure)}"));

        string PathOrWarnings(PathResult path) => difference.Change != PathChange.Warned ? Path(path)
            : path.Warning.Count == 0 ? "no warning"
            : $"warning at {string.Join(", ", path.Warning.Select(warning => path.NameOf(warning.Server)))}";
    }

    /// <summary>An availability, or its bounds.</summary>
    public static string Availability(CoexistenceAvailability answer) => Check(answer).AvailabilityLow == answer.AvailabilityHigh
        ? answer.Availability.ToString("0.##########", CultureInfo.InvariantCulture)
        : string.Format(CultureInfo.InvariantCulture, "{0:0.#######} to {1:0.#######}", answer.AvailabilityLow, answer.AvailabilityHigh);

    /// <summary>The downtime of a year, in the unit that suits it.</summary>
    public static string Downtime(CoexistenceAvailability answer)
    {
        TimeSpan time = Check(answer).DowntimePerYear;
        (double number, string unit) = time.TotalDays >= 2 ? (time.TotalDays, "d")
            : time.TotalHours >= 2 ? (time.TotalHours, "h")
            : time.TotalMinutes >= 2 ? (time.TotalMinutes, "min")
            : (time.TotalSeconds, "s");
        return string.Format(
            CultureInfo.InvariantCulture, "{0}{1:0.0} {2}", answer.AvailabilityLow == answer.AvailabilityHigh ? "" : "up to ", number, unit);
    }

    /// <summary>What stops the service alone.</summary>
    public static string SinglePoints(CoexistenceAvailability answer) =>
        Check(answer).CutSet.Count > 0 && answer.CutSet[0].Order == 0 ? Styled("Formatting", "Error", "fails as it is")
        : answer.SinglePointOfFailure.Count > 0
            ? string.Join(", ", answer.SinglePointOfFailure.Select(member => Styled("Formatting", "Error", member)))
        : answer.SurvivesAnySingleFailure == true ? Styled("Foreground", "Green", "none")
        : "not known";

    /// <summary>The first sets of several failures that stop the service.</summary>
    public static string LargerCutSets(CoexistenceAvailability answer)
    {
        List<CoexistenceCutSet> larger = [.. Check(answer).CutSet.Where(cut => cut.Order > 1)];
        return string.Join(" ", larger.Take(MostCutSets).Select(cut => $"{{{string.Join(", ", cut.Member)}}}"))
            + (larger.Count > MostCutSets ? $" and {larger.Count - MostCutSets} more" : "") + (answer.IsComplete ? "" : " (not complete)");
    }

    /// <summary>What an object belongs to: the heading under which a table shows it.</summary>
    public static string Heading(object value) => Rehydrator.Unwrap(value) switch
    {
        MailRouteResult route => $"{route.Kind} for domain {route.Domain}",
        CoexistenceAvailability answer => $"{answer.Domain}, from {answer.From}",
        DirectoryChange change => $"{change.Id} of {change.Path}, {Time(change.Time)} UTC: {change.Command} by {change.User}"
            + (change.Undoes is null ? "" : $", undoing {change.Undoes}")
            + (change.IsInFile ? "" : " (not in the file)"),
        var other => other?.ToString() ?? "",
    };

    /// <summary>Returns a short text that identifies an object.</summary>
    public static string Short(object value) => Rehydrator.Unwrap(value) switch
    {
        FreeBusyPathResult path => $"{path.Domain} from {path.From}: {Status(path.Status)}",
        MailRouteResult path => $"{path.Kind} to {path.Domain} from {path.From}: {Status(path.Status)}",
        DocumentReader reader => $"{reader.Server}: {(reader.CanRead ? "reads" : "does not read")} {reader.DocumentName}",
        Hop hop => $"{hop.Server} [{hop.Rule}]",
        ConsoleMessage message => $"{message.Server} [{message.Task}]",
        DominoItem item => item.Name,
        CoexistenceFinding finding => $"{finding.Rule} {Severity(finding)}"
            + ((finding.Server ?? finding.ObjectName ?? finding.Domain) is { } about ? $": {about}" : ""),
        CoexistenceRepair repair => (repair.Path is { } path ? System.IO.Path.GetFileName(path) : repair.Directory)
            + $": {repair.Action.Count} {(repair.Changed ? "changed" : "to change")}",
        ServerProbe probe => $"{probe.Server} {probe.Protocol.ToString().ToUpperInvariant()}: {Status(probe.Status)}",
        RepairAction action => action.DocumentName,
        DirectoryEvent happened => $"{Status(happened.Kind)} {happened.DocumentName ?? System.IO.Path.GetFileName(happened.Path)}",
        DirectoryChange change => $"{change.Id}: {change.Field} in {change.DocumentName}",
        CoexistencePathDifference difference => $"{Status(difference.Change)}: {difference.Service} for {difference.Domain} from {difference.From}",
        var other => other?.ToString() ?? "",
    };

    private static string Join(object? list, string separator) => string.Join(
        separator,
        (Rehydrator.Unwrap(list) as IEnumerable ?? Array.Empty<object>()).Cast<object?>().Select(item => Rehydrator.Unwrap(item)?.ToString()));

    // A text in the colour of what a status means.
    private static string Status(string status, string text) =>
        Good.Contains(status) ? Styled("Foreground", "Green", text)
        : Doubtful.Contains(status) ? Styled("Formatting", "Warning", text)
        : Bad.Contains(status) ? Styled("Formatting", "Error", text)
        : text;

    private static T Check<T>(T value)
        where T : class => value ?? throw new ArgumentNullException(nameof(value));

    // $PSStyle is not in Windows PowerShell, nor in what the module is compiled against.
    private static string Styled(string group, string style, string text)
    {
        if (text.Length == 0 || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Styles.Instance is not { } styles)
            return text;
        // The engine takes styles out of what is redirected in a session, but not where the whole process is.
        string? rendering = Read(styles, "OutputRendering")?.ToString();
        if (rendering == "PlainText" || (rendering == "Host" && Console.IsOutputRedirected) || Read(styles, group) is not { } styleGroup)
            return text;
        return Read(styleGroup, style) is string { Length: > 0 } begin && Read(styles, "Reset") is string reset ? begin + text + reset : text;
    }

    private static object? Read(object instance, string property) => instance.GetType().GetProperty(property)?.GetValue(instance);

    private static class Styles
    {
        public static readonly object? Instance =
            typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")
                ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
    }
}
