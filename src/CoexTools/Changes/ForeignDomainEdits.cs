using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Changes;

/// <summary>The edits that commands make to Foreign Domain documents.</summary>
internal static class ForeignDomainEdits
{
    /// <summary>The role that <c>DocumentAccess</c> of a Domain document carries.</summary>
    public const string NetModifier = "[NetModifier]";

    /// <summary>The item that says who may read.</summary>
    public const string ReadersName = "$Readers";

    /// <summary>Takes a field out by program (ED3).</summary>
    public static PlannedEdit RemoveField(ForeignDomainDocument document, string name) =>
        new(document, current => DxlTextEditor.RemoveItems(current, name));

    /// <summary>
    /// Returns an edit through the form: the fields, and <c>DocumentAccess</c> back as the form has it (ED2).
    /// </summary>
    /// <exception cref="CoexException">A server's name stands for several servers (NM3).</exception>
    public static PlannedEdit EditForm(ForeignDomainDocument document, FormFields fields)
    {
        FieldMap map = document.Directory.Content.FieldMap;
        FieldSource source = document.FieldSource;
        var sets = new List<(string Item, ItemFlags Flags, string Value)>();
        Add(fields.MailServer, source.MailServer ?? map.MailServer[0], ItemFlags.Names);
        Add(fields.MailFile, source.MailFile ?? map.MailFile[0], ItemFlags.None);
        Add(fields.CalendarServer, source.CalendarServer ?? map.CalendarServer[0], ItemFlags.Names);
        Add(fields.CalendarSystem, source.CalendarSystem ?? map.CalendarSystem[0], ItemFlags.None);
        return new PlannedEdit(document, current =>
            sets.SelectMany(set => ItemEditor.Set(current, set.Item, set.Flags, [set.Value]))
                .Concat(ItemEditor.Set(
                    current, ForeignDomainDocument.DocumentAccessName, DocumentAccessFlags(
                        document.Directory.Content, current), [NetModifier])));

        void Add(string? value, string item, ItemFlags flags)
        {
            if (value is not null)
                sets
                    .Add(
                        (item, flags, (flags & ItemFlags.Names) != 0
                            ? StoredServer(document.Directory, value) : value));
        }
    }

    /// <summary>Writes who may read a document, by program (ED3); names that are there already stay once.</summary>
    /// <param name="document">The document.</param>
    /// <param name="readers">The names.</param>
    /// <param name="append">Specifies whether those that are there stay.</param>
    /// <param name="removeDocumentAccess">Specifies whether <c>DocumentAccess</c> goes in the same save.</param>
    /// <exception cref="CoexException">A server's name stands for several servers (NM3).</exception>
    public static PlannedEdit SetReaders(
        ForeignDomainDocument document, IEnumerable<string> readers, bool append, bool removeDocumentAccess)
    {
        List<string> names = [.. readers.Select(reader => StoredReader(document.Directory, reader))];
        return new PlannedEdit(document, Edit);

        IEnumerable<TextEdit> Edit(DominoDocument current)
        {
            List<string> before = [.. current.Values(ReadersName)];
            List<string> after = [
                .. (append ? before.Concat(names) : names).GroupBy(name => new NotesName(name))
                    .Select(same => same.First())];
            bool isThere = before.SequenceEqual(after, StringComparer.Ordinal)
                && current.ItemsNamed(ReadersName).All(item => item.IsReaders);
            IEnumerable<TextEdit> edits = isThere
                ? [] : ItemEditor.Set(current, ReadersName, ItemFlags.Readers | ItemFlags.Names, after);
            return removeDocumentAccess
                ? edits.Concat(DxlTextEditor.RemoveItems(current, ForeignDomainDocument.DocumentAccessName)) : edits;
        }
    }

    /// <summary>
    /// Returns the flags with which the form saves <c>DocumentAccess</c> (ED2): those of the item in this document;
    /// without the item, those on which the directory's other Domain documents agree; else those of the field map.
    /// </summary>
    /// <param name="content">The directory.</param>
    /// <param name="document">The document; null for a new one.</param>
    public static ItemFlags DocumentAccessFlags(DirectoryContent content, DominoDocument? document)
    {
        if (document?.ItemsNamed(ForeignDomainDocument.DocumentAccessName).FirstOrDefault() is { } own)
            return own.Flags;
        List<ItemFlags> others =
        [
            .. content.Documents.Where(other => other.Key != document?.Key)
                .SelectMany(other => other.ItemsNamed(ForeignDomainDocument.DocumentAccessName))
                .Select(item => item.Flags | ItemFlags.Summary).Distinct(),
        ];
        ItemFlags flags = others.Count == 1 ? others[0] : content.FieldMap.DocumentAccessFlags;
        // ED2: one item never gets both.
        return (flags & ItemEditor.AccessFlags) == ItemEditor.AccessFlags ? flags & ~ItemFlags.Authors : flags;
    }

    /// <summary>
    /// Returns a server's name as directories store it: canonical, in the spelling of the directory if it knows the
    /// server.
    /// </summary>
    /// <exception cref="CoexException">The name stands for several servers (NM3).</exception>
    public static string StoredServer(DirectorySnapshot directory, string text)
    {
        if (NotesName.FromText(text) is not { } name)
            return "";
        IReadOnlyList<NotesName> known = directory.FindServers(name);
        if (known.Count > 1)
            throw CoexException.ServerAmbiguous(name.Abbreviated, known.Select(server => server.Abbreviated)); // NM3
        return (known.Count == 1 ? known[0] : name).Canonical;
    }

    /// <summary>
    /// Returns a reader's name as directories store it. A name that a group has is the group's (AC4).
    /// </summary>
    /// <exception cref="CoexException">The name stands for several servers (NM3).</exception>
    public static string StoredReader(DirectorySnapshot directory, string text)
    {
        if (NotesName.FromText(text) is not { } name)
            return "";
        return directory.Content.Groups.Any(group => group.NotesName == name)
            ? name.Text : StoredServer(directory, text);
    }
}
