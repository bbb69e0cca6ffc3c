using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Tests;
using CoexTools.Tests.Dxl;
using CoexTools.Tests.Nsf;

namespace CoexTools.Stress;

/// <summary>
/// DXL and NSF files with random defects: the two DXL readers agree, defects are reported as errors of CoexTools, and
/// no file takes more than two seconds or more memory than a bound.
/// </summary>
internal sealed class Mutations : StressVerb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly int[] _agreements = new int[3];
    private readonly SortedDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private NsfOriginal[] _originals = [];
    private Dictionary<uint, string>[] _expected = [];
    private string _folder = "";
    private int _directories, _nsfRead, _nsf;
    private long _slowest, _largest;

    public override int DefaultCount => 100_000;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
    [
        $"{_agreements.Sum():N0} DXL files: {_agreements[0]:N0} read alike by both readers, {_agreements[1]:N0} left "
            + $"to the plain reader, {_agreements[2]:N0} with a defect in an element that the sweep passes over.",
        $"{_directories + _errors.Values.Sum():N0} DXL files as commands read them: {_directories:N0} audited"
            + string.Concat(_errors.Select(error => $", {error.Value:N0} {error.Key}")) + ".",
        $"{_nsf:N0} NSF files: {_nsfRead:N0} read, {_nsf - _nsfRead:N0} reported as damaged.",
        $"The slowest file took {TimeSpan.FromTicks(_slowest).TotalSeconds:F2} s. The most memory that one file "
            + $"allocated was {_largest >> 20:N0} MB.",
    ];

    public override void Prepare(string folder, StressOptions options)
    {
        _folder = options.Folder ?? folder;
        _originals = [.. NsfMutations.Composed(), .. NsfMutations.Samples()];
        _expected = [.. _originals.Select(original => NsfMutations.Read(original.Bytes))];
    }

    public override void Run(int number, Random random)
    {
        if (number % 4 == 3)
        {
            bool isRead = NsfMutations.Case(_originals, _expected, random, $"Case {number}");
            Interlocked.Increment(ref _nsf);
            Interlocked.Add(ref _nsfRead, isRead ? 1 : 0);
            return;
        }
        byte[] bytes = DxlMutation.Next(random);
        int seed = random.Next();
        Timed(bytes, () =>
        {
            int agreement = (int)SweepComparison.Compare(bytes, new Random(seed), $"Case {number}");
            Interlocked.Increment(ref _agreements[agreement]);
        });
        if (number % 4 == 0)
            Timed(bytes, () => CountAsCommand(bytes, number));
    }

    /// <summary>Reads a DXL or NSF file, the readers of its documents, and its findings as commands do.</summary>
    /// <returns>The id of the error that a command reports; null if it reads the file.</returns>
    public static string? ReadAsCommand(byte[] bytes, string path)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            var directory = new DirectorySnapshot(
                DirectoryFile.Of(path).Read(FieldMap.Default, _ => { }, CancellationToken.None));
            foreach (ForeignDomainDocument document in directory.InOrder(OrderBy.Modified))
                _ = AccessEvaluator.Of(directory).CanRead(new NotesName("DominoA/Acme"), document);
            _ = new DirectoryAudit(directory).Run(DirectoryRules.All, _ => true, CancellationToken.None).Count();
            return null;
        }
        catch (CoexException e)
        {
            return e.ErrorId;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void CountAsCommand(byte[] bytes, int number)
    {
        string? error = ReadAsCommand(bytes, Path.Combine(_folder, $"mutation-{number}"));
        if (error is null)
        {
            Interlocked.Increment(ref _directories);
            return;
        }
        lock (_errors)
            _errors[error] = _errors.GetValueOrDefault(error) + 1;
    }

    // Other threads of the process count too: what is slow by itself is slow each time.
    private void Timed(byte[] bytes, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan time = WorkTime.Of(action);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        for (int i = 0; i < 4 && time > Limit; i++)
        {
            TimeSpan again = WorkTime.Of(action);
            time = again < time ? again : time;
        }
        Assert.True(time <= Limit, $"It took {time}.");
        Assert.True(
            allocated <= Bound(bytes.Length), $"It allocated {allocated >> 20} MB for {bytes.Length:N0} bytes.");
        Raise(ref _slowest, time.Ticks);
        Raise(ref _largest, allocated);
    }

    // Buffers of the readers, and what their texts take, several times.
    private static long Bound(int length) => (256L << 20) + (100L * length);

    private static void Raise(ref long maximum, long value)
    {
        for (long now = Volatile.Read(ref maximum); value > now; now = Volatile.Read(ref maximum))
            Interlocked.CompareExchange(ref maximum, value, now);
    }
}
