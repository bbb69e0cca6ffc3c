using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace CoexTools.Module.Tests.Commands;

/// <summary>What the console shows, at a width of 100.</summary>
public sealed class FormatTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Documents_show_priority_servers_and_restriction()
    {
        List<string> lines = Show(
            "Get-ForeignDomainDocument no-security.dxl, security-on.dxl, security-on-field-removed.dxl");
        Assert.Equal("Foreign domain: BTEx in no-security.dxl", lines[0].Trim());
        Assert.Equal(["Priority", "MailServer", "CalendarServer", "IsRestricted", "AccessField", "ModifiedUtc"],
            Words(lines[1]));
        string[][] rows = [.. lines.Select(Words).Where(words => words[0] is "1" or "2")];
        Assert.Equal(["1", "DominoA", "DominoA", "False", "present", "2025-03-10", "09:30"], rows[0]);
        Assert.Equal(["2", "DominoB", "DominoB", "False", "present", "2025-03-09", "09:30"], rows[1]);
        Assert.Equal(["True", "present"], rows[2][3..5]);
        Assert.Equal(["True", "removed"], rows[4][3..5]);
        Assert.Equal(6, rows.Length);
        Assert.Equal(
            3, lines.Count(line => line.Trim().StartsWith("Foreign domain: BTEx in ", StringComparison.Ordinal)));
    }

    // Two servers have the common name, so the table does not show it alone.
    [Fact]
    public void Names_that_do_not_fit_lose_the_middle_of_their_parts_and_remain_different()
    {
        session.Write("long.dxl", Dxl.Database(
            Dxl.ForeignDomain("Domain", "CN=AVeryLongServerName01/OU=Mail/O=Organisation", 1)
                + Dxl.ForeignDomain("Domain", "CN=AVeryLongServerName01/OU=Mail/O=Organizations", 2)));
        List<string> lines = Show("Get-ForeignDomainDocument long.dxl");
        string[] names = [.. lines.Select(Words).Where(words => words[0] is "1" or "2").Select(words => words[1])];
        Assert.Equal(["AVer…e01/Mail/Org…ion", "AVer…e01/Mail/Org…ons"], names);
    }

    // Names that differ in one character at the start or the end of a part, or in a short part.
    [Fact]
    public void Shortened_names_fit_and_remain_different()
    {
        MethodInfo fit = Assembly.LoadFrom(BuiltModule.Assembly)
            .GetType("CoexTools.Views.CellText", throwOnError: true)!.GetMethod("Fit")!;
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++)
        {
            string[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Part(random.Next(1, 40)))];
            string[] other = [.. parts];
            int at = random.Next(parts.Length);
            other[at] = random.Next(2) == 0 ? "#" + parts[at][1..] : parts[at][..^1] + "#";
            string name = string.Join('/', parts);
            for (int width = (4 * parts.Length) - 1; width < 80; width++)
            {
                string shown = Fit(name, width);
                Assert.InRange(shown.Length, name.Length <= width ? name.Length : 1, width);
                Assert.Equal(name.Length <= width, shown == name);
                Assert.NotEqual(shown, Fit(string.Join('/', other), width));
                Assert.Equal(parts.Length, shown.Split('/').Length);
                // No column is left empty while a name is shortened.
                Assert.InRange(shown.Length, Math.Min(name.Length, width), width);
            }
        }

        string Fit(string name, int width) => (string)fit.Invoke(null, [name, width])!;

        string Part(int length) =>
            string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)));
    }

    [Fact]
    public void A_rehydrated_document_is_in_its_table()
    {
        session.Run("Get-ForeignDomainDocument no-security.dxl | Export-Clixml documents.xml");
        Assert.Contains(Show("Import-Clixml documents.xml"), line => Words(line) is ["1", "DominoA", "DominoA", ..]);
    }

    [Fact]
    public void Free_busy_shows_status_and_path()
    {
        List<string> lines = Show(
            "Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoA -WarningAction Ignore");
        Assert.Equal("Free/busy for domain: BTEx in security-on.dxl", lines[0].Trim());
        Assert.Equal(["Status", "Route"], Words(lines[1]));
        Assert.Equal("NotRelayed          Hub01 > DominoB: not relayed to DominoA (down)", lines[3].Trim());
        Assert.Equal(4, lines.Count);
    }

    // PowerShell displays an object after those of another type as a list, without the views of its type.
    [Fact]
    public void The_output_of_several_commands_shows_the_columns_of_each_table()
    {
        List<string> lines = Show(
            "Get-ForeignDomainDocument security-on.dxl; Test-FreeBusyPath security-on.dxl -From Hub01; "
                + "Measure-CoexistenceAvailability security-on.dxl -Service FreeBusy -From Hub01");
        string[] labels = [.. lines.Where(line => line.IndexOf(" : ", StringComparison.Ordinal) > 0)
            .Select(line => line.Split(" : ")[0].Trim())];
        Assert.Equal(
            [
                "Domain", "From", "Status", "Route", "Domain", "From", "Service", "Availability", "DowntimePerYear",
                "SinglePointOfFailure", "CutSet",
            ],
            labels);
    }

    [Fact]
    public void A_list_after_objects_of_another_type_has_each_column_of_the_table()
    {
        XElement[] tables =
        [
            .. XDocument.Load(Path.Combine(BuiltModule.Folder, "CoexTools.Format.ps1xml")).Descendants("View")
                .Where(view => view.Element("TableControl") is not null && view.Element("GroupBy") is not null),
        ];
        Assert.True(tables.Length > 8);
        foreach (XElement table in tables)
        {
            string type = table.Descendants("TypeName").Single().Value;
            HashSet<string> displayed = Names($"(Get-TypeData {type}).DefaultDisplayPropertySet.ReferencedProperties");
            HashSet<string> columns =
                [.. table.Descendants("TableColumnHeader").Select(header => header.Element("Label")!.Value)];
            Assert.Subset(displayed, columns);
            Assert.Subset(Names($"[{type}].GetProperties().Name"), displayed);
        }

        HashSet<string> Names(string script) => session.Run(script).Output.Select(name => $"{name}").ToHashSet();
    }

    [Theory]
    [InlineData("Mail")]
    [InlineData("Calendar")]
    public void Mail_shows_kind_status_and_path(string kind)
    {
        List<string> lines = Show($"Test-MailRoute no-security.dxl -From Hub01 -ServerBusy DominoA -Kind {kind}");
        Assert.Equal($"Route: {kind} for domain BTEx in no-security.dxl", lines[0].Trim());
        Assert.Equal(["Status", "Route"], Words(lines[1]));
        Assert.Equal("Queued              Hub01 > DominoA (busy): queued", lines[3].Trim());
        Assert.Equal(4, lines.Count);
    }

    [Fact]
    public void Differences_show_what_fails_and_the_paths_before_and_after()
    {
        List<string> lines = Show(
            "Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl -Service FreeBusy -From Hub01 "
                + "-MaximumOrder 1");
        Assert.Equal(["Change", "Service", "Route"], Words(lines[1]));
        Assert.Contains(lines, line => line.TrimEnd() == "Gained        FreeBusy failure: DominoA");
        Assert.Contains(lines, line => line.Trim() == "before:  Hub01 > DominoB: not relayed to DominoA (down)");
        Assert.Contains(lines, line => line.TrimEnd() == "Warned        FreeBusy before:  warning at Hub01, DominoA");
        Assert.Contains(lines, line => line.Trim() == "after:   warning at Hub01");
        Assert.Contains(lines, line => line.Trim() == "removed: warning at DominoA");
        Assert.Contains(lines, line => line.Trim() == "after:   Hub01 > DominoB > Exchange: answered");
    }

    [Fact]
    public void Cut_sets_show_members_and_path()
    {
        List<string> lines = Show(
            "(Measure-CoexistenceAvailability security-on.dxl -Service FreeBusy -From Hub01).CutSet");
        Assert.Equal(["Order", "Member", "Path"], Words(lines[0]));
        Assert.Contains(
            lines, line => Words(line)[..2] is ["1", "DominoA"]
                && line.EndsWith("Hub01 > DominoB: not relayed to DominoA (down)"));
    }

    // A rehydrated result does not know its directory, only the short names that it requires.
    [Fact]
    public void Rehydrated_result_shows_its_path()
    {
        const string Serializer = "[Management.Automation.PSSerializer]";
        string script = $"{Serializer}::Deserialize({Serializer}::Serialize((Test-FreeBusyPath security-on.dxl -From "
            + "Hub01 -ServerDown DominoA -WarningAction Ignore), 5))";
        Assert.Contains(
            Show(script), line => line
                .TrimEnd() == "NotRelayed          Hub01 > DominoB: not relayed to DominoA (down)");
    }

    [Fact]
    public void Readers_show_server_decision_level_entry_and_chain()
    {
        List<string> lines = Show("Get-DocumentReader security-on-field-removed.dxl -Server Hub01, DominoB");
        Assert.StartsWith("Readers of: BTEx (DominoA/Acme) in ", lines[0].Trim());
        Assert.Equal(["CanRead", "Server", "Level", "Match"], Words(lines[1]));
        // The chain of groups, which ends with the entry.
        Assert.Equal(["True", "Hub01", "Manager", "Hub01", ">", "Mail", "Servers", ">", "Servers", "Only"],
            Words(lines[3]));
        Assert.Equal(["False", "DominoB", "Manager"], Words(lines[4]));
        Assert.Contains(
            lines, line => line.Trim().StartsWith("Readers of: BTEx (DominoB/Acme) in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Hops_show_server_rule_basis_and_decision()
    {
        List<string> lines = Show(
            "(Test-FreeBusyPath security-on.dxl -From Hub01 -ServerDown DominoA -WarningAction Ignore).Hop");
        Assert.Equal(["Rule", "Server", "Basis", "Decision"], Words(lines[0]));
        Assert.Equal(["CC1", "Hub01", "Documented"], Words(lines[2])[..3]);
        Assert.Contains(lines, line => line.StartsWith("CC6") && line.Contains("DominoB"));
    }

    [Fact]
    public void Items_show_name_type_flags_and_value()
    {
        List<string> lines = Show("(Get-ForeignDomainDocument security-on.dxl)[0].Item");
        Assert.Equal(["Type", "Name", "Flags", "Value"], Words(lines[0]));
        Assert.Contains(lines, line => Words(line) is ["Text", "DomainName", "Summary", "BTEx"]);
        Assert.Contains(
            lines, line => line.StartsWith("TextList") && line.Contains("$Readers") && line.Contains("Servers Only"));
    }

    [Fact]
    public void Directory_shows_its_counts()
    {
        List<string> lines = Show("Import-DominoDirectory security-on.dxl");
        Assert.Equal(["ForeignDomain", "Server", "Group", "Acl", "Name", "Path"], Words(lines[0]));
        Assert.Equal(["2", "5", "4", "4", "entries", "Acme's", "Directory"], Words(lines[2])[..7]);
    }

    [Fact]
    public void Files_of_one_name_are_different_groups()
    {
        string one = session.Write("one/same-name.dxl", File.ReadAllText(session.PathOf("no-security.dxl")));
        string two = session.Write("two/same-name.dxl", File.ReadAllText(session.PathOf("no-security.dxl")));
        List<string> lines = Show($"Get-ForeignDomainDocument '{one}', '{two}'");
        string[] headings =
            [.. lines.Where(line => line.Trim().StartsWith("Foreign domain: ", StringComparison.Ordinal))];
        Assert.Equal("Foreign domain: BTEx in same-name.dxl", headings[0].Trim());
        Assert.Equal(2, headings.Distinct().Count());
        Assert.EndsWith(
            "two/same-name.dxl", string.Concat(lines.Select(line => line.Trim()))
                .Split("Priority")[1].Replace('\\', '/'));
    }

    // The others leave the same part to each column without a width.
    [Fact]
    public void Layouts_are_those_of_the_tables()
    {
        XDocument format = XDocument.Load(
            Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "CoexTools.Format.ps1xml"));
        Assembly core = Assembly.LoadFrom(
            Path.Combine(Path.GetDirectoryName(BuiltModule.Assembly)!, "CoexTools.dll"));
        List<XElement> tables = [.. format.Descendants("View").Where(view => view.Element("TableControl") is not null)];
        Assert.NotEmpty(tables);
        foreach (XElement table in tables)
        {
            string name = table.Element("ViewSelectedBy")!.Element("TypeName")!.Value;
            List<XElement> columns = [.. table.Descendants("TableColumnHeader")];
            int widths = columns.Sum(column => (int?)column.Element("Width") ?? 0) + columns.Count - 1;
            object sample = RuntimeHelpers.GetUninitializedObject(core.GetType(name, throwOnError: true)!);
            // Otherwise, PowerShell would collect all rows before it displays the first one.
            Assert.NotNull(columns[0].Element("Width"));
            Assert.Equal((name, widths, columns.Count(column => column.Element("Width") is null)), Layout(
                name, sample));
        }

        static (string, int, int) Layout(string name, object sample)
        {
            MethodInfo layout = Assembly.LoadFrom(BuiltModule.Assembly)
                .GetType("CoexTools.Views.ViewCells", throwOnError: true)!
                .GetMethod("LayoutOf", BindingFlags.Static | BindingFlags.NonPublic)!;
            (int others, int sharing) = ((int, int))layout.Invoke(null, [sample])!;
            return (name, others, sharing);
        }
    }

    private List<string> Show(string script)
    {
        IReadOnlyList<string> lines = session.Show(script);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TestHost.Width));
        return [.. lines.Where(line => !string.IsNullOrWhiteSpace(line))];
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
