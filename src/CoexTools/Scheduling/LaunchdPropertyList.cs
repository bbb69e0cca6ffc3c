using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CoexTools.Scheduling;

/// <summary>Creates the property list of a schedule for launchd.</summary>
internal static class LaunchdPropertyList
{
    public static ScheduleFile Of(ScheduledRun run)
    {
        ScheduleStore.RefuseControlCharacters(run);
        var dictionary = new XElement("dict",
            Key("Label"), Text(run.Name),
            Key("ProgramArguments"), new XElement("array", new[] { run.Program }.Concat(run.Arguments).Select(Text)),
            Key("StartCalendarInterval"), new XElement(
                "dict", Key("Hour"), Number(run.At.Hours), Key("Minute"), Number(run.At.Minutes)),
            Key("ProcessType"), Text("Background"));
        var document = new XDocument(
            new XDeclaration("1.0", "UTF-8", null),
            new XDocumentType(
                "plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XComment(" " + ScheduledRun.Mark + " "),
            new XElement("plist", new XAttribute("version", "1.0"), dictionary));
        string text = document.Declaration + "\n" + document.ToString().Replace("\r\n", "\n") + "\n";
        return new ScheduleFile($"{run.Name}.plist", text, new UTF8Encoding(false));
    }

    private static XElement Key(string name) => new("key", name);

    private static XElement Text(string text) => new("string", text);

    private static XElement Number(int number) => new("integer", number.ToString(CultureInfo.InvariantCulture));
}
