using CoexTools.Changes;

namespace CoexTools.Audit;

/// <summary>The change of one document by a repair.</summary>
public sealed class RepairAction : CoexObject
{
    // In a plan, a save also can make the document the primary one.
    internal RepairAction(PlannedSave save, ChangePlan? plan = null)
    {
        ShortName = save.Before.ShortName;
        Domain = save.Before.Domain;
        Document = save.Before.UniversalId;
        DocumentName = save.Before.ToString();
        List<string> removed =
        [
            .. save.Before.Item.Select(item => item.Name)
                .Except(save.After.Item.Select(item => item.Name), StringComparer.OrdinalIgnoreCase),
        ];
        RemovedField = removed.Count > 0;
        ReadersBefore = save.Before.Readers;
        Readers = save.After.Readers;
        bool wroteReaders = !ReadersBefore.SequenceEqual(Readers, StringComparer.Ordinal);
        string[] texts =
        [
            RemovedField ? $"remove {string.Join(" and ", removed)}" : "",
            wroteReaders ? $"set the readers to {string.Join(", ", Readers)}" : "",
        ];
        texts = [.. texts.Where(text => text.Length > 0)];
        string? former = FormerPrimary(save, plan);
        Action = (texts.Length > 0 ? string.Join(", ", texts)
                : !save.IsSavedAgain ? "write names in canonical form"
                : former is null ? "save again to set the order of priority"
                : "save again")
            + (former is null ? "" : $"; becomes the primary document (previously {former})");
    }

    [Rehydrates]
    internal RepairAction(
        string domain, string document, string documentName, string action, bool removedField,
        IReadOnlyList<string> readersBefore,
        IReadOnlyList<string> readers)
    {
        Domain = domain;
        Document = document;
        DocumentName = documentName;
        Action = action;
        RemovedField = removedField;
        ReadersBefore = OutputList.Of(readersBefore);
        Readers = OutputList.Of(readers);
    }

    /// <summary>Gets the domain.</summary>
    public string Domain { get; }

    /// <summary>Gets the document's UNID.</summary>
    public string Document { get; }

    /// <summary>Gets the document as people name it.</summary>
    public string DocumentName { get; }

    /// <summary>Gets the change of the document, in words: <c>remove DocumentAccess</c>.</summary>
    public string Action { get; }

    /// <summary>
    /// Specifies whether the field <c>DocumentAccess</c>, or the field that replaces it, was removed.
    /// </summary>
    public bool RemovedField { get; }

    /// <summary>Gets the readers before.</summary>
    public IReadOnlyList<string> ReadersBefore { get; }

    /// <summary>Gets the readers now.</summary>
    public IReadOnlyList<string> Readers { get; }

    // Returns the primary document before the plan, if this document takes its place.
    private static string? FormerPrimary(PlannedSave save, ChangePlan? plan) =>
        plan?.PriorityChanges.FirstOrDefault(change => change.NewPrimary.IsSameNote(save.After)) is { } change
            && !change.OldPrimary.IsSameNote(save.Before)
            ? change.NameOf(change.OldPrimary) : null;

    /// <summary>Returns the document and its change.</summary>
    public override string ToString() => $"{DocumentName}: {Action}";
}
