using System.Diagnostics;
using System.Globalization;
using CoexTools.Model;
using CoexTools.Sources.Nsf;

namespace CoexTools.Tests.Nsf;

/// <summary>
/// A large directory in which few notes matter. <c>COEXTOOLS_NSF_MEGABYTES=1024</c> composes one of a gigabyte with
/// 250,000 notes; the output shows how long it takes compared with a plain read of the same file.
/// </summary>
public class NsfSpeedTests
{
    private const int Wanted = 60;

    private static readonly int Megabytes =
        int.Parse(Environment.GetEnvironmentVariable("COEXTOOLS_NSF_MEGABYTES") ?? "48", CultureInfo.InvariantCulture);

    [Fact]
    public void Memory_does_not_grow_with_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.nsf");
        int count = (int)(Megabytes * 250_000L / 1024);
        Compose(path, count);
        long length = new FileInfo(path).Length;
        Assert.InRange(length, Megabytes * 900_000L, Megabytes * 1_200_000L);

        _ = PlainRead(path);
        TimeSpan plain = TimeSpan.MaxValue, reading = TimeSpan.MaxValue;
        long allocated = 0;
        for (int i = 0; i < 3; i++)
        {
            TimeSpan one = PlainRead(path);
            plain = one < plain ? one : plain;
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            DirectoryContent directory = new NsfDirectoryReader(path)
                .Read(FieldMap.Default, problem => throw problem, CancellationToken.None);
            reading = watch.Elapsed < reading ? watch.Elapsed : reading;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(Wanted, directory.Documents.Count);
        }
        using var process = Process.GetCurrentProcess();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{length >> 20} MB, {count} notes: plain read {plain.TotalMilliseconds:F0} ms, "
            + $"directory {reading.TotalMilliseconds:F0} ms, ratio {reading / plain:F2}, allocated {allocated >> 20} "
            + $"MB, peak {process.PeakWorkingSet64 >> 20} MB"));
        // All that is allocated on the way, not only what is held at once: the blocks, and a table of places that has
        // its own bound.
        Assert.True(allocated < (12L << 20) + Math.Min(count * 64L, 32L << 20), $"{allocated >> 20} MB");
    }

    private static void Compose(string path, int count)
    {
        using FileStream file = File.Create(path, 1 << 20);
        var writer = new NsfWriter(file, new NsfShape());
        WrittenItem[] person =
        [
            NsfWriter.Text("Form", 4, "Person"), NsfWriter.Text("Type", 4, "Person"),
            .. Enumerable.Range(0, 48)
                .Select(i => NsfWriter.Text($"Item{i}", 4, new string((char)('a' + (i % 26)), 60 + (i % 20)))),
        ];
        WrittenItem[] domain =
        [
            NsfWriter.Text("Form", 4, "Domain"), NsfWriter.Text("DomainName", 4, "BTEx"), NsfWriter.Text(
                "DomainType", 4, "ForeignDomain"),
            NsfWriter.Text("MailServer", 0x44, "CN=A/O=B"),
        ];
        for (int i = 0; i < count; i++)
            writer.Add(
                new WrittenNote($"{i:X32}", i % (count / Wanted) == 7 && i / (count / Wanted) < Wanted
                    ? domain : person));
        writer.Finish("Directory", "0123456789ABCDEF", null);
    }

    private static TimeSpan PlainRead(string path)
    {
        var watch = Stopwatch.StartNew();
        byte[] block = new byte[1 << 20];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        long sum = 0;
        for (int some; (some = file.Read(block, 0, block.Length)) > 0;)
            sum += some;
        Assert.Equal(file.Length, sum);
        return watch.Elapsed;
    }
}
