using System.Diagnostics;
using System.Globalization;
using CoexTools.Access;
using CoexTools.Dxl.Editing;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Nsf;
using CsCheck;

namespace CoexTools.Tests.Nsf;

/// <summary>
/// Files in which bits, lengths and positions were changed at random end in the error for damage, or give the notes that they gave before, soon.
/// <c>COEXTOOLS_MUTATIONS=1000000</c> makes a long run.
/// </summary>
public class NsfMutationTests
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("COEXTOOLS_MUTATIONS") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public void Composed_files()
    {
        NsfShape[] shapes =
        [
            new() { Ods = 43, Other = OtherPlace.Bucket }, new() { Ods = 52, IsCompressed = false, Other = OtherPlace.Record },
            new() { Ods = 55, IsCompressed = false, HasFormerBuckets = true, BucketSize = 2048 },
            new() { Ods = 41, HasWrongDescriptors = true, BucketSize = 2048 },
        ];
        Run([.. shapes.Select(Compose)], Count * 9 / 10, seed: 1);
    }

    [Fact]
    public void Files_that_Domino_wrote()
    {
        string[] names = ["signeddoc.nsf", "conflict.nsf", "pg_doc.nsf", "invalidtimedate.nsf"];
        Run([.. names.Select(name => new Original(NsfSamples.Bytes(name), [], []))], Count / 10, seed: 2);
    }

    // The entry that all commands use: no exception of another type, also for what the reader of DXL makes of the notes.
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
        Original[] originals = [.. shapes.Select(shape => Compose(NsfDirectoryNotes.Of(plain), plain.Acl!, shape))];
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.nsf");
        var random = new Random(3);
        var problems = new Dictionary<string, int>();
        int read = 0;
        for (int i = 0; i < Count / 20; i++)
        {
            byte[] bytes = originals[random.Next(originals.Length)].Mutate(random, out List<(long Offset, int Size)> places, out _);
            File.WriteAllBytes(path, bytes);
            try
            {
                var directory = new DirectorySnapshot(DirectoryFile.Read(path, FieldMap.Default, _ => { }, CancellationToken.None));
                _ = directory.Servers.Count + directory.Content.Groups.Count;
                foreach (ForeignDomainDocument document in directory.InOrder(OrderBy.Modified))
                    _ = new AccessEvaluator(directory).CanRead(new NotesName("DominoA/Acme"), document);
                using var exported = new MemoryStream();
                DirectoryContent complete = DirectoryFile.Import(directory.Content, CancellationToken.None);
                DirectoryExport.Write(new DirectorySnapshot(complete), exported, CancellationToken.None);
                read++;
            }
            catch (CoexException e)
            {
                problems[e.ErrorId] = problems.GetValueOrDefault(e.ErrorId) + 1;
                Assert.True(e.ErrorId != "NsfDamaged" || e.Message.Contains("offset 0x") || e.Message.Contains("not an NSF"), e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}: {string.Join(", ", places.Select(place => $"0x{place.Offset:X}+{place.Size}"))}: {e}");
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{read} read, {string.Join(", ", problems.Select(problem => $"{problem.Value} {problem.Key}"))}");
        Assert.All(["NsfDamaged", "NsfVersion", "NsfEncrypted"], id => Assert.Contains(id, problems.Keys));
        Assert.True(read > Count / 40);
    }

    /// <summary>All notes of a file as text, by note id; its access control list is read, too.</summary>
    internal static Dictionary<uint, string> Read(byte[] bytes)
    {
        using NsfFile file = NsfSamples.Open(bytes);
        try
        {
            file.ReadAccessControl();
        }
        catch (NsfException)
        {
            // It is a separate structure: the notes may be intact.
        }
        return file.Notes(NsfNoteClasses.All).ToDictionary(note => note.NoteId, Show);
    }

    private static Original Compose(NsfShape shape)
    {
        IEnumerable<WrittenNote> notes = Enumerable.Range(0, 40).Select(i =>
        {
            string[] members = [.. Enumerable.Range(0, i).Select(j => $"Name {j}")];
            return new WrittenNote(
                $"{i:X32}", [NsfWriter.Text("Form", 4, "Domain"), NsfWriter.Text("Members", 4, members), NsfWriter.Text("Body", 0, "x")]);
        });
        return Compose(
            notes,
            [
                new PlainAclEntry(new Written("-Default-", "-Default-"), AccessLevel.Author, [], true),
                new PlainAclEntry(new Written("A", "A"), AccessLevel.Manager, ["[R]"], false),
            ],
            shape);
    }

    private static Original Compose(IEnumerable<WrittenNote> notes, IReadOnlyList<PlainAclEntry> acl, NsfShape shape)
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(stream, shape);
        foreach (WrittenNote note in notes)
            writer.Add(note);
        writer.Finish("T", "0123456789ABCDEF", acl);
        return new Original(stream.ToArray(), [.. writer.BucketOffsets.Select(offset => (offset, (long)shape.BucketSize))], [.. writer.Structures]);
    }

    private static void Run(Original[] originals, int count, int seed)
    {
        var random = new Random(seed);
        Dictionary<uint, string>[] expected = [.. originals.Select(original => Read(original.Bytes))];
        int damaged = 0, same = 0;
        for (int i = 0; i < count; i++)
        {
            int which = random.Next(originals.Length);
            Original original = originals[which];
            byte[] bytes = original.Mutate(random, out List<(long Offset, int Size)> places, out bool isRepaired);
            var watch = Stopwatch.StartNew();
            string told = $"mutation {i}: {string.Join(", ", places.Select(place => $"0x{place.Offset:X}+{place.Size}"))}";
            try
            {
                Dictionary<uint, string> notes = Read(bytes);
                if (!isRepaired)
                    original.Check(expected[which], notes, places, told);
                same++;
            }
            catch (NsfException)
            {
                damaged++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{told}: {e}");
            }
            AssertSoon(watch.Elapsed, bytes, told);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{damaged} damaged, {same} read");
        Assert.True(damaged > count / 50 && same > count / 20, $"{damaged} damaged, {same} read");
    }

    // On a busy machine a thread may have to wait for longer than that: what is slow by itself is slow each time.
    private static void AssertSoon(TimeSpan elapsed, byte[] bytes, string told)
    {
        var limit = TimeSpan.FromSeconds(1);
        for (int i = 0; i < 5 && elapsed >= limit; i++)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                Read(bytes);
            }
            catch (NsfException)
            {
                // Only the time counts here.
            }
            elapsed = watch.Elapsed;
        }
        Assert.True(elapsed < limit, $"{told}: {elapsed}");
    }

    private static string Show(NsfNote note)
    {
        IEnumerable<string> items = note.Items.Select(item => $"{item} {item.RawFlags} {Convert.ToHexString(item.Content ?? [])}");
        return $"{note.Class} {note.UniversalId} {note.Sequence} {note.Modified} {note.Revised}: {string.Join('|', items)}";
    }

    private sealed class Original(byte[] bytes, (long Offset, long Size)[] buckets, (string Name, long Offset, long Size)[] structures)
    {
        private static readonly uint[] Values =
        [
            0, 1, 2, 7, 0x7F, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, 0xFFFFFFFF,
        ];

        public byte[] Bytes => bytes;

        public byte[] Mutate(Random random, out List<(long Offset, int Size)> places, out bool isRepaired)
        {
            byte[] mutated = [.. bytes];
            places = [];
            int count = 1 + (random.Next(4) == 0 ? random.Next(6) : 0);
            for (int i = 0; i < count; i++)
            {
                long at = Place(random);
                int size = random.Next(4) switch { 0 => 1, 1 => 2, _ => 4 };
                if (at + size > mutated.Length)
                    continue;
                switch (random.Next(4))
                {
                    case 0:
                        mutated[at] ^= (byte)(1 << random.Next(8));
                        size = 1;
                        break;
                    case 1:
                        BitConverter.GetBytes(Values[random.Next(Values.Length)]).AsSpan(0, size).CopyTo(mutated.AsSpan((int)at));
                        break;
                    case 2:
                        uint position = (uint)random.Next(mutated.Length >> (random.Next(2) * 8));
                        BitConverter.GetBytes(position).AsSpan(0, size).CopyTo(mutated.AsSpan((int)at));
                        break;
                    default:
                        mutated[at] += (byte)random.Next(-3, 4);
                        size = 1;
                        break;
                }
                places.Add((at, size));
            }
            isRepaired = random.Next(2) == 0 && structures.Length > 0;
            if (isRepaired)
                Repair(mutated);
            return mutated;
        }

        // What a change of some bytes may do: in a bucket, to the notes of that bucket; in another structure, that notes are not found any more.
        public void Check(Dictionary<uint, string> expected, Dictionary<uint, string> notes, List<(long Offset, int Size)> places, string told)
        {
            if (structures.Length == 0)
                return;
            bool Within(long offset, long size) => places.Any(place => place.Offset + place.Size > offset && place.Offset < offset + size);
            bool isBucket = buckets.Any(bucket => Within(bucket.Offset, bucket.Size));
            bool isStructure = Within(0, 4096) || structures.Any(structure => Within(structure.Offset, structure.Size));
            int changed = 0;
            foreach ((uint id, string note) in notes)
            {
                Assert.True(expected.ContainsKey(id), $"{told}: there is a note {id:X} that was not");
                changed += note == expected[id] ? 0 : 1;
            }
            if (!isBucket && !isStructure && !Within(buckets[^1].Offset + buckets[^1].Size, bytes.Length) && !Within(4096, buckets[^1].Offset - 4096))
                Assert.True(changed == 0 && notes.Count == expected.Count, told);
            Assert.True(changed == 0 || isBucket || IsOther(), $"{told}: {changed} notes have changed");

            // Values beside the summary, and former buckets, are between and behind the buckets; they are not in the lists of this.
            bool IsOther() => places.SelectMany(place => Enumerable.Range(0, place.Size), (place, i) => place.Offset + i).Any(at => at >= 4096
                && !structures.Any(structure => at >= structure.Offset && at < structure.Offset + structure.Size));
        }

        private long Place(Random random)
        {
            switch (random.Next(5))
            {
                case 0:
                    return random.Next(720);
                case 1 when structures.Length > 0:
                    (string _, long offset, long size) = structures[random.Next(structures.Length)];
                    return offset + random.Next((int)Math.Min(size, 1 << random.Next(4, 16)));
                case 2 when buckets.Length > 0:
                    (long start, long length) = buckets[random.Next(buckets.Length)];
                    return random.Next(3) switch
                    {
                        0 => start + random.Next(66),
                        1 => start + length - 1 - random.Next(180),
                        _ => start + 66 + random.Next((int)length - 66),
                    };
                default:
                    return random.Next(bytes.Length);
            }
        }

        // So that what is behind the checksums is tried too.
        private void Repair(byte[] mutated)
        {
            foreach ((string name, long offset, long size) in structures)
            {
                int header = name switch { "superblock" => 100, "descriptors" => 66, _ => 0 };
                if (header == 0)
                    continue;
                Put(mutated, offset + size - 4, Sum(mutated, offset + header, size - header - 12));
                if (header == 66)
                    Put(mutated, offset + 54, Sum(mutated, offset, 52));
            }
        }

        private static uint Sum(byte[] all, long offset, long size)
        {
            uint sum = 0;
            for (long i = 0; i < size; i++)
                sum ^= (uint)all[offset + i] << (8 * (int)(i % 4));
            return sum;
        }

        private static void Put(byte[] all, long offset, uint value) => BitConverter.GetBytes(value).CopyTo(all, offset);
    }
}
