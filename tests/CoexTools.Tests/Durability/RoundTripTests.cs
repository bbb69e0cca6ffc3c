using System.Text;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CsCheck;

namespace CoexTools.Tests.Durability;

/// <summary>What is imported, exported, changed and taken back is what it was.</summary>
public class RoundTripTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 1, 12, 0, 0, TimeSpan.Zero);

    // With characters that are markup, that not every encoding has, and that XML would change where they stand bare.
    private static readonly Gen<string> Value = RandomFile.OneOf(
        "", "plain", "mail.box", "é€😀", "a<b>&'\"c", "tab\tin", "two\nlines", "CR\rin", "]]>", " blanks ",
        "\u0085\u2028");

    private static readonly Gen<string> Server = RandomFile.OneOf(
        "DominoA/Acme", "CN=DominoB/O=Acme", "Dömino/Ac€me", "O'Hara/<Acme>&Co", "Flat");

    private static readonly Gen<Func<DirectorySnapshot, IEnumerable<PlannedEdit>>> Edit = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 127], Server, Value, Gen.Bool,
        (kind, which, server, value, flag) => (Func<DirectorySnapshot, IEnumerable<PlannedEdit>>)(directory =>
            directory.Unordered.Where((_, index) => (which >> index & 1) != 0).Select(document => kind switch
            {
                0 => ForeignDomainEdits.RemoveField(document, ForeignDomainDocument.DocumentAccessName),
                1 => ForeignDomainEdits.RemoveField(document, "Comment"),
                2 => ForeignDomainEdits.SetReaders(
                    document, [server, "Admins"], append: flag, removeDocumentAccess: !flag),
                _ => ForeignDomainEdits.EditForm(
                    document, new FormFields(server, value, flag ? server : null, flag ? null : value)),
            })));

    [Fact]
    public void An_export_holds_what_was_imported_with_the_documents_of_each_domain_oldest_first() =>
        RandomFile.Any.Sample(file =>
        {
            byte[] bytes = file.ToBytes();
            DirectoryContent imported = Import(bytes);
            List<RandomDocument> all = [.. file.Documents];
            Assert.Equal(
                all.Select(document => document.Text), ForeignDomains(imported)
                    .Select(document => document.Document.Text));

            // The places of a domain's documents are filled anew; nothing else may change.
            RandomDocument[] expected = [.. all];
            foreach (IGrouping<string, RandomDocument> domain in all.GroupBy(
                document => document.Domain, StringComparer.OrdinalIgnoreCase))
            {
                RandomDocument[] oldestFirst =
                [
                    .. domain.OrderBy(document => document.Instant ?? long.MinValue)
                        .ThenByDescending(document => document.Number),
                ];
                int next = 0;
                for (int i = 0; i < expected.Length; i++)
                {
                    if (string.Equals(all[i].Domain, domain.Key, StringComparison.OrdinalIgnoreCase))
                        expected[i] = oldestFirst[next++];
                }
            }
            byte[] exported = Export(imported);
            Assert.Equal(file.ToExport(expected), exported);

            // And it is read as what it was.
            DirectoryContent again = Import(exported);
            AssertSameItems(imported.Documents, again.Documents);
            Assert.Equal(Described(imported), Described(again));
            // Domino stamps the documents in the order of the file: the last one of a domain becomes its primary.
            foreach (IGrouping<string, ForeignDomainDocument> domain in new DirectorySnapshot(imported).InOrder(
                OrderBy.Modified)
                .GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase))
            {
                Assert.Equal(
                    domain.Select(document => document.UniversalId),
                    ForeignDomains(again).Where(
                        document => string.Equals(document.Domain, domain.Key, StringComparison.OrdinalIgnoreCase))
                        .Reverse()
                        .Select(document => document.UniversalId));
            }
            // Documents in this order are exported without changes.
            Assert.Equal(exported, Export(again));
        }, iter: Repetitions.Of(1000));

    [Fact]
    public void A_directory_made_in_memory_is_read_from_its_export_as_it_was() =>
        Gen.Select(
            Gen.Select(
                RandomFile.OneOf("BTEx", "btex", "Öther", "A&<B>'\""), Server, Value, Server.List[0, 3], Gen.Int[0, 5],
                Gen.Bool).List[0, 6],
            Server.List[0, 3], Gen.Select(Value, Server.List[0, 3], Gen.Enum<GroupType>()).List[0, 3],
            Gen.Select(Server, Gen.Enum<AccessLevel>(), RandomFile.OneOf("[NetModifier]", "Rôle", "a&b")).List[0, 3],
            Gen.Int[0, 63]).Sample((documents, servers, groups, entries, removed) =>
        {
            DirectoryContent content = DirectoryEdits.Empty("Acme's <é€>", "852564AC004EBCCF");
            foreach ((
                string domain, string server, string value, List<string> readers, int minute,
                bool hasField) in documents)
            {
                content = DirectoryEdits.AddDocument(
                    content, new NewDocument(domain, new FormFields(server, value, server, value))
                    {
                        Readers = readers,
                        DocumentAccess = hasField ? [ForeignDomainEdits.NetModifier] : [],
                        Modified = minute == 0 ? null : Now.AddMinutes(minute),
                    }, Now, out int key);
                Assert.Equal(
                    value.Trim().Length == 0 ? null : value.Trim(),
                    ForeignDomains(content).Single(document => document.Document.Key == key).MailFile);
            }
            foreach (string server in servers.Distinct()
                .Where(server => content.Servers.All(other => other.NotesName != new Names.NotesName(server))))
                content = DirectoryEdits.AddServer(content, server, "Acme", Now);
            foreach ((string name, List<string> members, GroupType type) in groups.DistinctBy(
                group => group.Item1.Trim())
                .Where(group => group.Item1.Trim().Length > 0))
                content = DirectoryEdits.AddGroup(content, name, type, members, Now);
            foreach ((string name, AccessLevel level, string role) in entries)
                content = DirectoryEdits.SetAccessControlEntry(content, name, level, [role]);
            content = DirectoryEdits.RemoveDocuments(
                content, [.. ForeignDomains(content).Where((_, index) => (removed >> index & 1) != 0)]);

            byte[] exported = Export(content);
            DirectoryContent again = Import(exported);
            AssertSameItems(content.Documents, again.Documents);
            Assert.Equal(Described(content), Described(again));
            Assert.Equal(
                new DirectorySnapshot(content).InOrder(OrderBy.Modified).Select(document => document.UniversalId),
                new DirectorySnapshot(again).InOrder(OrderBy.Modified).Select(document => document.UniversalId));
            Assert.Equal(exported, Export(again));
        }, iter: Repetitions.Of(1000));

    [Fact]
    public void Changes_taken_back_one_by_one_or_all_at_once_give_the_first_bytes_back() =>
        Gen.Select(RandomFile.Any, Gen.Select(Edit, Gen.Bool).List[1, 5], Gen.Bool).Sample((file, edits, atOnce) =>
        {
            using var place = new PlainFolder();
            byte[] first = file.ToBytes();
            File.WriteAllBytes(place.FilePath, first);
            DirectorySnapshot directory = Read(place.FilePath);
            var states = new List<byte[]> { first };
            foreach ((Func<DirectorySnapshot, IEnumerable<PlannedEdit>> edit, bool preserveOrder) in edits)
            {
                if (ChangePlan.Make(directory, edit(directory), preserveOrder, Now).Saves.Count == 0)
                    continue;
                DirectorySnapshot after = FileChanger.Change(
                    directory, edit(directory), preserveOrder: preserveOrder, now: Now);
                states.Add(File.ReadAllBytes(place.FilePath));
                directory = Read(place.FilePath);
                Assert.Equal(directory.Content.Layout().Stamp.Hash, after.Content.Layout().Stamp.Hash);
                Assert.Equal(
                    directory.Content.Layout().Positions, after.Content.Layout().Positions);
            }
            IReadOnlyList<JournalEntry> entries = ChangeHistory.Read(
                place.FilePath, _ => Assert.Fail("Nothing required a repair."), CancellationToken.None);
            Assert.Equal(states.Count - 1, entries.Count);
            if (atOnce && entries.Count > 0)
            {
                FileChanger.Undo(place.FilePath, entries);
                states.RemoveRange(1, states.Count - 1);
            }
            foreach (JournalEntry entry in atOnce ? [] : entries.Reverse())
            {
                FileChanger.Undo(place.FilePath, [entry]);
                states.RemoveAt(states.Count - 1);
                Assert.Equal(states[^1], File.ReadAllBytes(place.FilePath));
            }
            Assert.Equal(first, File.ReadAllBytes(place.FilePath));
        }, iter: Repetitions.Of(300));

    [Fact]
    public void An_export_of_the_foreign_domains_holds_what_changed_and_what_precedes_it() =>
        Gen.Select(RandomFile.Any, Edit, Gen.Bool).Sample((file, edit, preserveOrder) =>
        {
            DirectorySnapshot before = new DominoDirectory(Import(file.ToBytes())).State;
            DirectorySnapshot after = ChangePlan.Make(before, edit(before), preserveOrder, Now).After;
            using var stream = new MemoryStream();
            int count = DirectoryExport.WriteForeignDomains(
                after, DocumentHistory.ChangedSinceExport(after), DocumentHistory.VersionsAsExported(after), stream,
                CancellationToken.None);

            HashSet<string> texts = [.. before.Unordered.Select(document => document.Document.Text)];
            List<ForeignDomainDocument> newestFirst = [.. after.InOrder(OrderBy.Modified)];
            bool HasChanged(ForeignDomainDocument document) => !texts.Contains(document.Document.Text);
            bool any = newestFirst.Any(HasChanged);
            List<string> expected =
            [
                .. newestFirst.GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase)
                    .SelectMany(domain => domain.Reverse().Where(document =>
                        !any || domain.Any(other => other.Priority >= document.Priority && HasChanged(other))))
                    .Select(document => AsWritten(file.Encoding, document.Document.Text)),
            ];
            Assert.Equal(expected.Count, count);
            DirectoryContent written = Import(stream.ToArray());
            Assert.Equal(expected, written.Documents.Select(document => document.Text));
        }, iter: Repetitions.Of(1000));

    private static string AsWritten(Encoding encoding, string text) =>
        encoding.CodePage != Encoding.Latin1.CodePage ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.Value > 0xFF ? $"&#{rune.Value};" : rune.ToString()));

    private static IEnumerable<ForeignDomainDocument> ForeignDomains(DirectoryContent content) =>
        new DirectorySnapshot(content).Unordered;

    private static DirectorySnapshot Read(string path) =>
        new(new DxlReader(path).Read(FieldMap.Default, problem => throw problem, CancellationToken.None));

    private static DirectoryContent Import(byte[] bytes)
    {
        using var place = new PlainFolder();
        File.WriteAllBytes(place.FilePath, bytes);
        return DirectoryImport.WithFrame(Read(place.FilePath).Content, CancellationToken.None);
    }

    private static byte[] Export(DirectoryContent content)
    {
        using var stream = new MemoryStream();
        DirectoryExport.Write(new DirectorySnapshot(content), stream, CancellationToken.None);
        return stream.ToArray();
    }

    private static void AssertSameItems(IEnumerable<DominoDocument> expected, IEnumerable<DominoDocument> actual)
    {
        static string Describe(DominoDocument document) => string.Join("\n",
            [document.Form, document.UniversalId, document.NoteId,
                $"{document.Sequence} {document.Created} {document.Modified} {document.Revised}",
                .. document.Items.Select(
                    item => $"{item.Name} {item.Type} {item.Flags} {string.Join("|", item.Value)} {item.GetDxl()}")]);
        Assert.Equal(
            expected.Select(Describe).Order(StringComparer.Ordinal), actual.Select(Describe)
                .Order(StringComparer.Ordinal));
    }

    private static string[] Described(DirectoryContent content) =>
    [
        content.Name, content.ReplicaId,
        .. content.Servers.Select(server => $"{server.Name} {server.Domain}").Order(StringComparer.Ordinal),
        .. content.Groups.Select(group => $"{group.Name} {group.Type} {string.Join("|", group.Member)}")
            .Order(StringComparer.Ordinal),
        .. content.AccessControlList?.Entry.Select(
            entry => $"{entry.Name} {entry.Level} {entry.IsDefault} {string.Join("|", entry.Role)}")
            ?? ["no list"],
    ];

    private sealed class PlainFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("coextools-round-");

        public string FilePath => Path.Combine(_folder.FullName, "names.dxl");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
