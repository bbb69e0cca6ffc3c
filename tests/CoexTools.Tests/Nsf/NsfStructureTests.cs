using CoexTools.Model;
using CoexTools.Sources.Nsf;
using CoexTools.Values;
using CsCheck;

namespace CoexTools.Tests.Nsf;

/// <summary>
/// The parts of the format one by one: compression, stamps, places of values, and files that are not whole.
/// </summary>
public sealed class NsfStructureTests
{
    private const string Unid = "0123456789ABCDEF0123456789ABCDEF";

    private static readonly WrittenNote[] Notes =
    [
        .. Enumerable.Range(0, 600).Select(i => new WrittenNote(
            $"{i:X32}",
            [NsfWriter.Text("Form", 4, "Domain"), NsfWriter.Text("Number", 4, $"{i}"), NsfWriter.Text(
                "Body", 0, "Büro", "x")])),
    ];

    [Fact]
    public void Stamps_that_are_taken_out_and_put_back_give_the_same_bytes()
    {
        int count = 0;
        foreach (string name in NsfSamples.Names)
        {
            byte[] file = NsfSamples.Bytes(name);
            for (int at = 4096; at + NsfBucket.HeaderSize <= file.Length; at += 256)
            {
                int size = BitConverter.ToInt32(file, at + 6);
                if (!NsfBucket.IsBucket(file, at) || size is not (8192 or 16384 or 32768) || at + size > file.Length)
                    continue;
                byte[] bucket = file[at..(at + size)];
                byte[] plain = [.. bucket];
                int stamp;
                try
                {
                    stamp = NsfBucket.RemoveStamps(plain, plain.Length, at);
                }
                catch (NsfException)
                {
                    continue; // The remains of a bucket.
                }
                NsfWriter.AddStamps(plain, stamp);
                Assert.Equal(bucket, plain);
                count++;
            }
        }
        Assert.True(count > 250, $"{count} buckets");
    }

    [Fact]
    public void A_bucket_that_stays_in_its_block_is_the_same_as_a_copy()
    {
        int count = 0;
        foreach (string name in NsfSamples.Names)
        {
            byte[] file = NsfSamples.Bytes(name);
            using var source = new NsfSource(new MemoryStream(file));
            using var untouched = new NsfSource(new MemoryStream(file));
            NsfBucket inPlace = new(staysInPlace: true), copy = new(), other = new();
            byte[] all = new byte[file.Length];
            for (int at = 4096; at + NsfBucket.HeaderSize <= file.Length; at += 256)
            {
                if (!NsfBucket.IsBucket(file, at))
                    continue;
                string expected = RecordsOf(untouched, copy, at);
                Assert.Equal(expected, RecordsOf(source, inPlace, at));
                // While it is held: other reads see the bytes of the file, and a second bucket of them is the same.
                Assert.Equal(expected, RecordsOf(source, other, at));
                source.Read(0, all, all.Length);
                Assert.True(file.AsSpan().SequenceEqual(all), $"{name} at {at}");
                // The former bucket is released, and an overlapping one sees the bytes of the file.
                int later = Math.Min(at + 256, file.Length - NsfBucket.HeaderSize);
                Assert.Equal(RecordsOf(untouched, copy, later), RecordsOf(source, inPlace, later));
                Assert.Equal(expected, RecordsOf(source, inPlace, at));
                count++;
            }
        }
        Assert.True(count > 250, $"{count} buckets");
    }

    [Fact]
    public void What_the_encoder_of_the_tests_compresses_is_decompressed() =>
        Gen.Select(Gen.Byte[0, 3].Array[1, 5_000], Gen.Byte.Array[1, 300], Gen.Int[1, 400])
            .Sample((poor, rich, repeat) =>
            {
                byte[] body = [.. poor, .. rich, .. Enumerable.Repeat((byte)7, repeat), .. rich, .. poor];
                byte[] packed = CxEncoder.Chain(body, streamSize: 1 + (repeat * 11));
                Assert.Equal(body, CxDecoder.DecodeChain(new NsfBytes(packed, 0, packed.Length, 0), body.Length));
            }, iter: 300);

    [Fact]
    public void A_copy_may_reach_further_back_than_a_byte_can_say()
    {
        byte[] body = new byte[70_000];
        new Random(1).NextBytes(body);
        body = [.. body, .. body.AsSpan(20_000, 2_000), .. body.AsSpan(69_000)];
        byte[] packed = CxEncoder.Chain(body);
        Assert.Equal(body, CxDecoder.DecodeChain(new NsfBytes(packed, 0, packed.Length, 0), body.Length));
    }

    [Theory]
    [InlineData(nameof(OtherPlace.Note), 0)]
    [InlineData(nameof(OtherPlace.Record), 0)]
    [InlineData(nameof(OtherPlace.Record), 68)]
    [InlineData(nameof(OtherPlace.Bucket), 0)]
    [InlineData(nameof(OtherPlace.Bucket), 68)]
    public void Values_beside_the_summary_are_found(string place, int slack)
    {
        var shape = new NsfShape { Other = Enum.Parse<OtherPlace>(place), OtherSlack = slack };
        using NsfFile file = Open(Notes[..100], shape);
        List<NsfNote> notes = [.. file.Notes()];
        Assert.Equal(100, notes.Count);
        Assert.All(
            notes, (note, i) => Assert
                .Equal(["Domain", $"{i}", "Büro;x"], note.Items.Select(item => string.Join(';', item.Values!))));
    }

    [Theory]
    [InlineData(43, true)]
    [InlineData(48, false)]
    [InlineData(55, true)]
    public void A_database_without_data_notes_is_read(int ods, bool isCompressed)
    {
        WrittenNote[] forms = [.. Notes[..100].Select(note => note with { Class = 4 })];
        PlainAclEntry[] acl = [new(new Written("-Default-", "-Default-"), AccessLevel.Author, [], true)];
        byte[] bytes = NsfWriter.Compose(
            forms, acl, new NsfShape { Ods = ods, HasNoDataRecords = true, IsCompressed = isCompressed });
        using NsfFile file = NsfSamples.Open(bytes);
        Assert.Empty(file.Notes());
        Assert.Equal(100, file.Notes(NsfNoteClasses.Form).Count());
        Assert.Equal("-Default-", Assert.Single(file.ReadAccessControl()!.Entries).Name);
    }

    [Theory]
    [InlineData(62)] // The header has a record bucket of data, and the superblock does not.
    [InlineData(0)] // The descriptors have one.
    public void A_record_bucket_of_data_that_the_superblock_does_not_have_is_damage(int at)
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(stream, new NsfShape { HasNoDataRecords = at == 0, IsCompressed = false });
        foreach (WrittenNote note in Notes[..10])
            writer.Add(note with { Class = 4 });
        writer.Finish("T", "0123456789ABCDEF", null);
        byte[] bytes = stream.ToArray();
        if (at == 0)
        {
            foreach ((string _, long offset, long size) in writer.Structures.Where(one => one.Name == "descriptors"))
            {
                bytes[offset + 66] ^= 1; // The first record bucket is one of data now.
                bytes[offset + size - 4] ^= 1;
            }
        }
        else
        {
            foreach ((string _, long offset, long _) in writer.Structures.Where(one => one.Name == "superblock"))
                bytes.AsSpan((int)offset + 26, 12).Clear();
        }
        Assert.Equal(NsfErrorKind.Damaged, Assert.Throws<NsfException>(() => NsfMutations.Read(bytes)).Kind);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(3072)]
    [InlineData(5120)]
    [InlineData(63488)]
    public void A_footer_may_be_rounded_up(int bucketSize)
    {
        using NsfFile file = Open(Notes, new NsfShape { BucketSize = bucketSize, HasLongFooters = true });
        IEnumerable<int> numbers = file.Notes().Select(note => int.Parse(note.FirstText("Number")));
        Assert.Equal(Enumerable.Range(0, 600), numbers.Order());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    public void Another_size_of_a_footer_is_damage(int size)
    {
        byte[] bytes = NsfWriter.Compose(Notes[..1], null, new NsfShape { BucketSize = 5120, HasLongFooters = true });
        bytes[4096 + 50] = (byte)size;
        Assert.Throws<NsfException>(() => NsfMutations.Read(bytes));
    }

    [Fact]
    public void A_value_whose_record_is_another_one_s_is_missing()
    {
        byte[] bytes = NsfWriter.Compose(Notes[..1], null, new NsfShape { Other = OtherPlace.Record });
        int record = Find(bytes, [0x10, 0x00], 256);
        bytes[record + 6] ^= 4;
        using NsfFile file = NsfSamples.Open(bytes);
        NsfNote note = Assert.Single(file.Notes());
        Assert.Equal([false, false, true], note.Items.Select(item => item.IsMissing));
        Assert.Null(note.Items[2].Values);
    }

    [Theory]
    [InlineData(52, true)]
    [InlineData(43, false)]
    public void Values_longer_than_the_note_are_missing_from_the_version_on_that_has_large_summaries(
        int ods, bool isMissing)
    {
        byte[] bytes = NsfWriter
            .Compose([new WrittenNote(Unid, [NsfWriter.Text("Form", 4, "Domain")])], null, new NsfShape { Ods = ods });
        int note = 4096 + 66;
        Assert.Equal(4, bytes[note] & 0xF0 | 4); // Only the half byte of the stamp stands there.
        bytes[note + 104]++;
        bytes[note + 105] = 0x20;
        using NsfFile file = NsfSamples.Open(bytes);
        if (isMissing)
            Assert.True(Assert.Single(Assert.Single(file.Notes()).Items).IsMissing);
        else
            Assert.Equal(NsfErrorKind.Damaged, Assert.Throws<NsfException>(() => file.Notes().ToList()).Kind);
    }

    [Fact]
    public void Numbers_times_and_unknown_types_are_read()
    {
        var noon = NsfWriter.Time(new DateTime(2025, 1, 31, 12, 0, 0, DateTimeKind.Utc), -300);
        WrittenItem[] items =
        [
            new("Number", 4, 0x300, BitConverter.GetBytes(-0.1)),
            new("Numbers", 4, 0x301, [2, 0, 0, 0, .. BitConverter.GetBytes(1e21), .. BitConverter.GetBytes(3d)]),
            new("Time", 4, 0x400, NsfWriter.Words(noon)),
            new("Date", 4, 0x400, NsfWriter.Words((uint.MaxValue, noon.High))),
            new("Clock", 4, 0x400, NsfWriter.Words((12345678 / 2, 0xFFFFFF))),
            new("Times", 4, 0x401, [1, 0, 1, 0, .. NsfWriter.Words(noon, noon, (uint.MaxValue, noon.High))]),
            new("Formula", 4, 0x600, [1, 2, 3]),
            new("Empty", 4, 0x501, []),
        ];
        using NsfFile file = Open([new WrittenNote(Unid, items)], new NsfShape());
        Assert.Equal(
            ["-0.1", "1E+21|3", "20250131T070000,00-05", "20250131", "T170848,39",
                "20250131T070000,00-05|20250131T070000,00-05/20250131", "", ""],
            Assert.Single(file.Notes()).Items.Select(item => string.Join('|', item.Values!)));
        Assert.Equal([1, 2, 3], Assert.Single(file.Notes()).Items[6].Content!);
    }

    [Fact]
    public void The_header_is_read()
    {
        using NsfFile file = Open(Notes[..1], new NsfShape { Ods = 55 });
        Assert.Equal(55, file.Header.Ods);
        NsfHeader header = file.Header;
        Assert.Equal(("Directory", "Tests", "StdTest", "StdOther"),
            (header.Title, header.Categories, header.TemplateName, header.InheritsFrom));
    }

    [Fact]
    public void Only_what_is_wanted_is_decoded()
    {
        using NsfFile file = Open(Notes, new NsfShape());
        Assert.Empty(file.Notes(isWanted: (form, _) => form != "Domain"));
        Assert.Equal(600, file.Notes(isWanted: (form, type) => form == "Domain" && type == "").Count());
        Assert.Empty(file.Notes(NsfNoteClasses.Form));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u001A")]
    [InlineData("<?xml version='1.0'?><database/>")]
    public void Another_file_is_not_an_NSF_file(string text) =>
        Assert.Equal(
            NsfErrorKind.NotNsf, Assert
                .Throws<NsfException>(() => NsfSamples.Open(System.Text.Encoding.Latin1.GetBytes(text))).Kind);

    [Theory]
    [InlineData(40)]
    [InlineData(56)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void An_unknown_version_is_refused(int ods)
    {
        byte[] bytes = NsfWriter.Compose(Notes[..1], null, new NsfShape { Ods = ods });
        Assert.Equal(NsfErrorKind.Version, Assert.Throws<NsfException>(() => NsfSamples.Open(bytes)).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void An_encrypted_file_is_refused(int at)
    {
        byte[] bytes = NsfWriter.Compose(Notes[..1], null, new NsfShape());
        bytes[644 + at] = 1;
        Assert.Equal(NsfErrorKind.Encrypted, Assert.Throws<NsfException>(() => NsfSamples.Open(bytes)).Kind);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_damaged()
    {
        byte[] bytes = NsfWriter.Compose(Notes, null, new NsfShape { Ods = 43 });
        Assert.Equal(600, NsfMutations.Read(bytes).Count);
        for (int length = bytes.Length - 1; length > 1; length -= Math.Max(1, length / 40))
        {
            byte[] cut = bytes[..length];
            NsfException error = Assert.Throws<NsfException>(() => NsfMutations.Read(cut));
            Assert.Equal(NsfErrorKind.Damaged, error.Kind);
            Assert.Contains($"0x{error.Offset:X}", error.Message);
        }
    }

    [Fact]
    public void The_newest_superblock_counts_and_an_older_one_where_that_is_damaged()
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(stream, new NsfShape { Superblocks = 4 });
        foreach (WrittenNote note in Notes)
            writer.Add(note);
        writer.Finish("T", "0123456789ABCDEF", null);
        byte[] bytes = stream.ToArray();
        Assert.Equal(600, NsfMutations.Read(bytes).Count);
        (string _, long offset, long size) = writer.Structures.Last(structure => structure.Name == "superblock");
        bytes[offset + size - 200] ^= 1;
        // The older ones do not know the notes of the newest record bucket.
        Assert.Equal(508, NsfMutations.Read(bytes).Count);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_bucket_that_is_being_written_is_read_again_up_to_three_times(int tornReads, bool isRead)
    {
        byte[] whole = NsfWriter.Compose(Notes, null, new NsfShape());
        byte[] torn = [.. whole];
        long bucket = 4096;
        torn[bucket + 66 + (512 * 9)] ^= 1;
        using NsfFile file = NsfFile.Open(new ChangingStream(whole, torn, bucket, tornReads), TimeSpan.Zero);
        if (isRead)
        {
            Assert.Equal(600, file.Notes().Count());
            return;
        }
        NsfException error = Assert.Throws<NsfException>(() => file.Notes().ToList());
        Assert.Equal(bucket + 66 + (512 * 9), error.Offset);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_superblock_that_is_being_written_is_read_again(int tornReads, bool isNewest)
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(stream, new NsfShape());
        foreach (WrittenNote note in Notes)
            writer.Add(note);
        writer.Finish("T", "0123456789ABCDEF", null);
        (string _, long offset, long size) = writer.Structures.Last(structure => structure.Name == "superblock");
        byte[] torn = stream.ToArray();
        torn[offset + size - 100] ^= 0x10;
        using NsfFile file = NsfFile.Open(
            new ChangingStream(stream.ToArray(), torn, offset + size - 100, tornReads), TimeSpan.Zero);
        Assert.Equal(isNewest ? 600 : 508, file.Notes().Count());
    }

    [Fact]
    public void A_note_that_moves_while_the_file_is_read_is_found_where_it_is_then()
    {
        byte[] before = NsfWriter.Compose(Notes, null, new NsfShape { IsCompressed = false });
        byte[] after = NsfWriter.Compose(Notes, null, new NsfShape { Buckets = 7, IsCompressed = false });
        for (int reads = 1; reads < 40; reads++)
        {
            using NsfFile file = NsfFile.Open(new ChangingStream(after, before, -1, reads), TimeSpan.Zero);
            Assert.Equal(
                Enumerable.Range(0, 600), file.Notes().Select(note => int.Parse(note.FirstText("Number"))).Order());
        }
    }

    [Fact]
    public void Where_the_descriptors_are_wrong_the_file_is_searched_once()
    {
        byte[] bytes = NsfWriter.Compose(
            Notes, null, new NsfShape { Buckets = 600, BucketSize = 2048, HasWrongDescriptors = true });
        var stream = new ChangingStream(bytes, bytes, -1, 0);
        using NsfFile file = NsfFile.Open(stream, TimeSpan.Zero);
        Assert.Equal(600, file.Notes().Count());
        // One search would be enough for all notes; one each would be 600.
        Assert.InRange(stream.BytesRead, bytes.Length, 8L * bytes.Length);
    }

    [Fact]
    public void Where_the_descriptors_locate_no_bucket_the_latest_state_of_each_bucket_counts()
    {
        var stream = new MemoryStream();
        var writer = new NsfWriter(
            stream, new NsfShape { IsCompressed = false, HasFormerBuckets = true, BucketSize = 2048 });
        foreach (WrittenNote note in Notes.Take(5)) // All in one bucket, so that they are read one after another.
            writer.Add(note);
        writer.Finish("T", "0123456789ABCDEF", null);
        byte[] bytes = stream.ToArray();
        (string _, long offset, long _) = writer.Structures.Last(structure => structure.Name == "superblock");
        // Pages of descriptors. The first one is then at the start of the file, where there are none.
        bytes[offset + 70] = 83;
        using NsfFile file = NsfSamples.Open(bytes);
        Assert.Equal(5, file.Notes().Count()); // The notes of the former states have another class.
    }

    [Fact]
    public void A_file_that_another_program_writes_and_deletes_can_be_read()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(NsfWriter.Compose(Notes, null, new NsfShape()), "names.nsf");
        using var other = new FileStream(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        using NsfFile file = NsfFile.Open(path);
        Assert.Equal(600, file.Notes().Count());
        File.Delete(path);
        Assert.Equal(600, file.Notes().Count());
    }

    [Fact]
    public async Task A_file_that_is_changed_all_the_time_gives_whole_notes_or_an_error()
    {
        using var folder = new TemporaryFolder();
        WrittenItem[] longer =
            [NsfWriter.Text("Number", 4, "none"), NsfWriter.Text(
                "Other", 4, "long enough to move all that comes behind")];
        WrittenNote[] others = [.. Notes.Select(note => note with { Items = [note.Items[0], .. longer] })];
        byte[][] states =
            [NsfWriter.Compose(Notes, null, new NsfShape()), NsfWriter.Compose(
                others, null, new NsfShape { Buckets = 2 })];
        string path = folder.Write(states[0], "names.nsf");
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(() =>
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            for (int turn = 1; !stop.IsCancellationRequested; turn++)
            {
                file.Position = 0;
                foreach (byte[] part in states[turn % 2].Chunk(512))
                    file.Write(part);
                file.Flush();
                Thread.Sleep(turn % 3);
            }
        }, TestContext.Current.CancellationToken);
        int read = 0;
        for (int i = 0; i < 60; i++)
        {
            try
            {
                using NsfFile file = NsfFile.Open(path);
                foreach (NsfNote note in file.Notes())
                {
                    read++;
                    string number = note.FirstText("Number");
                    Assert.True(number == "none" || number == $"{(note.NoteId - 0x8F6) / 4}", number);
                }
            }
            catch (NsfException e)
            {
                Assert.NotEqual(NsfErrorKind.Encrypted, e.Kind);
            }
        }
        await stop.CancelAsync();
        await writing;
        Assert.True(read > 0);
    }

    private static NsfFile Open(IEnumerable<WrittenNote> notes, NsfShape shape) =>
        NsfSamples.Open(NsfWriter.Compose(notes, null, shape));

    private static int Find(byte[] bytes, byte[] what, int unit)
    {
        int at = 4096;
        while (!bytes.AsSpan(at, what.Length).SequenceEqual(what))
            at += unit;
        return at;
    }

    /// <summary>
    /// Bytes that are others until a place was read so many times, or until there were so many reads.
    /// </summary>
    private sealed class ChangingStream(byte[] bytes, byte[] before, long place, int reads) : Stream
    {
        private int _left = reads;

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => _left > 0 ? before.Length : bytes.Length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            byte[] now = _left > 0 ? before : bytes;
            int some = (int)Math.Max(0, Math.Min(count, now.Length - Position));
            Array.Copy(now, Position, buffer, offset, some);
            if (some > 0 && (place < 0 || (place >= Position && place < Position + some)))
                _left--;
            Position += some;
            BytesRead += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    // The records of a bucket, or its error.
    private static string RecordsOf(NsfSource source, NsfBucket bucket, long offset)
    {
        try
        {
            bucket.Read(source, offset);
            return string.Join(
                ' ', Enumerable.Range(1, bucket.SlotCount)
                    .Select(slot => bucket.Record(slot) is { } record ? Convert.ToHexString(record.ToArray()) : "-"));
        }
        catch (NsfException e)
        {
            return e.Message;
        }
    }
}
