using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CoexTools.Text;

namespace CoexTools.Scheduling;

/// <summary>Creates the task definition of a schedule for Task Scheduler.</summary>
internal static class WindowsTask
{
    private static readonly XNamespace Space = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    /// <summary>Returns the definition of a task.</summary>
    /// <param name="run">The command to run.</param>
    /// <param name="user">The account that runs the task of a user, as <c>DOMAIN\name</c>; null for the account that
    /// creates the task.</param>
    public static ScheduleFile Of(ScheduledRun run, string? user)
    {
        ScheduleStore.RefuseControlCharacters(run);
        // S4U runs the task while the user is logged off, but without access to the stored credentials.
        string logon = run.NeedsLogon ? "InteractiveToken" : "S4U";
        XElement[] principal = run.IsUser
            ? [.. user is null ? [] : new[] { Element("UserId", user) }, Element("LogonType", logon),
                Element("RunLevel", "LeastPrivilege")]
            : [Element("UserId", "S-1-5-18"), Element("RunLevel", "HighestAvailable")]; // The local system account.
        var task = new XElement(Space + "Task",
            new XAttribute("version", "1.2"),
            new XElement(
                Space + "RegistrationInfo", Element("Author", ScheduledRun.Mark), Element(
                    "Description", ScheduledRun.Description)),
            new XElement(Space + "Triggers",
                new XElement(Space + "CalendarTrigger",
                    Element(
                        "StartBoundary", $"2000-01-01T{run.At.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}:00"),
                    Element("Enabled", "true"),
                    new XElement(Space + "ScheduleByDay", Element("DaysInterval", "1")))),
            new XElement(
                Space + "Principals", new XElement(
                    Space + "Principal", [new XAttribute("id", "Author"), .. principal])),
            new XElement(Space + "Settings",
                Element("MultipleInstancesPolicy", "IgnoreNew"),
                Element("DisallowStartIfOnBatteries", "false"),
                Element("StopIfGoingOnBatteries", "false"),
                Element("StartWhenAvailable", "true"),
                Element("Enabled", "true"),
                Element("ExecutionTimeLimit", "PT1H")),
            new XElement(Space + "Actions",
                new XAttribute("Context", "Author"),
                new XElement(Space + "Exec",
                    Element("Command", run.Program),
                    Element("Arguments", string.Join(" ", run.Arguments.Select(Escaped.WindowsArgument))))));
        // schtasks requires UTF-16 and an XML declaration that specifies it.
        string text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n"
            + task.ToString().Replace("\r\n", "\n").Replace("\n", "\r\n") + "\r\n";
        return new ScheduleFile($"{run.Name}.xml", text, Encoding.Unicode);
    }

    private static XElement Element(string name, string value) => new(Space + name, value);
}
