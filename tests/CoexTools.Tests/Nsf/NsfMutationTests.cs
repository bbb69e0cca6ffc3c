using System.Globalization;
using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Dxl.Editing;
using CsCheck;

namespace CoexTools.Tests.Nsf;

/// <summary>
/// Files in which bits, lengths and positions were changed at random end in the error for damage, or give the notes
/// that they gave before, soon. <c>COEXTOOLS_MUTATIONS=1000000</c> makes a long run.
/// </summary>
public class NsfMutationTests
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("COEXTOOLS_MUTATIONS") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public void Composed_files() => Run(NsfMutations.Composed(), Count * 9 / 10, seed: 1);

    [Fact]
    public void Files_that_Domino_wrote() => Run(NsfMutations.Samples(), Count / 10, seed: 2);

    // The entry that all commands use: no exception of another type, also for what the reader of DXL makes of the
    // notes.
    [Fact]
    public void Directories()
    {
        PlainDirectory made;
        for (uint seed = 1; ; seed++) // The same directory in each run.
        {
            made = new DirectoryGen().Generate(new PCG(1, seed), null, out _).Directory;
            if (made is { Acl: not null, Documents.Count: > 2, Groups.Count: > 1 })
                break;
        }
        PlainDirectory plain = NsfDirectoryNotes.Expressible(made);
        NsfShape[] shapes =
        [
            new() { Ods = 43, BucketSize = 2048 }, new() { Ods = 52, IsCompressed = false, BucketSize = 1024 },
            new() { Ods = 55, IsCompressed = false, HasFormerBuckets = true, BucketSize = 2048 },
        ];
        NsfOriginal[] originals =
            [.. shapes.Select(shape => NsfMutations.Compose(NsfDirectoryNotes.Of(plain), plain.Acl!, shape))];
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.nsf");
        var random = new Random(3);
        var problems = new Dictionary<string, int>();
        int read = 0;
        for (int i = 0; i < Count / 20; i++)
        {
            byte[] bytes = originals[random.Next(originals.Length)].Mutate(
                random, out List<(long Offset, int Size)> places, out _);
            File.WriteAllBytes(path, bytes);
            try
            {
                var directory = new DirectorySnapshot(
                    DirectoryFile.Of(path).Read(FieldMap.Default, _ => { }, CancellationToken.None));
                _ = directory.Servers.Count + directory.Content.Groups.Count;
                foreach (ForeignDomainDocument document in directory.InOrder(OrderBy.Modified))
                    _ = AccessEvaluator.Of(directory).CanRead(new NotesName("DominoA/Acme"), document);
                using var exported = new MemoryStream();
                DirectoryContent complete = DirectoryFile.Import(directory.Content, CancellationToken.None);
                DirectoryExport.Write(new DirectorySnapshot(complete), exported, CancellationToken.None);
                read++;
            }
            catch (CoexException e)
            {
                problems[e.ErrorId] = problems.GetValueOrDefault(e.ErrorId) + 1;
                Assert.True(
                    e.ErrorId != "NsfDamaged" || e.Message.Contains("offset 0x")
                        || e.Message.Contains("not an NSF"), e.Message);
            }
            catch (Exception e)
            {
                Assert
                    .Fail(
                        $"mutation {i}: "
                            + $"{string.Join(", ", places.Select(place => $"0x{place.Offset:X}+{place.Size}"))}: {e}");
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{read} read, {string.Join(", ", problems.Select(problem => $"{problem.Value} {problem.Key}"))}");
        Assert.All(["NsfDamaged", "NsfVersion", "NsfEncrypted"], id => Assert.Contains(id, problems.Keys));
        Assert.True(read > Count / 40);
    }

    private static void Run(NsfOriginal[] originals, int count, int seed)
    {
        var random = new Random(seed);
        Dictionary<uint, string>[] expected = [.. originals.Select(original => NsfMutations.Read(original.Bytes))];
        int same = Enumerable.Range(0, count)
            .Count(i => NsfMutations.Case(originals, expected, random, $"mutation {i}"));
        int damaged = count - same;
        TestContext.Current.TestOutputHelper!.WriteLine($"{damaged} damaged, {same} read");
        Assert.True(damaged > count / 50 && same > count / 20, $"{damaged} damaged, {same} read");
    }
}
