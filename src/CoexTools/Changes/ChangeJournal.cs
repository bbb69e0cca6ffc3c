using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>One document of a recorded change.</summary>
/// <param name="Key">Which document of the file.</param>
/// <param name="UniversalId">Its UNID.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Name">The document as people name it.</param>
/// <param name="Before">Its text before.</param>
/// <param name="After">Its text after.</param>
/// <param name="Fields">The fields that changed, with their values before; null for one that was not there.</param>
internal sealed record JournalDocument(
    int Key, string UniversalId, string Domain, string Name, string Before, string After, IReadOnlyList<(string Name, string? Value)> Fields);

/// <summary>A recorded change: what one command did to a file.</summary>
internal sealed record JournalEntry(
    int Id, DateTimeOffset Time, string User, string Command, string HashBefore, string HashAfter, IReadOnlyList<int> Undoes,
    IReadOnlyList<JournalDocument> Documents)
{
    /// <summary>The ids of the changes that this one undid, as text; null if it undid none.</summary>
    public string? UndoesText => Undoes.Count == 0 ? null : ChangeHistory.Text(Undoes);

    /// <summary>
    /// Whether the file contains the change, as far as the hashes show it. It does not if the file was restored, or if
    /// the command was interrupted.
    /// </summary>
    public bool IsInFile { get; init; } = true;
}

/// <summary>
/// Represents the record of a file's changes, which is stored next to the file, with one line of XML per change. A line is on the disk before
/// its change is written. If the system stops in between, or the file is restored later, the hashes show that the file
/// does not contain the change.
/// </summary>
internal sealed class ChangeJournal(
    string command, string user, IReadOnlyList<JournalDocument> documents, DateTimeOffset time, IReadOnlyList<int> undoes,
    Action<string> report) : IChangeLog
{
    private long _lengthBefore = -1;

    /// <summary>The journal of a file.</summary>
    public static string PathOf(string target) => target + ".journal";

    /// <summary>Who changes files here: the user and the machine.</summary>
    public static string CurrentUser => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The documents of a plan, as the journal records them.</summary>
    public static IReadOnlyList<JournalDocument> Record(IEnumerable<PlannedSave> saves) =>
        [.. saves.Select(save => Record(save.Before.Document, save.After.Document.Text, save.Before.Domain, save.Name, save.After.Document))];

    /// <summary>A document that is to have another text, as the journal records it.</summary>
    public static JournalDocument Record(DominoDocument before, string text, string domain, string name, DominoDocument after)
    {
        ILookup<string, DominoItem> earlier = ByName(before), later = ByName(after);
        List<(string Name, string? Value)> fields =
        [
            .. before.Items.Concat(after.Items).Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(item => Written(earlier[item]) != Written(later[item]))
                .Select(item => (item, earlier.Contains(item) ? string.Join("; ", before.Values(item)) : null)),
        ];
        return new JournalDocument(before.Key, before.UniversalId, domain, name, before.Text, text, fields);
    }

    /// <summary>Reads the journal of a file.</summary>
    /// <param name="target">The file.</param>
    /// <param name="isTorn">Whether its last line was not written to its end.</param>
    /// <exception cref="CoexException">A line is not a journal entry.</exception>
    /// <exception cref="IOException">The journal cannot be read, or is not a file.</exception>
    public static IReadOnlyList<JournalEntry> Read(string target, out bool isTorn) =>
        ReadFile(PathOf(target), out isTorn, target);

    /// <summary>Reads a journal.</summary>
    /// <param name="path">The path of the journal.</param>
    /// <param name="isTorn">Whether its last line was not written to its end.</param>
    /// <param name="owner">The file that the journal belongs to; null for none.</param>
    /// <exception cref="CoexException">A line is not a journal entry.</exception>
    /// <exception cref="IOException">The journal cannot be read, is not a file, or belongs to another user.</exception>
    public static IReadOnlyList<JournalEntry> ReadFile(string path, out bool isTorn, string? owner = null)
    {
        isTorn = false;
        FilePlace.RefuseOther(path);
        if (!FilePlace.Exists(path))
            return [];
        string[] lines = ReadText(path, owner ?? path).Split('\n');
        int count = lines.Length - 1; // Each line ends with a line feed.
        isTorn = lines[count].Length > 0;
        if (!isTorn && count > 0 && lines[count - 1].IndexOf('\0') >= 0)
        {
            isTorn = true; // A crash can leave zeros in place of a part of the line that was not on the disk.
            count--;
        }
        var entries = new List<JournalEntry>();
        for (int i = 0; i < count; i++)
        {
            try
            {
                entries.Add(Parse(XElement.Parse(lines[i])));
            }
            catch (Exception e) when (e is XmlException or FormatException or OverflowException or ArgumentNullException)
            {
                throw CoexException.JournalMalformed(path, i + 1, e);
            }
        }
        return entries;
    }

    /// <summary>
    /// Removes the last line of a journal if an interrupted command did not write it to its end. Complete entries stay,
    /// also those of changes that the file does not contain. Called under the lock of the file.
    /// </summary>
    /// <param name="target">The file.</param>
    /// <param name="report">Receives a message about the repair.</param>
    public static void Repair(string target, Action<string> report)
    {
        Read(target, out bool isTorn);
        if (!isTorn)
            return;
        long end = EndOfEntries(PathOf(target));
        using (FileStream stream = FilePlace.OpenOwned(PathOf(target), target))
        {
            stream.SetLength(end);
            stream.Flush(flushToDisk: true);
        }
        report($"The last entry in the journal of '{target}' is incomplete, because a command was interrupted. "
            + "The entry was removed. The file was not changed.");
    }

    /// <summary>Returns the position after the last complete line of a journal.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    internal static long EndOfEntries(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        int length = 0;
        for (int read; (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
            length += read;
        int end = Array.LastIndexOf(bytes, (byte)'\n', length - 1) + 1;
        if (end < length || end == 0)
            return end;
        int start = end < 2 ? 0 : Array.LastIndexOf(bytes, (byte)'\n', end - 2) + 1;
        return Array.IndexOf(bytes, (byte)0, start, end - start) < 0 ? end : start;
    }

    // Other commands can write to the file while it is read.
    private static string ReadText(string path, string owner)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        FilePermissions.RequireTrusted(stream, owner);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    void IChangeLog.Repair(string target) => Repair(target, report);

    /// <inheritdoc/>
    public void Announce(string target, FileStamp before, FileStamp after, FilePermissions? permissions)
    {
        IReadOnlyList<JournalEntry> entries = Read(target, out _);
        int id = entries.Count == 0 ? 1 : entries[entries.Count - 1].Id + 1;
        string line = Format(new JournalEntry(id, time, user, command, before.Hash, after.Hash, undoes, AsWritten(after.Encoding))) + "\n";
        byte[] bytes = new UTF8Encoding(false).GetBytes(line);
        string path = PathOf(target);
        try
        {
            using FileStream stream = FilePlace.OpenOwned(path, target, permissions);
            _lengthBefore = stream.Seek(0, SeekOrigin.End);
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true); // With the permissions, so that a crash does not separate them.
            if (_lengthBefore == 0) // New, or left empty by a command that was ended before it came to this.
                FilePlace.FlushFolder(path);
        }
        catch
        {
            Retract(target);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Retract(string target)
    {
        string path = PathOf(target);
        if (_lengthBefore == 0)
        {
            FilePlace.Delete(path);
        }
        else if (_lengthBefore > 0)
        {
            using FileStream stream = FilePlace.OpenOwned(path, target);
            stream.SetLength(_lengthBefore);
        }
    }

    // What the encoding of the file does not have is written as a reference, and that is how the next command finds it.
    private List<JournalDocument> AsWritten(Encoding encoding) =>
        [.. documents.Select(document => document with { After = encoding.GetString(DxlEncoding.GetBytes(encoding, document.After)) })];

    // A lookup, because a document can hold thousands of items.
    private static ILookup<string, DominoItem> ByName(DominoDocument document) =>
        document.Items.ToLookup(item => item.Name, StringComparer.OrdinalIgnoreCase);

    private static string Written(IEnumerable<DominoItem> items) => string.Join("\n", items.Select(item => item.GetDxl()));

    /// <summary>Writes an entry as one line.</summary>
    // Texts are stored in attributes. Attributes contain line breaks as character references, so an entry is one line.
    internal static string Format(JournalEntry entry)
    {
        var element = new XElement("change",
            new XAttribute("id", entry.Id), new XAttribute("time", entry.Time.ToString("o", CultureInfo.InvariantCulture)),
            new XAttribute("user", entry.User),
            new XAttribute("command", entry.Command), new XAttribute("before", entry.HashBefore), new XAttribute("after", entry.HashAfter),
            entry.UndoesText is { } undoes ? new XAttribute("undoes", undoes) : null,
            entry.Documents.Select(document => new XElement("document",
                new XAttribute("key", document.Key), new XAttribute("unid", document.UniversalId), new XAttribute("domain", document.Domain),
                new XAttribute("name", document.Name),
                new XAttribute("before", document.Before), new XAttribute("after", document.After),
                document.Fields.Select(field => new XElement(
                    "field", new XAttribute("name", field.Name), field.Value is null ? null : new XAttribute("value", field.Value))))));
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
            element.Save(writer);
        return text.ToString();
    }

    private static JournalEntry Parse(XElement element) => new(
        (int)element.Attribute("id")!,
        DateTimeOffset.Parse((string)element.Attribute("time")!, CultureInfo.InvariantCulture),
        (string)element.Attribute("user")!, (string)element.Attribute("command")!, (string)element.Attribute("before")!,
        (string)element.Attribute("after")!,
        [.. ((string?)element.Attribute("undoes"))?.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture)) ?? []],
        [.. element.Elements("document").Select(document => new JournalDocument(
            (int)document.Attribute("key")!, (string)document.Attribute("unid")!, (string)document.Attribute("domain")!,
            (string)document.Attribute("name")!,
            (string)document.Attribute("before")!, (string)document.Attribute("after")!,
            [.. document.Elements("field").Select(field => ((string)field.Attribute("name")!, (string?)field.Attribute("value")))]))]);
}
