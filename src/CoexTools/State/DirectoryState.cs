using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Xml;
using CoexTools.Model;

namespace CoexTools.State;

/// <summary>
/// The state of a directory, as it travels with its documents: all that they need to be asked, and to be changed where
/// their file is. States that are the same become the same snapshot where they arrive, so that documents of one
/// directory are so there too.
/// </summary>
internal sealed class DirectoryState : CoexObject
{
    private static readonly ConditionalWeakTable<DirectorySnapshot, DirectoryState> Sent = new();
    private static readonly ConcurrentDictionary<string, WeakReference<DirectorySnapshot>> Arrived = new(
        StringComparer.Ordinal);

    [Rehydrates]
    internal DirectoryState(string content) => Content = content;

    /// <summary>The state, compressed, as <see cref="DirectoryStateSerializer"/> writes it.</summary>
    public string Content { get; }

    /// <summary>Returns the state of a snapshot; it is written once.</summary>
    public static DirectoryState Of(DirectorySnapshot snapshot) =>
        Sent.GetValue(snapshot, one => new DirectoryState(DirectoryStateSerializer.Write(one.Content)));

    /// <summary>The snapshot that this is the state of.</summary>
    /// <exception cref="RehydrationException">The content is not a state.</exception>
    internal DirectorySnapshot Snapshot // A public property would travel too.
    {
        get
        {
            string hash = DirectoryStateSerializer.HashOf(Content, out StateBody body);
            if (Arrived.TryGetValue(hash, out WeakReference<DirectorySnapshot>? known)
                && known.TryGetTarget(out DirectorySnapshot? snapshot))
                return snapshot;
            snapshot = Read(body);
            Sent.GetValue(snapshot, _ => this); // It may travel on.
            foreach (KeyValuePair<string, WeakReference<DirectorySnapshot>> one in Arrived
                .Where(one => !one.Value.TryGetTarget(out DirectorySnapshot? _)))
                Arrived.TryRemove(one.Key, out WeakReference<DirectorySnapshot>? _);
            // If two threads get here at the same time, both use the result of the first one.
            known = Arrived.AddOrUpdate(
                hash, new WeakReference<DirectorySnapshot>(snapshot),
                (hashed, other) => other.TryGetTarget(out DirectorySnapshot? _) ? other : new(snapshot));
            return known.TryGetTarget(out DirectorySnapshot? first) ? first : snapshot;
        }
    }

    /// <summary>Returns a document of the directory.</summary>
    /// <exception cref="RehydrationException">The document does not exist.</exception>
    public ForeignDomainDocument Document(int key, int priority) =>
        Snapshot.Unordered.FirstOrDefault(document => document.Key == key)?.WithPriority(priority)
            ?? throw new RehydrationException("The state of its directory does not contain it.");

    /// <summary>
    /// Returns a new directory in memory with this state. Each directory is independent: a change to one does not
    /// affect another.
    /// </summary>
    /// <exception cref="RehydrationException">The content is not such a state.</exception>
    public DominoDirectory NewDirectory()
    {
        var directory = new DominoDirectory(Snapshot.Content);
        // Its checksum is over the text that arrived, which may be of a former version.
        Sent.GetValue(directory.State, _ => this);
        return directory;
    }

    /// <summary>Returns the kind.</summary>
    public override string ToString() => "the state of a directory";

    private static DirectorySnapshot Read(StateBody body)
    {
        try
        {
            DirectoryContent content = DirectoryStateSerializer.Read(body, out bool isInMemory);
            return isInMemory ? new DominoDirectory(content).State : new DirectorySnapshot(content);
        }
        catch (Exception e)
            when (e is FormatException or InvalidDataException or IOException or XmlException or ArgumentException
                or OverflowException)
        {
            throw new RehydrationException("The state of its directory cannot be read.", e);
        }
    }
}
