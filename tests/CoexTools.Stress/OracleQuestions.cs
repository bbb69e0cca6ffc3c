using CoexTools.Model;
using CoexTools.Simulation;
using CoexTools.Tests;
using CsCheck;

namespace CoexTools.Stress;

/// <summary>
/// Random directories and outages: access, order, paths, and availability are those of an independent implementation of
/// the rules.
/// </summary>
internal sealed class OracleQuestions : StressVerb
{
    private int _directories, _measured;
    private long _questions;

    public override int DefaultCount => 10_000;

    public override bool IsParallel => true;

    public override IEnumerable<string> Figures =>
    [
        $"{_directories:N0} directories, {_questions:N0} questions about access, order, free/busy, mail, and "
            + $"calendar messages; {_measured:N0} availabilities against all states.",
    ];

    public override void Run(int number, Random random)
    {
        DirectoryCase made = new DirectoryGen().Generate(
            new PCG((uint)random.Next(), (uint)random.Next()), null, out _);
        try
        {
            var oracle = new RuleOracle(made.Directory);
            DirectorySnapshot snapshot = DxlText.Read(made.Directory);
            OracleTests.CheckAccess(made, oracle, snapshot);
            OracleTests.CheckOrder(made, oracle, snapshot);
            OracleTests.CheckFreeBusy(made, oracle, snapshot);
            OracleTests.CheckMail(made, oracle, snapshot, MailKind.Mail);
            OracleTests.CheckMail(made, oracle, snapshot, MailKind.Calendar);
            int measured = BruteForceTests.Compare(made, random.Next(8), random.Next()).Count();
            Interlocked.Add(ref _measured, measured);
            Interlocked.Increment(ref _directories);
            Interlocked.Add(
                ref _questions,
                (2L * made.Origins.Count * made.Directory.Documents.Count) + 2
                    + (3L * made.Origins.Count * made.Networks.Count) + measured);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{OracleTests.Print(made)}", e);
        }
    }
}
