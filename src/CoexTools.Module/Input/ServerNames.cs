using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>Resolves server names.</summary>
internal static class ServerNames
{
    /// <summary>Returns the server of a name (NM3). A name that the directory does not contain is used as it is, with a warning.</summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public static NotesName Resolve(DirectorySnapshot directory, string text, Action<string> warn)
    {
        var name = new NotesName(text);
        if (Find(directory, name) is { } found)
            return found;
        warn($"The server '{CoexException.Shorten(name.Abbreviated)}' is not in '{directory.Path ?? directory.Content.Name}'. "
            + "It is treated as a server without a Server document.");
        return name;
    }

    /// <summary>The reader that a name means: a server (NM3), or any other name. A name that does not occur in the directory is a warning.</summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public static NotesName ResolveReader(DirectorySnapshot directory, string text, Action<string> warn)
    {
        var name = new NotesName(text);
        if (Find(directory, name) is { } found)
            return found;
        if (!directory.Mentions(name))
        {
            warn($"The name '{CoexException.Shorten(name.Abbreviated)}' is not in '{directory.Path ?? directory.Content.Name}'. "
                + "No Domain, Server, or Group document and no ACL entry contains it. "
                + "Only its common name, wildcards, and the entry -Default- apply.");
        }
        return name;
    }

    private static NotesName? Find(DirectorySnapshot directory, NotesName name)
    {
        IReadOnlyList<NotesName> found = directory.FindServers(name);
        return found.Count <= 1
            ? found.FirstOrDefault()
            : throw CoexException.ServerAmbiguous(name.Abbreviated, found.Select(server => server.Abbreviated));
    }
}
