using BenchmarkDotNet.Attributes;
using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Benchmarks;

/// <summary>
/// Measures the decisions of the core in the documented configuration: one domain with two documents.
/// </summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private readonly NotesName _hub = new("Hub01/Acme");
    private readonly NetworkState _outage = new(down: [new NotesName("DominoA/Acme")]);
    private DirectorySnapshot _directory = null!;
    private DomainVisibility _domain = null!;

    /// <summary>Creates the directory.</summary>
    [GlobalSetup]
    public void Setup()
    {
        DirectoryContent content = DirectoryEdits.Empty("Acme", "852564AC004EBCCF");
        DateTimeOffset now = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (string server in new[] { "Hub01/Acme", "DominoA/Acme", "DominoB/Acme" })
            content = DirectoryEdits.AddServer(content, server, domain: null, now);
        foreach (string server in new[] { "DominoB/Acme", "DominoA/Acme" })
        {
            var document = new NewDocument("BTEx", new FormFields(server, "mail.box", server, "mail.box"));
            content = DirectoryEdits.AddDocument(content, document, now, out _);
        }
        _directory = new DirectorySnapshot(content);
        _domain = new DomainVisibility(_directory.Unordered, AccessEvaluator.Of(_directory), OrderBy.Modified);
    }

    /// <summary>Determines only the outcome of a free/busy request.</summary>
    [Benchmark]
    public object FreeBusy() => new Request(_domain, CoexistenceService.FreeBusy, _hub).Run(_outage).Status;

    /// <summary>Determines only the outcome of a mail message.</summary>
    [Benchmark]
    public object Mail() => new Request(_domain, CoexistenceService.Mail, _hub).Run(_outage).Status;

    /// <summary>Determines the outcome of a free/busy request with its hops, reason and recommendation.</summary>
    [Benchmark]
    public object FreeBusyExplained() => new Request(_domain, CoexistenceService.FreeBusy, _hub).Test(_outage).Reason;

    /// <summary>Determines whether a server can read a document, without cached results.</summary>
    [Benchmark]
    public bool Access() => AccessEvaluator.Of(_directory).CanRead(_hub, _directory.Unordered[0]);
}
