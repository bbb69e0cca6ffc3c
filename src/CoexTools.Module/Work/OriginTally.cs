using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Work;

/// <summary>
/// Counts the origins whose requests end in the same way at the same server. Of thousands of them, only the first are
/// named.
/// </summary>
/// <param name="domain">The domain of the requests.</param>
/// <param name="status">How the requests end.</param>
/// <param name="server">The server where they end; null for the origin.</param>
internal sealed class OriginTally(DomainVisibility domain, PathStatus status, NotesName? server)
{
    /// <summary>The maximum number of origins that are named.</summary>
    public const int MostNames = 4;

    private readonly List<string> _firstNames = new(MostNames);

    /// <summary>Gets the number of origins.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the names of the first origins, as tables display them.</summary>
    public IReadOnlyList<string> FirstNames => _firstNames;

    /// <summary>Gets the outcome, which is the same text in all directories that contain the domain.</summary>
    public string Outcome => $"{domain.Name}: {status} at {(server is null ? "the origin" : Short(server))}";

    /// <summary>Returns whether this is the outcome of a request.</summary>
    /// <param name="ending">How the request ends.</param>
    /// <param name="end">The server where it ends; null for the origin.</param>
    public bool Is(PathStatus ending, NotesName? end) => ReferenceEquals(status, ending) && server == end;

    /// <summary>Counts an origin.</summary>
    public void Add(NotesName origin)
    {
        if (Count++ < MostNames)
            _firstNames.Add(Short(origin));
    }

    /// <summary>Counts the origins of the same outcome in another directory.</summary>
    public void Add(OriginTally other)
    {
        for (int i = 0; i < other._firstNames.Count && _firstNames.Count < MostNames; i++)
            _firstNames.Add(other._firstNames[i]);
        Count += other.Count;
    }

    private string Short(NotesName name) => domain.Directory.ShortName(name.Abbreviated);
}
