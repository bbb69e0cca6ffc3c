using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace CoexTools.Scheduling;

/// <summary>
/// What the files of a schedule say: when it runs, and what. An administrator can have edited them, so anything can be
/// missing.
/// </summary>
/// <param name="At">The local time of day, or null if the schedule does not run at one time every day.</param>
/// <param name="Script">The arguments of the script.</param>
/// <param name="IsEnabled">Specifies whether the files allow the schedule to run.</param>
internal sealed record ScheduleDefinition(TimeSpan? At, ScriptArguments Script, bool IsEnabled)
{
    private static readonly ScheduleDefinition Unknown = new(null, new ScriptArguments(), true);

    /// <summary>Reads the files of a schedule.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="content">The content of all files of the schedule.</param>
    public static ScheduleDefinition Read(Scheduler scheduler, string content)
    {
        try
        {
            return scheduler switch
            {
                Scheduler.Systemd => OfUnits(content),
                Scheduler.Launchd => OfPropertyList(Parse(content)),
                _ => OfTask(Parse(content)),
            };
        }
        catch (XmlException)
        {
            return Unknown;
        }
    }

    /// <summary>Returns whether the script uses the credential that is stored under the name of the schedule.</summary>
    public bool UsesCredential(string name) =>
        string.Equals(Script["CredentialName"], name, StringComparison.OrdinalIgnoreCase);

    private static ScheduleDefinition OfUnits(string content)
    {
        string[] lines = content.Split('\n');
        TimeSpan? at = TimeOf(ValueOf("OnCalendar="), @"'*-*-* 'hh\:mm\:ss");
        return new ScheduleDefinition(
            at, ScriptArguments.Parse(CommandWords.OfSystemd(ValueOf("ExecStart=") ?? "")), IsEnabled: true);

        string? ValueOf(string key) =>
            lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Substring(key.Length).Trim();
    }

    private static ScheduleDefinition OfPropertyList(XDocument document)
    {
        XElement? dictionary = document.Root?.Element("dict");
        string[] command = [.. After(dictionary, "ProgramArguments")?.Elements("string").Select(text => text.Value)
            ?? []];
        XElement? time = After(dictionary, "StartCalendarInterval");
        TimeSpan? at = Number(time, "Hour") is { } hour && Number(time, "Minute") is { } minute
            ? new TimeSpan(hour, minute, 0) : null;
        return new ScheduleDefinition(at, ScriptArguments.Parse(command), IsEnabled: true);
    }

    private static ScheduleDefinition OfTask(XDocument document)
    {
        XElement? task = document.Root;
        XElement? trigger = Child(Child(task, "Triggers"), "CalendarTrigger");
        XElement? start = Child(trigger, "StartBoundary");
        string days = Child(Child(trigger, "ScheduleByDay"), "DaysInterval")?.Value.Trim() ?? "";
        TimeSpan? at = days == "1" && start?.Value.Trim() is { Length: 19 } time
            ? TimeOf(time.Substring("2000-01-01T".Length), @"hh\:mm\:ss") : null;
        XElement? exec = Child(Child(task, "Actions"), "Exec");
        bool isEnabled = new[] { Child(trigger, "Enabled"), Child(Child(task, "Settings"), "Enabled") }
            .All(enabled => enabled?.Value.Trim() is not ("false" or "0"));
        return new ScheduleDefinition(
            at, ScriptArguments.Parse(CommandWords.OfWindows(Child(exec, "Arguments")?.Value ?? "")), isEnabled);
    }

    private static TimeSpan? TimeOf(string? text, string format) =>
        TimeSpan.TryParseExact(text, format, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null;

    private static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static XElement? After(XElement? dictionary, string key) =>
        dictionary?.Elements("key").FirstOrDefault(one => one.Value == key)?.ElementsAfterSelf().FirstOrDefault();

    private static int? Number(XElement? dictionary, string key) =>
        int.TryParse(After(dictionary, key)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < 60 ? number : null;

    // The output of a program can start with an empty line. A property list names a DTD, which is not needed.
    private static XDocument Parse(string content)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(content.Trim()), settings);
        return XDocument.Load(reader);
    }
}
