using System.Globalization;
using System.Text;
using System.Xml;
using CoexTools.Analysis;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>
/// Writes a picture as SVG: self-contained, without a script, in light and dark, and with a title and a description for
/// screen readers. Every meaning of a color is also in a shape, a dash, or a text.
/// </summary>
internal sealed class SvgWriter
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const int Margin = 24;
    private const int EmbeddedMargin = 2;
    private const int TitleSize = 20;
    private const int HeadingSize = 15;
    private const int CellHeight = 22;
    private const int MinimumWidth = 660;
    private const int RowNames = 3;
    private const int MinimumCell = 28;
    private const int CellWithText = 90;
    private const int LabelHeight = 16;

    private const string Light =
        """
        .ct-page { fill: #ffffff } .ct-map text { fill: #1f2328; font: 11px "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif }
        .ct-map .ct-title { font-size: 20px; font-weight: bold } .ct-map .ct-heading { font-size: 15px; font-weight: bold }
        .ct-map .ct-name { font-size: 13px; font-weight: bold } .ct-map .ct-strong { font-weight: bold } .ct-map .ct-muted { fill: #57606a }
        .ct-map .ct-problem { fill: #a40e26; font-weight: bold } .ct-map .ct-good { fill: #0550ae; font-weight: bold }
        .ct-group { fill: #f6f8fa; stroke: #8c959f; stroke-dasharray: 2 3 } .ct-origin { fill: #ffffff; stroke: #57606a }
        .ct-server { fill: #ddf4ff; stroke: #0550ae; stroke-width: 1.5 } .ct-bar { fill: #0550ae }
        .ct-trouble { stroke: #a40e26; stroke-width: 2.5; stroke-dasharray: 7 3 }
        .ct-domain { fill: #dafbe1; stroke: #116329; stroke-width: 1.5 } .ct-line { fill: none; stroke: #8c959f; stroke-width: 1.2 }
        .ct-first { fill: none; stroke: #a40e26; stroke-width: 1.5; stroke-dasharray: 2 4 }
        .ct-path { fill: none; stroke: #0550ae; stroke-width: 3 } .ct-lost { fill: none; stroke: #a40e26; stroke-width: 3; stroke-dasharray: 9 4 }
        .ct-line-head { fill: #8c959f } .ct-path-head { fill: #0550ae } .ct-lost-head { fill: #a40e26 }
        .ct-cross { stroke: #a40e26; stroke-width: 3; fill: none }
        .ct-rule { stroke: #d0d7de } .ct-yes { fill: #0550ae } .ct-no { fill: none; stroke: #57606a; stroke-width: 1.5 } .ct-halo { fill: #ffffff }
        """;

    // Texts have the colors of the system in any case; what is behind them must have its colors too.
    private const string Forced =
        """
        .ct-page, .ct-halo, .ct-group, .ct-origin, .ct-server, .ct-domain { fill: Canvas }
        .ct-map text, .ct-map .ct-muted, .ct-map .ct-problem, .ct-map .ct-good { fill: CanvasText }
        .ct-group, .ct-origin, .ct-server, .ct-domain, .ct-trouble, .ct-line, .ct-first, .ct-lost, .ct-cross, .ct-rule, .ct-no { stroke: CanvasText }
        .ct-path { stroke: LinkText } .ct-path-head { fill: LinkText } .ct-bar, .ct-line-head, .ct-lost-head, .ct-yes { fill: CanvasText }
        """;

    private const string Dark =
        """
        .ct-page { fill: #0d1117 } .ct-map text { fill: #e6edf3 } .ct-map .ct-muted { fill: #9da7b3 } .ct-map .ct-problem { fill: #ff9492 }
        .ct-map .ct-good { fill: #79c0ff } .ct-group { fill: #161b22; stroke: #6e7681 } .ct-origin { fill: #0d1117; stroke: #9da7b3 }
        .ct-server { fill: #0c2d4a; stroke: #79c0ff } .ct-bar { fill: #79c0ff } .ct-trouble { stroke: #ff9492 }
        .ct-domain { fill: #0f3320; stroke: #56d364 } .ct-line { stroke: #6e7681 } .ct-first { stroke: #ff9492 }
        .ct-path { stroke: #79c0ff } .ct-lost { stroke: #ff9492 } .ct-line-head { fill: #6e7681 } .ct-path-head { fill: #79c0ff }
        .ct-lost-head { fill: #ff9492 } .ct-cross { stroke: #ff9492 } .ct-rule { stroke: #30363d } .ct-yes { fill: #79c0ff }
        .ct-no { stroke: #9da7b3 } .ct-halo { fill: #0d1117 }
        """;

    private readonly Diagram _diagram;
    private readonly bool _isEmbedded;
    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;
    private readonly string _description;
    private readonly string _prefix;
    private readonly int _margin;
    private readonly bool _isMeasuring; // Only the size of the picture matters.
    private readonly List<DiagramLayout> _layouts;
    private readonly int _width;
    private readonly int _height;
    private int _y;
    private int _right;

    private SvgWriter(Diagram diagram, bool isEmbedded, SvgWriter? measured)
    {
        _diagram = diagram;
        _isEmbedded = isEmbedded;
        _margin = isEmbedded ? EmbeddedMargin : Margin;
        // Lines, so that two pictures can be compared as text.
        var settings = new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Indent = true,
            NewLineChars = "\n",
            IndentChars = isEmbedded ? "" : "  ",
        };
        _xml = XmlWriter.Create(_text, settings);
        _isMeasuring = measured is null;
        _layouts = measured?._layouts ?? [.. diagram.Panels.Select(DiagramLayout.Of)];
        _width = Math.Max(
            Math.Max(isEmbedded ? 0 : MinimumWidth, measured?._right ?? 0), _layouts.Max(layout => layout.Width));
        _height = measured is null ? 0 : measured._y + _margin;
        _description = measured?._description ?? DiagramText.Describe(diagram);
        _prefix = measured?._prefix ?? "ct" + Hash(_description + diagram.Title);
    }

    /// <summary>Gets the style of all pictures.</summary>
    public static string Style { get; } =
        $"\n{Light}\n@media screen and (prefers-color-scheme: dark) {{\n{Dark}\n}}\n@media (forced-colors: active) "
            + $"{{\n{Forced}\n}}\n";

    /// <summary>Returns the SVG of a picture.</summary>
    /// <param name="diagram">The picture.</param>
    /// <param name="isEmbedded">Specifies whether the picture is part of a page that contains the <see cref="Style"/>,
    /// the title, the paths, and the table of readers.</param>
    public static string Write(Diagram diagram, bool isEmbedded = false)
    {
        // The element starts with the size, which is known when everything was written.
        var measured = new SvgWriter(diagram, isEmbedded, null);
        measured.WriteAll();
        var writer = new SvgWriter(diagram, isEmbedded, measured);
        writer.WriteAll();
        return writer._text.ToString();
    }

    private void WriteAll()
    {
        int width = _width + (2 * _margin);
        _xml.WriteStartElement("svg", Namespace);
        Attributes(("width", width), ("height", _height), ("viewBox", $"0 0 {Text(width)} {Text(_height)}"),
            ("role", "img"), ("class", "ct-map"));
        Attributes(("aria-labelledby", $"{_prefix}-title {_prefix}-desc"));
        WriteText("title", VisibleText.Of(_diagram.Title), ("id", _prefix + "-title"));
        WriteText("desc", _description, ("id", _prefix + "-desc"));
        if (!_isEmbedded)
            WriteText("style", Style);
        _xml.WriteStartElement("defs", Namespace);
        foreach (string kind in new[] { "line", "path", "lost" })
            WriteMarker(kind);
        _xml.WriteEndElement();
        Rectangle(new Box(0, 0, width, _height), "ct-page");
        WriteBody();
        _xml.WriteEndElement();
        _xml.Flush();
    }

    private void WriteBody()
    {
        _y = _margin;
        if (!_isEmbedded)
            Paragraph(VisibleText.Of(_diagram.Title), TitleSize, "ct-title", isBold: true);
        for (int i = 0; i < _diagram.Panels.Count; i++)
            WritePanel(_diagram.Panels[i], _layouts[i]);
        WriteLegend();
    }

    private void WritePanel(DiagramPanel panel, DiagramLayout layout)
    {
        if (!_isEmbedded)
        {
            _y += DiagramLayout.LineHeight;
            Paragraph(VisibleText.Of(panel.Heading), HeadingSize, "ct-heading", isBold: true);
            _y += DiagramLayout.Padding;
        }
        if (!_isMeasuring)
            WriteLayout(panel, layout);
        _y += layout.Height + DiagramLayout.LineHeight;
        if (_isEmbedded)
            return;
        foreach (RequestPath path in panel.Paths)
            WritePath(path);
        if (panel.Table is { } table)
            WriteTable(table);
    }

    private void WriteLayout(DiagramPanel panel, DiagramLayout layout)
    {
        _xml.WriteStartElement("g", Namespace);
        Attributes(("transform", $"translate({Text(_margin + ((_width - layout.Width) / 2))} {Text(_y)})"));
        foreach (PlacedGroup group in layout.Groups)
            WriteGroup(group);
        foreach (PlacedEdge edge in layout.Edges.OrderBy(edge => edge.Edge.Kind))
            WriteEdge(panel, edge);
        foreach (PlacedNode node in layout.Nodes)
            WriteNode(node);
        foreach (PlacedEdge edge in layout.Edges)
            WriteLabel(edge);
        _xml.WriteEndElement();
    }

    private void WriteGroup(PlacedGroup group)
    {
        Rectangle(group.Box, "ct-group", radius: 6);
        WriteLines(group.Lines, group.Box.X + DiagramLayout.Padding, group.Box.Y + DiagramLayout.Padding);
    }

    private void WriteNode(PlacedNode placed)
    {
        DiagramNode node = placed.Node;
        Box box = placed.Box;
        _xml.WriteStartElement("g", Namespace);
        WriteText(
            "title", string.Join("\n", node.Notes.Select(note => note.Text).Prepend(node.Name).Select(VisibleText.Of)));
        string trouble = node.Kind == DiagramNodeKind.Coexistence && node.Notes.Any(note => note.IsProblem)
            ? " ct-trouble" : "";
        switch (node.Kind)
        {
            case DiagramNodeKind.Origin:
                Rectangle(box, "ct-origin", radius: 13);
                break;
            case DiagramNodeKind.Coexistence:
                Rectangle(box, "ct-server" + trouble);
                Rectangle(box with { Width = 5 }, "ct-bar");
                break;
            default:
                Rectangle(box, "ct-domain", radius: 6);
                Rectangle(new Box(box.X + 4, box.Y + 4, box.Width - 8, box.Height - 8), "ct-domain", radius: 4);
                break;
        }
        int top = box.Y + ((box.Height - (placed.Lines.Count * DiagramLayout.LineHeight)) / 2);
        WriteLines(
            placed.Lines, box.X + DiagramLayout.Padding + (node.Kind == DiagramNodeKind.Coexistence ? 3 : 0), top);
        _xml.WriteEndElement();
    }

    private void WriteLines(IReadOnlyList<PlacedLine> lines, int x, int top)
    {
        foreach (PlacedLine line in lines)
        {
            top += DiagramLayout.LineHeight;
            TextAt(line.Text, x, top - 4, line.IsName ? "ct-name" : line.IsProblem ? "ct-problem" : "");
        }
    }

    private void WriteEdge(DiagramPanel panel, PlacedEdge placed)
    {
        ((int x1, int y1), (int x2, int y2)) = (placed.Start, placed.End);
        DiagramEdge edge = placed.Edge;
        (string style, string head) = edge.Kind switch
        {
            DiagramEdgeKind.Document => ("ct-line", "line"),
            DiagramEdgeKind.ListsFirst => ("ct-first", "lost"),
            DiagramEdgeKind.Path when edge.IsReached => ("ct-path", "path"),
            _ => ("ct-lost", edge.Kind == DiagramEdgeKind.Path ? "lost" : ""),
        };
        bool isToDomain = edge.To == panel.Domain.Id;
        string d = placed.Lane is { } lane
            ? $"M{Text(x1)} {Text(y1)}H{Text(lane)}V{Text(y2)}H{Text(x2)}"
            : isToDomain && y1 == y2 ? $"M{Text(x1)} {Text(y1)}H{Text(x2)}"
            : $"M{Text(x1)} {Text(y1)}C{Text((x1 + x2) / 2)} {Text(y1)} {Text((x1 + x2) / 2)} {Text(y2)} {Text(x2)} "
                + $"{Text(y2)}";
        _xml.WriteStartElement("path", Namespace);
        Attributes(("d", d), ("class", style));
        if (head.Length > 0 && !placed.IsJoined)
            Attributes(("marker-end", $"url(#{_prefix}-{head})"));
        WriteText("title", VisibleText.Of(DiagramText.Describe(panel, edge)));
        _xml.WriteEndElement();
        if (edge.Kind == DiagramEdgeKind.NotReached && !placed.IsJoined)
        {
            int x = placed.Lane is null ? x2 - 9 : x2 + 9;
            Shape("path", ("d", $"M{Text(x - 6)} {Text(y2 - 6)}l12 12m0 -12l-12 12"), ("class", "ct-cross"));
        }
    }

    // Beside the end, on the colour of the page, so that it can be read on a line.
    private void WriteLabel(PlacedEdge placed)
    {
        DiagramEdge edge = placed.Edge;
        string text = string.Join(
            ", ", new[] { edge.Paths.Count == 0 ? "" : $"{Numbers.Of(edge.Paths)}", edge.Label }.Where(
                part => part.Length > 0));
        if (text.Length == 0)
            return;
        text = TextMeasure.Wrap(VisibleText.Of(text), 84, DiagramLayout.NoteSize, isBold: true, maximumLines: 1)[0];
        int width = (int)Math.Ceiling(TextMeasure.Width(text, DiagramLayout.NoteSize, isBold: true)) + 6;
        int x = placed.Lane is { } lane ? lane + 3 : placed.End.X - width - 20;
        int y = placed.Lane is null ? placed.End.Y : (placed.Start.Y + placed.End.Y) / 2;
        Rectangle(new Box(x, y - 8, width, LabelHeight), "ct-halo", radius: 3);
        TextAt(text, x + 3, y + 4, edge.IsReached && edge.Kind == DiagramEdgeKind.Path ? "ct-good" : "ct-problem");
    }

    private void WritePath(RequestPath path)
    {
        Paragraph($"Path {Text(path.Number)}: {VisibleText.Of(path.Route)}", DiagramLayout.NoteSize, "ct-strong",
            isBold: true);
        string ending = $"{(path.IsReached ? "\u2713" : "\u2715")} {path.Stations.Ending}: ";
        Paragraph(
            ending + VisibleText.Of(path.Result.Reason), DiagramLayout.NoteSize, path.IsReached
                ? "ct-good" : "ct-problem", isBold: true);
        if (path.Recommendation is { } recommendation)
            Paragraph(VisibleText.Of(recommendation), DiagramLayout.NoteSize, "");
        _y += 6;
    }

    private void WriteTable(ReaderTable table)
    {
        _y += 6;
        foreach (TableDocument document in table.Documents)
        {
            Paragraph(
                $"Document {Text(document.Number)}: {VisibleText.Of(document.Document.ToString())}, {document.Detail}",
                DiagramLayout.NoteSize, "");
        }
        _y += DiagramLayout.Padding;
        const int nameWidth = 230;
        int cellWidth = Math.Min(170, (_width - nameWidth) / table.Documents.Count);
        bool hasRoom = cellWidth >= CellWithText;
        if (cellWidth < MinimumCell)
            cellWidth = MinimumCell; // The page grows with a table that is wider than the map.
        _right = Math.Max(_right, nameWidth + (cellWidth * table.Documents.Count));
        TextAt("Who can read which document", _margin, _y + 15, "ct-strong");
        for (int i = 0; i < table.Documents.Count; i++)
            TextAt($"{(hasRoom ? "Document " : "")}{Text(table.Documents[i].Number)}", _margin + nameWidth
                + (i * cellWidth), _y + 15, "ct-strong");
        _y += CellHeight;
        foreach (ReaderRow row in table.Rows)
        {
            string servers = NameList.Within([.. row.Servers.Select(server => server.Abbreviated)], RowNames);
            IReadOnlyList<string> lines = TextMeasure.Wrap(
                VisibleText.Of(servers), nameWidth - _margin, DiagramLayout.NoteSize, maximumLines: 3);
            int right = _margin + nameWidth + (cellWidth * table.Documents.Count);
            Shape("path", ("d", $"M{Text(_margin)} {Text(_y)}H{Text(right)}"), ("class", "ct-rule"));
            _xml.WriteStartElement("g", Namespace);
            WriteText("title", VisibleText.Of(string.Join(", ", row.Servers)));
            for (int i = 0; i < lines.Count; i++)
                TextAt(lines[i], _margin, _y + 15 + (i * DiagramLayout.LineHeight), "");
            _xml.WriteEndElement();
            for (int i = 0; i < row.Cells.Count; i++)
                WriteCell(row.Cells[i], _margin + nameWidth + (i * cellWidth), _y, hasRoom ? cellWidth : 0);
            _y += CellHeight + ((lines.Count - 1) * DiagramLayout.LineHeight);
        }
    }

    private void WriteCell(ReaderCell cell, int x, int y, int width)
    {
        _xml.WriteStartElement("g", Namespace);
        WriteText("title", VisibleText.Of(cell.CanRead ? $"yes: {cell.Text}" : "no"));
        Shape("circle", ("cx", x + 6), ("cy", y + 11), ("r", 5), ("class", cell.CanRead ? "ct-yes" : "ct-no"));
        if (width > 0)
            TextAt(
                TextMeasure.Wrap(VisibleText.Of(cell.Text), width - 22, DiagramLayout.NoteSize, maximumLines: 1)[0], x
                    + 16, y + 15, "");
        _xml.WriteEndElement();
    }

    private void WriteLegend()
    {
        _y += DiagramLayout.LineHeight;
        int x = _margin;
        List<RequestPath> paths = [.. _diagram.Panels.SelectMany(panel => panel.Paths)];
        bool hasTable = !_isEmbedded && _diagram.Panels.Any(panel => panel.Table is not null);
        HashSet<DiagramEdgeKind> kinds =
            [.. _diagram.Panels.SelectMany(panel => panel.Edges).Select(edge => edge.Kind)];
        foreach ((string style, string text, bool isUsed) in new[]
        {
            ("ct-origin", "server", _diagram.Panels.Any(panel => panel.Groups.Count > 0)),
            ("ct-server", "coexistence server", _diagram.Panels.Any(panel => panel.Servers.Count > 0)),
            ("ct-domain", "foreign domain", true),
            ("ct-line", "sees the document of this server", kinds.Contains(DiagramEdgeKind.Document)),
            ("ct-first", "lists this server first", kinds.Contains(DiagramEdgeKind.ListsFirst)),
            ("ct-path", "path that reaches Exchange", paths.Any(path => path.IsReached)),
            ("ct-lost", "path that does not reach Exchange", paths.Any(path => !path.IsReached)),
            ("ct-yes", "can read", hasTable),
            ("ct-no", "cannot read", hasTable),
        })
        {
            if (!isUsed)
                continue;
            int width = (int)TextMeasure.Width(text, DiagramLayout.NoteSize) + 64;
            if (x + width > _margin + _width)
            {
                x = _margin;
                _y += CellHeight;
            }
            if (style is "ct-origin" or "ct-server" or "ct-domain")
                Rectangle(
                    new Box(x, _y + 1, 34, 14), style, radius: style == "ct-origin" ? 7 : style == "ct-domain" ? 3 : 0);
            else if (style is "ct-yes" or "ct-no")
                Shape("circle", ("cx", x + 27), ("cy", _y + 8), ("r", 5), ("class", style));
            else
                Shape("path", ("d", $"M{Text(x)} {Text(_y + 8)}h34"), ("class", style));
            TextAt(text, x + 40, _y + 12, "ct-muted");
            x += width;
        }
        _y += DiagramLayout.LineHeight;
    }

    private void WriteMarker(string kind)
    {
        _xml.WriteStartElement("marker", Namespace);
        Attributes(("id", $"{_prefix}-{kind}"), ("viewBox", "0 0 10 10"), ("refX", 9), ("refY", 5), ("markerWidth", 11),
            ("markerHeight", 11));
        Attributes(("markerUnits", "userSpaceOnUse"), ("orient", "auto"));
        Shape("path", ("d", "M0 0L10 5L0 10z"), ("class", $"ct-{kind}-head"));
        _xml.WriteEndElement();
    }

    private void Paragraph(string text, int size, string style, bool isBold = false)
    {
        foreach (string line in TextMeasure.Wrap(text, _width, size, isBold))
        {
            _y += size + 5;
            TextAt(line, _margin, _y - 4, style);
        }
    }

    private void TextAt(string text, int x, int y, string style)
    {
        _xml.WriteStartElement("text", Namespace);
        Attributes(("x", x), ("y", y));
        if (style.Length > 0)
            Attributes(("class", style));
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private void Rectangle(Box box, string style, int radius = 0)
    {
        _xml.WriteStartElement("rect", Namespace);
        Attributes(("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("class", style));
        if (radius > 0)
            Attributes(("rx", radius));
        _xml.WriteEndElement();
    }

    private void Shape(string name, params (string Name, object Value)[] attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        Attributes(attributes);
        _xml.WriteEndElement();
    }

    private void WriteText(string element, string text, params (string Name, object Value)[] attributes)
    {
        _xml.WriteStartElement(element, Namespace);
        Attributes(attributes);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private void Attributes(params (string Name, object Value)[] attributes)
    {
        foreach ((string name, object value) in attributes)
            _xml.WriteAttributeString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Two pictures on one page must not have ids in common. FNV-1a.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
