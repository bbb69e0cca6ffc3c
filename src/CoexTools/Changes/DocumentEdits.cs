using CoexTools.Dxl.Editing;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Changes;

/// <summary>The properties of a Foreign Domain document that a form shows; null leaves one as it is, an empty text blanks it.</summary>
internal sealed record FormFields(string? MailServer = null, string? MailFile = null, string? CalendarServer = null, string? CalendarSystem = null);

/// <summary>The edits that commands make to Foreign Domain documents.</summary>
internal static class DocumentEdits
{
    /// <summary>The role that <c>DocumentAccess</c> of a Domain document carries.</summary>
    public const string NetModifier = "[NetModifier]";

    /// <summary>The item that says who may read.</summary>
    public const string ReadersName = "$Readers";

    /// <summary>Takes a field out by program (ED3).</summary>
    public static DocumentEdit RemoveField(ForeignDomainDocument document, string name) =>
        new(document, current => DocumentEditor.RemoveItems(current, name));

    /// <summary>An edit through the form: the fields, and <c>DocumentAccess</c> back as the form has it (ED2).</summary>
    public static DocumentEdit EditForm(ForeignDomainDocument document, FormFields fields)
    {
        FieldMap map = document.Directory.Content.FieldMap;
        FieldSource source = document.FieldSource;
        var sets = new List<(string Item, ItemFlags Flags, string Value)>();
        Add(fields.MailServer, source.MailServer ?? map.MailServer[0], ItemFlags.Names);
        Add(fields.MailFile, source.MailFile ?? map.MailFile[0], ItemFlags.None);
        Add(fields.CalendarServer, source.CalendarServer ?? map.CalendarServer[0], ItemFlags.Names);
        Add(fields.CalendarSystem, source.CalendarSystem ?? map.CalendarSystem[0], ItemFlags.None);
        return new DocumentEdit(document, current =>
            sets.SelectMany(set => ItemEditor.Set(current, set.Item, set.Flags, [set.Value]))
                .Concat(ItemEditor.Set(current, ForeignDomainDocument.DocumentAccessName, map.DocumentAccessFlags, [NetModifier])));

        void Add(string? value, string item, ItemFlags flags)
        {
            if (value is not null)
                sets.Add((item, flags, (flags & ItemFlags.Names) != 0 ? Stored(document.Directory, value) : value));
        }
    }

    /// <summary>Writes who may read a document, by program (ED3); names that are there already stay once.</summary>
    /// <param name="document">The document.</param>
    /// <param name="readers">The names.</param>
    /// <param name="append">Whether those that are there stay.</param>
    /// <param name="removeDocumentAccess">Whether <c>DocumentAccess</c> goes in the same save.</param>
    public static DocumentEdit SetReaders(ForeignDomainDocument document, IEnumerable<string> readers, bool append, bool removeDocumentAccess)
    {
        List<string> names = [.. readers.Select(reader => Stored(document.Directory, reader))];
        return new DocumentEdit(document, Edit);

        IEnumerable<TextEdit> Edit(DominoDocument current)
        {
            List<string> before = [.. current.Values(ReadersName)];
            List<string> after = [.. (append ? before.Concat(names) : names).GroupBy(name => new NotesName(name)).Select(same => same.First())];
            bool isThere = before.SequenceEqual(after, StringComparer.Ordinal) && current.ItemsNamed(ReadersName).All(item => item.IsReaders);
            IEnumerable<TextEdit> edits = isThere ? [] : ItemEditor.Set(current, ReadersName, ItemFlags.Readers | ItemFlags.Names, after);
            return removeDocumentAccess ? edits.Concat(DocumentEditor.RemoveItems(current, ForeignDomainDocument.DocumentAccessName)) : edits;
        }
    }

    /// <summary>A name as directories store it: canonical, in the writing of the directory where it knows the server.</summary>
    public static string Stored(DirectorySnapshot directory, string text)
    {
        if (NotesName.FromText(text) is not { } name)
            return "";
        IReadOnlyList<NotesName> known = directory.FindServers(name);
        bool isGroup = directory.Content.Groups.Any(group => new NotesName(group.Name) == name);
        return (known.Count == 1 && !isGroup ? known[0] : name).Canonical;
    }
}
