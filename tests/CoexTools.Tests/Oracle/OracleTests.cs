using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// The library, given a DXL file, and the oracle, given the plain data that the file was written from, answer the same.
/// </summary>
public sealed class OracleTests
{
    private const string Domain = "BTEx";

    [Fact]
    public void Every_server_sees_the_same_documents_at_the_same_level_with_the_same_assumptions() =>
        Check(2_000, CheckAccess);

    internal static void CheckAccess(DirectoryCase made, RuleOracle oracle, DirectorySnapshot snapshot)
    {
        var evaluator = AccessEvaluator.Of(snapshot);
        Assert.Equal(made.Directory.Documents.Count, snapshot.Unordered.Count);
        DirectorySnapshot other = new(snapshot.Content);
        foreach ((string name, ReaderKind kind) in made.Origins.SelectMany(
            name => new[] { (name, ReaderKind.Server), (name, ReaderKind.Person) }))
        {
            foreach (PlainDocument plain in made.Directory.Documents)
            {
                ForeignDomainDocument document =
                    snapshot.Unordered.Single(document => document.UniversalId == plain.Unid);
                OracleAccess expected = oracle.Access(name, plain, kind == ReaderKind.Person);
                AccessDecision decision = evaluator.Decide(new NotesName(name), document, kind);
                string told = $"{name} as {kind} {plain.Unid}";
                AssertSame(expected.CanRead, decision.CanRead, told);
                AssertSame(expected.Level, decision.Level, told);
                if (kind == ReaderKind.Server)
                    AssertSame(expected.CanRead, evaluator.CanRead(new NotesName(name), document), told);
                // The same document of another state, which the profile does not know.
                ForeignDomainDocument copy = other.Unordered.Single(document => document.UniversalId == plain.Unid);
                if (kind == ReaderKind.Server)
                    AssertSame(expected.CanRead, evaluator.CanRead(new NotesName(name), copy), told);
                AssertSame(
                    decision with { Assumptions = [] }, evaluator.Decide(
                        new NotesName(name), copy, kind) with
                    { Assumptions = [] }, told);
                List<string> assumptions =
                [
                    .. oracle.AssumesAcl ? ["DefaultAcl"] : Array.Empty<string>(),
                    .. oracle.AssumesLocalDomainServers ? ["DefaultLocalDomainServers"] : Array.Empty<string>(),
                    .. expected.UnknownEntries.Select(entry => "UnknownEntry: " + entry),
                ];
                List<string> duplicates = [.. decision.Assumptions.Where(one => one.StartsWith("DuplicateGroup: "))];
                IEnumerable<string> others = decision.Assumptions.Except(duplicates);
                Assert.Equal(assumptions, others, StringComparer.OrdinalIgnoreCase);
                IEnumerable<string> same = decision.Rule.Id == "AC5" ? DuplicateGroups(oracle.Groups, plain) : [];
                Assert.Equal(same.Order(), duplicates.Select(one => one[16..].ToUpperInvariant()).Order());
            }
        }
    }

    [Fact]
    public void Documents_come_in_the_same_order_by_either_time() => Check(2_000, CheckOrder);

    internal static void CheckOrder(DirectoryCase made, RuleOracle oracle, DirectorySnapshot snapshot)
    {
        var evaluator = AccessEvaluator.Of(snapshot);
        Assert.Equal(oracle.Domains, snapshot.Domains.Select(domain => domain.Name), StringComparer.OrdinalIgnoreCase);
        foreach (string domain in new[] { Domain, "Other" })
        {
            if (!snapshot.Unordered.Any(document => document.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase)))
            {
                Assert.Empty(oracle.InOrder(domain, document => document.Modified));
                continue;
            }
            DomainVisibility modified = View(snapshot, evaluator, domain, OrderBy.Modified);
            Assert.Equal(
                oracle.InOrder(domain, document => document.Modified)
                    .Select(document => document.Unid), Unids(modified));
            DomainVisibility revised = View(snapshot, evaluator, domain, OrderBy.Revised);
            Assert.Equal(
                oracle.InOrder(domain, document => document.Revised).Select(document => document.Unid), Unids(revised));
            Assert.Equal(
                oracle.OrderAssumptions(domain), modified.Assumptions.Where(assumption => assumption != "NoTimeZone"),
                StringComparer.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Free_busy_requests_end_alike_from_every_server() => Check(2_000, CheckFreeBusy);

    internal static void CheckFreeBusy(DirectoryCase made, RuleOracle oracle, DirectorySnapshot snapshot) =>
        Follow(made, snapshot, (view, origin, plain, network) =>
        {
            OracleAnswer expected = oracle.FreeBusy(origin, Domain, plain);
            FreeBusyPathResult result = Requests.FreeBusy(view, origin, network);
            AssertSame($"{expected.Status} at {expected.Server}", $"{result.Status} at {result.Server}", origin);
            Assert.Equal(
                expected.WarnedAt, result.Warning.Select(warning => warning.Server), StringComparer.OrdinalIgnoreCase);
            AssertSame(expected.Status == "Answered", result.Reachable, origin);
            AssertSame($"{result.Status} at {result.Server}", Requests.Run(
                view, CoexistenceService.FreeBusy, origin, network).ToString(), origin);
        });

    [Fact]
    public void Mail_ends_alike_from_every_server() => CheckMail(MailKind.Mail);

    [Fact]
    public void Calendar_messages_end_alike_from_every_server() => CheckMail(MailKind.Calendar);

    // What the generator makes must reach every outcome, or the properties above would say less than they seem to.
    [Fact]
    public void The_random_directories_reach_every_outcome()
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        new DirectoryGen().Sample(made =>
        {
            var oracle = new RuleOracle(made.Directory);
            foreach (string origin in made.Origins)
            {
                foreach (PlainNetwork network in made.Networks)
                {
                    Count("free/busy " + oracle.FreeBusy(origin, Domain, network).Status);
                    Count("mail " + oracle.Mail(origin, Domain, isCalendar: false, network).Status);
                }
            }
        }, iter: 1_000, writeLine: TestContext.Current.TestOutputHelper!.WriteLine);
        foreach (FreeBusyStatus status in Enum.GetValues<FreeBusyStatus>())
            Assert.True(outcomes.GetValueOrDefault("free/busy " + status) >= 10, $"free/busy {status}");
        foreach (MailStatus status in Enum.GetValues<MailStatus>())
            Assert.True(outcomes.GetValueOrDefault("mail " + status) >= 10, $"mail {status}");

        void Count(string outcome) => outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
    }

    private static void CheckMail(MailKind kind) =>
        Check(2_000, (made, oracle, snapshot) => CheckMail(made, oracle, snapshot, kind));

    internal static void CheckMail(DirectoryCase made, RuleOracle oracle, DirectorySnapshot snapshot, MailKind kind) =>
        Follow(made, snapshot, (view, origin, plain, network) =>
        {
            OracleAnswer expected = oracle.Mail(origin, Domain, kind == MailKind.Calendar, plain);
            MailRouteResult result = Requests.Mail(view, origin, kind, network);
            AssertSame($"{expected.Status} at {expected.Server}", $"{result.Status} at {result.Server}", origin);
            AssertSame(expected.Status == "Delivered", result.Reachable, origin);
            AssertSame($"{result.Status} at {result.Server}", Requests.Run(
                view, CoexistenceServices.Of(kind), origin, network).ToString(), origin);
        });

    private static void Check(int count, Action<DirectoryCase, RuleOracle, DirectorySnapshot> check) =>
        new DirectoryGen().Sample(
            made => check(made, new RuleOracle(made.Directory), DxlText.Read(made.Directory)),
            iter: Repetitions.Of(count), print: Print, writeLine: TestContext.Current.TestOutputHelper!.WriteLine);

    private static void Follow(
        DirectoryCase made, DirectorySnapshot snapshot,
        Action<DomainVisibility, string, PlainNetwork, NetworkState> check)
    {
        if (!made.Directory.Documents.Any(
            document => document.Domain.Name.Equals(Domain, StringComparison.OrdinalIgnoreCase)))
            return; // There is nothing to follow in a domain without documents.
        DomainVisibility view = View(snapshot, AccessEvaluator.Of(snapshot), Domain, OrderBy.Modified);
        foreach (PlainNetwork plain in made.Networks)
        {
            var network = new NetworkState(
                Names(plain.Down), Names(plain.Busy), Names(plain.HttpDown), Names(plain.SmtpDown),
                plain.LinksDown.Select(link => (new NotesName(link.A), new NotesName(link.B))));
            foreach (string origin in made.Origins)
                check(view, origin, plain, network);
        }
    }

    private static DomainVisibility View(
        DirectorySnapshot snapshot, AccessEvaluator evaluator, string domain, OrderBy orderBy) =>
            new(
                snapshot.Unordered.Where(
                    document => document.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase)),
                evaluator, orderBy);

    private static IEnumerable<string> Unids(DomainVisibility view) =>
        view.Documents.Select(document => document.UniversalId);

    private static IEnumerable<NotesName> Names(IEnumerable<string> names) => names.Select(name => new NotesName(name));

    // GR1: the names that several groups have, among the entries of a document and in their groups.
    private static List<string> DuplicateGroups(IReadOnlyList<PlainGroup> groups, PlainDocument document)
    {
        HashSet<string> names =
        [
            .. document.Items.Where(item => item.IsReaders || item.IsAuthors).SelectMany(item => item.Values)
                .Select(value => value.Name.ToUpperInvariant()),
        ];
        for (int count = -1; count < names.Count;)
        {
            count = names.Count;
            foreach (PlainGroup group in groups.Where(group => group.Type is not ("1" or "3")))
            {
                if (names.Contains(group.Name.Name.ToUpperInvariant()))
                    names.UnionWith(group.Members.Select(member => member.Name.ToUpperInvariant()));
            }
        }
        return
        [
            .. groups.GroupBy(group => group.Name.Name.ToUpperInvariant())
                .Where(same => same.Count() > 1 && names.Contains(same.Key)).Select(same => same.Key),
        ];
    }

    private static void AssertSame<T>(T expected, T actual, string where)
    {
        bool same = expected is string text
            ? string.Equals(text, actual as string, StringComparison.OrdinalIgnoreCase) : Equals(expected, actual);
        Assert.True(same, $"{where}: the rules say {expected}, the library says {actual}.");
    }

    internal static string Print(DirectoryCase made) => string.Join("\n", made.Networks.Select(network =>
        $"down [{string.Join(", ", network.Down)}] busy [{string.Join(", ", network.Busy)}] links "
        + $"[{string.Join(", ", network.LinksDown)}] http [{string.Join(", ", network.HttpDown)}] smtp "
        + $"[{string.Join(", ", network.SmtpDown)}]")) + "\n" + DxlText.Of(made.Directory);
}
