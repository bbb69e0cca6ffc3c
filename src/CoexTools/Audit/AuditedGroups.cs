using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>
/// Represents the groups of a directory under audit, by name. States of a directory with the same groups share it.
/// </summary>
internal sealed class AuditedGroups
{
    private readonly Dictionary<NotesName, List<DominoGroup>> _byName = [];
    private readonly Lazy<HashSet<NotesName>> _members;

    /// <param name="groups">The groups.</param>
    public AuditedGroups(IReadOnlyList<DominoGroup> groups)
    {
        foreach (DominoGroup group in groups)
        {
            if (!_byName.TryGetValue(group.NotesName, out List<DominoGroup>? same))
                _byName.Add(group.NotesName, same = []);
            same.Add(group);
        }
        _members = new Lazy<HashSet<NotesName>>(() =>
        {
            var members = new HashSet<NotesName>();
            foreach (DominoGroup group in groups)
                members.UnionWith(group.Member);
            return members;
        });
    }

    /// <summary>Returns the groups with a name, in the order of the directory.</summary>
    public IReadOnlyList<DominoGroup> Named(NotesName name) =>
        _byName.TryGetValue(name, out List<DominoGroup>? groups) ? groups : [];

    /// <summary>Returns whether a name is that of a group or of a member of a group.</summary>
    public bool Mention(NotesName name) => _byName.ContainsKey(name) || _members.Value.Contains(name);
}
