using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Audit.Watch;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.State;
using CsCheck;

namespace CoexTools.Tests.Nsf;

/// <summary>
/// The answers from an NSF file are those from its export, and what the file does not contain is an assumption.
/// </summary>
public class NsfAnswerTests
{
    private const int Summary = 4, Authors = 0x20, Names = 0x40, Readers = 0x400;

    [Fact]
    public void Random_directories_give_the_same_answers_as_their_export()
    {
        int turn = 0, requests = 0, findings = 0;
        new DirectoryGen().Sample(made =>
        {
            PlainDirectory plain = NsfDirectoryNotes.Expressible(made.Directory);
            var shape =
                new NsfShape
                {
                    Ods = new[] { 43, 52, 55 }[Interlocked.Increment(ref turn) % 3],
                    IsCompressed =
                    turn % 2 == 0
                };
            (DirectorySnapshot nsf, DirectorySnapshot dxl) = Export(plain, shape);
            List<string> expected = Answers(dxl, made), answers = Answers(nsf, made);
            Assert.Equal(expected, answers);
            Interlocked.Add(ref requests, answers.Count);
            Interlocked.Add(ref findings, answers.Count(answer => answer.StartsWith("CX", StringComparison.Ordinal)));
            Assert.Empty(RequestComparison.Lost(dxl, nsf, CancellationToken.None));
            Assert.Empty(RequestComparison.Lost(nsf, dxl, CancellationToken.None));
            Assert.Empty(
                DirectoryComparison.Compare(
                    dxl, nsf, _ => true, "names.nsf", DateTimeOffset.UnixEpoch, CancellationToken.None));
        }, iter: Repetitions.Of(300, divisor: 3));
        Assert.True(
            requests > Repetitions.Of(30_000, divisor: 3) && findings > Repetitions.Of(1_000, divisor: 3),
            $"{requests} answers, {findings} findings");
    }

    [Fact]
    public void A_missing_readers_item_is_an_assumption_of_answers_about_its_document_only()
    {
        using var folder = new TemporaryFolder();
        DirectorySnapshot directory = Read(folder, WithMissing("One", "$Readers", Names | Readers), Domain(2, "Two"));
        string[] expected = ["MissingItem: One (A/B)"];
        Assert.Equal(expected, AssumptionsFor(directory, "One"));
        Assert.Empty(AssumptionsFor(directory, "Two"));
    }

    [Theory]
    [InlineData("DocumentAccess", Names | Authors, true)]
    [InlineData("GatewayServer", 0, true)]
    [InlineData("Comment", 0, false)]
    public void An_item_matters_if_an_answer_can_depend_on_it(string name, int flags, bool matters)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(matters ? 1 : 0, AssumptionsFor(Read(folder, WithMissing("One", name, flags)), "One").Count);
    }

    // 0x0500 is text. The other words are not those of a type that CoexTools decodes.
    [Theory]
    [InlineData(0x500, null)]
    [InlineData(0x700, "MissingItem: One (A/B)")]
    [InlineData(0x999, "MissingItem: One (A/B)")]
    public void An_item_of_an_unknown_type_is_missing(int type, string? assumption)
    {
        using var folder = new TemporaryFolder();
        var readers = new WrittenItem("$Readers", Summary | Names | Readers, type, [.. "CN=A/O=B"u8]);
        DirectorySnapshot directory = Read(folder, Domain(1, "One", readers), Domain(2, "Two"));
        Assert.Equal(assumption is null ? [] : [assumption], AssumptionsFor(directory, "One"));
        Assert.Empty(AssumptionsFor(directory, "Two"));
    }

    // OR3: the words of the date or of the time of day say that this part is absent.
    [Theory]
    [InlineData(uint.MaxValue, null)]
    [InlineData(null, 0xFFFFFFu)]
    public void A_time_without_a_date_or_a_time_of_day_is_no_time(uint? low, uint? high)
    {
        using var folder = new TemporaryFolder();
        (uint Low, uint High) whole = NsfWriter.Time(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc));
        WrittenNote newest = Domain(1, "One") with { Modified = (low ?? whole.Low, high ?? whole.High) };
        var problems = new List<string>();
        DirectorySnapshot directory =
            Read(folder, problem => problems.Add(problem.ErrorId), newest, Domain(2, "One"));
        Assert.Equal(["DateTimeInvalid"], problems);
        DomainVisibility view = View(directory, "One");
        Assert.Equal([$"{2:X32}", $"{1:X32}"], view.Documents.Select(document => document.UniversalId));
        Assert.Null(view.Documents[1].Modified);
        Assert.Contains("NoModifiedTime", view.Assumptions);
    }

    [Fact]
    public void Missing_members_of_a_group_are_an_assumption_of_every_answer()
    {
        using var folder = new TemporaryFolder();
        var group = new WrittenNote(
            $"{9:X32}",
            [
                NsfWriter.Text("Form", Summary, "Group"), NsfWriter.Text("ListName", Summary, "Servers Only"),
                NsfWriter.Text("Members", Names, "CN=A/O=B"),
            ]);
        DirectorySnapshot directory = Read(folder, Domain(1, "One"), group);
        Assert.Equal(["MissingItem: Group Servers Only"], AssumptionsFor(directory, "One"));
        Assert.Contains(
            AnswerOf(directory, "One").Assumption, assumption => assumption == "MissingItem: Group Servers Only");
    }

    [Fact]
    public void Characters_that_cannot_be_decoded_are_an_assumption()
    {
        using var folder = new TemporaryFolder();
        WrittenItem unknown = new("Comment", Summary, 0x500, [0x41, 0x02, 0xA4]); // Code page 851 is in no runtime.
        DirectorySnapshot directory = Read(folder, Domain(1, "One", unknown));
        Assert.Equal(["UnknownText"], AssumptionsFor(directory, "One"));
        Assert.Contains("UnknownText", AnswerOf(directory, "One").Assumption);
        Assert.Equal("A\uFFFD", directory.Unordered[0].Item.Single(item => item.Name == "Comment").Value[0]);
    }

    [Fact]
    public void The_state_of_a_directory_keeps_what_is_missing_and_that_its_file_cannot_be_changed()
    {
        using var folder = new TemporaryFolder();
        WrittenItem unknown = new("Comment", Summary, 0x500, [0x02, 0xA4]);
        DirectorySnapshot before = Read(
            folder, WithMissing("One", "$Readers", Names | Readers), Domain(2, "Two", unknown));
        DirectorySnapshot after = DirectoryState.Of(before).Snapshot;
        Assert.NotSame(before, after);
        Assert.True(after.Content.IsNsf);
        Assert.Equal(["UnknownText", "MissingItem: One (A/B)"], AssumptionsFor(after, "One")
            .Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(AssumptionsFor(before, "Two"), AssumptionsFor(after, "Two"));
    }

    private static WrittenNote Domain(int number, string domain, params WrittenItem[] items) => new(
        $"{number:X32}",
        [
            NsfWriter.Text("Form", Summary, "Domain"), NsfWriter.Text("DomainType", Summary, "ForeignDomain"),
            NsfWriter.Text("DomainName", Summary, domain), NsfWriter.Text(
                "CalendarServer", Summary | Names, "CN=A/O=B"), .. items,
        ])
    {
        Modified = NsfWriter.Time(new DateTime(2025, 3, 10, 0, 0, 0, DateTimeKind.Utc)),
        Revised = NsfWriter.Time(new DateTime(2025, 3, 10, 0, 0, 0, DateTimeKind.Utc)),
    };

    // The value of an item that is not in the summary is in a record of its own, which is destroyed afterwards.
    private static WrittenNote WithMissing(string domain, string name, int flags) =>
        Domain(1, domain, NsfWriter.Text(name, flags, "CN=A/O=B"));

    private static DirectorySnapshot Read(TemporaryFolder folder, params WrittenNote[] notes) =>
        Read(folder, problem => throw problem, notes);

    private static DirectorySnapshot Read(
        TemporaryFolder folder, Action<CoexException> report, params WrittenNote[] notes)
    {
        PlainAclEntry[] acl = [new(new Written("-Default-", "-Default-"), AccessLevel.Manager, [], true)];
        WrittenNote servers = new(
            $"{8:X32}",
            [
                NsfWriter.Text("Form", Summary, "Group"), NsfWriter.Text(
                    "ListName", Summary, DirectorySnapshot.LocalDomainServers),
                NsfWriter.Text("Members", Summary | Names, "CN=A/O=B"),
            ]);
        byte[] bytes = NsfWriter.Compose([.. notes, servers], acl, new NsfShape { Other = OtherPlace.Record });
        for (int at = 4096; at < bytes.Length; at += 256)
        {
            if (bytes.AsSpan(at, 2).SequenceEqual<byte>([0x10, 0x00]))
                bytes[at] = 0;
        }
        return new DirectorySnapshot(
            DirectoryFile.Of(folder.Write(bytes, "names.nsf")).Read(FieldMap.Default, report, CancellationToken.None));
    }

    private static DomainVisibility View(
        DirectorySnapshot directory, string domain, OrderBy orderBy = OrderBy.Modified) =>
            new(
                directory.Domains.Single(one => DomainName.Comparer.Equals(one.Name, domain)).Documents,
                AccessEvaluator.Of(directory), orderBy);

    private static FreeBusyPathResult AnswerOf(DirectorySnapshot directory, string domain) =>
        Requests.FreeBusy(View(directory, domain), "A/B", NetworkState.AllUp);

    private static IReadOnlyList<string> AssumptionsFor(DirectorySnapshot directory, string domain) =>
        [.. AnswerOf(directory, domain).Assumption
            .Where(assumption => assumption.StartsWith("MissingItem") || assumption == "UnknownText")];

    // The directory of a database, and the one of the DXL file that is exported from it.
    private static (DirectorySnapshot Nsf, DirectorySnapshot Dxl) Export(PlainDirectory plain, NsfShape shape)
    {
        static void AssertTime(CoexException problem) => Assert.Equal("DateTimeInvalid", problem.ErrorId);

        string path = Path.Combine(Path.GetTempPath(), $"CoexTools.{Guid.NewGuid():N}.nsf");
        try
        {
            File.WriteAllBytes(path, NsfWriter.Compose(NsfDirectoryNotes.Of(plain), plain.Acl, shape));
            DirectoryContent nsf = DirectoryFile.Of(path).Read(FieldMap.Default, AssertTime, CancellationToken.None);
            var imported = new DominoDirectory(DirectoryFile.Import(nsf, CancellationToken.None));
            using (FileStream exported = File.Create(path + ".dxl"))
                DirectoryExport.Write(imported.State, exported, CancellationToken.None);
            DirectoryContent dxl = DirectoryFile.Of(path + ".dxl")
                .Read(FieldMap.Default, AssertTime, CancellationToken.None);
            return (new DirectorySnapshot(nsf), new DirectorySnapshot(dxl));
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".dxl");
        }
    }

    private static List<string> Answers(DirectorySnapshot directory, DirectoryCase made)
    {
        var answers = new List<string>();
        var access = AccessEvaluator.Of(directory);
        foreach (ForeignDomainDocument document in directory.InOrder(OrderBy.Modified))
        {
            answers
                .Add($"{document} {document.Priority} {document.UniversalId} {document.Modified:O} "
                    + $"{document.Revised:O} {document.Sequence}");
            answers.AddRange(
                document.Item.Select(item => $"{item.Name} {item.Type} {item.Flags} {string.Join('|', item.Value)}"));
            answers.AddRange(made.Origins.Select(origin => Show(new DocumentReader(
                document, new NotesName(origin), access.Decide(new NotesName(origin), document)))));
        }
        foreach (ForeignDomain domain in directory.Domains)
        {
            foreach (OrderBy orderBy in Enum.GetValues<OrderBy>())
            {
                DomainVisibility view = View(directory, domain.Name, orderBy);
                foreach (PlainNetwork plain in made.Networks)
                {
                    var network = new NetworkState(
                        Names(plain.Down), Names(plain.Busy), Names(plain.HttpDown), Names(plain.SmtpDown),
                        plain.LinksDown.Select(link => (new NotesName(link.A), new NotesName(link.B))));
                    foreach (string origin in made.Origins)
                    {
                        answers.Add(Show(Requests.FreeBusy(view, origin, network)));
                        answers.Add(Show(Requests.Mail(view, origin, MailKind.Mail, network)));
                        answers.Add(Show(Requests.Mail(view, origin, MailKind.Calendar, network)));
                    }
                }
            }
        }
        // The export has the documents of a domain oldest first. Which spelling of a server's name a text has depends
        // on the order in the file.
        answers.AddRange(new DirectoryAudit(directory).Run(DirectoryRules.All, _ => true, CancellationToken.None)
            .Select(finding => string.Join(
                ' ', finding.Rule, finding.Severity, finding.Outcome, finding.Domain?.ToUpperInvariant(),
                finding.Document, finding.Repairable))
            .Order(StringComparer.Ordinal));
        return answers;

        static IEnumerable<NotesName> Names(IEnumerable<string> names) => names.Select(name => new NotesName(name));
    }

    // All that a user sees of an object, but for the path.
    private static string Show(object one)
    {
        IEnumerable<string> values = one.GetType().GetProperties()
            .Where(property => property.Name is not ("Path" or "Directory"))
            .Select(property => property.GetValue(one) switch
            {
                string text => text,
                System.Collections.IEnumerable list => string.Join('|', list.Cast<object>()),
                var value => $"{value}",
            });
        return $"{one.GetType().Name}: {string.Join("; ", values)}";
    }
}
