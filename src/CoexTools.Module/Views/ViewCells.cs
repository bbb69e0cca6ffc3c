using System.ComponentModel;
using System.Globalization;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Probing;
using CoexTools.Scheduling;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Views;

/// <summary>
/// The texts in the tables of <c>CoexTools.Format.ps1xml</c>. Each method is a hidden property of all output objects. A
/// view displays properties only, because PowerShell does not call methods in a constrained session.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewCells
{
    private const int MostCutSets = 3;
    private const int GroupIndent = 3;
    private const int LongestHeading = 16;
    private const int AboutWidth = 30;
    private const int SeenWidth = 18;

    /// <summary>Returns the heading above the rows of a domain, a file, a document, or a change.</summary>
    public static string ViewGroup(PSObject instance) => Shown(instance) switch
    {
        ForeignDomainDocument document => InFile(document.Domain, document.Path, "Foreign domain"),
        FreeBusyPathResult path => InFile(path.Domain, path.Path, "Free/busy for domain"),
        MailRouteResult path => InFile($"{path.Kind} for domain {path.Domain}", path.Path, "Route"),
        DocumentReader reader => InFile(reader.DocumentName, reader.Path, "Readers of"),
        CoexistenceAvailability answer => InFile(
            $"{answer.Domain}, from {ShortName(answer, answer.From)}", answer.Path, "Availability for domain",
            "({0})"),
        CoexistenceFinding finding => finding.Path is { } path ? FileOf(path)
            : finding.ObjectKind is null ? "directory in memory" : "Exchange",
        DirectoryChange change => CellText.Wrap(
            $"{change.Id} of {FileOf(change.Path)}, {Minute(change.Time)} UTC: {change.Command} by {change.User}"
            + (change.Undoes is null ? "" : $", undoing {change.Undoes}")
            + (change.IsInFile ? "" : " (not in the file)"),
            ViewWidth.Current - GroupIndent - "Change: ".Length,
            GroupIndent),
        DirectoryEvent happened => FileOf(happened.Path),
        DocumentDifference difference => InFile(
            difference.DocumentName is null ? "groups and access control list" : difference.DocumentName
                + (difference.Editor is { } editor ? $", last saved by {ShortName(difference, editor)}" : ""),
            difference.Path, "Document"),
        var other => other.ToString() ?? "",
    };

    /// <summary>Returns the name of a server.</summary>
    public static string ViewServer(PSObject instance) => Shown(instance) switch
    {
        DominoDirectory directory => Count(directory.Server.Count),
        _ => Name(instance, nameof(Hop.Server)),
    };

    /// <summary>Returns the name of a mail server, or of the item for it.</summary>
    public static string ViewMailServer(PSObject instance) => Name(instance, nameof(ForeignDomainDocument.MailServer));

    /// <summary>Returns the name of a calendar server, or of the item for it.</summary>
    public static string ViewCalendarServer(PSObject instance) =>
        Name(instance, nameof(ForeignDomainDocument.CalendarServer));

    /// <summary>
    /// Returns whether a document still has its access field; in color where it lets servers see what they should not.
    /// </summary>
    public static string ViewAccessField(PSObject instance)
    {
        var document = (ForeignDomainDocument)Shown(instance);
        return document.HasDocumentAccess && document.IsRestricted
            ? TextStyle.Of(nameof(FindingSeverity.Warning), document.AccessField)
            : document.AccessField;
    }

    /// <summary>
    /// Returns the time of a document to the minute. If another document of its domain was modified in the same minute,
    /// the time includes the seconds and their hundredths, in a second line.
    /// </summary>
    public static string ViewModifiedUtc(PSObject instance)
    {
        var document = (ForeignDomainDocument)Shown(instance);
        if (document.Modified is not { } time)
            return "";
        bool isShared = document.Directory.Unordered.Any(other => !other.IsSameNote(document)
            && string.Equals(other.Domain, document.Domain, StringComparison.Ordinal)
            && other.Modified is { } modified && MinuteOf(modified) == MinuteOf(time));
        return isShared
            ? time.UtcDateTime.ToString("yyyy-MM-dd'\n'HH:mm:ss.ff", CultureInfo.InvariantCulture)
            : CellText.Wrap(Minute(time), Share(document));
    }

    /// <summary>Returns the time of a note.</summary>
    public static string ViewModified(PSObject instance) =>
        ((DominoNote)Shown(instance)).Modified is { } time ? Minute(time) + "Z" : "";

    /// <summary>Returns the time of an event, or of a run.</summary>
    public static string ViewTime(PSObject instance) => Shown(instance) is CoexistenceRun run
        ? Minute(run.Time) + "Z"
        : ((DirectoryEvent)Shown(instance)).Time.UtcDateTime.ToString(
            "HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns a status in the color of what it means.</summary>
    public static string ViewStatus(PSObject instance) => TextStyle.Of(Value(instance, nameof(ServerProbe.Status)));

    /// <summary>Returns a kind in the color of what it means.</summary>
    public static string ViewKind(PSObject instance) => TextStyle.Of(Value(instance, nameof(DirectoryEvent.Kind)));

    /// <summary>Returns a change in the color of what it means.</summary>
    public static string ViewChange(PSObject instance) =>
        TextStyle.Of(Value(instance, nameof(CoexistencePathDifference.Change)));

    /// <summary>Returns a severity in the color of what it means.</summary>
    public static string ViewSeverity(PSObject instance) =>
        TextStyle.Of(Value(instance, nameof(CoexistenceRule.Severity)));

    /// <summary>Returns the result of a rule in the color of what it means.</summary>
    public static string ViewResult(PSObject instance)
    {
        var finding = (CoexistenceFinding)Shown(instance);
        return TextStyle.Of(
            finding.Outcome == FindingOutcome.Fail ? $"{finding.Severity}" : $"{finding.Outcome}", finding.Result);
    }

    /// <summary>Returns the path of a request, how it ends, and what console logs show.</summary>
    public static string ViewRoute(PSObject instance) => Shown(instance) switch
    {
        PathResult path => RouteAndConsoles(path, Share(path)),
        CoexistencePathDifference difference => Paths(difference, Share(difference)),
        _ => "",
    };

    /// <summary>Returns what a schedule repairs.</summary>
    public static string ViewSource(PSObject instance) => Shown(instance) switch
    {
        CoexistenceSchedule schedule => string.Join("\n", schedule.Source.Select(source => Fit(schedule, source))),
        CoexistenceRun run => Fit(run, run.Source),
        _ => "",
    };

    /// <summary>Returns how a run left a source, in the color of what it means.</summary>
    public static string ViewState(PSObject instance) => TextStyle.Of(((CoexistenceRun)Shown(instance)).State);

    /// <summary>Returns the documents that a run changed.</summary>
    public static string ViewChanged(PSObject instance)
    {
        var run = (CoexistenceRun)Shown(instance);
        return Each(run, run.Changed);
    }

    /// <summary>Returns the local time of the next run.</summary>
    public static string ViewNextRun(PSObject instance) =>
        Shown(instance) is CoexistenceSchedule { NextRun: { } time }
        ? time.DateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>Returns the path of a directory, or the path of a failing request.</summary>
    public static string ViewPath(PSObject instance) => Shown(instance) switch
    {
        CoexistenceCutSet cut => Route(cut.Path, Share(cut)),
        CoexistenceRepair repair => Fit(repair, repair.Path ?? repair.Directory),
        _ => Fit(instance, Value(instance, nameof(DominoDirectory.Path))),
    };

    /// <summary>Returns what a finding is about.</summary>
    public static string ViewAbout(PSObject instance)
    {
        var finding = (CoexistenceFinding)Shown(instance);
        return CellText.Wrap(ShortNames.Replace(finding.About, finding.ShortName), AboutWidth);
    }

    /// <summary>Returns why an object is as it is.</summary>
    public static string ViewReason(PSObject instance) => Sentence(instance, nameof(CoexistenceFinding.Reason));

    /// <summary>Returns what a server decided, and who saved the document last that it followed.</summary>
    public static string ViewDecision(PSObject instance) => Shown(instance) is Hop hop
        ? CellText.Wrap(ShortNames.Replace(hop.Described, hop.ShortName), Share(hop))
        : Sentence(instance, nameof(FieldSource.Decision));

    /// <summary>Returns the text of a message.</summary>
    public static string ViewMessage(PSObject instance) => Sentence(instance, nameof(ConsoleMessage.Message));

    /// <summary>Returns how often, and when, a console log shows a message.</summary>
    public static string ViewSeen(PSObject instance) =>
        CellText.Wrap(((ConsoleMessage)Shown(instance)).Seen, SeenWidth);

    /// <summary>Returns the name of a document.</summary>
    public static string ViewDocumentName(PSObject instance) => Sentence(instance, nameof(RepairAction.DocumentName));

    /// <summary>Returns what a repair did, or how much.</summary>
    public static string ViewAction(PSObject instance) => Shown(instance) is CoexistenceRepair repair
        ? Count(repair.Action.Count)
        : Sentence(instance, nameof(RepairAction.Action));

    /// <summary>Returns the number of answers that a repair loses.</summary>
    public static string ViewLost(PSObject instance) => Count(((CoexistenceRepair)Shown(instance)).Lost.Count);

    /// <summary>Returns the number of findings after a repair.</summary>
    public static string ViewFinding(PSObject instance) => Shown(instance) switch
    {
        CoexistenceRun run => run.Finding is { } number ? Count(number) : "",
        var repair => Count(((CoexistenceRepair)repair).Finding.Count),
    };

    /// <summary>Returns the number of Foreign Domain documents.</summary>
    public static string ViewForeignDomain(PSObject instance) =>
        Count(((DominoDirectory)Shown(instance)).ForeignDomain.Count);

    /// <summary>Returns the number of groups.</summary>
    public static string ViewGroupCount(PSObject instance) => Count(((DominoDirectory)Shown(instance)).Group.Count);

    /// <summary>Returns the name of an object. The title of a directory is a text.</summary>
    public static string ViewName(PSObject instance) => Shown(instance) is DominoDirectory
        ? Sentence(instance, nameof(DominoDirectory.Name))
        : Fit(instance, Value(instance, nameof(DominoServer.Name)));

    /// <summary>Returns the value in the first state.</summary>
    public static string ViewBefore(PSObject instance) => Sentence(instance, nameof(DocumentDifference.Before));

    /// <summary>Returns the value in the second state.</summary>
    public static string ViewAfter(PSObject instance) => Sentence(instance, nameof(DocumentDifference.After));

    /// <summary>Returns the entry that a server matches, and through what it does.</summary>
    public static string ViewMatch(PSObject instance) => Shown(instance) is DocumentReader { Via: null } reader
        ? Fit(reader, ShortName(reader, reader.Match))
        : Sentence(instance, nameof(DocumentReader.Match));

    /// <summary>Returns the entries of an access control list.</summary>
    public static string ViewEntry(PSObject instance)
    {
        var list = (AccessControlList)Shown(instance);
        return Each(list, list.Entry.Select(entry => entry.ToString()));
    }

    /// <summary>Returns the number of entries in the access control list of a directory.</summary>
    public static string ViewAcl(PSObject instance) => $"{((DominoDirectory)Shown(instance)).Acl}";

    /// <summary>Returns the roles of an entry.</summary>
    public static string ViewRole(PSObject instance) =>
        CellText.Wrap(string.Join(", ", ((AccessControlEntry)Shown(instance)).Role), Share(Shown(instance)));

    /// <summary>Returns the members of a group, or of a cut set.</summary>
    public static string ViewMember(PSObject instance) => Shown(instance) switch
    {
        DominoGroup group => string.Join("\n", group.Member.Select(member => Fit(group, member.ToString()))),
        CoexistenceCutSet cut => Each(cut, cut.Member),
        _ => "",
    };

    /// <summary>Returns the domain of a server.</summary>
    public static string ViewDomain(PSObject instance) => CellText.Fit(((DominoServer)Shown(instance)).Domain, 18);

    /// <summary>Returns the host name of a server.</summary>
    public static string ViewHostName(PSObject instance) => Fit(instance, ((DominoServer)Shown(instance)).HostName);

    /// <summary>Returns the cluster of a server.</summary>
    public static string ViewClusterName(PSObject instance) =>
        Fit(instance, ((DominoServer)Shown(instance)).ClusterName);

    /// <summary>Returns the form of a note, or its class if it has none.</summary>
    public static string ViewForm(PSObject instance)
    {
        var note = (DominoNote)Shown(instance);
        return Fit(note, note.Form.Length > 0 ? note.Form : note.Class.ToString());
    }

    /// <summary>Returns the flags of an item.</summary>
    public static string ViewFlags(PSObject instance) =>
        CellText.Wrap(((DominoItem)Shown(instance)).Flags.ToString(), 18);

    /// <summary>Returns the values of an item.</summary>
    public static string ViewValue(PSObject instance)
    {
        var item = (DominoItem)Shown(instance);
        return Each(item, item.Value.Select(value => value?.ToString() ?? ""));
    }

    /// <summary>Returns the item for the name of the domain.</summary>
    public static string ViewDomainName(PSObject instance) =>
        CellText.Fit(((FieldSource)Shown(instance)).DomainName, 12);

    /// <summary>Returns the abbreviated form of a name.</summary>
    public static string ViewAbbreviated(PSObject instance) =>
        Fit(instance, ((NotesName)Shown(instance)).Abbreviated);

    /// <summary>Returns the canonical form of a name.</summary>
    public static string ViewCanonical(PSObject instance) => Fit(instance, ((NotesName)Shown(instance)).Canonical);

    /// <summary>Returns an availability, or its bounds.</summary>
    public static string ViewAvailability(PSObject instance)
    {
        var answer = (CoexistenceAvailability)Shown(instance);
        return answer.IsOnlyFromCoexistenceServer ? "not known"
            : answer.AvailabilityLow == answer.AvailabilityHigh
            ? answer.Availability.ToString("0.##########", CultureInfo.InvariantCulture)
            : string.Format(
                CultureInfo.InvariantCulture, "{0:0.#######} to\n{1:0.#######}", answer.AvailabilityLow,
                answer.AvailabilityHigh);
    }

    /// <summary>Returns the downtime of a year in the unit that suits it.</summary>
    public static string ViewDowntimePerYear(PSObject instance)
    {
        var answer = (CoexistenceAvailability)Shown(instance);
        if (answer.IsOnlyFromCoexistenceServer)
            return "not known";
        TimeSpan time = answer.DowntimePerYear;
        (double number, string unit) = time.TotalDays >= 2 ? (time.TotalDays, "d")
            : time.TotalHours >= 2 ? (time.TotalHours, "h")
            : time.TotalMinutes >= 2 ? (time.TotalMinutes, "min")
            : (time.TotalSeconds, "s");
        string bound = answer.AvailabilityLow == answer.AvailabilityHigh ? "" : "up to ";
        return string.Format(CultureInfo.InvariantCulture, "{0}{1:0.0} {2}", bound, number, unit);
    }

    /// <summary>Returns what stops the service alone.</summary>
    public static string ViewSinglePointOfFailure(PSObject instance)
    {
        var answer = (CoexistenceAvailability)Shown(instance);
        return answer.CutSet.Count > 0 && answer.CutSet[0].Order == 0
                ? TextStyle.Of(nameof(PathChange.Lost), "fails as it is")
            : answer.SinglePointOfFailure.Count > 0
                ? TextStyle.Of(nameof(PathChange.Lost), Each(answer, answer.SinglePointOfFailure))
            : answer.SurvivesAnySingleFailure == true ? TextStyle.Of(nameof(PathChange.Gained), "none")
            : "not known";
    }

    /// <summary>Returns the first sets of several failures that stop the service.</summary>
    public static string ViewCutSet(PSObject instance)
    {
        var answer = (CoexistenceAvailability)Shown(instance);
        List<string> larger =
            [.. answer.CutSet.Where(cut => cut.Order > 1).Select(cut => $"{{{string.Join(", ", cut.Member)}}}")];
        IEnumerable<string> lines = NameList.First(larger, MostCutSets);
        return Each(answer, answer.IsComplete ? lines : lines.Append("(not complete)"));
    }

    /// <summary>Returns the field that was changed.</summary>
    public static string ViewField(PSObject instance) => CellText.Fit(((DirectoryChange)Shown(instance)).Field, 18);

    /// <summary>Returns the value before a change.</summary>
    public static string ViewValueBefore(PSObject instance) => Sentence(instance, nameof(DirectoryChange.ValueBefore));

    /// <summary>Returns the protocol of a probe.</summary>
    public static string ViewProtocol(PSObject instance) =>
        ((ServerProbe)Shown(instance)).Protocol.ToString().ToUpperInvariant();

    /// <summary>Returns the address of a probe.</summary>
    public static string ViewAddress(PSObject instance) => Fit(instance, ((ServerProbe)Shown(instance)).Address);

    /// <summary>Returns a short text that identifies an object, for the wide view.</summary>
    public static string ViewShort(PSObject instance) => Shown(instance) switch
    {
        FreeBusyPathResult path =>
            $"{path.Domain} from {ShortNames.Replace(path.Starts, path.ShortName)}: {TextStyle.Of(path.Status)}",
        MailRouteResult path =>
            $"{path.Kind} to {path.Domain} from {ShortNames.Replace(path.Starts, path.ShortName)}: "
                + TextStyle.Of(path.Status),
        DocumentReader reader =>
            $"{ShortName(reader, reader.Server)}: {(reader.CanRead ? "reads" : "does not read")} {reader.DocumentName}",
        Hop hop => $"{hop.Server} [{hop.Rule}]",
        ConsoleMessage message => $"{message.Server} [{message.Task}]",
        DominoItem item => item.Name,
        CoexistenceFinding finding => $"{finding.Rule} {ViewResult(instance)}"
            + (finding.About is { } about ? $": {about}" : ""),
        CoexistenceRepair repair => (repair.Path is { } path ? Path.GetFileName(path) : repair.Directory)
            + $": {repair.Action.Count} {(repair.Changed ? "changed" : "to change")}",
        ServerProbe probe => $"{probe.Server} {ViewProtocol(instance)}: {TextStyle.Of(probe.Status)}",
        RepairAction action => action.DocumentName,
        DirectoryEvent happened =>
            $"{TextStyle.Of(happened.Kind)} {happened.DocumentName ?? Path.GetFileName(happened.Path)}",
        DirectoryChange change => $"{change.Id}: {change.Field} in {change.DocumentName}",
        DocumentDifference difference => $"{difference.Kind}: {difference.Name}",
        CoexistenceRun run => $"{Minute(run.Time)}Z {TextStyle.Of(run.State)}",
        CoexistencePathDifference difference =>
            $"{TextStyle.Of(difference.Change)}: {difference.Service} for {difference.Domain} from {difference.From}",
        var other => other.ToString() ?? "",
    };

    // The columns of each table: how many of the console the others and the gaps take, and how many share the rest.
    internal static (int Fixed, int Sharing) LayoutOf(object shown) => shown switch
    {
        ForeignDomainDocument => (36, 3),
        FreeBusyPathResult or MailRouteResult => (20, 1),
        DocumentReader => (19, 2),
        Hop => (18, 2),
        ConsoleMessage => (29, 2),
        DominoDirectory => (40, 2),
        DominoServer => (21, 3),
        DominoGroup => (23, 2),
        AccessControlList => (10, 1),
        AccessControlEntry => (11, 2),
        DominoNote => (60, 1),
        DominoItem => (33, 2),
        FieldSource => (43, 1),
        NotesName => (8, 2),
        CoexistenceAvailability => (39, 2),
        CoexistenceCutSet => (7, 2),
        CoexistencePathDifference => (23, 1),
        CoexistenceFinding => (21 + AboutWidth, 1),
        CoexistenceRule => (40, 1),
        CoexistenceRepair => (28, 1),
        RepairAction => (14, 2),
        DirectoryEvent => (27, 2),
        DocumentDifference => (20, 3),
        DirectoryChange => (20, 2),
        CoexistenceSchedule => (40, 2),
        ServerProbe => (29, 2),
        CoexistenceRun => (37, 3),
        _ => (0, 1),
    };

    // PowerShell gives each column without a width the same part of what the others leave.
    private static int Share(object shown)
    {
        (int others, int sharing) = LayoutOf(shown);
        return Math.Max(3, (ViewWidth.Current - others) / sharing);
    }

    // After the name of a server, the name of a file is in parentheses.
    private static string InFile(string text, string? path, string label, string format = "in {0}")
    {
        const string separators = ":  in ";
        int last = GroupIndent + label.Length + ": ".Length + text.Length;
        // PowerShell would break words.
        text = CellText.Wrap(text, ViewWidth.Current - GroupIndent - label.Length - ": ".Length, GroupIndent);
        if (path is null)
            return text;
        if (text.LastIndexOf('\n') is >= 0 and var end)
            last = text.Length - end - 1;
        int rest = ViewWidth.Current - last - " in ".Length;
        string file = FileLabel.Of(path, ViewWidth.Current - GroupIndent - separators.Length);
        // A heading that has no room for the file has it in the next line.
        string inFile = string.Format(CultureInfo.InvariantCulture, format, file);
        return file.Length <= rest ? $"{text} {inFile}" : $"{text}\n{new string(' ', GroupIndent)}{inFile}";
    }

    private static string FileOf(string path) => FileLabel.Of(path, ViewWidth.Current - LongestHeading);

    private static string RouteAndConsoles(PathResult path, int width)
    {
        string consoles = ShortNames.Replace(path.ConsoleText, path.ShortName);
        return consoles.Length == 0 ? Route(path, width) : $"{Route(path, width)}\n{CellText.Wrap(consoles, width)}";
    }

    private static string Route(PathResult path, int width)
    {
        string text = ShortNames.Replace(path.Route, path.ShortName);
        string wrapped = CellText.Wrap(text, width);
        // The end of a request has its color, however it was wrapped.
        int ending = wrapped.Length;
        for (int left = text.Substring(text.LastIndexOf(": ", StringComparison.Ordinal) + 1)
            .Count(c => c != ' '); left > 0 && ending > 0; ending--)
        {
            if (wrapped[ending - 1] is not (' ' or '\n'))
                left--;
        }
        return wrapped.Substring(0, ending) + TextStyle.Of(path.StatusName, wrapped.Substring(ending));
    }

    private static string Paths(CoexistencePathDifference difference, int width)
    {
        const string failure = "failure: ";
        int rest = width - failure.Length;
        IEnumerable<string> lines =
        [
            .. difference.Failure.Count == 0
                ? [] : new[] { failure + Indented(Shortened(difference, difference.Failure)) },
            "before:  " + PathOrWarnings(difference.Before), "after:   " + PathOrWarnings(difference.After),
            .. Warnings("removed: ", difference.Before, difference.After),
            .. Warnings("added:   ", difference.After, difference.Before),
        ];
        return string.Join("\n", lines);

        string PathOrWarnings(PathResult path) => difference.Change != PathChange.Warned
            ? Route(path, rest).Replace("\n", "\n" + new string(' ', failure.Length))
            : Indented(ShortNames.Replace(path.WarningText, difference.ShortName));

        // A repair that removes a warning is not a warning.
        IEnumerable<string> Warnings(string label, PathResult one, PathResult other)
        {
            if (difference.Change != PathChange.Warned)
                return [];
            List<string> servers = [.. one.Warning.Select(warning => warning.Server).Except(
                other.Warning.Select(warning => warning.Server))];
            return servers.Count == 0 ? []
                : [label + Indented($"warning at {Shortened(difference, servers)}")];
        }

        string Indented(string text) => CellText.Wrap(text, rest).Replace("\n", "\n" + new string(' ', failure.Length));
    }

    private static object Shown(PSObject instance) => ShownObject.Of(instance).BaseObject;

    private static string Shortened(CoexObject shown, IEnumerable<string> names) =>
        ShortNames.Replace(string.Join(", ", names), shown.ShortName);

    private static string ShortName(CoexObject shown, string? name) =>
        name is null ? "" : shown.ShortName?.Invoke(name) ?? name;

    private static string Name(PSObject instance, string property)
    {
        string name = Value(instance, property);
        return Shown(instance) is FieldSource
            ? CellText.Fit(name, 14)
            : Fit(instance, ShortName((CoexObject)Shown(instance), name));
    }

    private static string Sentence(PSObject instance, string property)
    {
        var shown = (CoexObject)Shown(instance);
        return CellText.Wrap(ShortNames.Replace(Value(instance, property), shown.ShortName), Share(shown));
    }

    private static string Each(CoexObject shown, IEnumerable<string> texts)
    {
        int width = Share(shown);
        return string.Join("\n", texts.Select(text => CellText.Wrap(ShortNames.Replace(text, shown.ShortName), width)));
    }

    private static string Fit(object shown, string? text) =>
        CellText.Fit(text, Share(shown is PSObject wrapped ? Shown(wrapped) : shown));

    private static string Value(PSObject instance, string property) =>
        ShownObject.Of(instance).Properties[property]?.Value?.ToString() ?? "";

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The number of the minute, which costs less than its text where each document is compared with all others.
    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    private static string Minute(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
