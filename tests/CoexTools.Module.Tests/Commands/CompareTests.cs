using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Compare-CoexistencePath, and the questions of what would be if: edits and replicas.</summary>
public sealed class CompareTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Command = "Compare-CoexistencePath";

    // A row of the table of expected answers: what fails, written as the command writes it, and the answers of each
    // service.
    private sealed record Row(string From, string Failure, string FreeBusy, string Mail, string Calendar);

    [Fact]
    public void It_finds_the_rows_that_differ_in_the_table_of_the_scenarios()
    {
        Dictionary<(string, string), Row> before = Rows("security-on.dxl");
        Dictionary<(string, string), Row> after = Rows("security-on-field-removed.dxl");
        Assert.Equal(before.Keys, after.Keys);
        var expected = new List<string>();
        foreach ((Row one, Row other) in before.Keys.Select(key => (before[key], after[key])))
        {
            if (one.FreeBusy != other.FreeBusy)
                expected.Add($"FreeBusy {one.From} {one.Failure}");
            if (one.Mail != other.Mail)
                expected.Add($"Mail {one.From} {one.Failure}");
            if (one.Calendar != other.Calendar)
                expected.Add($"Calendar {one.From} {one.Failure}");
        }
        Assert.NotEmpty(expected);
        IEnumerable<string> found = session.Run(
            $"{Command} security-on.dxl security-on-field-removed.dxl -From Hub01, DominoA, DominoB -IncludeLeg "
                + "-IncludeLink -IncludeBusy -MaximumOrder 2").Output
            .Select(item =>
                (Service: item.Get("Service")!.ToString(), From: (string)item.Get("From")!, Failure: string.Join(
                    ", ", item.GetList("Failure"))))
            .Where(item => before.ContainsKey((item.From, item.Failure))) // The table has not all combinations.
            .Select(item => $"{item.Service} {item.From} {item.Failure}");
        // The origin is taken to be up, and the link of a server that takes no part in a request is no failure of it.
        expected.RemoveAll(row => row.Contains('|') && !row.Contains(" Hub01/Acme Hub01/Acme|"));
        expected.RemoveAll(row => row.EndsWith("(busy)") && row.Split(' ')[1] == row.Split(' ')[2]);
        Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public void Equal_directories_have_no_difference() =>
        Assert.Empty(
            session
                .Run($"{Command} security-on.dxl security-on.dxl -IncludeBusy -IncludeLeg -IncludeLink "
                    + "-MaximumOrder 9").Output);

    [Fact]
    public void A_removal_shows_what_it_would_gain_before_it_is_made()
    {
        PSObject[] found =
        [
            .. session
                .Run($"Remove-DocumentAccessField security-on.dxl -WhatIf -PassThru | {Command} "
                    + "security-on.dxl -From Hub01").Output,
        ];
        Assert.Equal(["Warned", "Warned", "Gained"], found.Select(item => item.Get("Change")!.ToString()));
        Assert.Equal(["DominoA/Acme"], found[2].GetList("Failure"));
        Assert.Equal(
            found.Select(item => item.ToString()),
            session.Run(
                $"{Command} -ReferenceObject (Import-DominoDirectory security-on.dxl) -DifferenceObject "
                    + "security-on-field-removed.dxl -From Hub01")
                .Lines);
    }

    [Fact]
    public void A_domain_that_is_gone_is_lost()
    {
        session.Write(
            "two.dxl",
            Dxl.Database(
                Dxl.Server("CN=Hub01/O=Acme", 1), Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 2),
                Dxl.ForeignDomain("Other", "CN=DominoA/O=Acme", 3)));
        session.Write(
            "one.dxl", Dxl.Database(
                Dxl.Server("CN=Hub01/O=Acme", 1), Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 2)));
        PSObject lost = session.Run($"{Command} two.dxl one.dxl -Service Mail").Output[0];
        Assert.Equal(("Lost", "Other"), (lost.Get("Change")!.ToString(), lost.Get("Domain")));
        Assert.Equal("NoRoute", PSObject.AsPSObject(lost.Get("After")).Get("Status")!.ToString());
        Assert.Equal(
            "Gained", session.Run($"{Command} one.dxl two.dxl -Service Mail").Output[^1].Get("Change")!.ToString());
    }

    [Theory]
    [InlineData("no-security.dxl", "DirectoryInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("no-security.dxl 42", "DirectoryInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("no-security.dxl *.dxl", "DirectoryInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("no-security.dxl no-security.dxl, security-on.dxl", "DirectoryInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("no-security.dxl nowhere.dxl", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("no-security.dxl security-on.dxl -Domain Nowhere", "DomainNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(
        "no-security.dxl security-on.dxl -Replica @{ DominoA = 'nowhere.dxl' }", "PathNotFound",
        ErrorCategory.ObjectNotFound)]
    [InlineData(
        "no-security.dxl security-on.dxl -Replica @{ DominoA = 42 }", "ReplicaInvalid", ErrorCategory.InvalidArgument)]
    [InlineData(
        "no-security.dxl security-on.dxl -Replica @{ DominoA = 'no-security.dxl'; 'DominoA/Acme' = 'no-security.dxl' }",
        "ReplicaInvalid",
        ErrorCategory.InvalidArgument)]
    public void What_cannot_be_compared_is_an_error(string arguments, string id, ErrorCategory category)
    {
        session.Write("spare.dxl", Dxl.Database());
        Outcome outcome = session.Try($"{Command} {arguments}");
        Assert.Empty(outcome.Output);
        Assert.NotEmpty(outcome.Errors);
        Assert.All(
            outcome.Errors,
            error => Assert.Equal(
                ($"{id},CoexTools.Commands.CompareCoexistencePathCommand", category),
                (error.FullyQualifiedErrorId, error.CategoryInfo.Category)));
    }

    [Fact]
    public void An_edit_of_a_document_that_is_not_there_is_an_error()
    {
        session.Write("elsewhere.dxl", Dxl.Database(Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 77)));
        Outcome outcome = session.Try(
            "Test-FreeBusyPath no-security.dxl -From Hub01 -WhatIfEdited (Get-ForeignDomainDocument elsewhere.dxl)");
        outcome.TheError("DocumentNotFound", "Test-FreeBusyPath", ErrorCategory.ObjectNotFound, $"{77:X32}");
    }

    [Theory]
    [InlineData("Test-FreeBusyPath security-on-field-removed.dxl -From Hub01 -ServerDown DominoA")]
    [InlineData("(Measure-CoexistenceAvailability security-on-field-removed.dxl -From Hub01 -Service FreeBusy")]
    public void A_stale_copy_that_no_readers_field_recalls_is_reported(string script)
    {
        // DominoB got the first document before it was restricted, and still has it.
        bool isMeasure = script.StartsWith('(');
        PSObject result = Assert.Single(session.Run(
            $"{script} -Replica @{{ DominoB = 'no-security.dxl' "
                + $"}}{(isMeasure ? ").CutSet.Where({ $_.Order -eq 1 }).Path" : "")}").Output);
        Assert.Equal(("NotRelayed", "DominoB/Acme"), (result.Get("Status")!.ToString(), result.Get("Server")));
        Assert.Equal(["StaleCopy: BTEx (DominoA/Acme) at DominoB/Acme"], result.GetList("Assumption"));
        Assert.Contains(
            "DominoB/Acme still has a copy of BTEx (DominoA/Acme) that it cannot read", (string)result.Get("Reason")!);
        Assert.Contains("Remove the old copy", (string)result.Get("Recommendation")!);
        Assert.Contains(result.GetObjects("Hop"), hop => (string)hop.Get("Rule")! == "AC7");
    }

    [Fact]
    public void Two_servers_that_order_the_same_documents_differently_are_reported()
    {
        string first = Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 2, "20250310T093015,12+00");
        string second = Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 3, "20250309T093015,12+00");
        session.Write("hub.dxl", Dxl.Database(Dxl.Server("CN=Hub01/O=Acme", 1), first, second));
        session.Write(
            "a.dxl", Dxl.Database(Dxl.Server("CN=Hub01/O=Acme", 1), first, second.Replace("20250309", "20250311")));
        Assert.Equal(
            "Answered", Assert.Single(session.Run("Test-FreeBusyPath hub.dxl -From Hub01").Output)
                .Get("Status")!.ToString());
        PSObject result = Assert.Single(
            session.Run("Test-FreeBusyPath hub.dxl -From Hub01 -Replica @{ 'DominoA/Acme' = 'a.dxl' }").Output);
        Assert.Equal(("NotRelayed", "DominoA/Acme"), (result.Get("Status")!.ToString(), result.Get("Server")));
        Assert.Contains("ReplicaOrder: DominoA/Acme", result.GetList("Assumption"));
        Assert.Contains("sort the same documents differently", (string)result.Get("Reason")!);
        // The edit replicates to DominoA, which may read the document.
        session.Run("$first = (Get-ForeignDomainDocument hub.dxl)[0]");
        Assert.Equal(
            "Answered",
            Assert.Single(
                session.Run(
                    "Test-FreeBusyPath hub.dxl -From Hub01 -Replica @{ 'DominoA/Acme' = 'a.dxl' } "
                        + "-WhatIfEdited $first").Output)
                .Get("Status")!.ToString());
    }

    [Fact]
    public void A_replica_that_is_like_the_directory_changes_and_tells_nothing()
    {
        PSObject result =
            Assert.Single(session.Run(
                "Test-FreeBusyPath no-security.dxl -From Hub01 -ServerDown DominoA -Replica @{ DominoB = "
                    + "(Import-DominoDirectory no-security.dxl); Hub01 = (Get-ForeignDomainDocument "
                    + "no-security.dxl)[0].Path }").Output);
        Assert.Equal("NotRelayed", result.Get("Status")!.ToString());
        Assert.Empty(result.GetList("Assumption"));
    }

    [Fact]
    public void The_console_shows_before_and_after()
    {
        IReadOnlyList<string> lines =
            session.Show($"{Command} security-on-field-removed.dxl security-on.dxl -From Hub01");
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TestHost.Width));
        Assert.Contains(
            lines, line => line.StartsWith("Lost") && line.Contains("FreeBusy")
                && line.TrimEnd().EndsWith("failure: DominoA"));
        Assert.Contains(lines, line => line.Trim() == "before:  Hub01 > DominoB > Exchange: answered");
        Assert.Contains(lines, line => line.Trim() == "after:   Hub01 > DominoB: not relayed to DominoA (down)");
    }

    private static Dictionary<(string From, string Failure), Row> Rows(string directory) =>
        File.ReadLines(Path.Combine(ModuleSession.Scenarios, "expected.csv")).Skip(1)
        .Select(line => line.Split(',')).Where(cells => cells[0] == directory)
        .Select(cells => new Row(
            cells[1],
            string.Join(
                ", ", Cells(cells[2]).Concat(Cells(cells[3]).Select(name => name + " (busy)"))
                .Concat(Cells(cells[5]).Select(name => name + " HTTP"))
                .Concat(Cells(cells[6]).Select(name => name + " SMTP")).Concat(Cells(cells[4]))),
            string.Join(",", cells[7..10]), string.Join(",", cells[10..12]), string.Join(",", cells[12..14])))
        .ToDictionary(row => (row.From, row.Failure));

    private static string[] Cells(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
