using CoexTools.Model;
using CoexTools.Sources.Nsf;
using CoexTools.Values;

namespace CoexTools.Tests.Nsf;

/// <summary>Changes bits, lengths, and positions of NSF files at random, and reads these files.</summary>
internal static class NsfMutations
{
    private static readonly NsfShape[] Shapes =
    [
        new() { Ods = 43, Other = OtherPlace.Bucket },
        new() { Ods = 52, IsCompressed = false, Other = OtherPlace.Record },
        new() { Ods = 55, IsCompressed = false, HasFormerBuckets = true, BucketSize = 2048 },
        new() { Ods = 41, HasWrongDescriptors = true, BucketSize = 2048 },
        new() { Ods = 48, HasNoDataRecords = true, IsCompressed = false }, new() { Ods = 43, HasNoDataRecords = true },
        new() { Ods = 43, HasLongFooters = true, BucketSize = 5120, IsCompressed = false },
        new() { Ods = 52, HasLongFooters = true, BucketSize = 3072, Other = OtherPlace.Bucket },
    ];

    /// <summary>Composed files of several shapes.</summary>
    public static NsfOriginal[] Composed() => [.. Shapes.Select(shape => Compose(shape))];

    /// <summary>Files that Domino wrote.</summary>
    public static NsfOriginal[] Samples()
    {
        string[] names = ["signeddoc.nsf", "conflict.nsf", "pg_doc.nsf", "invalidtimedate.nsf"];
        return [.. names.Select(name => new NsfOriginal(NsfSamples.Bytes(name), [], []))];
    }

    /// <summary>Small files of several shapes, for a fuzzer.</summary>
    public static IEnumerable<byte[]> Seeds() => Shapes.Select(shape => Compose(shape, notes: 4).Bytes);

    /// <summary>
    /// Small files of the shapes that few public files have, and the smallest public one: without data notes, and with
    /// long footers of buckets.
    /// </summary>
    public static IEnumerable<NsfOriginal> RareShapes(int notes) =>
    [
        .. Shapes.Where(shape => shape.HasNoDataRecords || shape.HasLongFooters).Select(shape => Compose(shape, notes)),
        new NsfOriginal(NsfSamples.Bytes("oda-empty.nsf"), [], []),
    ];

    /// <summary>All notes of a file as text, by note id; its access control list is read, too.</summary>
    public static Dictionary<uint, string> Read(byte[] bytes)
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

    /// <summary>Composes a file with notes whose values get longer.</summary>
    public static NsfOriginal Compose(NsfShape shape, int notes = 40)
    {
        IEnumerable<WrittenNote> written = Enumerable.Range(0, notes).Select(i =>
        {
            string[] members = [.. Enumerable.Range(0, i).Select(j => $"Name {j}")];
            return new WrittenNote(
                $"{i:X32}",
                [
                    NsfWriter.Text("Form", 4, "Domain"), NsfWriter.Text("Members", 4, members),
                    NsfWriter.Text("Body", 0, "x"),
                ])
            {
                Class = shape.HasNoDataRecords ? 4 : 1,
            };
        });
        return Compose(
            written,
            [
                new PlainAclEntry(new Written("-Default-", "-Default-"), AccessLevel.Author, [], true),
                new PlainAclEntry(new Written("A", "A"), AccessLevel.Manager, ["[R]"], false),
            ],
            shape);
    }

    /// <summary>Composes a file.</summary>
    public static NsfOriginal Compose(IEnumerable<WrittenNote> notes, IReadOnlyList<PlainAclEntry> acl, NsfShape shape)
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(stream, shape);
        foreach (WrittenNote note in notes)
            writer.Add(note);
        writer.Finish("T", "0123456789ABCDEF", acl);
        return new NsfOriginal(
            stream.ToArray(), [.. writer.BucketOffsets.Select(offset => (offset, (long)shape.BucketSize))],
            [.. writer.Structures]);
    }

    /// <summary>Changes one of the files, and reads it.</summary>
    /// <returns>Whether it was read; otherwise, the damage was reported.</returns>
    public static bool Case(NsfOriginal[] originals, Dictionary<uint, string>[] expected, Random random, string told)
    {
        int which = random.Next(originals.Length);
        NsfOriginal original = originals[which];
        byte[] bytes = original.Mutate(random, out List<(long Offset, int Size)> places, out bool isRepaired);
        told = $"{told}: {string.Join(", ", places.Select(place => $"0x{place.Offset:X}+{place.Size}"))}";
        bool isRead = false;
        TimeSpan time = WorkTime.Of(() =>
        {
            try
            {
                Dictionary<uint, string> notes = Read(bytes);
                if (!isRepaired)
                    original.Check(expected[which], notes, places, told);
                isRead = true;
            }
            catch (NsfException)
            {
                // The damage was found.
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{told}: {e}");
            }
        });
        AssertSoon(time, bytes, told);
        return isRead;
    }

    // Other threads of the process count too: what is slow by itself is slow each time.
    private static void AssertSoon(TimeSpan time, byte[] bytes, string told)
    {
        var limit = TimeSpan.FromSeconds(1);
        for (int i = 0; i < 5 && time >= limit; i++)
        {
            time = WorkTime.Of(() =>
            {
                try
                {
                    Read(bytes);
                }
                catch (NsfException)
                {
                    // Only the time counts here.
                }
            });
        }
        Assert.True(time < limit, $"{told}: {time}");
    }

    private static string Show(NsfNote note)
    {
        IEnumerable<string> items =
            note.Items.Select(item => $"{item} {item.RawFlags} {Convert.ToHexString(item.Content ?? [])}");
        return $"{note.Class} {note.UniversalId} {note.Sequence} {note.Modified} {note.Revised}: "
            + $"{string.Join('|', items)}";
    }
}

/// <summary>An intact file, and where its structures are.</summary>
internal sealed class NsfOriginal(
    byte[] bytes, (long Offset, long Size)[] buckets, (string Name, long Offset, long Size)[] structures)
{
    private static readonly uint[] Values =
    [
        0, 1, 2, 7, 0x7F, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0x80000001,
        0xFFFFFFFE, 0xFFFFFFFF,
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
                    BitConverter.GetBytes(Values[random.Next(Values.Length)]).AsSpan(0, size)
                        .CopyTo(mutated.AsSpan((int)at));
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

    // What a change of some bytes may do: in a bucket, to the notes of that bucket; in another structure, that notes
    // are not found any more.
    public void Check(
        Dictionary<uint, string> expected, Dictionary<uint, string> notes,
        List<(long Offset, int Size)> places, string told)
    {
        if (structures.Length == 0)
            return;
        bool Within(long offset, long size) =>
            places.Any(place => place.Offset + place.Size > offset && place.Offset < offset + size);
        bool isBucket = buckets.Any(bucket => Within(bucket.Offset, bucket.Size));
        bool isStructure = Within(0, 4096) || structures.Any(structure => Within(structure.Offset, structure.Size));
        int changed = 0;
        foreach ((uint id, string note) in notes)
        {
            Assert.True(expected.ContainsKey(id), $"{told}: there is a note {id:X} that was not");
            changed += note == expected[id] ? 0 : 1;
        }
        if (!isBucket && !isStructure && !Within(buckets[^1].Offset + buckets[^1].Size, bytes.Length)
            && !Within(4096, buckets[^1].Offset - 4096))
            Assert.True(changed == 0 && notes.Count == expected.Count, told);
        Assert.True(changed == 0 || isBucket || IsOther(), $"{told}: {changed} notes have changed");

        // Values beside the summary, and former buckets, are between and behind the buckets; they are not in the lists
        // of this.
        bool IsOther() => places.SelectMany(place => Enumerable.Range(0, place.Size), (place, i) => place.Offset + i)
            .Any(at => at >= 4096
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
