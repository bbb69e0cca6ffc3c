using System.Globalization;
using System.Text;
using System.Xml;

namespace CoexTools.Output.Findings;

/// <summary>Represents what the writers of test results in XML share.</summary>
internal static class TestResultXml
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true, // A writer of text would declare UTF-16.
    };

    /// <summary>Writes a document.</summary>
    /// <param name="write">Writes its root. Each text must be visible text, because XML does not allow some
    /// characters.</param>
    public static string Document(Action<XmlWriter> write)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using (var writer = XmlWriter.Create(text, Settings))
            write(writer);
        return text.Append('\n').ToString();
    }

    /// <summary>Writes an attribute with a number.</summary>
    public static void Count(this XmlWriter writer, string name, int count) =>
        writer.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a time in UTC, as test results contain it.</summary>
    public static string Time(DateTimeOffset time, string suffix) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + suffix;
}
