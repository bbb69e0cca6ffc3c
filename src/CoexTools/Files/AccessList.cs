namespace CoexTools.Files;

/// <summary>
/// A POSIX access control list, as Linux stores it in an extended attribute: a version of 4 bytes, and entries of 8
/// bytes with a tag, the permissions, and the ID of a user or a group. The permissions of the group in the mode are the
/// mask of the list.
/// </summary>
internal sealed class AccessList
{
    /// <summary>The attribute with the list of a file.</summary>
    public const string Attribute = "system.posix_acl_access";

    private const int HeadLength = 4, EntryLength = 8;
    private const int NamedUser = 0x2, OwningGroup = 0x4, NamedGroup = 0x8, Other = 0x20;

    private AccessList(byte[] bytes) => Bytes = bytes;

    /// <summary>The value of the attribute.</summary>
    public byte[] Bytes { get; }

    /// <summary>The permissions of the owning group, without the mask.</summary>
    public int OfOwningGroup => Entries.Where(at => Tag(at) == OwningGroup).Select(Permissions).FirstOrDefault();

    private IEnumerable<int> Entries
    {
        get
        {
            for (int at = HeadLength; at + EntryLength <= Bytes.Length; at += EntryLength)
                yield return at;
        }
    }

    /// <summary>Returns the list; null if a file has none.</summary>
    public static AccessList? Of(byte[]? bytes) => bytes is null ? null : new AccessList(bytes);

    /// <summary>Returns the list in which the owning group has no more permissions than everybody.</summary>
    public AccessList WithoutGroup()
    {
        var list = new AccessList((byte[])Bytes.Clone());
        int others = Entries.Where(at => Tag(at) == Other).Select(Permissions).FirstOrDefault();
        foreach (int at in Entries.Where(at => Tag(at) == OwningGroup))
            list.Bytes[at + 2] = (byte)(Permissions(at) & others);
        return list;
    }

    /// <summary>
    /// Returns whether the list gives a named user or group permissions that another list does not give.
    /// </summary>
    /// <param name="other">The other list, if there is one.</param>
    /// <param name="mask">The mask of this list.</param>
    public bool NamesMoreThan(AccessList? other, int mask)
    {
        Dictionary<(int Tag, int Id), int> permitted = other?.Entries.Where(other.IsNamed)
            .ToDictionary(at => (other.Tag(at), other.Id(at)), other.Permissions) ?? [];
        return Entries.Where(IsNamed).Any(at =>
            (Permissions(at) & mask & ~(permitted.TryGetValue((Tag(at), Id(at)), out int some) ? some : 0)) != 0);
    }

    private bool IsNamed(int at) => Tag(at) is NamedUser or NamedGroup;

    private int Tag(int at) => BitConverter.ToUInt16(Bytes, at);

    private int Permissions(int at) => BitConverter.ToUInt16(Bytes, at + 2);

    private int Id(int at) => BitConverter.ToInt32(Bytes, at + 4);
}
