using System.Text;
using CoexTools.Analysis;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Writes a picture in the DOT language of Graphviz.</summary>
internal sealed class DotWriter
{
    private readonly StringBuilder _text = new();

    private DotWriter()
    {
    }

    /// <summary>Returns the text of a picture.</summary>
    public static string Write(Diagram diagram)
    {
        var writer = new DotWriter();
        writer.WriteDiagram(diagram);
        return writer._text.ToString();
    }

    private void WriteDiagram(Diagram diagram)
    {
        Line("digraph coexistence {");
        Line(
            "    graph [labelloc=t, fontsize=18, rankdir=LR, compound=true, fontname=\"Helvetica\", "
                + "bgcolor=\"#ffffff\"];");
        Line($"    graph [label={Quote(diagram.Title)}];");
        Line("    node [fontname=\"Helvetica\", fontsize=11, fillcolor=\"#ffffff\", color=\"#57606a\", style=filled];");
        Line("    edge [fontname=\"Helvetica\", fontsize=10, color=\"#8c959f\"];");
        for (int i = 0; i < diagram.Panels.Count; i++)
            WritePanel(diagram.Panels[i], $"p{i + 1}");
        Line("}");
    }

    private void WritePanel(DiagramPanel panel, string prefix)
    {
        Line($"    subgraph cluster_{prefix} {{");
        Line($"        graph [label={Quote(panel.Heading)}, fontsize=14, style=solid, color=\"#8c959f\"];");
        foreach (DiagramGroup group in panel.Groups)
            WriteGroup(group, prefix);
        foreach (DiagramNode server in panel.Servers)
        {
            string trouble = server.Notes.Any(note => note.IsProblem)
                ? "color=\"#a40e26\", penwidth=2, style=\"dashed,filled\""
                : "color=\"#0550ae\"";
            Line($"        {prefix}{server.Id} [label={Quote(server)}, shape=box, fillcolor=\"#ddf4ff\", {trouble}];");
        }
        Line(
            $"        {prefix}{panel.Domain.Id} [label={Quote(panel.Domain)}, shape=cylinder, "
            + "fillcolor=\"#dafbe1\", color=\"#116329\"];");
        foreach (RequestPath path in panel.Paths)
        {
            string ending = $"Path {path.Number}: {path.Stations.Ending}. {path.Result.Reason}";
            string[] lines = [.. TextMeasure.Wrap(VisibleText.Of(ending), 260, DiagramLayout.NoteSize)];
            string color = path.IsReached ? "\"#0550ae\"" : "\"#a40e26\"";
            Line($"        {prefix}r{path.Number} [label={Quote(lines)}, shape=note, color={color}];");
        }
        foreach (DiagramEdge edge in panel.Edges)
            WriteEdge(panel, prefix, edge.From, prefix + edge.To, Attributes(edge));
        foreach ((string end, int number) in panel.Ends)
            WriteEdge(panel, prefix, end, $"{prefix}r{number}", "style=dotted, arrowhead=none");
        Line("    }");
    }

    private void WriteGroup(DiagramGroup group, string prefix)
    {
        Line($"        subgraph cluster_{prefix}{group.Id} {{");
        string label = Quote([.. group.Notes.Select(note => note.Marked)]);
        Line($"            graph [label={label}, fontsize=11, style=dotted];");
        foreach (DiagramNode node in group.Nodes)
            Line($"            {prefix}{node.Id} [label={Quote(node.Name)}, shape=box, style=\"rounded,filled\"];");
        Line("        }");
    }

    // A line from a group starts at one of its servers, and is cut at the border of the group.
    private void WriteEdge(DiagramPanel panel, string prefix, string from, string to, string attributes)
    {
        DiagramGroup? group = panel.Groups.FirstOrDefault(group => group.Id == from);
        string start = group is null ? prefix + from : prefix + group.Nodes[group.Nodes.Count / 2].Id;
        Line($"        {start} -> {to} [{attributes}{(group is null ? "" : $", ltail=cluster_{prefix}{from}")}];");
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Attributes(DiagramEdge edge)
    {
        string style = edge.Kind switch
        {
            DiagramEdgeKind.Document => "style=solid",
            DiagramEdgeKind.ListsFirst => "style=dotted, color=\"#a40e26\", constraint=false",
            DiagramEdgeKind.Path => edge.IsReached
                ? "penwidth=3, color=\"#0550ae\"" : "penwidth=3, style=dashed, color=\"#a40e26\"",
            _ => "penwidth=3, style=dashed, color=\"#a40e26\", arrowhead=tee",
        };
        string label = DiagramText.Label(edge);
        // Graphviz cannot lay out a line between two servers of a rank if its label takes part in the layout.
        string attribute = edge.Kind == DiagramEdgeKind.ListsFirst ? "xlabel" : "label";
        return label.Length == 0 ? style : $"{attribute}={Quote(label)}, {style}";
    }

    private static string Quote(DiagramNode node) => Quote([node.Name, .. node.Notes.Select(note => note.Marked)]);

    private static string Quote(params string[] lines) =>
        $"\"{string.Join("\\n", lines.Select(Escaped.Dot))}\"";
}
