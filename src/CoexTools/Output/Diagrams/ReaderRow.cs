using CoexTools.Names;

namespace CoexTools.Output.Diagrams;

/// <summary>A row of a table.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="IsCoexistence">Specifies whether this is a coexistence server.</param>
/// <param name="Cells">Specifies whether they can read each document.</param>
/// <param name="ListsFirst">The server that a calendar server lists first, if it is not itself; else null.</param>
internal sealed record ReaderRow(
    IReadOnlyList<NotesName> Servers, bool IsCoexistence, IReadOnlyList<ReaderCell> Cells, NotesName? ListsFirst)
{
    /// <summary>Specifies which documents they see, in words.</summary>
    public string Sees
    {
        get
        {
            List<int> seen = [.. Enumerable.Range(1, Cells.Count).Where(number => Cells[number - 1].CanRead)];
            return seen.Count == 0 ? "no document" : $"document{(seen.Count == 1 ? "" : "s")} {Numbers.Of(seen)}";
        }
    }
}
