using System.Management.Automation;
using System.Xml;
using CoexTools.Module.Tests.Help;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Tests <c>ConvertTo-CoexistenceDiagram</c> and <c>Format-CoexistenceTree</c>.</summary>
public sealed class DiagramTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Quiet = " -WarningAction Ignore";
    private const string Results = "Test-FreeBusyPath security-on.dxl -ServerDown DominoA" + Quiet;
    private const string Serialize = "[Management.Automation.PSSerializer]::Serialize($_, 5)";
    private const string Differences =
        "Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl -From Hub01 -MaximumOrder 1";

    // Each way to specify the same documents.
    [Theory]
    [InlineData("ConvertTo-CoexistenceDiagram security-on.dxl")]
    [InlineData("ConvertTo-CoexistenceDiagram -LiteralPath security-on.dxl")]
    [InlineData("'security-on.dxl' | ConvertTo-CoexistenceDiagram")]
    [InlineData("[IO.FileInfo]\"$PWD/security-on.dxl\" | ConvertTo-CoexistenceDiagram")]
    [InlineData("Get-ForeignDomainDocument security-on.dxl | ConvertTo-CoexistenceDiagram")]
    [InlineData("ConvertTo-CoexistenceDiagram (Get-ForeignDomainDocument security-on.dxl)")]
    [InlineData("Import-DominoDirectory security-on.dxl | ConvertTo-CoexistenceDiagram")]
    [InlineData("ConvertTo-CoexistenceDiagram (Import-DominoDirectory security-on.dxl)")]
    public void Source_results_in_one_picture(string script) => Assert.Equal(
        Picture("ConvertTo-CoexistenceDiagram -Path security-on.dxl -As Svg -Title 'Coexistence map: BTEx'"),
        Picture(script));

    [Theory]
    [InlineData("-As Svg", "<svg ")]
    [InlineData("-As Mermaid", "---\ntitle: \"Coexistence map: BTEx\"\n---\nflowchart LR\n")]
    [InlineData("-As Dot", "digraph coexistence {\n")]
    [InlineData("", "<svg ")]
    public void Format_is_the_specified_one(string arguments, string start) =>
        Assert.StartsWith(start, Picture($"{Results} | ConvertTo-CoexistenceDiagram {arguments}"));

    [Theory]
    [InlineData(Results, "Free/busy for BTEx")]
    [InlineData("Test-MailRoute security-on.dxl -Kind Calendar", "Calendar mail for BTEx")]
    [InlineData(Differences, "Free/busy for BTEx, failure of DominoA/Acme: Gained, after")]
    [InlineData("Get-ForeignDomainDocument security-on.dxl; " + Results, "Who can read which document")]
    [InlineData(
        "Get-ForeignDomainDocument security-on.dxl; "
            + Results, "not relayed: The request goes from Hub01/Acme to DominoB/Acme.")]
    public void Input_of_each_kind_is_drawn(string script, string text) =>
        Assert.Contains(text, Text(Picture($"& {{ {script} }} | ConvertTo-CoexistenceDiagram")));

    [Theory]
    [InlineData(Results)]
    [InlineData("Test-MailRoute security-on.dxl")]
    [InlineData(Differences)]
    [InlineData("Get-ForeignDomainDocument security-on.dxl")]
    public void Deserialized_objects_are_drawn_like_rehydrated_ones(string script)
    {
        IReadOnlyList<string> texts = session.Run($"& {{ {script} }} | & {{ process {{ {Serialize} }} }}").Lines;
        // Outside of the session, nobody knows the types of the module.
        List<PSObject> bags = [.. texts.Select(text => (PSObject)PSSerializer.Deserialize(text))];
        Assert.All(bags, bag => Assert.StartsWith("Deserialized.CoexTools.", bag.TypeNames[0]));
        session.Set("bags", bags.ToArray());
        session.Set("texts", texts.ToArray());
        foreach (string command in new[] { "ConvertTo-CoexistenceDiagram -As Mermaid", "Format-CoexistenceTree" })
        {
            IReadOnlyList<string> lines = session.Run($"$bags | {command}").Lines;
            Assert.NotEmpty(lines);
            string rehydrated = "$texts | & { process { [Management.Automation.PSSerializer]::Deserialize($_) } }";
            Assert.Equal(session.Run($"{rehydrated} | {command}").Lines, lines);
            Assert.Contains(lines, line => line.Contains("DominoA/Acme"));
        }
    }

    [Fact]
    public void Damaged_result_is_refused()
    {
        string text = session.Run($"{Results} -From Hub01 | & {{ process {{ {Serialize} }} }}").Lines[0];
        Assert.Contains("N=\"Reason\">The", text);
        PSObject damaged = (PSObject)PSSerializer.Deserialize(text.Replace("N=\"Reason\">The", "N=\"Reason\">Another"));
        session.Set("damaged", damaged);
        Outcome outcome = session.Try("ConvertTo-CoexistenceDiagram -Result $damaged");
        Assert.Empty(outcome.Output);
        Assert.StartsWith("ParameterArgumentTransformationError", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Domain_selects_documents_and_results()
    {
        session.Write("two.dxl", TwoDomains());
        Assert.Equal(
            ["Foreign domain BTEx", "Foreign domain Other"], Headings("ConvertTo-CoexistenceDiagram two.dxl"));
        Assert.Equal(["Foreign domain Other"], Headings("ConvertTo-CoexistenceDiagram two.dxl -Domain other"));
        const string Two = "Test-MailRoute two.dxl | ConvertTo-CoexistenceDiagram -Domain ";
        Assert.Equal(["Mail for BTEx"], Headings(Two + "BT*"));
        Assert.Equal(["Mail for Other"], Headings(Two + "OTHER"));
        Outcome none = session.Try(Two + "Nowhere");
        Assert.Empty(none.Output);
        none.TheError("DomainNotFound", "ConvertTo-CoexistenceDiagram", ErrorCategory.ObjectNotFound, "Nowhere");
        session.Try("Test-MailRoute two.dxl | Format-CoexistenceTree -Domain Nowhere")
            .TheError("DomainNotFound", "Format-CoexistenceTree", ErrorCategory.ObjectNotFound, "Nowhere");
        Assert.DoesNotContain(
            session.Run("Test-MailRoute two.dxl | Format-CoexistenceTree -Domain Other").Lines,
            line => line.Contains("BTEx"));
    }

    [Fact]
    public void Title_is_escaped()
    {
        const string Title = "-Title '<b>\"]]>'";
        Assert.Equal(
            "<b>\"]]>", Load(
                Picture(
                    $"ConvertTo-CoexistenceDiagram security-on.dxl {Title}")).DocumentElement!.FirstChild!.InnerText);
        Assert.Contains(
            "title: \"<b>\\\"]]>\"\n", Picture($"ConvertTo-CoexistenceDiagram security-on.dxl -As Mermaid {Title}"));
        Assert.Contains(
            "label=\"<b>\\\"]]>\"", Picture($"ConvertTo-CoexistenceDiagram security-on.dxl -As Dot {Title}"));
    }

    [Fact]
    public void Control_characters_of_a_directory_in_memory_are_shown_as_numbers()
    {
        const string Make = """
            $hostile = New-DominoDirectory Hostile
            $hostile | Add-DominoServer "Hub$([char]0x9B)31m/Acme", "A$([char]0x202E)<script>/Acme"
            $hostile | New-ForeignDomainDocument "BT$([char]0x85)Ex" "A$([char]0x202E)<script>/Acme" > $null
            """;
        session.Run(Make);
        string svg = Picture("ConvertTo-CoexistenceDiagram -Directory $hostile");
        Assert.Contains("A[U+202E]<script>/Acme", Text(svg).Replace("\n", ""));
        Assert.Empty(Load(svg).GetElementsByTagName("script"));
        const string Trees = "Format-CoexistenceTree -Directory $hostile; Test-MailRoute -Directory $hostile | "
            + "Format-CoexistenceTree";
        string tree = string.Join("\n", session.Run(Trees).Lines);
        Assert.Contains("Hub[U+009B]31m/Acme", tree);
        Assert.Contains("BT[U+0085]Ex", tree);
        Assert.DoesNotContain(tree, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void Empty_input_has_no_picture()
    {
        Assert.Empty(session.Run("New-DominoDirectory Empty | ConvertTo-CoexistenceDiagram").Output);
        Assert.Empty(session.Run("New-DominoDirectory Empty | Format-CoexistenceTree").Output);
    }

    [Fact]
    public void Tree_has_the_reason_at_its_end() => Assert.Equal(
        [
            "Free/busy for BTEx from Hub01/Acme: not relayed",
            "Hub01/Acme",
            "|  CC1  sees 2 of 2 documents for 'BTEx': BTEx (DominoA/Acme), BTEx",
            "|       (DominoB/Acme)",
            "|  CC4  cannot reach DominoA/Acme, and tries the next entry. The document was",
            "|       last saved by Admin/Acme on 2025-03-10 09:30:15 UTC.",
            "|  CC4  uses the first entry that it reaches, DominoB/Acme. The document was",
            "|       last saved by Admin/Acme on 2025-03-09 09:30:15 UTC.",
            "`- DominoB/Acme",
            "   |  CC1  sees 2 of 2 documents for 'BTEx': BTEx (DominoA/Acme), BTEx",
            "   |       (DominoB/Acme)",
            "   |  CC6  lists DominoA/Acme first, and does not relay the request, because the",
            "   |       calendar connector makes only one hop",
            "   +- DominoA/Acme (down)",
            "   `- NotRelayed: The request goes from Hub01/Acme to DominoB/Acme. The table of",
            "      DominoB/Acme lists DominoA/Acme first. The calendar connector makes only",
            "      one hop and does not recognize that DominoB/Acme is named further down.",
            "      Remove DocumentAccess from BTEx (DominoA/Acme), BTEx (DominoB/Acme) with",
            "      Remove-DocumentAccessField -PreserveOrder. Repeat this after every edit.",
        ],
        session.Run($"{Results} -From Hub01 | Format-CoexistenceTree -Ascii").Lines);

    [Fact]
    public void Grid_has_the_entries() => Assert.Equal(
        [
            "+--------------------------+---------------+---------------+",
            "| Server                   | 1             | 2             |",
            "+--------------------------+---------------+---------------+",
            "| Hub01/Acme, Mail01/Acme, | Servers Only  | Servers Only  |",
            "| App01/Acme               |               |               |",
            "+--------------------------+---------------+---------------+",
            "| DominoA/Acme             | own name      | [NetModifier] |",
            "+--------------------------+---------------+---------------+",
            "| DominoB/Acme             | [NetModifier] | own name      |",
            "+--------------------------+---------------+---------------+",
        ],
        session.Run("Format-CoexistenceTree security-on.dxl -Ascii").Lines.SkipWhile(line => !line.StartsWith('+')));

    [Fact]
    public void Map_in_the_documentation_is_what_the_command_draws()
    {
        session.Set(
            "sample", Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "Examples", "AcmeDirectory.dxl"));
        string drawn = Picture($$"""
            $documents = Get-ForeignDomainDocument $sample
            $results = $documents | Test-FreeBusyPath -ServerDown DominoA{{Quiet}}
            @($documents) + @($results) | ConvertTo-CoexistenceDiagram -Title 'Acme: free/busy while DominoA is down'
            """) + "\n";
        string file = Path.Combine(HelpPage.Folder, "..", "sample-map.svg");
        if (Environment.GetEnvironmentVariable("COEXTOOLS_WRITE_EXAMPLES") is not null)
            File.WriteAllText(file, drawn);
        Assert.Equal(File.ReadAllText(file).Replace("\r\n", "\n"), drawn);
        Assert.Contains(
            "docs/sample-map.svg", File.ReadAllText(Path.Combine(HelpPage.Folder, "..", "..", "README.md")));
    }

    private static string TwoDomains()
    {
        string text = File.ReadAllText(Path.Combine(ModuleSession.Scenarios, "security-on.dxl"));
        string documents = text[text.IndexOf("<document form='Domain'>", StringComparison.Ordinal)..].Replace(
            "</database>", "");
        return text.Replace(
            "</database>", documents.Replace("BTEx", "Other").Replace("000000A", "000000B") + "</database>");
    }

    private string Picture(string script) => Assert.Single(session.Run(script).Lines);

    private IEnumerable<string> Headings(string script) =>
        Load(Picture(script)).GetElementsByTagName("text").Cast<XmlElement>()
        .Where(text => text.GetAttribute("class") == "ct-heading").Select(text => text.InnerText);

    private static string Text(string svg) => string.Join(
        "\n", Load(svg).GetElementsByTagName("*").Cast<XmlElement>().Where(one => one.Name is "text" or "title")
            .Select(one => one.InnerText));

    private static XmlDocument Load(string svg)
    {
        var document = new XmlDocument { XmlResolver = null };
        document.LoadXml(svg);
        return document;
    }
}
