namespace CoexTools.Model;

/// <summary>
/// Represents a Domino Directory in memory. A change replaces its state atomically. Documents that were returned before
/// the change keep the earlier state.
/// </summary>
public sealed class DominoDirectory : CoexObject
{
    private DirectorySnapshot _state;

    internal DominoDirectory(DirectoryContent content) => _state = new DirectorySnapshot(content with { Owner = this });

    /// <summary>Gets what the directory is called: its title, or its file's name.</summary>
    public string Name => State.Content.Name;

    /// <summary>
    /// Gets the file that it was imported from, or the address of the server that it was read from; null if it was made
    /// in memory.
    /// </summary>
    public string? Path => State.Path;

    /// <summary>Gets the replica id; empty if the directory does not have one.</summary>
    public string ReplicaId => State.Content.ReplicaId;

    /// <summary>Gets the Foreign Domain documents, by domain and then in order of priority.</summary>
    public IReadOnlyList<ForeignDomainDocument> ForeignDomain => OutputList.Of(State.InOrder(OrderBy.Modified));

    /// <summary>Gets the servers that have a Server document.</summary>
    public IReadOnlyList<DominoServer> Server => OutputList.Of(State.Content.Servers);

    /// <summary>Gets the groups.</summary>
    public IReadOnlyList<DominoGroup> Group => OutputList.Of(State.Content.Groups);

    /// <summary>Gets the access control list, or the one that is assumed where the directory has none (AC1).</summary>
    public AccessControlList Acl => State.AccessControlList;

    /// <summary>Gets the state at this moment.</summary>
    internal DirectorySnapshot State => Volatile.Read(ref _state);

    /// <summary>Makes a new state of the one at this moment, even where another thread does so too.</summary>
    /// <param name="change">What to do; it may be called again with a newer state.</param>
    internal DirectorySnapshot Change(Func<DirectoryContent, DirectoryContent> change)
    {
        while (true)
        {
            DirectorySnapshot before = State;
            var after = new DirectorySnapshot(change(before.Content));
            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, after, before), before))
                return after;
        }
    }

    /// <summary>Returns the directory's name.</summary>
    public override string ToString() => Name;
}
