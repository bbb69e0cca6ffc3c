using System.Runtime.CompilerServices;

namespace CoexTools.Serialization;

/// <summary>
/// The members that deserialized objects came without, being of a version that does not have them. A checksum is over
/// those that they came with; PowerShell deserializes an object before the one that holds it, so that they are kept for
/// as long as the object lives.
/// </summary>
internal static class AbsentMembers
{
    private static readonly ConditionalWeakTable<object, IReadOnlyCollection<SerializedMember>> Absent = new();

    /// <summary>Keeps the members that an object came without.</summary>
    public static void Add(object owner, IReadOnlyCollection<SerializedMember> members)
    {
        if (members.Count > 0)
            Absent.Add(owner, members);
    }

    /// <summary>Whether an object came without a member.</summary>
    public static bool Contains(object owner, SerializedMember member) =>
        Absent.TryGetValue(owner, out IReadOnlyCollection<SerializedMember>? members) && members.Contains(member);
}
