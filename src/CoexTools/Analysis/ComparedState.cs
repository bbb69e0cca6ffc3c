using System.Collections.Concurrent;
using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Represents a state of a directory whose answers are compared. Many changes of the same state can be tried, so what
/// the comparisons need of it is determined once.
/// </summary>
internal sealed class ComparedState
{
    private readonly ConcurrentDictionary<string, DomainVisibility>[] _views; // By the time that determines the order.
    private readonly Lazy<IReadOnlyList<IReadOnlyList<NotesName>>> _profiles;
    private readonly Lazy<HashSet<NotesName>> _serving;

    /// <param name="directory">The state.</param>
    public ComparedState(DirectorySnapshot directory)
        : this(directory, ByDomain(directory))
    {
    }

    /// <param name="directory">The state.</param>
    /// <param name="documents">Its documents that take part, by domain.</param>
    public ComparedState(DirectorySnapshot directory, ILookup<string, ForeignDomainDocument> documents)
    {
        Directory = directory;
        Documents = documents;
        _views = [new(DomainName.Comparer), new(DomainName.Comparer)];
        _profiles = new Lazy<IReadOnlyList<IReadOnlyList<NotesName>>>(() => ByProfile(directory.Servers, [Access]));
        _serving = new Lazy<HashSet<NotesName>>(() =>
            [.. directory.Unordered.SelectMany(document => document.NamedServers)]);
    }

    /// <summary>Gets the directory.</summary>
    public DirectorySnapshot Directory { get; }

    /// <summary>Gets the documents by domain (NM4).</summary>
    public ILookup<string, ForeignDomainDocument> Documents { get; }

    /// <summary>Gets the access control of the directory.</summary>
    public AccessEvaluator Access => AccessEvaluator.Of(Directory);

    /// <summary>Gets the servers of the directory. Those of one profile see the same of every domain.</summary>
    public IReadOnlyList<IReadOnlyList<NotesName>> Profiles => _profiles.Value;

    /// <summary>Gets the servers that documents name, of whatever domain.</summary>
    public HashSet<NotesName> Serving => _serving.Value;

    /// <summary>Returns a domain in one of its orders.</summary>
    public DomainVisibility View(string domain, OrderBy orderBy) => _views[(int)orderBy].GetOrAdd(
        domain, name => new DomainVisibility(Documents[name], Access, orderBy, name: name));

    /// <summary>Returns the documents of a directory by domain (NM4).</summary>
    public static ILookup<string, ForeignDomainDocument> ByDomain(DirectorySnapshot directory) =>
        directory.Unordered.ToLookup(document => document.Domain, DomainName.Comparer);

    /// <summary>
    /// Returns servers by their profiles in several states. Those of one group see the same of every domain.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<NotesName>> ByProfile(
        IReadOnlyList<NotesName> servers, AccessEvaluator[] states)
    {
        IEnumerable<IReadOnlyList<NotesName>> groups = [servers];
        foreach (AccessEvaluator access in states.Distinct())
        {
            groups = groups.SelectMany(
                group => group.GroupBy(server => access.ProfileOf(server)),
                (_, same) => (IReadOnlyList<NotesName>)[.. same]);
        }
        return [.. groups];
    }
}
