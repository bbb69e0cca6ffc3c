using System.Reflection;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Probing;
using CoexTools.Simulation;

namespace CoexTools.Views;

/// <summary>The colors of the texts in views. PowerShell removes them from output that is not displayed.</summary>
internal static class TextStyle
{
    private static readonly HashSet<string> Good = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.Answered), nameof(MailStatus.Delivered), nameof(FindingOutcome.Pass), nameof(
            PathChange.Gained),
        nameof(DirectoryEventKind.Repaired), nameof(ProbeStatus.Up), nameof(CoexistenceRunState.Healthy),
    };

    private static readonly HashSet<string> Doubtful = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.Busy), nameof(MailStatus.Queued), nameof(MailStatus.Held), nameof(
            MailStatus.Retrying), nameof(FindingSeverity.Warning),
        nameof(PathChange.EndsElsewhere), nameof(PathChange.Moved), nameof(PathChange.Warned), nameof(
            DirectoryEventKind.FieldBack),
        nameof(DirectoryEventKind.OrderTurned), nameof(DirectoryEventKind.ReadersChanged), nameof(
            DirectoryEventKind.AnswerChanged),
        nameof(DirectoryEventKind.DocumentAdded), nameof(DirectoryEventKind.DocumentRemoved), nameof(
            FindingOutcome.NotChecked),
        nameof(ProbeStatus.CertificateInvalid), nameof(CoexistenceRunState.Prepared),
    };

    private static readonly HashSet<string> Bad = new(StringComparer.Ordinal)
    {
        nameof(FreeBusyStatus.NotRelayed), nameof(FreeBusyStatus.Unreachable), nameof(
            FreeBusyStatus.ExchangeUnreachable),
        nameof(FreeBusyStatus.NoDomainDocument),
        nameof(FreeBusyStatus.NoCalendarServer), nameof(FreeBusyStatus.OriginDown), nameof(MailStatus.NoRoute), nameof(
            MailStatus.Loop),
        nameof(FindingSeverity.Error),
        nameof(PathChange.Lost), nameof(DirectoryEventKind.FileMissing), nameof(DirectoryEventKind.FileUnreadable),
        nameof(DirectoryEventKind.ServerUnavailable),
        nameof(DirectoryEventKind.RepairFailed), nameof(ProbeStatus.NameDiffers), nameof(ProbeStatus.NotDomino), nameof(
            ProbeStatus.Silent),
        nameof(ProbeStatus.Refused), nameof(ProbeStatus.TimedOut), nameof(ProbeStatus.NameNotFound), nameof(
            ProbeStatus.Unavailable),
        nameof(ProbeStatus.UnexpectedAnswer), nameof(CoexistenceRunState.Unknown), nameof(CoexistenceRunState.Failed),
    };

    /// <summary>Returns a status, severity, or kind in the color of what it means.</summary>
    public static string Of(object? status)
    {
        string word = status?.ToString() ?? "";
        return Of(word, word);
    }

    /// <summary>Returns each line of a text in the color of what a status means.</summary>
    public static string Of(string status, string text) =>
        Good.Contains(status) ? Styled("Foreground", "Green", text)
        : Doubtful.Contains(status) ? Styled("Formatting", "Warning", text)
        : Bad.Contains(status) ? Styled("Formatting", "Error", text)
        : text;

    // $PSStyle is not in Windows PowerShell, nor in what the module is compiled against.
    private static string Styled(string group, string style, string text)
    {
        if (text.Length == 0 || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Styles.Instance is not { } styles)
        {
            return text;
        }
        // The engine takes styles out of what is redirected in a session, but not where the whole process is.
        string? rendering = Read(styles, "OutputRendering")?.ToString();
        if (rendering == "PlainText" || (rendering == "Host" && Console.IsOutputRedirected)
            || Read(styles, group) is not { } styleGroup)
            return text;
        return Read(styleGroup, style) is string { Length: > 0 } begin && Read(styles, "Reset") is string reset
            ? string.Join("\n", text.Split('\n').Select(line => begin + line + reset)) // The columns separate lines.
            : text;
    }

    private static object? Read(object instance, string property) =>
        instance.GetType().GetProperty(property)?.GetValue(instance);

    private static class Styles
    {
        public static readonly object? Instance =
            typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")
                ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
    }
}
