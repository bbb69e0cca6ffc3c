using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Output.Diagrams;
using CoexTools.Simulation;
using CoexTools.Text;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// Pictures: that nothing of a directory leaves its place in them, that nothing overlaps, and what they show.
/// </summary>
public sealed partial class DiagramTests
{
    private static readonly string[] Elements =
        ["circle", "defs", "desc", "g", "marker", "path", "rect", "style", "svg", "text", "title"];

    private static readonly string[] Attributes =
    [
        "aria-labelledby", "class", "cx", "cy", "d", "height", "id", "marker-end", "markerHeight", "markerUnits",
        "markerWidth", "orient", "r",
        "refX", "refY", "role", "rx", "transform", "viewBox", "width", "x", "xmlns", "y",
    ];

    [Fact]
    public void Svg_of_hostile_names_has_only_elements_and_attributes_of_the_writer()
    {
        Diagram diagram = Pictures.OfHostileNames();
        string svg = SvgWriter.Write(diagram);
        var texts = new List<string>();
        using var reader = XmlReader.Create(
            new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
        {
            Assert.Contains(reader.NodeType, new[]
            {
                XmlNodeType.Element, XmlNodeType.EndElement, XmlNodeType.Text, XmlNodeType.Whitespace,
                XmlNodeType.SignificantWhitespace,
            });
            if (reader.NodeType == XmlNodeType.Text)
                texts.Add(reader.Value);
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            Assert.Contains(reader.Name, Elements);
            for (int i = 0; i < reader.AttributeCount; i++)
            {
                reader.MoveToAttribute(i);
                Assert.Contains(reader.Name, Attributes);
                Assert.Matches(AttributeValue(), reader.Value);
            }
            reader.MoveToElement();
        }
        Assert.DoesNotContain(svg, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain(svg, character => char.IsSurrogate(character) && !"\uD83D\uDE00".Contains(character));
        Assert.DoesNotMatch(BidiOrHidden(), svg);
        // The names are there: as text, and in full where a box shortens them.
        foreach (string name in Pictures.Hostile)
            Assert.Contains(texts, text => text.Contains(VisibleText.Of(name)));
    }

    [Fact]
    public void Style_sheet_of_svg_refers_to_nothing_outside()
    {
        string svg = SvgWriter.Write(Pictures.OfHostileNames());
        string style =
            svg[svg.IndexOf("<style>", StringComparison.Ordinal)..svg.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.DoesNotContain("url", style);
        Assert.DoesNotContain("@import", style);
        Assert.Contains("prefers-color-scheme: dark", style);
    }

    [Fact]
    public void Mermaid_of_hostile_names_has_only_lines_of_the_grammar()
    {
        string text = MermaidWriter.Write(Pictures.OfHostileNames());
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("---", lines[0]);
        Assert.Matches(@"^title: ""(?:[^""\\]|\\[""\\])*""$", lines[1]);
        Assert.Equal(["---", "flowchart LR"], lines[2..4]);
        Assert.All(lines.Skip(4), line => Assert.Matches(MermaidLine(), line));
        Assert.Equal(
            lines.Count(line => line.TrimStart().StartsWith("subgraph ", StringComparison.Ordinal)),
            lines.Count(line => line.Trim() == "end"));
        Assert.DoesNotMatch(BidiOrHidden(), text);
        // Every name that a line uses is declared.
        HashSet<string> declared = [.. MermaidDeclaration().Matches(text).Select(match => match.Groups[1].Value)];
        Assert.All(MermaidEdge().Matches(text), edge =>
            Assert.True(
                declared.Contains(edge.Groups[1].Value) && declared.Contains(edge.Groups[2].Value), edge.Value));
        Assert.True(MermaidEdge().Count(text) > Pictures.Hostile.Count);
    }

    [Fact]
    public void Dot_of_hostile_names_has_only_lines_of_the_grammar()
    {
        string text = DotWriter.Write(Pictures.OfHostileNames());
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(DotLine(), line));
        Assert.Equal(
            text.Split('\n').Count(line => line.EndsWith('{')), text.Split('\n').Count(line => line.Trim() == "}"));
        Assert.DoesNotMatch(BidiOrHidden(), text);
    }

    [Fact]
    public void Graphviz_draws_six_domains_with_49_servers()
    {
        Assert.SkipUnless(HasGraphviz(), "dot of Graphviz is not installed.");
        List<string> servers = [.. Enumerable.Range(1, 49).Select(i => $"Server{i}/Acme")];
        DirectorySnapshot directory = Pictures.Directory(
            servers, servers.Take(18)
                .Select((server, i) => ($"Domain{(i / 3) + 1}", server, (IReadOnlyList<string>)[])));
        var builder = new DiagramBuilder();
        builder.Add(directory, directory.Unordered);
        string dot = DotWriter.Write(builder.Build("Map")!);
        Assert.Contains("lists first", dot);
        string svg = Graphviz(dot);
        Assert.All(Enumerable.Range(1, 6), i => Assert.Contains($"Foreign domain Domain{i}<", svg));
        Assert.Equal(dot.Split(" -> ").Length, svg.Split("class=\"edge\"").Length);
    }

    [Fact]
    public void Graphviz_reads_dot_of_hostile_names_and_changes_none_of_them()
    {
        Assert.SkipUnless(HasGraphviz(), "dot of Graphviz is not installed.");
        Diagram diagram = Pictures.OfHostileNames();
        string svg = Graphviz(DotWriter.Write(diagram));
        var document = new XmlDocument { XmlResolver = null };
        document.LoadXml(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]);
        string text = string.Join(
            "\n", document.GetElementsByTagName("text").Cast<XmlNode>()
                .Select(node => node.InnerText.Replace('\u00A0', ' ')));
        foreach (DiagramNode node in diagram.Panels.SelectMany(panel => panel.Servers))
            Assert.Contains(VisibleText.Of(node.Name), text);
        Assert.Empty(document.GetElementsByTagName("script"));
        Assert.Empty(document.GetElementsByTagName("image"));
    }

    [Fact]
    public void Console_shows_hostile_names_without_control_characters()
    {
        DirectorySnapshot directory = Pictures.OfXml();
        IEnumerable<string> lines = ReaderTable.Of(directory, directory.Unordered)
            .SelectMany(table => ReaderGrid.Draw(table, LineSet.Ascii))
            .Concat(Pictures.Hostile.SelectMany(name => PathTree.Draw(
                RequestPath.Of([Pictures.FreeBusy(name, "x" + name, "y" + name, FreeBusyStatus.NotRelayed)])[0],
                LineSet.Ascii)));
        string text = string.Join("\n", lines);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotMatch(BidiOrHidden(), text);
        Assert.Contains("[U+001B][31mred[U+001B][0m", text);
        Assert.Contains("[U+202E]reversed[U+202C]", text);
        Assert.Contains("<script>alert(1)</script>", text);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001B[0m", "[U+001B][0m")]
    [InlineData("a\u202Eb", "a[U+202E]b")]
    [InlineData("\uD83D\uDE00", "\uD83D\uDE00")]
    [InlineData("\u2028\u2029\u0085", "[U+2028][U+2029][U+0085]")]
    [InlineData("\uE000\uFFFF", "[U+E000][U+FFFF]")]
    [InlineData("\u05D0 \u00E4 \u6F22", "\u05D0 \u00E4 \u6F22")]
    public void Characters_that_nobody_sees_are_shown(string text, string visible) =>
        Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Lone_surrogates_and_tags_are_shown()
    {
        Assert.Equal("[U+D800]x", VisibleText.Of("\uD800x"));
        Assert.Equal("x[U+DC00]", VisibleText.Of("x\uDC00"));
        Assert.Equal("[U+E0041]", VisibleText.Of("\U000E0041"));
    }

    [Fact]
    public void No_two_boxes_overlap_and_no_text_leaves_its_box_with_1_to_60_servers() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int).Sample(
            (servers, coexistence, seed) =>
            {
                DirectorySnapshot directory = Pictures.Random(servers, Math.Min(servers, coexistence), seed);
                Diagram diagram = Draw(directory, seed);
                foreach (DiagramPanel panel in diagram.Panels)
                    CheckLayout(DiagramLayout.Of(panel));
                Assert.Equal(SvgWriter.Write(diagram), SvgWriter.Write(Draw(directory, seed)));
            },
            iter: Repetitions.Of(60));

    [Fact]
    public void Every_number_of_servers_from_1_to_60_has_a_layout()
    {
        for (int servers = 1; servers <= 60; servers++)
        {
            // Three numbers of coexistence servers for each, or one in turn.
            foreach (int coexistence in new[] { 1, (servers + 1) / 2, servers }
                .Where((_, index) => Repetitions.AreFull || index == servers % 3))
            {
                foreach (DiagramPanel panel in Draw(Pictures.Random(servers, coexistence, servers), servers).Panels)
                    CheckLayout(DiagramLayout.Of(panel));
            }
        }
    }

    [Fact]
    public void A_group_of_thousands_is_one_statement()
    {
        DirectorySnapshot directory = Pictures.Directory(
            Enumerable.Range(1, 3000).Select(i => $"App{i}/Acme")
                .Append("A/Acme"), [("BTEx", "A/Acme", Array.Empty<string>())]);
        DiagramGroup group = Assert.Single(Assert.Single(Draw(directory, 0, withPaths: false).Panels).Groups);
        Assert.Equal(60, group.Nodes.Count);
        Assert.Equal("2941 more servers", group.Nodes[^1].Name);
        Assert.Equal("3000 servers, see document 1", group.Notes[0].Text);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("word", "word", "")]
    [InlineData("DominoA/Mail Servers/Acme", "DominoA/Mail |Servers/Acme", "")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWW", "WWWWWWWWWW|WWWWWWWWWW|WW", "WWWWWWWWWW|WWWWWWWW\u2026")]
    public void Text_is_broken_to_fit(string text, string lines, string shortened)
    {
        const double Width = 99;
        Assert.Equal(lines.Split('|').Select(line => line.Trim()), TextMeasure.Wrap(text, Width, 10));
        if (shortened.Length > 0)
            Assert.Equal(shortened.Split('|'), TextMeasure.Wrap(text, Width, 10, maximumLines: 2));
    }

    [Fact]
    public void Broken_text_fits_and_nothing_of_it_is_lost() =>
        Gen.Select(Gen.String[Gen.Char["ab W/-,i \u00E4\u6F22"], 0, 60], Gen.Int[20, 200]).Sample((text, width) =>
        {
            IReadOnlyList<string> lines = TextMeasure.Wrap(text, width, 11);
            Assert.All(lines, line => Assert.True(line.Length == 1 || TextMeasure.Width(line, 11) <= width));
            Assert.Equal(text.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
        });

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 1 }, "1")]
    [InlineData(new[] { 1, 2 }, "1, 2")]
    [InlineData(new[] { 1, 2, 3, 5, 7, 8, 9, 10 }, "1-3, 5, 7-10")]
    public void Numbers_have_ranges(int[] numbers, string text) => Assert.Equal(text, Numbers.Of(numbers));

    // What each request of the documented case looks like: the lines of its path, and where it ends.
    [Theory]
    [InlineData("", "g1>c1 Path 1 True |c1>domain Path 1 True ", "domain")]
    [InlineData("down=A/Acme", "g1>c2 Path 1 False |c2>c1 NotReached 1 False down", "c2")]
    [InlineData("busy=A/Acme", "g1>c1 Path 1 False ", "c1")]
    [InlineData("http=A/Acme", "g1>c1 Path 1 False |c1>domain NotReached 1 False HTTP down", "c1")]
    [InlineData("down=A/Acme, B/Acme", "g1>c1 NotReached 1 False down|g1>c2 NotReached 1 False down", "g1")]
    [InlineData("link=Hub/Acme~A/Acme", "g1>c2 Path 1 False |c2>c1 NotReached 1 False not relayed", "c2")]
    [InlineData("down=Hub/Acme", "", "g1")]
    public void Path_of_free_busy(string network, string edges, string end)
    {
        const string Open = "server Hub/Acme | acl -Default-: reader | doc BTEx; both=A/Acme | doc BTEx; both=B/Acme";
        DirectorySnapshot directory = Sketch.Directory(Open);
        var builder = new DiagramBuilder();
        builder.Add(directory, directory.Unordered);
        builder.Add(Requests.FreeBusy(Sketch.View(directory, "BTEx"), "Hub/Acme", Sketch.Network(network)));
        DiagramPanel panel = Assert.Single(builder.Build(null)!.Panels);
        Assert.Equal("Free/busy for BTEx", panel.Heading);
        Assert.Equal(
            edges,
            string.Join("|", panel.Edges.Where(edge => edge.Paths.Count > 0)
                .Select(
                    edge => $"{edge.From}>{edge.To} {edge.Kind} {Numbers.Of(edge.Paths)} {edge.IsReached} "
                        + $"{edge.Label}")));
        Assert.Equal((end, 1), Assert.Single(panel.Ends));
        IEnumerable<DiagramNote> ofNodes = panel.Servers.Append(panel.Domain).SelectMany(node => node.Notes);
        string notes = string.Join(
            "|", panel.Groups.SelectMany(group => group.Notes).Concat(ofNodes).Select(note => note.Text));
        Assert.Contains($"Path 1: {panel.Paths[0].Stations.Ending}", notes);
        Assert.Contains(panel.Paths[0].Result.Reason, DiagramText.Describe(new Diagram("", [panel])));
    }

    [Fact]
    public void Map_shows_who_sees_what_and_who_lists_another_server_first()
    {
        const string Text =
            "server Hub/Acme | server App/Acme | server Far/Acme | acl -Default-: reader | "
            + "doc BTEx; both=A/Acme; readers=Hub/Acme, App/Acme, A/Acme, B/Acme | "
            + "doc BTEx; mail=B/Acme; cal=B/Acme; readers=Hub/Acme, App/Acme, B/Acme | "
            + "doc Other; mail=A/Acme";
        DirectorySnapshot directory = Sketch.Directory(Text);
        Diagram diagram = Draw(directory, 0, withPaths: false);
        Assert.Equal(["Foreign domain BTEx", "Foreign domain Other"], diagram.Panels.Select(panel => panel.Heading));
        Assert.Equal("Coexistence map: BTEx, Other", diagram.Title);
        DiagramPanel panel = diagram.Panels[0];
        Assert.Equal(
            ["Hub/Acme, App/Acme: 2 servers, see documents 1, 2", "Far/Acme: 1 server, sees no document"],
            panel.Groups.Select(
                group => $"{string.Join(", ", group.Nodes.Select(node => node.Name))}: {group.Notes[0].Text}"));
        Assert.Equal(
            [
                "A/Acme: Document 1: mail, calendar; Sees document 1",
                "B/Acme: Document 2: mail, calendar; Sees documents 1, 2; Lists A/Acme first: free/busy requests that "
                    + "arrive here are not relayed",
            ],
            panel.Servers.Select(
                server => $"{server.Name}: {string.Join("; ", server.Notes.Select(note => note.Text))}"));
        Assert.Equal(
            ["g1>c1 Document", "g1>c2 Document", "c1>domain Document", "c2>domain Document", "c2>c1 ListsFirst"],
            panel.Edges.Select(edge => $"{edge.From}>{edge.To} {edge.Kind}"));
        Assert.Equal(["A/Acme: Document 1: mail; Sees document 1"], diagram.Panels[1].Servers
            .Select(server => $"{server.Name}: {string.Join("; ", server.Notes.Select(note => note.Text))}"));
        string svg = SvgWriter.Write(diagram);
        Assert.Contains("Hub/Acme, App/Acme see documents 1, 2.", svg);
        Assert.Contains("B/Acme sees documents 1, 2 and lists A/Acme first.", svg);
    }

    [Fact]
    public void Requests_that_differ_only_in_their_origin_share_a_path()
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server Hub/Acme | server App/Acme | server Far/Acme | acl -Default-: reader | "
            + "doc BTEx; both=A/Acme; readers=Hub/Acme, App/Acme, A/Acme");
        DomainVisibility view = Sketch.View(directory, "BTEx");
        IReadOnlyList<RequestPath> paths = RequestPath.Of(
            new[] { "Hub/Acme", "Far/Acme", "App/Acme", "A/Acme" }.Select(
                origin => Requests.FreeBusy(view, origin, NetworkState.AllUp)));
        Assert.Equal(["Hub/Acme, App/Acme > A/Acme > Exchange", "Far/Acme", "A/Acme > Exchange"],
            paths.Select(path => path.Route));
        Assert.Equal([1, 2, 3], paths.Select(path => path.Number));
    }

    [Fact]
    public void Requests_that_follow_different_documents_do_not_share_a_path_with_steps()
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server Hub/Acme | server App/Acme | server Far/Acme | acl -Default-: reader | "
            + "doc BTEx; both=A/Acme; readers=Hub/Acme, Far/Acme, A/Acme | doc BTEx; both=A/Acme; readers=App/Acme");
        DomainVisibility view = Sketch.View(directory, "BTEx");
        IReadOnlyList<RequestPath> paths = RequestPath.Of(
            new[] { "Hub/Acme", "App/Acme", "Far/Acme" }.Select(
                origin => Requests.FreeBusy(view, origin, NetworkState.AllUp)), withSteps: true);
        Assert.Equal([["Hub/Acme", "Far/Acme"], ["App/Acme"]], paths.Select(path => path.From));
        Assert.Equal(2, paths.Select(path => path.Result.Hop.First(hop => hop.Document is not null).Document)
            .Distinct().Count());
    }

    [Fact]
    public void Difference_has_a_panel_before_and_one_after()
    {
        const string Both = "server Hub/Acme | acl -Default-: reader | doc BTEx; both=A/Acme | doc BTEx; both=B/Acme";
        const string Own = "server Hub/Acme | acl -Default-: reader | doc BTEx; both=A/Acme; "
            + "readers=Hub/Acme, A/Acme | doc BTEx; both=B/Acme; readers=Hub/Acme, B/Acme";
        DomainVisibility[] views = [Sketch.View(Both), Sketch.View(Own)];
        var requests = views.Select(
            view => new Request(view, CoexistenceService.FreeBusy, new NotesName("Hub/Acme"))).ToArray();
        var builder = new DiagramBuilder();
        foreach (CoexistencePathDifference difference in PathComparison.Compare(
            [(requests[0], requests[1])], new OutageScope(
                false, false, false), 1, (_, _) => { }, _ => { }, CancellationToken.None))
        {
            builder.Add(difference);
        }
        IReadOnlyList<DiagramPanel> panels = builder.Build("T")!.Panels;
        Assert.Contains("Free/busy for BTEx, failure of A/Acme: Gained, before", panels.Select(panel => panel.Heading));
        int before = panels.ToList()
            .FindIndex(panel => panel.Heading.EndsWith("A/Acme: Gained, before", StringComparison.Ordinal));
        Assert.Equal("Free/busy for BTEx, failure of A/Acme: Gained, after", panels[before + 1].Heading);
        Assert.False(Assert.Single(panels[before].Paths).IsReached);
        Assert.True(Assert.Single(panels[before + 1].Paths).IsReached);
    }

    [Fact]
    public void Nothing_has_no_picture() => Assert.Null(new DiagramBuilder().Build("Title"));

    // Up to 80 columns, and every word as it is.
    [Fact]
    public void Trees_and_grids_fit_80_columns_and_break_no_word() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 14], Gen.Int[1, 1000]).Sample(
            (servers, coexistence, seed) =>
            {
                List<string> names = [.. Enumerable.Range(1, servers + coexistence).Select(i => $"Server{i}/Acme")];
                var random = new Random(seed);
                DirectorySnapshot directory = Pictures.Directory(
                    names,
                    names.Take(coexistence)
                        .Select(
                            name =>
                                (
                                    "BTEx", name, (IReadOnlyList<string>)[
                                        name, .. names.Where(_ => random.Next(2) == 0)])));
                ReaderTable table = Assert.Single(ReaderTable.Of(directory, directory.Unordered));
                var view = new DomainVisibility(directory.Unordered, AccessEvaluator.Of(directory), OrderBy.Modified);
                IReadOnlyList<RequestPath> paths = RequestPath.Of(
                    names.Select(name => Requests.FreeBusy(view, name, NetworkState.AllUp)), withSteps: true);
                foreach (LineSet lines in new[] { LineSet.Boxes, LineSet.Ascii })
                {
                    List<string> grid = [.. ReaderGrid.Draw(table, lines)];
                    Assert.All(grid, line => Assert.InRange(line.Length, 0, 80));
                    Assert.All(
                        names, name => Assert.Contains(
                            grid, line => line.Split(' ', ',', lines.Upright).Contains(name)));
                    List<string> tree = [.. paths.SelectMany(path => PathTree.Draw(path, lines))];
                    Assert.All(tree, line => Assert.InRange(line.Length, 0, 80));
                    string text = string.Join(" ", tree.Select(line => line.TrimStart([.. lines.Characters])));
                    Assert.All(paths, path => Assert.Contains($"{path.Result.StatusName}: {path.Result.Reason}", text));
                }
            },
            iter: 100);

    private static Diagram Draw(DirectorySnapshot directory, int seed, bool withPaths = true)
    {
        var builder = new DiagramBuilder();
        builder.Add(directory, directory.Unordered);
        if (withPaths)
        {
            var random = new Random(seed);
            var network = new NetworkState(down: directory.Servers.Where(_ => random.Next(4) == 0).ToList());
            var view = new DomainVisibility(directory.Unordered, AccessEvaluator.Of(directory), OrderBy.Modified);
            foreach (NotesName origin in directory.Servers)
            {
                builder.Add(new Request(view, CoexistenceService.FreeBusy, origin).Test(network));
                builder.Add(new Request(view, CoexistenceService.Mail, origin).Test(network));
            }
        }
        return builder.Build(null)!;
    }

    private static void CheckLayout(DiagramLayout layout)
    {
        for (int i = 0; i < layout.Nodes.Count; i++)
        {
            Box box = layout.Nodes[i].Box;
            Assert.True(
                box is { X: >= 0, Y: >= 0 } && box.Right <= layout.Width
                    && box.Bottom <= layout.Height, $"{box} is outside.");
            Assert.True(layout.Nodes[i].Lines.Count * DiagramLayout.LineHeight <= box.Height, $"{box} is too low.");
            foreach (PlacedLine line in layout.Nodes[i].Lines)
            {
                double width = TextMeasure.Width(
                    line.Text, line.IsName ? DiagramLayout.NameSize : DiagramLayout.NoteSize, line.IsName);
                Assert.True(width <= box.Width - DiagramLayout.Padding, $"'{line.Text}' does not fit.");
            }
            for (int j = 0; j < i; j++)
                Assert.False(
                    Overlap(box, layout.Nodes[j].Box),
                    $"{layout.Nodes[i].Node.Name} overlaps {layout.Nodes[j].Node.Name}.");
        }
        for (int i = 0; i < layout.Groups.Count; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.False(Overlap(layout.Groups[i].Box, layout.Groups[j].Box));
            foreach (PlacedNode node in layout.Nodes)
            {
                bool isMember = layout.Groups[i].Group.Nodes.Contains(node.Node);
                Assert.Equal(isMember, Overlap(node.Box, layout.Groups[i].Box));
            }
        }

        static bool Overlap(Box one, Box other) =>
            one.X <= other.Right && other.X <= one.Right && one.Y <= other.Bottom && other.Y <= one.Bottom;
    }

    private static bool HasGraphviz()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dot", "-V") { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Graphviz(string dot)
    {
        using Process process = Process.Start(new ProcessStartInfo("dot", "-Tsvg")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        Task<string> svg = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(dot);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return svg.GetAwaiter().GetResult();
    }

    // Numbers, paths, and names of the writer; nothing of a directory.
    [GeneratedRegex(
        @"^(?:-?[\d. ]+|[MLHVCmlhvcz\d .-]+|(?:ct[\w-]*(?: |$))+|translate\([\d ]+\)|"
        + @"url\(#ct[0-9a-f]{8}-\w+\)|img|auto|userSpaceOnUse|"
        + @"http://www\.w3\.org/2000/svg)$")]
    private static partial Regex AttributeValue();

    [GeneratedRegex("[\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF\u001B\u0007]")]
    private static partial Regex BidiOrHidden();

    private const string MermaidText = """
        "(?:[\p{L}\p{N} /.\-_,:()]|#\d+;|<br/>)*"
        """;

    [GeneratedRegex(
        "^ *(?:subgraph p\\d+(?:g\\d+)?\\[" + MermaidText + "\\]|end|p\\w+(?:\\(\\[" + MermaidText + "\\]\\)|\\[\\("
        + MermaidText + "\\)\\]|"
        + "\\[" + MermaidText + "\\]|>" + MermaidText + "\\]):::\\w+|"
        + "p\\w+ (?:-->|-\\.->|==>|-\\.-x|-\\.-)(?:\\|" + MermaidText + "\\|)? p\\w+|classDef \\w+ [\\w#:, -]+)$")]
    private static partial Regex MermaidLine();

    [GeneratedRegex(@"^ +(?:subgraph )?(p\w+)[\[(>]", RegexOptions.Multiline)]
    private static partial Regex MermaidDeclaration();

    [GeneratedRegex(@"^ +(p\w+) (?:-->|-\.->|==>|-\.-x|-\.-)(?:\|.*\|)? (p\w+)$", RegexOptions.Multiline)]
    private static partial Regex MermaidEdge();

    private const string DotAttributes = """
        \[(?:\w+=(?:[\w.]+|"(?:[^"\\]|\\["\\n])*")(?:, )?)+\]
        """;

    [GeneratedRegex(
        @"^ *(?:digraph \w+ \{|subgraph cluster_p\w+ \{|\}|(?:graph|node|edge|p\w+) " + DotAttributes
            + @";|p\w+ -> p\w+ " + DotAttributes + ";)$")]
    private static partial Regex DotLine();
}
