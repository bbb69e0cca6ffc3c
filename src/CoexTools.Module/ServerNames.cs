using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Commands;

/// <summary>Finds the servers that users name.</summary>
internal static class ServerNames
{
    /// <summary>The server that a name means (NM3); one that the directory does not know is taken as it is, with a warning.</summary>
    /// <exception cref="CoexException">The name stands for several servers.</exception>
    public static NotesName Resolve(DirectorySnapshot directory, string text, Action<string> warn)
    {
        var name = new NotesName(text);
        IReadOnlyList<NotesName> found = directory.FindServers(name);
        if (found.Count > 1)
            throw CoexException.ServerAmbiguous(name.Abbreviated, found.Select(server => server.Abbreviated));
        if (found.Count == 1)
            return found[0];
        warn($"The server '{CoexException.Shorten(name.Abbreviated)}' is not known to '{directory.Path ?? directory.Content.Name}'. It takes part as a server without a document.");
        return name;
    }
}
