using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>Represents the access control list of a directory.</summary>
public sealed class AccessControlList : CoexObject
{
    private static readonly string[] DefaultServerRoles =
    [
        "[DenyAccessRead]", "[GroupCreator]", "[GroupModifier]", "[NetCreator]", "[NetModifier]",
        "[PolicyReader]", "[ServerCreator]", "[ServerModifier]", "[UserCreator]", "[UserModifier]",
    ];

    [Rehydrates]
    internal AccessControlList(IReadOnlyList<AccessControlEntry> entry, bool isAssumed = false)
    {
        Entry = OutputList.Of(entry);
        IsAssumed = isAssumed;
    }

    /// <summary>Gets all entries, in their order.</summary>
    public IReadOnlyList<AccessControlEntry> Entry { get; }

    /// <summary>
    /// Gets whether the directory does not contain a list, so that this one is assumed (AC1, assumption
    /// <c>DefaultAcl</c>).
    /// </summary>
    public bool IsAssumed { get; }

    /// <summary>
    /// Returns the entries that count for a reader: those that match it; -Default- only if no other entry matches
    /// (AC4).
    /// </summary>
    internal List<AccessControlEntry> EntriesFor(Func<AccessControlEntry, bool> matches)
    {
        List<AccessControlEntry> matching = [], byDefault = [];
        foreach (AccessControlEntry entry in Entry)
        {
            if (entry.IsDefault)
                byDefault.Add(entry);
            else if (matches(entry))
                matching.Add(entry);
        }
        return matching.Count > 0 ? matching : byDefault;
    }

    /// <summary>
    /// Returns the level that entries give a reader: that of the entry that names the reader itself, else the highest
    /// among those of its groups and wildcards (AC1). The common name names it too, but less surely than the whole name
    /// does.
    /// </summary>
    internal static AccessLevel LevelOf(
        NotesName name, NotesName commonName, IReadOnlyList<AccessControlEntry> entries, ReaderKind reader)
    {
        AccessLevel level = default;
        int nearest = int.MaxValue;
        foreach (AccessControlEntry entry in entries)
        {
            bool isName = entry.CountsAsName(reader);
            int distance = entry.IsDefault || (isName && entry.NotesName == name)
                ? 0 : isName && entry.NotesName == commonName ? 1 : 2;
            if (distance < nearest || (distance == nearest && entry.Level > level))
                (nearest, level) = (distance, entry.Level);
        }
        return level;
    }

    /// <summary>
    /// Returns the list that a Domino Directory has by default; it is assumed where an export holds none (AC1).
    /// </summary>
    internal static AccessControlList Assumed() => new(
        [
            new AccessControlEntry(AccessControlEntry.DefaultName, AccessLevel.Author, [], isDefault: true),
            new AccessControlEntry(
                DirectorySnapshot.LocalDomainServers, AccessLevel.Manager, DefaultServerRoles, isDefault: false,
                AclEntryType.ServerGroup),
        ],
        isAssumed: true);

    /// <summary>Returns how many entries there are.</summary>
    public override string ToString() => IsAssumed ? "default ACL (assumed)" : $"{Entry.Count} entries";
}
