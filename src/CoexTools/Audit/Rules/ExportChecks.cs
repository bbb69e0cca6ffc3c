using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about the content of an export: unambiguous, complete, and decoded correctly.</summary>
internal static class ExportChecks
{
    public static IEnumerable<RuleVerdict>? DuplicateItem(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        List<List<DominoItem>> duplicates =
        [
            .. from item in document.Item
               where Matters(item, document.Directory.Content.FieldMap)
               group item by item.Name.ToUpperInvariant() into same
               where same.Select(item => string.Join("\n", item.Value)).Distinct(StringComparer.Ordinal).Count() > 1
               select same.ToList(),
        ];
        if (duplicates.Count == 0)
            return [];
        string names = string.Join(", ", duplicates.Select(same => same[0].Name));
        return
        [
            RuleVerdict.Fail(
                $"{document} contains several items of the same name with different values: {names}. "
                + "Only the first server is used. All readers and authors are used.") with
            {
                Item = duplicates[0][0].Name,
                Evidence = [.. duplicates.SelectMany(same => same).Select(item => item.ToString())],
                Remedies = () => OneItemEach(document, duplicates),
            },
        ];
    }

    // The value that counts today comes first: the first item, or all entries of readers and authors.
    private static IEnumerable<Remedy> OneItemEach(ForeignDomainDocument document, List<List<DominoItem>> duplicates)
    {
        List<List<IReadOnlyList<string>>> choices =
        [
            .. from same in duplicates
               let values = same.Select(item => (IReadOnlyList<string>)[.. item.Value])
               select (same.Any(item => item.IsReaders || item.IsAuthors)
                   ? values.Prepend([.. same.SelectMany(item => item.Value).Distinct(StringComparer.OrdinalIgnoreCase)])
                   : values).Where(value => value.Count > 0).ToList(),
        ];
        for (int choice = 0; choice < choices.Max(values => values.Count); choice++)
        {
            yield return new Remedy([.. duplicates.Zip(choices, (same, values) => new RemedyStep(
                RemedyKind.SetItem, same[0].Name, [.. values[Math.Min(choice, values.Count - 1)]])
                { Documents = [document] })]);
        }
    }

    public static IEnumerable<RuleVerdict>? SeveralServers(AuditSubject subject)
    {
        ForeignDomainDocument document = subject.Document!;
        return
            from field in new[]
            {
                (Property: "MailServer", Item: document.FieldSource.MailServer),
                (Property: "CalendarServer", Item: document.FieldSource.CalendarServer),
            }
            let item = field.Item
            where item is not null
            let servers = document.Document.FirstValues(item).Select(value => new NotesName(value)).Distinct().ToList()
            where servers.Count > 1
            select RuleVerdict.Fail(
                $"{document} specifies several servers in {item}: {string.Join(", ", servers)}. "
                + "Only the first server is used.") with
            {
                Item = item,
                Evidence = [$"{item}: {string.Join(", ", servers)}"],
                Aspect = field.Property,
                Remedies = () => [DocumentChecks.SetProperty(document, field.Property, servers[0].Canonical)],
            };
    }

    public static IEnumerable<RuleVerdict>? DuplicateGroup(AuditSubject subject) =>
        from same in subject.Audit.Directory.Content.Groups.GroupBy(one => one.NotesName)
        let groups = same.ToList()
        where groups.Count > 1 // GR1
        select RuleVerdict.Fail(
            $"{groups.Count} groups have the name '{same.Key}'. Predictions combine their members, "
            + "but Domino might use only one of these groups.") with
        {
            Evidence = [.. groups.Select(one => $"{one.Type}: {string.Join(", ", one.Member)}")],
            Aspect = same.Key.Canonical,
            Remedies = () => [new Remedy([new RemedyStep(RemedyKind.MergeGroups, same.Key.Abbreviated)])],
        };

    public static IEnumerable<RuleVerdict>? ComputedGroup(AuditSubject subject) =>
        from one in subject.Audit.Directory.Content.Groups
        where one.IsComputed && one.CountsForAccess
        select RuleVerdict.Fail(
            $"Domino computes the members of the group '{one.Name}', and the file contains none of them. "
            + "Predictions do not take its members into account.") with
        {
            Evidence = [$"group: {one.Name}", "members: none"],
            Aspect = one.Name,
        };

    public static IEnumerable<RuleVerdict>? ChosenItems(AuditSubject subject)
    {
        IReadOnlyList<ForeignDomainDocument> documents = subject.Audit.Directory.Unordered;
        if (documents.Count == 0 || !subject.Audit.ExplainsMissingItems)
            return null;
        if (!subject.Audit.HasChosenItems)
            return [];
        return
        [
            RuleVerdict.Fail(
                "No Foreign Domain document contains readers, authors, or an item for its administrators. The export "
                + "contains only some of the items, or the documents were never saved with the form. It is not known "
                + "who can read the documents.") with
            {
                Evidence =
                [
                    .. from document in documents.Take(10)
                       select $"{document}: {string.Join(", ", document.Item.Select(item => item.Name))}",
                ],
            },
        ];
    }

    public static IEnumerable<RuleVerdict>? DividedMember(AuditSubject subject)
    {
        DirectorySnapshot directory = subject.Audit.Directory;
        HashSet<NotesName> known =
            [.. directory.Servers, .. directory.Content.Groups.Select(group => group.NotesName)];
        return
            from one in directory.Content.Groups
            from member in one.Member.Distinct()
            where !known.Contains(member)
            let parts = member.Text.Split(',').Select(NotesName.FromText).ToList()
            where parts.Count > 1
                && parts.All(part => part is not null && (part.IsHierarchical || known.Contains(part)))
            select RuleVerdict.Fail(
                $"The group '{one.Name}' contains the member '{member.Text}', which is a list of names. "
                + "Domino treats it as one name, and no server has this name.") with
            {
                Evidence = [$"group: {one.Name}", $"member: {member.Text}"],
                Aspect = $"{one.Name}: {member.Text}",
                Remedies = () => new[] { RemedyKind.DivideMember, RemedyKind.RemoveMember }
                    .Select(action => new Remedy([new RemedyStep(action, one.Name, member.Text)])),
            };
    }

    public static IEnumerable<RuleVerdict>? GarbledName(AuditSubject subject)
    {
        DirectorySnapshot directory = subject.Audit.Directory;
        List<NotesName> names =
        [
            .. directory.Servers, .. directory.Content.Groups.Select(group => group.NotesName),
            .. directory.Content.Groups.SelectMany(group => group.Member),
            .. directory.Unordered.SelectMany(document => document.AllowedEntries),
            .. directory.Domains.Select(domain => new NotesName(domain.Name)),
        ];
        HashSet<NotesName> known = [.. names];
        return
            from name in names.Distinct()
            let intended = GarbledText.Decode(name.Abbreviated)
            where intended is not null
            let isThere = known.Contains(new NotesName(intended))
            select RuleVerdict.Fail(
                $"The name '{name}' was decoded with the wrong character set. It should probably be '{intended}'"
                + (isThere ? ", which the directory also contains." : ".")) with
            {
                Evidence = [$"name: {name}", $"decoded as UTF-8: {intended}"],
                Aspect = name.Canonical,
            };
    }

    public static IEnumerable<RuleVerdict>? FutureTime(AuditSubject subject)
    {
        if (subject.Audit.Now is not { } now)
            return null;
        return
            from document in subject.Domain!.Documents
            let times = new[] { document.Document.Modified, document.Document.Revised }
            where times.Any(time => DocumentOrder.IsFuture(time, now))
            select RuleVerdict.Fail(
                $"{document} was saved at a time in the future. Until that time, no other document for "
                + $"'{subject.Domain.Name}' takes priority over it when it is saved.") with
            {
                Document = document,
                Evidence = [$"modified: {times[0].Text ?? "none"}", $"revised: {times[1].Text ?? "none"}"],
                Remedies = () =>
                    [Remedy.Of(RemedyKind.CorrectClock, subject.Domain.Name, subject.Domain.Documents)],
            };
    }

    public static IEnumerable<RuleVerdict>? NoTimeZone(AuditSubject subject)
    {
        if (subject.Domain!.Documents.Count < 2)
            return null;
        return
            from document in subject.Domain.Documents
            where document.Document.Modified is { Instant: not null, HasOffset: false }
            select RuleVerdict.Fail(
                $"The modification time of {document} has no time zone. It is treated as UTC, so its position in the "
                + "order can be wrong.") with
            {
                Document = document,
                Evidence = [$"modified: {document.Document.Modified.Text}"],
            };
    }

    private static bool Matters(DominoItem item, FieldMap map) =>
        item.IsReaders || item.IsAuthors
        || FieldMap.PropertyNames.SelectMany(map.CandidatesOf).Contains(item.Name, StringComparer.OrdinalIgnoreCase);
}
