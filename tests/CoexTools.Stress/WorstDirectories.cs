using System.Globalization;
using System.Text;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Stress;

/// <summary>
/// Measures the commands with directories that are as bad as possible, at a quarter of the size and at the full size.
/// </summary>
internal sealed class WorstDirectories : StressVerb
{
    // A run at four times the size may take four times as much processor time, with room for what is measured badly. A
    // quadratic run takes sixteen times as much.
    private const double MaximumGrowth = 6;
    private const int Repetitions = 3;
    private const int MostRepetitions = 9;

    // The full size doubles until its run takes this much, because shorter runs are measured badly.
    private const int MostDoublings = 5;
    private const int LongestName = ushort.MaxValue - 100; // The name has other parts.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    private static readonly (string Name, int Size, Action<Writer, int> Write, string[] Scripts)[] Shapes =
    [
        ("documents of one domain", 5_000, (writer, size) => writer.Documents(size, servers: 20), [
            "Get-ForeignDomainDocument {0}", "Get-DocumentReader {0}",
            "Test-FreeBusyPath {0} -From Hub01/Acme -Domain BTEx",
            "Test-MailRoute {0} -From Hub01/Acme -Domain BTEx", "Test-CoexistenceConfiguration {0}",
            "Remove-DocumentAccessField {0} -WhatIf",
            "Measure-CoexistenceAvailability {0} -From Hub01/Acme -Domain BTEx -MaximumOrder 1",
        ]),
        ("groups nested in each other", 10_000, (writer, size) => writer.Nested(size, isCycle: false), [
            "Get-DocumentReader {0}", "Test-FreeBusyPath {0} -From Hub01/Acme -Domain BTEx",
            "Test-CoexistenceConfiguration {0}",
            "Repair-CoexistenceConfiguration {0} -WhatIf",
        ]),
        ("groups in a cycle", 10_000, (writer, size) => writer.Nested(size, isCycle: true), [
            "Get-DocumentReader {0}", "Test-FreeBusyPath {0} -From Hub01/Acme -Domain BTEx",
            "Test-CoexistenceConfiguration {0}",
        ]),
        ("members of a group", 100_000, (writer, size) => writer.Members(size), [
            "Get-DocumentReader {0}", "Test-FreeBusyPath {0} -From Hub01/Acme -Domain BTEx",
            "Test-CoexistenceConfiguration {0}",
            "Repair-CoexistenceConfiguration {0} -WhatIf",
        ]),
        ("roles", 1_000, (writer, size) => writer.Roles(size), [
            "Get-DocumentReader {0}", "Test-FreeBusyPath {0} -From Hub01/Acme -Domain BTEx",
            "Test-CoexistenceConfiguration {0}",
        ]),
        ("servers", 2_000, (writer, size) => writer.Servers(size), [
            "Get-DocumentReader {0}", "Test-FreeBusyPath {0} -Domain BTEx", "Test-MailRoute {0} -Domain BTEx",
            "Test-CoexistenceConfiguration {0}",
        ]),
        ("items of a document", 20_000, (writer, size) => writer.Items(size), [
            "Get-ForeignDomainDocument {0}", "Remove-DocumentAccessField {0} -Force",
            "Remove-DocumentAccessField {0} -Force; Undo-DirectoryChange {0} -Force",
        ]),
        ("elements nested in the ACL", 50_000, (writer, size) => writer.NestedInList(size), [
            "Import-DominoDirectory {0}",
            "Import-DominoDirectory {0} | Set-DominoAclEntry -Name Hub01/Acme -Level Manager -PassThru | "
                + "Export-DominoDirectory out.dxl -Force",
        ]),
        ("characters of a name", 20_000, (writer, size) => writer.Name(size, "D"), [
            "Test-CoexistenceConfiguration {0}", "ConvertTo-CoexistenceDiagram {0}", "Format-CoexistenceTree {0}",
            "Export-CoexistenceReport {0} report.html -Force",
        ]),
        ("escaped characters of a name", 20_000, (writer, size) => writer.Name(size, "&amp;"), [
            "ConvertTo-CoexistenceDiagram {0}", "Export-CoexistenceReport {0} report.html -Force",
        ]),
        ("servers of one domain", 32, (writer, size) => writer.Documents(size, size), [
            "Measure-CoexistenceAvailability {0} -From Hub01/Acme -Domain BTEx -IncludeLeg",
            "Measure-CoexistenceAvailability {0} -From Hub01/Acme -Domain BTEx -IncludeLeg -IncludeLink",
        ]),
    ];

    private readonly List<string> _table = [];
    private readonly (string Name, int Size, Action<Writer, int> Write, string Script)[] _cases =
        [.. Shapes.SelectMany(shape => shape.Scripts.Select(script => (shape.Name, shape.Size, shape.Write, script)))];

    private ModuleSession? _session;

    public override int DefaultCount => _cases.Length;

    public override IEnumerable<string> Figures =>
        ["| Directory | Command | Seconds at 1/4 | Seconds | MB allocated |",
            "| --- | --- | --- | --- | --- |", .. _table];

    public override void Prepare(string folder, StressOptions options)
    {
        _session = new ModuleSession();
        // So that no case pays for what is loaded once.
        foreach (string script in _cases.Select(one => one.Script).Distinct())
            _session.Try(string.Format(CultureInfo.InvariantCulture, script, "security-on.dxl"));
    }

    public override void Run(int number, Random random)
    {
        (string name, int size, Action<Writer, int> write, string script) = _cases[number % _cases.Length];
        (TimeSpan whole, long bytes) = Measure(write, size, script);
        // A longer name is an error, because Domino cannot contain it.
        int largest = name.EndsWith("characters of a name", StringComparison.Ordinal) ? LongestName : int.MaxValue;
        for (int i = 0; i < MostDoublings && whole < LongEnough && size <= largest / 2; i++)
            (whole, bytes) = Measure(write, size *= 2, script);
        TimeSpan quarter = TimeSpan.MaxValue;
        // The best times count. The machine is not idle, so the two sizes take turns.
        for (int i = 0; i < Repetitions || (i < MostRepetitions && whole >= quarter * MaximumGrowth); i++)
        {
            (quarter, _) = Best((quarter, 0), Measure(write, size / 4, script));
            (whole, bytes) = Best((whole, bytes), Measure(write, size, script));
        }
        string command = string.Format(CultureInfo.InvariantCulture, script, "names.dxl");
        _table.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"| {size:N0} {name} | `{command}` | {quarter.TotalSeconds:F2} | {whole.TotalSeconds:F2} "
                + $"| {bytes >> 20:N0} |"));
        Assert.True(
            whole < LongEnough || whole < quarter * MaximumGrowth,
            $"{size:N0} {name}, {command}: {quarter.TotalSeconds:F2} s for a quarter of the "
                + $"size, {whole.TotalSeconds:F2} s for the full size.");
    }

    public override void Dispose()
    {
        _session?.Dispose();
        _session = null;
        base.Dispose();
    }

    private static (TimeSpan Time, long Bytes) Best(
        (TimeSpan Time, long Bytes) one, (TimeSpan Time, long Bytes) other) =>
            one.Time <= other.Time ? one : other;

    private (TimeSpan Time, long Bytes) Measure(Action<Writer, int> write, int size, string script)
    {
        var writer = new Writer();
        write(writer, size);
        _session!.Write("worst.dxl", writer.Text); // Again, because a command can change it.
        File.Delete(_session.PathOf("worst.dxl.journal"));
        GC.Collect();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan started = Environment.CpuUsage.TotalTime; // Other programs on the machine do not count.
        Module.Tests.Commands.Outcome outcome = _session.Try(
            string.Format(CultureInfo.InvariantCulture, script, "worst.dxl") + " | Out-Null");
        (TimeSpan Time, long Bytes) measured =
            (Environment.CpuUsage.TotalTime - started, GC.GetTotalAllocatedBytes(precise: true) - before);
        Assert.True(
            outcome.Terminating is null && outcome.Errors.Count == 0,
            $"{script}: {outcome.Terminating} {string.Join(" ", outcome.Errors)}"); // An error would end it early.
        return measured;
    }

    /// <summary>Writes a directory.</summary>
    private sealed class Writer
    {
        private readonly StringBuilder _text = new();

        public string Text => $"""
            <?xml version='1.0' encoding='utf-8'?>
            <database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' title='Worst'>
            <acl><aclentry name='-Default-' default='true' level='author'/>{Acl}</acl>
            {_text}</database>

            """;

        private string ItemsOfFirst { get; set; } = "";

        private string Acl { get; set; } = "<aclentry name='LocalDomainServers' level='manager' type='servergroup'/>";

        public void Documents(int count, int servers)
        {
            Server("Hub01");
            for (int i = 0; i < count; i++)
                Document(i, i % servers, i, "Servers Only", $"CN=Domino{i % servers}/O=Acme");
            Group("Servers Only", "4", ["CN=Hub01/O=Acme"]);
            Group("LocalDomainServers", "4", ["*/Acme"]);
        }

        public void Nested(int count, bool isCycle)
        {
            Server("Hub01");
            Document(0, 0, 0, "Group 0", "CN=Domino0/O=Acme");
            Document(1, 1, 1, "Group 0", "CN=Domino1/O=Acme");
            for (int i = 0; i < count; i++)
                Group($"Group {i}", "0", i < count - 1 ? [$"Group {i + 1}"] : isCycle
                    ? ["Group 0", "CN=Hub01/O=Acme"] : ["CN=Hub01/O=Acme"]);
            Group("LocalDomainServers", "4", ["*/Acme"]);
        }

        public void Members(int count)
        {
            Server("Hub01");
            Document(0, 0, 0, "Everybody", "CN=Domino0/O=Acme");
            Document(1, 1, 1, "Everybody", "CN=Domino1/O=Acme");
            Group(
                "Everybody", "0",
                [.. Enumerable.Range(0, count).Select(i => $"CN=Person {i}/OU=Sales/O=Acme"), "CN=Hub01/O=Acme"]);
            Group("LocalDomainServers", "4", ["*/Acme"]);
        }

        public void Roles(int count)
        {
            Server("Hub01");
            Document(0, 0, 0, $"[Role{count - 1}]", "CN=Domino0/O=Acme");
            Document(1, 1, 1, $"[Role{count - 1}]", "CN=Domino1/O=Acme");
            string roles = string.Concat(Enumerable.Range(0, count).Select(i => $"<role>[Role{i}]</role>"));
            string used = string.Concat(Enumerable.Range(0, count).Select(i => $"<role>[Role{i}]</role>"));
            Acl = $"{roles}<aclentry name='LocalDomainServers' level='manager' type='servergroup'>{used}</aclentry>";
            Group("LocalDomainServers", "4", ["*/Acme"]);
        }

        public void Servers(int count)
        {
            for (int i = 0; i < count; i++)
                Server($"App{i}");
            for (int i = 0; i < 4; i++)
                Document(i, i, i, "Servers Only", $"CN=Domino{i}/O=Acme");
            Group("Servers Only", "4", Enumerable.Range(0, count).Select(i => $"CN=App{i}/O=Acme"));
            Group("LocalDomainServers", "4", ["*/Acme"]);
        }

        public void Items(int count)
        {
            ItemsOfFirst = "<item name='DocumentAccess' authors='true' names='true'><text>[NetModifier]</text></item>"
                + string.Concat(Enumerable.Range(0, count).Select(i => $"<item name='Item{i}'><text>x</text></item>"));
            Documents(2, servers: 2);
        }

        public void NestedInList(int count)
        {
            Documents(2, servers: 2);
            Acl += string.Concat(Enumerable.Repeat("<x>", count)) + string.Concat(Enumerable.Repeat("</x>", count));
        }

        public void Name(int count, string character)
        {
            Documents(2, servers: 2);
            _text.Replace("CN=Domino0/", $"CN={string.Concat(Enumerable.Repeat(character, count))}/");
        }

        private void Server(string name) => _text.Append(
            CultureInfo.InvariantCulture,
            $"<document form='Server'><item name='ServerName' names='true'>"
                + $"<text>CN={name}/O=Acme</text></item></document>\n");

        private void Group(string name, string type, IEnumerable<string> members)
        {
            _text.Append(
                CultureInfo.InvariantCulture,
                $"<document form='Group'><item name='ListName'><text>{name}</text></item>"
                    + $"<item name='GroupType'><text>{type}</text></item>");
            _text.Append("<item name='Members' names='true'><textlist>");
            foreach (string member in members)
                _text.Append(CultureInfo.InvariantCulture, $"<text>{member}</text>");
            _text.Append("</textlist></item></document>\n");
        }

        private void Document(int number, int server, int minute, params string[] readers)
        {
            string list = string.Concat(readers.Select(reader => $"<text>{reader}</text>"));
            DateTime time = new DateTime(2025, 3, 10).AddMinutes(-minute);
            _text.Append(
                CultureInfo.InvariantCulture,
                $"""
                <document form='Domain'><noteinfo noteid='8f6' unid='{number + 1:X32}' sequence='1'>
                <modified><datetime>{time:yyyyMMdd'T'HHmmss},00+00</datetime></modified></noteinfo>
                <item name='DomainType'><text>Foreign Domain</text></item><item name='DomainName'><text>BTEx</text></item>
                <item name='GatewayServer' names='true'><text>CN=Domino{server}/O=Acme</text></item>
                <item name='GatewayMailFile'><text>mail.box</text></item>
                <item name='CalendarServer' names='true'><text>CN=Domino{server}/O=Acme</text></item>
                <item name='CalendarSystem'><text>mail.box</text></item>
                <item name='$Readers' readers='true' names='true'><textlist>{list}</textlist></item>{(number == 0 ? ItemsOfFirst : "")}</document>

                """);
        }
    }
}
