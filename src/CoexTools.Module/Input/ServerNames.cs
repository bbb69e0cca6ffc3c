using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>
/// Resolves the server names that a user specifies (NM3, VD2). A name that no server has is an error of the directory,
/// which <see cref="Check"/> reports. If the directory contains no Server documents, the name cannot be checked: it is
/// used as it is, with a warning.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="directories">
/// The directory; for a comparison, both. The first one that contains the name resolves it. Without a directory, names
/// are used as they are.
/// </param>
internal sealed class ServerNames(CoexCommand command, params DirectorySnapshot[] directories)
{
    private readonly List<CoexException> _missing = [];
    private readonly HashSet<NotesName> _reported = [];

    /// <summary>Returns the server of a name (NM3).</summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public NotesName One(string text)
    {
        var name = new NotesName(text);
        if (Find(name) is { } found)
            return found;
        Miss(name);
        return name;
    }

    /// <summary>
    /// Returns the servers of a name, or of a pattern that matches abbreviated or common names. The exact name has
    /// precedence, because names can contain brackets (NM3).
    /// </summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public IReadOnlyList<NotesName> All(string text)
    {
        var name = new NotesName(text);
        if (PatternOf(name) is not { } pattern)
            return [One(text)];
        List<NotesName> matching =
        [
            .. Servers.Distinct()
                .Where(server => pattern.Matches(server.Abbreviated) || pattern.Matches(server.CommonName)),
        ];
        if (matching.Count == 0)
            Miss(name, isPattern: true);
        return matching;
    }

    /// <summary>
    /// Returns the servers of several names and patterns, each server once. An ambiguous name is an error, and the
    /// others are returned.
    /// </summary>
    public IReadOnlyList<NotesName> Each(IEnumerable<string> texts)
    {
        var servers = new List<NotesName>();
        foreach (string text in texts)
            command.Attempt(() => servers.AddRange(All(text)), Source);
        return [.. servers.Distinct()];
    }

    /// <summary>Returns a table by server. The entry of an exact name has precedence over those of patterns.</summary>
    /// <param name="entries">The entries, by name or pattern.</param>
    /// <param name="twice">Returns the error of a server that appears twice.</param>
    /// <exception cref="CoexException">A name is ambiguous, or a server appears twice.</exception>
    public Dictionary<NotesName, T> Table<T>(
        IEnumerable<(string Name, T Value)> entries, Func<string, NotesName, CoexException> twice)
    {
        var table = new Dictionary<NotesName, T>();
        ILookup<bool, (string Name, T Value)> kinds =
            entries.ToLookup(entry => PatternOf(new NotesName(entry.Name)) is null);
        foreach (bool isExact in new[] { true, false })
        {
            HashSet<NotesName> before = [.. table.Keys];
            foreach ((string name, T value) in kinds[isExact])
            {
                foreach (NotesName server in All(name).Where(server => !before.Contains(server)))
                {
                    if (table.ContainsKey(server))
                        throw twice(name, server);
                    table.Add(server, value);
                }
            }
        }
        return table;
    }

    /// <summary>
    /// Returns the name of a reader: a server (NM3), or any other name that the directory contains. A pattern matches
    /// servers only.
    /// </summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public IReadOnlyList<NotesName> Readers(string text)
    {
        var name = new NotesName(text);
        if (Find(name) is { } server)
            return [server];
        if (directories.Any(directory => directory.Mentions(name)))
            return [name];
        if (PatternOf(name) is not null)
            return All(text);
        Miss(name, others: directories.SelectMany(directory => directory.Content.Groups.Select(group => group.Name)
            .Concat(directory.AccessControlList.Entry.Select(entry => entry.NotesName.Abbreviated))));
        return [name];
    }

    /// <summary>Returns the server of a name (NM3); null if no directory contains the name.</summary>
    /// <exception cref="CoexException">The name is ambiguous.</exception>
    public NotesName? Find(NotesName name)
    {
        foreach (DirectorySnapshot directory in directories)
        {
            IReadOnlyList<NotesName> found = directory.FindServers(name);
            if (found.Count > 1)
                throw CoexException.ServerAmbiguous(name.Abbreviated, found.Select(server => server.Abbreviated));
            if (found.Count == 1)
                return found[0];
        }
        return null;
    }

    /// <summary>Reports the names that no server has. Afterwards, there must be no result for the directory.</summary>
    /// <exception cref="CoexException">A name was not found. If there are several, the others are written.</exception>
    public void Check()
    {
        if (_missing.Count == 0)
            return;
        foreach (CoexException missing in _missing.Take(_missing.Count - 1))
            command.WriteError(missing, Source);
        throw _missing[_missing.Count - 1];
    }

    private string? Source => directories.Length == 1 ? directories[0].Path : null;

    private IEnumerable<NotesName> Servers => directories.SelectMany(directory => directory.Servers);

    // The pattern in a name that no server has exactly; null if it is not a pattern.
    private NamePattern? PatternOf(NotesName name) =>
        directories.Length == 0 || directories.Any(directory => directory.FindServers(name).Count > 0)
            ? null
            : NamePattern.Of(name.Abbreviated);

    private void Miss(NotesName name, bool isPattern = false, IEnumerable<string>? others = null)
    {
        if (directories.Length == 0 || !_reported.Add(name))
            return;
        string where = string.Join(" and ", directories.Select(directory => directory.DisplayName).Distinct());
        IReadOnlyList<string> nearest =
            NearestNames.OfServer(name, Servers.Select(server => server.Abbreviated).Concat(others ?? []));
        if (isPattern || directories.All(directory => directory.Content.Servers.Count > 0))
        {
            _missing.Add(CoexException.ServerNotFound(name.Abbreviated, where, nearest));
            return;
        }
        command.WarnOnce( // The results carry the assumption UnknownServer (VD2).
            $"The server '{CoexException.Shorten(name.Abbreviated)}' cannot be checked, because {where} does not "
                + "contain Server documents, and no Foreign Domain document names it. The name is used as it is."
                + CoexException.DidYouMean(nearest));
    }
}
