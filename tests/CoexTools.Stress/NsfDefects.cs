using CoexTools.Tests.Nsf;

namespace CoexTools.Stress;

/// <summary>
/// Small NSF files with random defects, of the shapes that few public files have: without data notes, and with long
/// footers of buckets. Each file results in the same notes or in an error.
/// </summary>
internal sealed class NsfDefects : StressVerb
{
    private NsfOriginal[] _originals = [];
    private Dictionary<uint, string>[] _expected = [];
    private int _read, _damaged;

    public override int DefaultCount => 2_000_000;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
        [$"{_read + _damaged:N0} NSF files: {_read:N0} read, {_damaged:N0} reported as damaged."];

    public override void Prepare(string folder, StressOptions options)
    {
        _originals = [.. NsfMutations.RareShapes(notes: 8)];
        _expected = [.. _originals.Select(original => NsfMutations.Read(original.Bytes))];
    }

    public override void Run(int number, Random random)
    {
        if (NsfMutations.Case(_originals, _expected, random, $"Case {number}"))
            Interlocked.Increment(ref _read);
        else
            Interlocked.Increment(ref _damaged);
    }
}
