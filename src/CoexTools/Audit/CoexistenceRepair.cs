using CoexTools.Changes;

namespace CoexTools.Audit;

/// <summary>What a repair did to one document.</summary>
public sealed class RepairAction : CoexObject
{
    internal RepairAction(PlannedSave save)
    {
        Domain = save.Before.Domain;
        Document = save.Before.UniversalId;
        DocumentName = save.Before.ToString();
        List<string> removed =
        [
            .. save.Before.Item.Select(item => item.Name).Except(save.After.Item.Select(item => item.Name), StringComparer.OrdinalIgnoreCase),
        ];
        RemovedField = removed.Count > 0;
        ReadersBefore = save.Before.Readers;
        Readers = save.After.Readers;
        bool wroteReaders = !ReadersBefore.SequenceEqual(Readers, StringComparer.Ordinal);
        string[] texts =
        [
            RemovedField ? $"removed {string.Join(" and ", removed)}" : "",
            wroteReaders ? $"readers: {string.Join(", ", Readers)}" : "",
        ];
        texts = [.. texts.Where(text => text.Length > 0)];
        Action = texts.Length > 0 ? string.Join("; ", texts)
            : save.IsSavedAgain ? "saved again to set the order of priority" : "wrote names in canonical form";
    }

    [Rehydrates]
    internal RepairAction(
        string domain, string document, string documentName, string action, bool removedField, IReadOnlyList<string> readersBefore,
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

    /// <summary>The domain.</summary>
    public string Domain { get; }

    /// <summary>The document's UNID.</summary>
    public string Document { get; }

    /// <summary>The document as people name it.</summary>
    public string DocumentName { get; }

    /// <summary>What was done, in words.</summary>
    public string Action { get; }

    /// <summary>Whether the field <c>DocumentAccess</c>, or the field that replaces it, was removed.</summary>
    public bool RemovedField { get; }

    /// <summary>The readers before.</summary>
    public IReadOnlyList<string> ReadersBefore { get; }

    /// <summary>The readers now.</summary>
    public IReadOnlyList<string> Readers { get; }

    /// <summary>The document and what was done.</summary>
    public override string ToString() => $"{DocumentName}: {Action}";
}

/// <summary>What a repair did to a directory, and what is left: the output of <c>Repair-CoexistenceConfiguration</c>.</summary>
public sealed class CoexistenceRepair : CoexObject
{
    internal CoexistenceRepair(
        RepairPlan plan, bool isChanged, IReadOnlyList<CoexistenceFinding> before, IReadOnlyList<CoexistenceFinding> after,
        ChangePlan? done = null, IReadOnlyList<string>? notImported = null)
        : this(
            plan.Change.Before.Path, plan.Change.Before.Content.Name, isChanged,
            OutputList.Of((done ?? plan.Change).Saves.Select(save => new RepairAction(save))),
            OutputList.Of(plan.Lost.Select(lost => lost.ToString())), before, after, notImported)
    {
    }

    [Rehydrates]
    internal CoexistenceRepair(
        string? path, string directory, bool changed, IReadOnlyList<RepairAction> action, IReadOnlyList<string> lost,
        IReadOnlyList<CoexistenceFinding> findingBefore, IReadOnlyList<CoexistenceFinding> finding,
        IReadOnlyList<string>? notImported = null)
    {
        Path = path;
        Directory = directory;
        Changed = changed;
        Action = OutputList.Of(action);
        Lost = OutputList.Of(lost);
        FindingBefore = OutputList.Of(findingBefore);
        Finding = OutputList.Of(finding);
        NotImported = OutputList.Of(notImported ?? []);
    }

    /// <summary>The file; null for a directory in memory.</summary>
    public string? Path { get; }

    /// <summary>The directory's name.</summary>
    public string Directory { get; }

    /// <summary>Whether anything was changed.</summary>
    public bool Changed { get; }

    /// <summary>What was done, document by document in the order of saving; with <c>-WhatIf</c>, what would be done.</summary>
    public IReadOnlyList<RepairAction> Action { get; }

    /// <summary>The answers that are lost; none, unless <c>-Force</c> was given.</summary>
    public IReadOnlyList<string> Lost { get; }

    /// <summary>What was wrong before.</summary>
    public IReadOnlyList<CoexistenceFinding> FindingBefore { get; }

    /// <summary>What is wrong afterwards.</summary>
    public IReadOnlyList<CoexistenceFinding> Finding { get; }

    /// <summary>
    /// The documents that commands changed in the file, now or earlier, and that no later export has replaced. Domino
    /// has these changes when it has imported the documents.
    /// </summary>
    public IReadOnlyList<string> NotImported { get; }

    /// <summary>The directory, and how many documents were changed.</summary>
    public override string ToString()
    {
        // VD6: the directory in Domino is repaired when it has imported the documents.
        string done = !Changed ? "to change" : Path is null ? "changed" : "repaired in this file";
        return $"{Path ?? Directory}: {Plural.Of(Action.Count, "document")} {done}, {Plural.Of(Finding.Count, "finding")} left";
    }
}
