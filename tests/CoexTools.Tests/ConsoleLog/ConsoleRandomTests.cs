using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// Random directories, servers with replicas that differ from them, and consoles: an independent implementation of the
/// rules determines which differences must be found.
/// </summary>
public sealed class ConsoleRandomTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_stale_copy_is_missed_and_no_finding_is_false()
    {
        int count = Repetitions.Of(10_000, divisor: 20), found = 0;
        for (int seed = 0; seed < count; seed++)
            found += Check(seed);
        Assert.True(found > count / 10, $"{found} findings");
    }

    /// <summary>Checks a directory, and returns the number of findings.</summary>
    internal static int Check(int seed)
    {
        var random = new Random(seed);
        DirectoryCase made = new DirectoryGen().Generate(
            new PCG((uint)random.Next(), (uint)random.Next()), null, out _);
        DirectorySnapshot snapshot = DxlText.Read(made.Directory);
        var bare = new DirectoryAudit(snapshot);
        AuditedDomain? domain = bare.Domains.FirstOrDefault(one => DomainName.Same(one.Name, "BTEx"));
        if (domain is null)
            return 0;
        ILookup<bool, NotesName> stale = domain.Servers.ToLookup(_ => random.Next(3) == 0);
        var world = new ConsoleWorld(domain, stale[true].ToDictionary(
            server => server, _ => (IReadOnlyList<ForeignDomainDocument>)
                [.. domain.Documents.Where(_ => random.Next(2) == 0)]));
        bool isZoneKnown = random.Next(2) == 0, isDebugged = random.Next(2) == 0, isDated = random.Next(6) > 0;
        Fill(world, domain, random, isDebugged);
        var audit = new DirectoryAudit(snapshot, new AuditInput
        {
            Consoles = one => world.Read(
                one, domain.Servers.Where(_ => random.Next(10) > 0), random, Now, isZoneKnown, isDated),
        });
        string context = $"seed {seed}: {OracleTests.Print(made)}";
        ILookup<string?, CoexistenceFinding> findings = audit.Run(
            DirectoryRules.All.Where(rule => rule.Id is "CX047" or "CX048"), _ => true, CancellationToken.None)
            .Where(finding => DomainName.Same(finding.Domain, "BTEx")).ToLookup(finding => finding.Server);
        return domain.Servers.Count(server => Compare(
            made, world, server, audit.Consoles!.ContainsKey(server), [.. findings[server.Abbreviated]], isDebugged,
            isDated, context));
    }

    // Lines before the last change show another state, and must not count.
    private static void Fill(ConsoleWorld world, AuditedDomain domain, Random random, bool isDebugged)
    {
        DateTime start = new DateTime(2025, 3, 15, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(500));
        foreach (NotesName server in domain.Servers)
        {
            List<(DateTime Utc, string Text)> lines = world.LinesOf(server);
            if (random.Next(2) == 0)
            {
                lines.Add((
                    new DateTime(2025, 2, random.Next(1, 28), 3, 0, 0, DateTimeKind.Utc),
                    $"Warning: Multiple documents detected for domain '{domain.Name}' in Domino Directory for the "
                        + "scheduling request."));
            }
            if (random.Next(3) > 0)
                world.Ask(server, start.AddMinutes(random.Next(3000)), isDebugged);
        }
    }

    private static bool Compare(
        DirectoryCase made, ConsoleWorld world, NotesName server, bool hasLog,
        IReadOnlyList<CoexistenceFinding> findings, bool isDebugged, bool isDated, string context)
    {
        var oracle = new RuleOracle(made.Directory);
        List<PlainDocument> documents =
            [.. made.Directory.Documents.Where(document => DomainName.Same(document.Domain.Name, "BTEx"))];
        bool isPredicted = documents.Count(document => oracle.Access(server.Abbreviated, document, false).CanRead) > 1;
        bool isReal = world.FindsSeveral(server);
        bool isKnown = documents.TrueForAll(document => document.Modified.Instant is not null)
            && hasLog && world.Asked.Contains(server);
        string? expected = !isKnown || isPredicted == isReal ? null
            : isReal ? "CX047" : isDebugged ? "CX048" : null;
        CoexistenceFinding? failed = findings.SingleOrDefault(finding => finding.Outcome == FindingOutcome.Fail);
        if (!isDated && failed is null)
            return false; // The order of day and month can be open: then nothing is found, and nothing is false.
        Assert.True(expected == failed?.Rule, $"{server}: expected {expected}, found {failed}\n{context}");
        bool isChecked = findings.All(finding => finding.Outcome != FindingOutcome.NotChecked);
        Assert.True(
            !isDated || isChecked == (isKnown && (isReal || isDebugged)),
            $"{server}: {string.Join("; ", findings)}\n{context}");
        return failed is not null;
    }
}
