using System.Text;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Tests;

/// <summary>The reader of console logs.</summary>
public sealed class ConsoleLogReaderTests
{
    private const string Warning =
        "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.";

    private static readonly DateTime Latest = new(2026, 12, 1);

    [Fact]
    public void Each_message_is_found_word_for_word()
    {
        string[] messages =
        [
            ConsoleTexts.SeveralDocuments("BTEx"), ConsoleTexts.NoDocument, ConsoleTexts.NoPath, ConsoleTexts.TimedOut,
            ConsoleTexts.NoRoute("BTEx", "Hub01/Acme"), ConsoleTexts.MaximumHops, ConsoleTexts.NotResponding,
            "CalConn: something",
        ];
        (List<string> lines, ConsoleLogSummary summary) = Read(
            string.Concat(messages.Select(
                (text, i) => $"31/01/2026 10:00:0{i}   Noise\n31/01/2026 10:01:0{i}   {text}\n")));
        Assert.Equal(
        [
            "2 10:01:00 SeveralDocuments BTEx", "4 10:01:01 NoDocument", "6 10:01:02 NoPath", "8 10:01:03 TimedOut",
            "10 10:01:04 NoRoute BTEx", "12 10:01:05 MaximumHops", "14 10:01:06 NotResponding", "16 10:01:07 Other",
        ], lines);
        Assert.Equal(16, summary.Lines);
        Assert.Equal(DateOrder.DayFirst, summary.Order);
        Assert.Equal(new DateTime(2026, 1, 31, 10, 0, 0), summary.First!.Value.In(DateOrder.DayFirst));
        Assert.Equal(new DateTime(2026, 1, 31, 10, 1, 7), summary.Last!.Value.In(DateOrder.DayFirst));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\n\n", "")]
    [InlineData("Warning: Multiple documents detected for domain 'BT", "1 - SeveralDocuments -")] // Torn.
    [InlineData("Warning: Multiple documents detected for dom", "")]
    [InlineData("Multiple documents detected for domain 'O'Brien' in Domino Directory", "1 - SeveralDocuments O'Brien")]
    [InlineData("31/01/2026 10:00:00 A\nB\n" + Warning + "\n", "3 (10:00:00) SeveralDocuments BTEx")] // Without a time.
    [InlineData("31/01/2026 10:00:00   " + Warning + "31/01/2026 10:00:01   " + Warning,
        "1 10:00:00 SeveralDocuments BTEx|1 10:00:00 SeveralDocuments BTEx")] // A line break is missing.
    [InlineData("31/01/2026 10:00:00   CalConn: " + Warning, "1 10:00:00 SeveralDocuments BTEx")]
    [InlineData("31/01/2026 10:00:00   " + Warning + " CalConn", "1 10:00:00 SeveralDocuments BTEx")]
    [InlineData("31/01/2026 10:00:00   CalConn CalConn Calendar Connector", "1 10:00:00 Other")]
    [InlineData("31/01/2026 10:00:00   Warnung: " + Warning + " für die Anfrage", "1 10:00:00 SeveralDocuments BTEx")]
    [InlineData("\0\0\u0001\u001b[2J\r\r\n31/01/2026 10:00:00   \0" + Warning + "\0\0",
        "2 10:00:00 SeveralDocuments BTEx")]
    public void A_hostile_or_torn_line_is_harmless(string text, string expected) =>
        Assert.Equal(expected, string.Join("|", Read(text).Lines));

    [Fact]
    public void Names_in_the_encodings_of_servers_are_decoded()
    {
        foreach (Encoding encoding in new[]
            { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] text = [.. encoding.GetPreamble(), .. encoding.GetBytes(Warning.Replace("BTEx", "Zürich"))];
            string? raw = null;
            new ConsoleLogReader(
                ConsoleLogFile.Decompress(new MemoryStream(text)), Latest, line => raw = line.RawDomain, vectors: true)
                .Read(CancellationToken.None);
            Assert.Contains("Zürich", ConsoleLine.Decode(raw!));
        }
        Assert.Contains("Zürich", ConsoleLine.Decode("Z\u0081rich")); // Code page 850, as in LMBCS.
    }

    [Fact]
    public void A_line_without_an_end_is_read_in_parts()
    {
        // A line that is much longer than the buffer, with messages at its start, across parts, and at its end.
        string filler = new('x', 262_144 - 300);
        string text = $"30/01/2026 09:00:00   A\n31/01/2026 10:00:00   {Warning}{filler}{Warning}{filler}{filler}"
            + $"CalConn {Warning}\n31/01/2026 11:00:00   {Warning}";
        (List<string> lines, ConsoleLogSummary summary) = Read(text);
        Assert.Equal(
        [
            "2 10:00:00 SeveralDocuments BTEx", "2 10:00:00 SeveralDocuments BTEx", "2 10:00:00 SeveralDocuments BTEx",
            "3 11:00:00 SeveralDocuments BTEx",
        ], lines);
        Assert.Equal(3, summary.Lines);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(60 << 10)] // Longer than what remains of the buffer.
    [InlineData(200 << 10)]
    public void A_line_that_fits_into_the_buffer_is_read_whole(int length)
    {
        string before = string.Concat(Enumerable.Repeat("31/01/2026 09:00:00   Noise\n", (200 << 10) / 28));
        (List<string> lines, _) = Read(
            $"{before}31/01/2026 10:00:00   CalConn: {new string('x', length)} {Warning}\nNoise\n{before}");
        Assert.Equal([$"{before.Length / 28 + 1} 10:00:00 SeveralDocuments BTEx"], lines);
    }

    [Fact]
    public void A_log_of_any_division_into_reads_has_the_same_lines()
    {
        var random = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            text.Append(random.Next(20) switch
            {
                0 => $"31/01/2026 10:00:{i % 60:00}   {Warning}\n",
                1 => "a line without a time of the domain\n",
                2 => $"31/01/2026 10:00:{i % 60:00}   CalConn: x\n",
                3 => Warning + "\n",
                4 => new string((char)random.Next(1, 128), random.Next(400)) + "\n",
                _ => $"31/01/2026 10:00:{i % 60:00}   The request for the page was path pond quxim\n",
            });
        }
        (List<string> expected, ConsoleLogSummary summary) = Read(text.ToString());
        Assert.Equal(text.ToString().Split(Warning).Length - 1, expected.Count(line => line.Contains("BTEx")));
        foreach (bool vectors in new[] { true, false })
        {
            var lines = new List<string>();
            ConsoleLogSummary other = new ConsoleLogReader(
                new SlowStream(Encoding.UTF8.GetBytes(text.ToString()), random), Latest, line => lines.Add(Text(line)),
                vectors).Read(CancellationToken.None);
            Assert.Equal(expected, lines);
            Assert.Equal(summary, other);
        }
    }

    [Fact]
    public void Random_bytes_are_harmless_and_are_searched_alike_with_and_without_vectors()
    {
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(
                _ => random.Next(3) switch
            {
                0 => Encoding.ASCII.GetString(SearchText.All[random.Next(SearchText.All.Count)].Text),
                1 => "domain 'x' 31/01/2026 10:00:00 ",
                _ => "\n[quxim pond path lC r C] ",
            })));
            for (int change = random.Next(30); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            List<string>[] found = [[], []];
            for (int side = 0; side < 2; side++)
            {
                new ConsoleLogReader(
                    new MemoryStream(bytes), Latest,
                    line => found[side].Add($"{Text(line)} {line.RawText} {line.Prefix}"),
                    vectors: side == 1).Read(CancellationToken.None);
            }
            Assert.Equal(found[0], found[1]);
        }
    }

    [Fact]
    public void A_file_in_use_and_a_compressed_file_are_read()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "console.log");
        string compressed = Path.Combine(folder.FullName, "old.log.gz");
        using var writer = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        writer.Write(Encoding.UTF8.GetBytes(Warning));
        writer.Flush();
        using (var gzip = new System.IO.Compression.GZipStream(
            File.Create(compressed), System.IO.Compression.CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Warning));
        }
        foreach (string file in new[] { path, compressed })
        {
            int count = 0;
            ConsoleLogFile.Read(file, Latest, _ => count++, CancellationToken.None);
            Assert.Equal(1, count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_truncated_compressed_file_is_an_error(int parts)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "console.log.gz");
        var random = new Random(3);
        using var compressed = new MemoryStream();
        for (int part = 0; part < parts; part++)
        {
            using var gzip = new System.IO.Compression.GZipStream(
                compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true);
            for (int line = 0; line < 2_000; line++)
                gzip.Write(Encoding.UTF8.GetBytes($"31/01/2026 10:00:00   {Warning} {random.Next()}\n"));
        }
        byte[] bytes = compressed.ToArray();
        File.WriteAllBytes(path, bytes);
        int count = 0;
        ConsoleLogSummary summary = ConsoleLogFile.Read(path, Latest, _ => count++, CancellationToken.None);
        Assert.Equal((2_000 * parts, 2_000 * parts), (count, (int)summary.Lines));
        foreach (int cut in new[] { 1, 4, 8, 9, bytes.Length / 2, bytes.Length - 20 })
        {
            File.WriteAllBytes(path, bytes[..^cut]);
            CoexException error = Assert.Throws<CoexException>(
                () => ConsoleLogFile.Read(path, Latest, _ => { }, CancellationToken.None));
            Assert.Equal(nameof(CoexException.FileUnreadable), error.ErrorId);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void A_damaged_compressed_file_is_an_error_or_empty(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "console.log.gz");
        File.WriteAllBytes(path, bytes);
        try
        {
            ConsoleLogFile.Read(path, Latest, _ => Assert.Fail("There is no line."), CancellationToken.None);
        }
        catch (CoexException e)
        {
            Assert.Equal(nameof(CoexException.FileUnreadable), e.ErrorId);
        }
    }

    private static (List<string> Lines, ConsoleLogSummary Summary) Read(string text)
    {
        var lines = new List<string>();
        ConsoleLogSummary summary = new ConsoleLogReader(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), Latest, line => lines.Add(Text(line)), vectors: true)
            .Read(CancellationToken.None);
        return (lines, summary);
    }

    private static string Text(ConsoleLine line)
    {
        string time = line.Time is not { } known ? "-" : $"{known.In(DateOrder.DayFirst):HH:mm:ss}";
        string domain = line.Kind is ConsoleMessageKind.SeveralDocuments or ConsoleMessageKind.NoRoute
            ? " " + (line.RawDomain ?? "-") : "";
        return $"{line.Number} {(line.Time is null || line.IsOwnTime ? time : $"({time})")} {line.Kind}{domain}";
    }

    // Returns a few bytes at a time.
    private sealed class SlowStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, random.Next(1, 5000)));
    }
}
