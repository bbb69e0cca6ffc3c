using CoexTools.CrashChild;
using CoexTools.Model;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Tests.Durability;

namespace CoexTools.Tests.Nsf;

/// <summary>Another process keeps a database open and writes it while it is read.</summary>
public class NsfInUseTests
{
    private const int Documents = 200;

    [Fact]
    public void A_file_that_another_process_writes_is_read_as_whole_documents_or_reported()
    {
        using var folder = new TemporaryFolder();
        string one = folder.Write(Compose("One", new NsfShape()), "one.nsf");
        string two = folder.Write(
            Compose("A second state with longer values", new NsfShape { Buckets = 3 }), "two.nsf");
        string path = folder.Write(File.ReadAllBytes(one), "names.nsf");
        string[] files = [.. System.IO.Directory.GetFiles(folder.FullName).Order()];
        using Child child = Child.Start("rewrite", CopyWay.Hashed, path, one, two);
        child.ReadUntil('W');
        int read = 0, damaged = 0;
        var seen = new HashSet<string>();
        for (int i = 0; i < 100 || (seen.Count < 2 && i < 1_000); i++)
        {
            try
            {
                DirectoryContent content = DirectoryFile.Of(path)
                    .Read(FieldMap.Default, problem => throw problem, CancellationToken.None);
                Assert.All(content.Documents, AssertWhole);
                seen.UnionWith(content.Documents.Select(document => document.FirstValue("DomainName")!));
                read++;
            }
            catch (CoexException e)
            {
                Assert.Equal("NsfDamaged", e.ErrorId);
                Assert.Contains("offset 0x", e.Message);
                damaged++;
            }
        }
        child.Read(3); // It still writes: reading does not lock the file.
        child.Kill();
        Assert.True(seen.Count == 2, $"{read} read, {damaged} damaged");
        TestContext.Current.TestOutputHelper!.WriteLine($"{read} read, {damaged} damaged");
        Assert.Equal(files, System.IO.Directory.GetFiles(folder.FullName).Order());
    }

    private static void AssertWhole(DominoDocument document)
    {
        string number = document.FirstValue("Number")!;
        string domain = document.FirstValue("DomainName")!;
        Assert.Equal(document.UniversalId.TrimStart('0'), $"{int.Parse(number) + 1:X}");
        Assert.Contains(domain, (string[])["One", "A second state with longer values"]);
        Assert.Equal($"{domain} {number}", document.FirstValue("Comment"));
    }

    private static byte[] Compose(string domain, NsfShape shape) => NsfWriter.Compose(
        Enumerable.Range(0, Documents).Select(i => new WrittenNote(
            $"{i + 1:X32}",
            [
                NsfWriter.Text("Form", 4, "Domain"), NsfWriter.Text("DomainType", 4, "ForeignDomain"), NsfWriter.Text(
                    "DomainName", 4, domain),
                NsfWriter.Text("CalendarServer", 0x44, "CN=A/O=B"), NsfWriter.Text("Number", 4, $"{i}"),
                NsfWriter.Text("Comment", 4, $"{domain} {i}"),
            ])),
        null, shape);
}
