namespace CoexTools.Module.Tests.Commands;

/// <summary>What the console shows, at a width of 100.</summary>
public sealed class FormatTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Documents_show_priority_servers_and_restriction()
    {
        List<string> lines = Show("Get-ForeignDomainDocument no-security.dxl, security-on.dxl, security-on-field-removed.dxl");
        Assert.Equal("Foreign domain: BTEx", lines[0].Trim());
        Assert.Equal(["Priority", "MailServer", "CalendarServer", "Restricted", "AccessField", "Modified", "UTC"], Words(lines[1]));
        string[][] rows = [.. lines.Skip(3).Select(Words)];
        Assert.Equal(["1", "DominoA/Acme", "DominoA/Acme", "no", "present", "2025-03-10", "09:30"], rows[0]);
        Assert.Equal(["2", "DominoB/Acme", "DominoB/Acme", "no", "present", "2025-03-09", "09:30"], rows[1]);
        Assert.Equal(["yes", "present"], rows[2][3..5]);
        Assert.Equal(["yes", "removed"], rows[4][3..5]);
        Assert.Equal(6, rows.Length);
    }

    [Fact]
    public void Long_names_wrap_and_are_not_cut()
    {
        session.Write("long.dxl", Dxl.Database(Dxl.ForeignDomain("AVeryLongDomainName", "CN=AVeryLongServerName/OU=Mail/O=Organisation", 1)));
        List<string> lines = Show("Get-ForeignDomainDocument long.dxl");
        Assert.DoesNotContain(lines, line => line.Contains('…') || line.Contains("..."));
        Assert.Equal("Foreign domain: AVeryLongDomainName", lines[0].Trim());
        Assert.Equal("AVeryLongServerName/Mail/Organisation", string.Concat(lines.Skip(3).Select(line => line[9..24].Trim())));
    }

    [Fact]
    public void Free_busy_shows_status_and_path()
    {
        List<string> lines = Show("Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoA -WarningAction Ignore");
        Assert.Equal("Free/busy for domain: BTEx", lines[0].Trim());
        Assert.Equal(["Status", "Path"], Words(lines[1]));
        Assert.Equal("NotRelayed          Hub01 > DominoB > DominoA (down): not relayed", lines[3].Trim());
        Assert.Equal(4, lines.Count);
    }

    [Theory]
    [InlineData("Mail")]
    [InlineData("Calendar")]
    public void Mail_shows_kind_status_and_path(string kind)
    {
        List<string> lines = Show($"Test-MailRoute no-security.dxl -From Hub01 -ServerBusy DominoA -Kind {kind}");
        Assert.Equal($"Route: {kind} for domain BTEx", lines[0].Trim());
        Assert.Equal(["Status", "Path"], Words(lines[1]));
        Assert.Equal("Queued              Hub01 > DominoA (busy): queued", lines[3].Trim());
        Assert.Equal(4, lines.Count);
    }

    [Fact]
    public void Differences_show_what_fails_and_the_paths_before_and_after()
    {
        List<string> lines = Show(
            "Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl -Service FreeBusy -From Hub01 -MaximumOrder 1");
        Assert.Equal(["Change", "Service", "Paths"], Words(lines[1]));
        Assert.Contains(lines, line => line.TrimEnd() == "Gained        FreeBusy failure: DominoA/Acme");
        Assert.Contains(lines, line => line.Trim() == "before:  Hub01 > DominoB > DominoA (down): not relayed");
        Assert.Contains(lines, line => line.TrimEnd() == "Warned        FreeBusy before:  warning at Hub01, DominoA");
        Assert.Contains(lines, line => line.Trim() == "after:   warning at Hub01");
        Assert.Contains(lines, line => line.Trim() == "after:   Hub01 > DominoB > Exchange: answered");
    }

    [Fact]
    public void Cut_sets_show_members_and_path()
    {
        List<string> lines = Show("(Measure-CoexistenceAvailability security-on.dxl -Service FreeBusy -From Hub01).CutSet");
        Assert.Equal(["Order", "Member", "Path"], Words(lines[0]));
        Assert.Contains(lines, line => Words(line)[..2] is ["1", "DominoA/Acme"] && line.EndsWith("Hub01 > DominoB > DominoA (down): not relayed"));
    }

    // A rehydrated result has its steps, but not the servers to which the request did not get.
    [Fact]
    public void Rehydrated_result_shows_its_path()
    {
        const string Serializer = "[Management.Automation.PSSerializer]";
        string script = $"{Serializer}::Deserialize({Serializer}::Serialize((Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoA"
            + " -WarningAction Ignore), 5))";
        Assert.Contains(Show(script), line => line.TrimEnd() == "NotRelayed          Hub01/Acme > DominoB/Acme: not relayed");
    }

    [Fact]
    public void Readers_show_server_decision_level_entry_and_chain()
    {
        List<string> lines = Show("Get-DocumentReader security-on-field-removed.dxl -Server Hub01, DominoB");
        Assert.Equal("Readers of: BTEx (DominoA/Acme)", lines[0].Trim());
        Assert.Equal(["Server", "CanRead", "Level", "Entry", "Via"], Words(lines[1]));
        // The chain wraps at a blank, and no word of it is broken.
        Assert.Equal(["Hub01/Acme", "True", "Manager", "Servers", "Only", "Hub01/Acme", "in", "Mail"], Words(lines[3]));
        Assert.Equal(["Servers", "in", "Servers", "Only"], Words(lines[4]));
        Assert.Equal(["DominoB/Acme", "False", "Manager"], Words(lines[5]));
        Assert.Contains(lines, line => line.Trim() == "Readers of: BTEx (DominoB/Acme)");
    }

    [Fact]
    public void Hops_show_server_rule_basis_and_decision()
    {
        List<string> lines = Show("(Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoA -WarningAction Ignore).Hop");
        Assert.Equal(["Server", "Rule", "Basis", "Decision"], Words(lines[0]));
        Assert.Equal(["Hub01/Acme", "CC1", "Documented"], Words(lines[2])[..3]);
        Assert.Contains(lines, line => line.StartsWith("DominoB/Acme") && line.Contains("CC6"));
    }

    [Fact]
    public void Items_show_name_type_flags_and_value()
    {
        List<string> lines = Show("(Get-ForeignDomainDocument security-on.dxl)[0].Item");
        Assert.Equal(["Name", "Type", "Flags", "Value"], Words(lines[0]));
        Assert.Contains(lines, line => Words(line) is ["DomainName", "Text", "Summary", "BTEx"]);
        Assert.Contains(lines, line => line.StartsWith("$Readers") && line.Contains("TextList") && line.Contains("Servers Only"));
    }

    [Fact]
    public void Directory_shows_its_counts()
    {
        List<string> lines = Show("Import-DominoDirectory security-on.dxl");
        Assert.Equal(["Name", "Documents", "Servers", "Groups", "Acl", "Path"], Words(lines[0]));
        Assert.Equal(["Acme's", "Directory", "2", "5", "4", "4", "entries"], Words(lines[2])[..7]);
        AssertColumn($"'{session.PathOf("security-on.dxl")}'", lines, 2, "Path");
    }

    private List<string> Show(string script)
    {
        IReadOnlyList<string> lines = session.Show(script);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TestHost.Width));
        return [.. lines.Where(line => !string.IsNullOrWhiteSpace(line))];
    }

    // That the last column, which wraps, holds the whole of a text.
    private void AssertColumn(string script, List<string> lines, int first, string header)
    {
        int column = lines[first - 2].IndexOf(header, StringComparison.Ordinal);
        string shown = string.Concat(lines.Skip(first).TakeWhile((line, i) => i == 0 || line.StartsWith("   ")).Select(line => line[column..]));
        Assert.Equal(WithoutBlanks(Assert.Single(session.Run(script).Lines)), WithoutBlanks(shown));
    }

    private static string WithoutBlanks(string text) => string.Concat(text.Split(' '));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
