using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a server that a request did not reach.</summary>
internal sealed class UnreachedServer : CoexObject
{
    [Rehydrates]
    internal UnreachedServer(string server, string? state)
    {
        Server = server;
        State = state;
    }

    /// <summary>Gets the abbreviated name of the server.</summary>
    public string Server { get; }

    /// <summary>
    /// Gets why the request did not reach the server: <c>down</c> or <c>link down</c>; null if it could be reached.
    /// </summary>
    public string? State { get; }

    /// <summary>Returns a server as another one finds it in a network.</summary>
    public static UnreachedServer Of(NotesName from, NotesName to, INetwork network) =>
        new(to.Abbreviated, network.Reaches(from, to) ? null : network.IsDown(to) ? "down" : "link down");

    /// <summary>Returns the servers of a table as another one finds them in a network.</summary>
    public static IReadOnlyList<UnreachedServer> Of(
        NotesName from, IReadOnlyList<TableEntry> entries, INetwork network) =>
        [.. entries.Select(entry => Of(from, entry.Server, network))];

    /// <summary>Returns the server and its state.</summary>
    public override string ToString() => State is null ? Server : $"{Server} ({State})";
}
