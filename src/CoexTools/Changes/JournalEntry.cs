using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CoexTools.Changes;

/// <summary>
/// A recorded change: what one command did to a file, or to one document of a server. An entry without documents is a
/// note about other changes.
/// </summary>
/// <param name="StateBefore">
/// The hash of the file before the change; for a server, the revision of the document.
/// </param>
/// <param name="StateAfter">The hash of the file after the change; empty for a server.</param>
/// <param name="Others">
/// The ids of the changes that the entry refers to, as stored: <see cref="Undoes"/> or <see cref="NotMade"/>.
/// </param>
internal sealed record JournalEntry(
    int Id, DateTimeOffset Time, string User, string Command, string StateBefore, string StateAfter,
    IReadOnlyList<int> Others,
    IReadOnlyList<JournalDocument> Documents)
{
    /// <summary>The largest id.</summary>
    public const int MaximumId = int.MaxValue - 1;

    private const string Element = "change";
    private const char ByteOrderMark = '\uFEFF';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings Reading = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    private static readonly XmlWriterSettings Writing =
        new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };

    /// <summary>The user of this process, and the machine.</summary>
    public static string CurrentUser => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The ids of the changes that this one undid, as text; null if it undid none.</summary>
    public string? UndoesText => Undoes.Count == 0 ? null : ChangeHistory.Text(Undoes);

    /// <summary>The ids of the changes that this one undid; empty for a note.</summary>
    public IReadOnlyList<int> Undoes => IsNote ? [] : Others;

    /// <summary>
    /// The ids of the changes that were not made, or that the file did not contain any more, according to a note; empty
    /// for a change.
    /// </summary>
    public IReadOnlyList<int> NotMade => IsNote ? Others : [];

    /// <summary>Gets whether the entry does not record a change.</summary>
    public bool IsNote => Documents.Count == 0;

    /// <summary>
    /// Specifies whether the file contains the change, as far as the hashes show it. It does not if the file was
    /// restored, or if the command was interrupted.
    /// </summary>
    public bool IsInFile { get; init; } = true;

    /// <summary>Gets whether the entry is a change of a server, where each document is a change.</summary>
    public bool IsOfServer => StateAfter.Length == 0;

    /// <summary>Returns whether a document is one that the change saved.</summary>
    /// <param name="universalId">The UNID of the document.</param>
    public bool IsOf(string universalId) => Documents.Any(document => string.Equals(
        document.UniversalId, universalId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes the entry as one line.</summary>
    // Texts are stored in attributes. Attributes contain line breaks as character references, so an entry is one line.
    public string Format()
    {
        var element = new XElement(Element,
            new XAttribute("id", Id), new XAttribute("time", Time.ToString("o", CultureInfo.InvariantCulture)),
            new XAttribute("user", User), new XAttribute("command", Command), new XAttribute("before", StateBefore),
            new XAttribute("after", StateAfter),
            Others.Count == 0 ? null : new XAttribute("undoes", ChangeHistory.Text(Others)),
            Documents.Select(document => new XElement("document",
                new XAttribute("key", document.Key), new XAttribute("unid", document.UniversalId),
                new XAttribute("domain", document.Domain), new XAttribute("name", document.Name),
                new XAttribute("before", document.Before), new XAttribute("after", document.After),
                document.Fields.Select(field => new XElement(
                    "field", new XAttribute("name", field.Name),
                    field.Value is null ? null : new XAttribute("value", field.Value))))));
        var text = new StringBuilder();
        using (XmlWriter writer = XmlWriter.Create(text, Writing))
            element.Save(writer);
        return text.ToString();
    }

    /// <summary>Reads a line. Like DXL, it cannot define entities, and nothing outside of it is read.</summary>
    /// <exception cref="XmlException">The line is not well-formed, or contains a document type declaration.</exception>
    /// <exception cref="FormatException">The line is not an entry.</exception>
    /// <exception cref="DecoderFallbackException">The line is not UTF-8.</exception>
    public static JournalEntry Parse(byte[] line)
    {
        using XmlReader reader = XmlReader.Create(
            new StringReader(Utf8.GetString(line).TrimStart(ByteOrderMark)), Reading);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.Name != Element)
            throw new FormatException("It is not an entry.");
        var documents = new List<JournalDocument>();
        var entry = new JournalEntry(
            Number(reader, "id"), DateTimeOffset.Parse(Text(reader, "time"), CultureInfo.InvariantCulture),
            Text(reader, "user"), Text(reader, "command"), Text(reader, "before"), Text(reader, "after"),
            [.. reader.GetAttribute("undoes")?.Split(',').Select(Number) ?? []], documents);
        if (entry.Id is < 1 or > MaximumId)
            throw new FormatException($"The id {entry.Id} is not between 1 and {MaximumId}.");
        var fields = new List<(string Name, string? Value)>();
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 0 })
                throw new FormatException("The line contains more than one entry.");
            if (reader is { NodeType: XmlNodeType.Element, Depth: 1, Name: "document" })
            {
                documents.Add(new JournalDocument(
                    Number(reader, "key"), Text(reader, "unid"), Text(reader, "domain"), Text(reader, "name"),
                    Text(reader, "before"), Text(reader, "after"), fields = []));
            }
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 2, Name: "field" })
            {
                fields.Add((Text(reader, "name"), reader.GetAttribute("value")));
            }
        }
        return entry;
    }

    private static string Text(XmlReader element, string name) => element.GetAttribute(name)
        ?? throw new FormatException($"The element '{element.Name}' does not have the attribute '{name}'.");

    private static int Number(XmlReader element, string name) => Number(Text(element, name));

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new FormatException($"'{text}' is not a whole number from {int.MinValue} to {int.MaxValue}.");
}
