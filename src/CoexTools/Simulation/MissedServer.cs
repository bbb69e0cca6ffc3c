using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>A server to which a request did not get.</summary>
/// <param name="Server">The server.</param>
/// <param name="State">Why not, in a word or two: <c>down</c>, <c>link down</c>; null if it could be reached.</param>
internal sealed record MissedServer(NotesName Server, string? State)
{
    /// <summary>A server as another one finds it in a network.</summary>
    public static MissedServer Of(NotesName from, NotesName to, INetwork network) =>
        new(to, network.Reaches(from, to) ? null : network.IsDown(to) ? "down" : "link down");

    /// <summary>The servers of a table as another one finds them in a network.</summary>
    public static IReadOnlyList<MissedServer> Of(NotesName from, IReadOnlyList<TableEntry> entries, INetwork network) =>
        [.. entries.Select(entry => Of(from, entry.Server, network))];
}
