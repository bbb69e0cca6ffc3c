using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Nsf;
using CoexTools.Values;
using CsCheck;

namespace CoexTools.Tests.Nsf;

/// <summary>A directory in a database and the same directory in DXL are the same.</summary>
public class NsfDirectoryTests
{
    private static readonly NsfShape[] Shapes =
    [
        new() { Ods = 43 }, new() { Ods = 52, IsCompressed = false }, new() { Ods = 55, Superblocks = 4 },
        new() { Ods = 41, Superblocks = 1, StreamSize = 100 }, new() { Ods = 52, Buckets = 3, HasFormerBuckets = true },
        new() { Ods = 55, HasWrongDescriptors = true, HasFormerBuckets = true },
        new() { Ods = 43, BucketSize = 16384 },
    ];

    [Fact]
    public void Random_directories_are_the_same_in_both_kinds_of_file()
    {
        int turn = 0;
        new DirectoryGen().Sample(made =>
        {
            PlainDirectory plain = NsfDirectoryNotes.Expressible(made.Directory);
            AssertSame(made, DxlText.Read(plain), Read(plain, Shapes[Interlocked.Increment(ref turn) % Shapes.Length]));
        }, iter: Repetitions.Of(1_000), writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
    }

    [Theory]
    [InlineData(569, false, false)]
    [InlineData(570, false, false)]
    [InlineData(571, false, false)]
    [InlineData(571, true, false)]
    [InlineData(1700, false, false)]
    [InlineData(1700, true, false)]
    [InlineData(1700, false, true)]
    public void A_directory_behind_many_buckets_is_the_same(int buckets, bool hasRoomForPages, bool hasWrongDescriptors)
    {
        DirectoryCase? found = null;
        new DirectoryGen().Sample(one =>
        {
            if (one.Directory is { Acl: not null, Documents.Count: > 2, Groups.Count: > 1 })
                Interlocked.CompareExchange(ref found, one, null);
        }, iter: 300);
        DirectoryCase made = found!;
        PlainDirectory plain = NsfDirectoryNotes.Expressible(made.Directory);
        var shape = new NsfShape
        {
            Buckets = buckets,
            BucketSize = 4096,
            HasRoomForPages = hasRoomForPages,
            HasWrongDescriptors = hasWrongDescriptors,
        };
        AssertSame(made, DxlText.Read(plain), Read(plain, shape));
    }

    [Fact]
    public void A_real_address_book_leads_to_the_model()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(NsfSamples.Bytes("na_test.nsf"), "names.nsf");
        DirectoryContent read = new NsfDirectoryReader(path)
            .Read(FieldMap.Default, problem => throw problem, CancellationToken.None);
        Assert.Equal(["OtherDomainServers", "LocalDomainServers"], read.Groups.Select(group => group.Name));
        Assert.Empty(read.Assumptions);
        Assert.Empty(read.IncompleteDocuments);
        AccessControlEntry entry = read.AccessControlList!.Entry.Single(entry => entry.Name == "LocalDomainServers");
        Assert.Equal(AccessLevel.Manager, entry.Level);
        Assert.Contains("[NetModifier]", entry.Role);
        Assert.Equal(AclEntryType.ServerGroup, entry.Type);
        Assert.Equal(AccessLevel.Author, read.AccessControlList.Entry.Single(entry => entry.IsDefault).Level);
    }

    [Fact]
    public void Gateway_Domain_documents_of_a_real_address_book_are_Foreign_Domain_documents()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(NsfSamples.Bytes("namelook.nsf"), "names.nsf");
        DirectoryContent read = new NsfDirectoryReader(path)
            .Read(FieldMap.Default, problem => throw problem, CancellationToken.None);
        Assert.Equal("NAMELOOK Test Address Book", read.Name);
        IReadOnlyList<ForeignDomainDocument> documents = new DirectorySnapshot(read).Unordered;
        Assert.Equal(2, documents.Count);
        ForeignDomainDocument document = documents.Single(document => document.Domain == "NETHERLANDS ANTILLES");
        Assert.Equal("NETHERLANDS", document.MailServer);
        Assert.Equal("NETHERAN", document.MailFile);
        Assert.Equal("0093004C00C9006185255E5200745824", document.UniversalId);
        Assert.Equal(new DateTimeOffset(2001, 11, 30, 17, 0, 9, 980, TimeSpan.FromHours(-4)), document.Modified);
        Assert.Contains(read.Servers, server => server.Name == "BERNARD-1");
        Assert.Contains(read.Groups, group => group.Name == "LocalDomainServers");
    }

    [Fact]
    public void A_document_of_another_form_whose_type_is_Domain_counts()
    {
        WrittenItem[] items =
        [
            NsfWriter.Text("Type", 4, "domain"), NsfWriter.Text("DomainName", 4, "BTEx"), NsfWriter.Text(
                "MailServer", 0x44, "CN=A/O=B"),
        ];
        WrittenNote[] notes =
        [
            new($"{1:X32}", [NsfWriter.Text("Form", 4, "Own Domain"), .. items]),
            new($"{2:X32}", [NsfWriter.Text("Form", 4, "Person"), .. items]),
            new($"{3:X32}", items),
        ];
        using var folder = new TemporaryFolder();
        string path = folder.Write(NsfWriter.Compose(notes, null, new NsfShape()), "names.nsf");
        DirectoryContent read = new NsfDirectoryReader(path)
            .Read(FieldMap.Default, problem => throw problem, CancellationToken.None);
        Assert.Equal(["1", "3"], read.Documents.Select(document => document.UniversalId.TrimStart('0')));
    }

    [Fact]
    public void Every_document_of_the_samples_is_the_same_note_in_the_model()
    {
        using var folder = new TemporaryFolder();
        int items = 0;
        foreach (string name in NsfSamples.Names)
        {
            string path = folder.Write(NsfSamples.Bytes(name), name);
            var documents = new List<DominoNote>();
            NsfDirectoryReader.ReadNotes(path, [NoteClass.Document], _ => true, documents.Add, CancellationToken.None);
            using NsfFile file = NsfFile.Open(path);
            List<NsfNote> notes = [.. file.Notes()];
            Assert.Equal(notes.Count, documents.Count);
            foreach ((NsfNote note, DominoNote document) in notes.Zip(documents))
            {
                Assert.Equal(note.UniversalId, document.UniversalId);
                Assert.Equal(note.NoteId.ToString("x"), document.NoteId);
                if (note.Items.FirstOrDefault(
                    item => item.Name.Equals("Form", StringComparison.OrdinalIgnoreCase)) is { Content: null })
                    Assert.Equal(note.FirstText("Form").Trim(), document.Form.Trim());
                Assert.Equal(note.Modified.Instant, document.Modified);
                Assert.Equal(note.Revised.Instant, document.Revised);
                Assert.Equal(note.Created.Instant, document.Created);
                Assert.Equal(note.Items.Select(item => item.Name), document.Item.Select(item => item.Name));
                foreach ((NsfItem of, DominoItem item) in note.Items.Zip(document.Item))
                {
                    items++;
                    Assert.Equal(of.Flags, item.Flags);
                    if (of.TypeCode == NsfType.MessageHeader && item.Type != ItemType.RawItemData)
                        continue; // The value as Notes has it is decoded.
                    Assert.Equal(of.Type, item.Type);
                    Assert.Equal(of.Values!.Select(value => value.Replace("\r\n", "\n")), item.Value);
                    Assert.Equal(of.Content is not null, item.IsMissing);
                }
            }
        }
        Assert.True(items > 30_000, $"{items} items");
    }

    private static DirectorySnapshot Read(PlainDirectory plain, NsfShape shape)
    {
        string path = Path.Combine(Path.GetTempPath(), $"CoexTools.{Guid.NewGuid():N}.nsf");
        File.WriteAllBytes(path, NsfWriter.Compose(NsfDirectoryNotes.Of(plain), plain.Acl, shape));
        try
        {
            DirectoryContent read = new NsfDirectoryReader(path)
                .Read(FieldMap.Default, problem => Assert.Equal("DateTimeInvalid", problem.ErrorId),
                CancellationToken.None);
            Assert.Empty(read.Assumptions);
            Assert.Empty(read.IncompleteDocuments);
            return new DirectorySnapshot(read);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertSame(DirectoryCase made, DirectorySnapshot dxl, DirectorySnapshot nsf)
    {
        Assert.Equal(dxl.Content.Name, nsf.Content.Name);
        Assert.Equal(dxl.Content.ReplicaId, nsf.Content.ReplicaId);
        Assert.Equal(
            dxl.Content.Servers.Select(server => server.Name), nsf.Content.Servers.Select(server => server.Name));
        Assert.Equal(dxl.Content.Groups.Select(Show), nsf.Content.Groups.Select(Show));
        Assert.Equal(dxl.AccessControlList.IsAssumed, nsf.AccessControlList.IsAssumed);
        Assert.Equal(
            dxl.AccessControlList.Entry.Select(Show).Order(), nsf.AccessControlList.Entry.Select(Show).Order());
        Assert.Equal(dxl.Content.Documents.Count, nsf.Content.Documents.Count);
        foreach ((DominoDocument one, DominoDocument other) in dxl.Content.Documents.Zip(nsf.Content.Documents))
        {
            Assert.Equal(one.Form, other.Form);
            if (one.UniversalId.Length > 0)
            {
                Assert.Equal(one.UniversalId, other.UniversalId, ignoreCase: true);
                Assert.Equal(one.Sequence, other.Sequence);
                Assert.Equal(one.Modified, other.Modified);
                Assert.Equal(one.Revised, other.Revised);
            }
            Assert.Equal(one.Items.Select(Show), other.Items.Select(Show));
        }
        foreach (string origin in made.Origins)
            Assert.Equal(Seen(dxl, origin), Seen(nsf, origin));
    }

    private static List<string> Seen(DirectorySnapshot directory, string server)
    {
        var evaluator = AccessEvaluator.Of(directory);
        var name = new NotesName(server);
        IEnumerable<ForeignDomainDocument> seen = directory.InOrder(OrderBy.Modified)
            .Where(document => evaluator.CanRead(name, document));
        return [.. seen.Select(document => document.UniversalId.ToUpperInvariant())];
    }

    private static string Show(DominoItem item) =>
        $"{item.Name} {item.Type} {item.Flags} {string.Join('|', item.Value)}";

    private static string Show(DominoGroup group) => $"{group.Name} {group.Type} {string.Join('|', group.Member)}";

    private static string Show(AccessControlEntry entry) =>
        $"{entry.Name} {entry.Level} {entry.Type} {entry.IsDefault} {string.Join('|', entry.Role.Order())}";
}
