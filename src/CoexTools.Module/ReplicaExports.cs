using System.Collections;
using CoexTools.Dxl.Reading;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>The exports of servers' own replicas that a user names (AC7).</summary>
internal sealed class ReplicaExports
{
    private readonly List<(string Server, DirectorySnapshot Replica)> _replicas = [];

    /// <summary>Reads the exports.</summary>
    /// <param name="command">Whose session's paths are taken.</param>
    /// <param name="replicas">A file, or a directory in memory, by server; null for none.</param>
    /// <param name="report">Is told what is wrong with a time in a document.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="CoexException">A replica cannot be read. Without it, answers would be wrong.</exception>
    public static ReplicaExports Read(PSCmdlet command, Hashtable? replicas, Action<CoexException> report, CancellationToken cancel)
    {
        var exports = new ReplicaExports();
        foreach (DictionaryEntry entry in replicas ?? [])
        {
            string server = entry.Key.ToString() ?? "";
            if (string.IsNullOrWhiteSpace(server))
                throw CoexException.ReplicaInvalid(entry.Key, "-Replica names no server.");
            exports._replicas.Add((server, DirectoryInput.Read(command, entry.Value, report, cancel)
                ?? throw CoexException.ReplicaInvalid(server, $"-Replica: '{entry.Value}', for {server}, is neither the path of a file nor a directory.")));
        }
        return exports;
    }

    /// <summary>The replicas by the servers that a directory knows under those names (NM3).</summary>
    /// <exception cref="CoexException">A name stands for several servers, or a server was named twice.</exception>
    public IReadOnlyDictionary<NotesName, DirectorySnapshot> For(DirectorySnapshot directory, Action<string> warn)
    {
        var found = new Dictionary<NotesName, DirectorySnapshot>();
        foreach ((string server, DirectorySnapshot replica) in _replicas)
        {
            NotesName name = ServerNames.Resolve(directory, server, warn);
            if (found.ContainsKey(name))
                throw CoexException.ReplicaInvalid(server, $"-Replica names {name} twice.");
            found.Add(name, replica);
            string id = replica.Content.ReplicaId;
            if (id.Length > 0 && directory.Content.ReplicaId.Length > 0 && !string.Equals(id, directory.Content.ReplicaId, StringComparison.OrdinalIgnoreCase))
                warn($"{DirectoryScenario.NameOf(replica)} has another replica id than {DirectoryScenario.NameOf(directory)}: it is no replica of it.");
        }
        return found;
    }
}

/// <summary>Reads a directory from whatever a user gives for one.</summary>
internal static class DirectoryInput
{
    /// <summary>The directory that a path, a file or a directory in memory is; null where it is none of these.</summary>
    /// <exception cref="CoexException">It cannot be read.</exception>
    public static DirectorySnapshot? Read(PSCmdlet command, object? input, Action<CoexException> report, CancellationToken cancel)
    {
        object? accepted = Rehydrator.Accept(input);
        object? value = accepted is PSObject wrapped ? wrapped.BaseObject : accepted;
        if (value is DominoDirectory directory)
            return directory.State;
        string? path = value switch { string text => text, FileInfo file => file.FullName, _ => null };
        if (string.IsNullOrWhiteSpace(path))
            return null;
        CoexException? failure = null;
        IReadOnlyList<string> files = FilePaths.Resolve(command, path!, isLiteral: value is FileInfo, problem => failure = problem);
        if (failure is not null || files.Count == 0)
            throw failure ?? CoexException.PathNotFound(path!);
        if (files.Count > 1)
            throw CoexException.DirectoryInvalid(path!, $"'{path}' means {files.Count} files.");
        return new DirectorySnapshot(DxlReader.ReadDirectory(files[0], FieldMap.Default, report, cancel));
    }
}
