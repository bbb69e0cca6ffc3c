using CoexTools.Access;
using CoexTools.Names;

namespace CoexTools.Changes;

/// <summary>
/// Represents which servers of the directory lose or gain read access to a document through a change.
/// </summary>
internal sealed record AccessChange(IReadOnlyList<NotesName> Losing, IReadOnlyList<NotesName> Gaining)
{
    /// <summary>Returns the saves of a plan, each with its effect on the document.</summary>
    public static IEnumerable<(PlannedSave Save, AccessChange Access)> OfEach(ChangePlan plan)
    {
        var before = AccessEvaluator.Of(plan.Before);
        var after = AccessEvaluator.Of(plan.After);
        return plan.Saves.Select(save => (save, Of(save, before, after)));
    }

    private static AccessChange Of(PlannedSave save, AccessEvaluator before, AccessEvaluator after)
    {
        HashSet<NotesName> then = [.. before.ReadersOf(save.Before)];
        HashSet<NotesName> now = [.. after.ReadersOf(save.After)];
        return new AccessChange(
            [.. then.Where(server => !now.Contains(server))], [.. now.Where(server => !then.Contains(server))]);
    }

    /// <summary>Returns the effect in words: <c>3 servers lose read access</c>.</summary>
    public override string ToString()
    {
        string[] effects = [Effect(Losing, "lose"), Effect(Gaining, "gain")];
        string text = string.Join(", ", effects.Where(effect => effect.Length > 0));
        return text.Length > 0 ? text + " read access" : "no server loses or gains read access";
    }

    private static string Effect(IReadOnlyList<NotesName> servers, string verb) => servers.Count switch
    {
        0 => "",
        1 => $"{servers[0]} {verb}s",
        <= 3 => $"{servers.Count} servers ({string.Join(", ", servers)}) {verb}",
        _ => $"{servers.Count} servers {verb}",
    };
}
