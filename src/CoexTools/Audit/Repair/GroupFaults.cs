using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Audit.Repair;

/// <summary>Represents what keeps a group from being the group of the servers that serve no foreign domain.</summary>
internal sealed class GroupFaults
{
    private const int NamesInMessage = 6;

    private readonly string _name;
    private readonly List<(NotesName Server, NotesName? Through)> _coexistence;
    private readonly List<NotesName> _missing;

    /// <summary>Compares the members of a group with the servers of a directory.</summary>
    /// <param name="audit">The directory.</param>
    /// <param name="domain">The domain whose coexistence servers must not be members.</param>
    /// <param name="group">The group.</param>
    public GroupFaults(DirectoryAudit audit, AuditedDomain domain, DominoGroup group)
    {
        var name = group.NotesName;
        _name = group.Name;
        _coexistence =
        [
            .. from server in domain.Coexistence
               let membership = audit.Access.Find(server, name)
               where membership is not null
               select (server, Inner(membership)),
        ];
        _missing = [.. domain.Plain.Where(server => !audit.Access.IsIn(server, name))];
    }

    /// <summary>Returns the names of servers in a message.</summary>
    public static string Names(IReadOnlyList<NotesName> servers) =>
        NameList.Within([.. servers.Select(server => server.Abbreviated)], NamesInMessage);

    /// <summary>Returns the faults as sentences.</summary>
    public override string ToString()
    {
        IEnumerable<string> sentences = _coexistence.GroupBy(one => one.Through).Select(same =>
            $"contains {(same.Count() == 1 ? "the coexistence server" : "the coexistence servers")} "
            + Names([.. same.Select(one => one.Server)])
            + (same.Key is null ? "" : $" through the group '{same.Key.Abbreviated}'"));
        if (_missing.Count > 0)
            sentences = sentences.Append($"does not contain {Names(_missing)}");
        return string.Join(" ", sentences.Select(
            (sentence, place) => place == 0 ? $"The group '{_name}' {sentence}." : $"It {sentence}."));
    }

    // The group inside this one that the server is a direct member of; null if the server is a member itself.
    private static NotesName? Inner(Membership membership)
    {
        NotesName? inner = null;
        for (Membership? at = membership.Parent; at is not null; at = at.Parent)
        {
            if (at.Kind == MembershipKind.Group)
                inner = at.Name;
        }
        return inner;
    }
}
