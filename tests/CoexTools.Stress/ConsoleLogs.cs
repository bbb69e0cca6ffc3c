using CoexTools.Tests;

namespace CoexTools.Stress;

/// <summary>
/// Random directories with replicas that are not up to date, and the console logs of their servers: the audit finds the
/// differences that an independent implementation of the rules finds, and no others.
/// </summary>
internal sealed class ConsoleLogs : StressVerb
{
    private int _directories, _findings;

    public override int DefaultCount => 10_000;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
        [$"{_directories:N0} directories, {_findings:N0} consoles that contradict their directory."];

    public override void Run(int number, Random random)
    {
        Interlocked.Add(ref _findings, ConsoleRandomTests.Check(random.Next()));
        Interlocked.Increment(ref _directories);
    }
}
