using System.Text;
using CoexTools.Analysis;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Writes a picture as a flowchart of Mermaid.</summary>
internal static class MermaidWriter
{
    /// <summary>Returns the text of a picture.</summary>
    public static string Write(Diagram diagram)
    {
        var text = new StringBuilder();
        Line($"---\ntitle: \"{Escaped.Quotation(VisibleText.Of(diagram.Title))}\"\n---\nflowchart LR");
        for (int i = 0; i < diagram.Panels.Count; i++)
            WritePanel(diagram.Panels[i], $"p{i + 1}");
        Line("    classDef origin fill:#ffffff,stroke:#57606a,color:#1f2328");
        Line("    classDef server fill:#ddf4ff,stroke:#0550ae,color:#1f2328");
        Line("    classDef trouble fill:#ddf4ff,stroke:#a40e26,color:#1f2328,stroke-width:3px,stroke-dasharray:7 3");
        Line("    classDef domain fill:#dafbe1,stroke:#116329,color:#1f2328");
        Line("    classDef reached fill:#ffffff,stroke:#0550ae,color:#0550ae");
        Line("    classDef lost fill:#ffffff,stroke:#a40e26,color:#a40e26,stroke-dasharray:7 3");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void WritePanel(DiagramPanel panel, string prefix)
        {
            Line($"    subgraph {prefix}[{Label(panel.Heading)}]");
            foreach (DiagramGroup group in panel.Groups)
            {
                Line($"        subgraph {prefix}{group.Id}[{Label([.. group.Notes.Select(note => note.Marked)])}]");
                foreach (DiagramNode node in group.Nodes)
                    Line($"            {prefix}{node.Id}([{Label(node.Name)}]):::origin");
                Line("        end");
            }
            foreach (DiagramNode server in panel.Servers)
                Line($"        {prefix}{server.Id}[{Label(server)}]:::"
                    + $"{(server.Notes.Any(note => note.IsProblem) ? "trouble" : "server")}");
            Line($"        {prefix}{panel.Domain.Id}[({Label(panel.Domain)})]:::domain");
            foreach (RequestPath path in panel.Paths)
            {
                string ending = $"Path {path.Number}: {path.Stations.Ending}. {path.Result.Reason}";
                Line($"        {prefix}r{path.Number}>{Label(ending)}]:::{(path.IsReached ? "reached" : "lost")}");
            }
            foreach (DiagramEdge edge in panel.Edges)
                Line($"        {prefix}{edge.From} {Arrow(edge)} {prefix}{edge.To}");
            foreach ((string end, int number) in panel.Ends)
                Line($"        {prefix}{end} -.- {prefix}r{number}");
            Line("    end");
        }
    }

    private static string Arrow(DiagramEdge edge)
    {
        string arrow = edge.Kind switch
        {
            DiagramEdgeKind.Document => "-->",
            DiagramEdgeKind.ListsFirst => "-.->",
            DiagramEdgeKind.Path => "==>",
            _ => "-.-x",
        };
        string label = DiagramText.Label(edge);
        return label.Length == 0 ? arrow : $"{arrow}|{Label(label)}|";
    }

    private static string Label(DiagramNode node) => Label([node.Name, .. node.Notes.Select(note => note.Marked)]);

    private static string Label(params string[] lines) => $"\"{string.Join("<br/>", lines.Select(Escaped.Mermaid))}\"";
}
