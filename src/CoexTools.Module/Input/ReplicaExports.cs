using System.Collections;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>The exports of servers' own replicas that a user specifies (AC7).</summary>
internal sealed class ReplicaExports
{
    private readonly List<(string Server, DirectorySnapshot Replica, bool IsFile)> _replicas = [];

    /// <summary>Reads the exports.</summary>
    /// <param name="reader">Reads the files.</param>
    /// <param name="replicas">A file or an in-memory directory for each server; null if the user specified
    /// none.</param>
    /// <exception cref="CoexException">An export cannot be read. Without it, answers could be wrong.</exception>
    public static ReplicaExports Read(DirectoryReader reader, Hashtable? replicas)
    {
        var exports = new ReplicaExports();
        foreach (DictionaryEntry entry in replicas ?? [])
        {
            string server = entry.Key.ToString() ?? "";
            if (string.IsNullOrWhiteSpace(server))
                throw CoexException.ReplicaInvalid(entry.Key, "-Replica contains an empty server name.");
            DirectorySnapshot replica = reader.ReadInput(entry.Value, out bool isFile)
                ?? throw CoexException.ReplicaInvalid(
                    server, $"-Replica: The value '{entry.Value}' for the server {server} is neither the path of a "
                        + "file nor a directory.");
            exports._replicas.Add((server, replica, isFile));
        }
        return exports;
    }

    /// <summary>Gets the files of the replicas.</summary>
    public IEnumerable<string?> Paths => _replicas.Select(replica => replica.Replica.Path);

    /// <summary>Returns the replicas by server, as a directory knows the servers (NM3).</summary>
    /// <exception cref="CoexException">A server name is ambiguous, or a server was specified twice.</exception>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> For(
        DirectorySnapshot directory, ServerNames names, Action<string> warn)
    {
        if (_replicas.Count == 0)
            return new Dictionary<NotesName, DirectorySnapshot>();
        var found = new List<(string, DirectorySnapshot)>();
        foreach ((string server, DirectorySnapshot replica, bool isFile) in _replicas)
            found.Add((server, AsReplica(replica, isFile, directory, warn)));
        return names.Table(
            found,
            (server, name) => CoexException.ReplicaInvalid(server, $"-Replica contains the server {name} twice."));
    }

    /// <summary>Returns an export as one of a replica of a directory, with a warning if it is not one.</summary>
    public static DirectorySnapshot AsReplica(
        DirectorySnapshot export, bool isFile, DirectorySnapshot directory, Action<string> warn)
    {
        (string id, string other) = (export.Content.ReplicaId, directory.Content.ReplicaId);
        if (id.Length > 0 && other.Length > 0 && !string.Equals(id, other, StringComparison.OrdinalIgnoreCase))
        {
            warn($"{export.DisplayName} is not a replica of {directory.DisplayName}: "
                + "the replica IDs differ.");
        }
        // A replica has the design of its directory, and so the same field map.
        return !isFile || ReferenceEquals(export.Content.FieldMap, directory.Content.FieldMap)
            ? export
            : new DirectorySnapshot(export.Content with { FieldMap = directory.Content.FieldMap });
    }
}
