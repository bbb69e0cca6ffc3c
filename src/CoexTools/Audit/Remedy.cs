using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>
/// A change that may remove a finding, as data: steps that are carried out one after the other (VD4).
/// </summary>
/// <param name="Steps">The steps.</param>
internal sealed record Remedy(IReadOnlyList<RemedyStep> Steps)
{
    private string? _key;

    /// <summary>Gets the repair of the whole directory.</summary>
    public static Remedy OfRepair { get; } = new([new RemedyStep(RemedyKind.Repair, "")]);

    /// <summary>Returns a remedy of one step.</summary>
    public static Remedy Of(
        RemedyKind kind, string name, IEnumerable<ForeignDomainDocument> documents, params string[] values) =>
        new([new RemedyStep(kind, name, values) { Documents = [.. documents] }]);

    /// <summary>
    /// Several remedies in one. What one of them deletes is not changed by the others, and what several do is done
    /// once.
    /// </summary>
    public static Remedy Together(IReadOnlyList<Remedy> remedies)
    {
        HashSet<int> deleted = [.. remedies.SelectMany(remedy => remedy.Steps)
            .Where(step => step.Kind == RemedyKind.Delete)
            .SelectMany(step => step.Documents).Select(document => document.Key)];
        IEnumerable<RemedyStep> steps =
            from step in remedies.SelectMany(remedy => remedy.Steps)
            let left = step.Kind == RemedyKind.Delete ? step.Documents
                : [.. step.Documents.Where(document => !deleted.Contains(document.Key))]
            where left.Count > 0 || step.Documents.Count == 0
            select left.Count == step.Documents.Count ? step : step with { Documents = left };
        return new Remedy([.. steps.GroupBy(step => new Remedy([step]).Key).Select(same => same.First())]);
    }

    /// <summary>Gets the remedy as people read it.</summary>
    public string Sentence => string.Join(" ", Steps.Select(step => step.Sentence));

    /// <summary>Identifies the remedy: two remedies with the same key do the same.</summary>
    public string Key => _key ??= string.Join("\n", Steps.Select(step =>
        $"{step.Kind}|{step.Name}|{string.Join("|", step.Values)}|{step.File?.Path}|{step.File?.Server}|{step.FieldMap}"
        + $"|{string.Join(",", step.Documents.Select(document => document.Key))}"));

    /// <summary>
    /// Gets the domains whose requests the remedy can change; null if it can change those of all domains.
    /// </summary>
    public IReadOnlyList<string>? Domains => Steps.All(step => step.IsOfDomain)
        ? [.. Steps.SelectMany(step => step.Documents).Select(document => document.Domain)
            .Distinct(DomainName.Comparer)]
        : null;
}
