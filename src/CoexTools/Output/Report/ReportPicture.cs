using CoexTools.Analysis;
using CoexTools.Output.Diagrams;

namespace CoexTools.Output.Report;

/// <summary>The map of a domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Diagram">The map.</param>
/// <param name="Paths">The paths of the requests in it.</param>
internal sealed record ReportPicture(string Domain, string Caption, Diagram Diagram, IReadOnlyList<RequestPath> Paths);
