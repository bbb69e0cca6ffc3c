using CoexTools.Model;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>The access control list of an NSF file.</summary>
/// <param name="Entries">The entries, with -Default- first.</param>
/// <param name="Roles">The named roles of the database.</param>
/// <param name="IsTextComplete">Specifies whether every character is known.</param>
internal sealed record NsfAccessControl(
    IReadOnlyList<NsfAclEntry> Entries, IReadOnlyList<string> Roles, bool IsTextComplete)
{
    private const ushort OldSignature = 0x07;
    private const ushort NewSignature = 0x1B;
    private const int OldHeader = 22;
    private const int NewHeader = 115;
    private const int AclClass = 0x40;
    private const ushort ListSignature = 0x4143;
    private const ushort EntrySignature = 0x4145;
    private const int MaximumSize = 1 << 20;
    private const int HashSlots = 16;
    private const int RoleBytes = 10;

    /// <summary>Reads the list if the object is an access control list.</summary>
    /// <returns>The list, or null if the object is something else.</returns>
    /// <exception cref="NsfException">The list is damaged.</exception>
    public static NsfAccessControl? TryRead(NsfSource source, NsfPosition position)
    {
        NsfBytes head = source.ReadApart(position.Offset, 8);
        int headerSize = head.U16(0) switch { OldSignature => OldHeader, NewSignature => NewHeader, _ => 0 };
        if (headerSize == 0 || head.U16(6) != AclClass)
            return null;
        uint size = head.U32(2);
        if (size < headerSize + 2 || size > MaximumSize)
            return null;
        NsfBytes list = source.ReadApart(position.Offset, (int)size).Slice(headerSize);
        return list.U16(0) == ListSignature ? Read(list) : null;
    }

    private static NsfAccessControl Read(NsfBytes list)
    {
        bool isComplete = true;
        int count = list.U16(6);
        int roleCount = list.U16(12);
        int rolesAt = list.U16(14);
        int roleSize = list.U16(16);
        int hashAt = list.U16(18);
        int defaultAt = list.U16(20);
        var roles = new List<string>(roleCount);
        for (int i = 0; i < roleCount; i++)
        {
            NsfBytes name = list.Slice(rolesAt + (roleSize * i), roleSize);
            int length = 0;
            while (length < name.Length && name.U8(length) != 0)
                length++;
            roles.Add(name.Slice(0, length).ReadText(ref isComplete));
        }

        var entries = new List<NsfAclEntry>();
        var seen = new HashSet<int>();
        Follow(defaultAt);
        for (int i = 0; i < HashSlots; i++)
            Follow(list.U16(hashAt + (2 * i)));
        if (entries.Count != count)
            throw NsfException.Damaged(
                list.Offset + 6, "The number of access control list entries does not match the list");
        return new NsfAccessControl(entries, [.. roles.Where(role => role.Length > 0)], isComplete);

        void Follow(int at)
        {
            for (; at != 0 && seen.Add(at); at = list.U16(at))
            {
                if (list.U16(at + 2) != EntrySignature)
                    throw NsfException.Damaged(list.Offset + at, "An access control list entry is missing");
                int level = list.U16(at + 4);
                if (level > (int)AccessLevel.Manager)
                    throw NsfException.Damaged(
                        list.Offset + at + 4, "An entry of the access control list has an unknown level");
                var own = new List<string>();
                for (int i = 0; i < roles.Count && i < 8 * RoleBytes; i++)
                {
                    if (((list.U8(at + 6 + (i / 8)) >> (i % 8)) & 1) != 0 && roles[i].Length > 0)
                        own.Add(roles[i]);
                }
                int length = list.U16(at + 18);
                string name = list.Slice(at + 20, length).ReadText(ref isComplete);
                entries.Add(new NsfAclEntry(name, (AccessLevel)level, own, (NsfAclFlags)list.U16(at + 16)));
            }
        }
    }
}
