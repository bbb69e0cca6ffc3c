using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>
/// Represents what a repair did to a directory, and what is left: the output of <c>Repair-CoexistenceConfiguration</c>.
/// </summary>
public sealed class CoexistenceRepair : CoexObject
{
    internal CoexistenceRepair(
        ChangePlan done, IReadOnlyList<ChangedRequest> lost, bool isChanged, IReadOnlyList<CoexistenceFinding> before,
        IReadOnlyList<CoexistenceFinding> after, IReadOnlyList<string>? notImported = null)
        : this(
            done.Before.Path, done.Before.Content.Name, isChanged,
            OutputList.Of(done.Saves.Select(save => new RepairAction(save, done))),
            OutputList.Of(lost.Select(answer => answer.ToString())), before, after, notImported,
            done.Before.Content.Kind == DirectoryKind.Memory ? true : null)
    {
    }

    [Rehydrates]
    internal CoexistenceRepair(
        string? path, string directory, bool changed, IReadOnlyList<RepairAction> action, IReadOnlyList<string> lost,
        IReadOnlyList<CoexistenceFinding> findingBefore, IReadOnlyList<CoexistenceFinding> finding,
        IReadOnlyList<string>? notImported = null, bool? isInMemory = null)
    {
        Path = path;
        Directory = directory;
        Changed = changed;
        Action = OutputList.Of(action);
        Lost = OutputList.Of(lost);
        FindingBefore = OutputList.Of(findingBefore);
        Finding = OutputList.Of(finding);
        NotImported = OutputList.Of(notImported ?? []);
        IsInMemory = isInMemory;
    }

    /// <summary>
    /// Gets the file that the directory was read or imported from, or the address of its server; null if it was created
    /// in memory.
    /// </summary>
    public string? Path { get; }

    /// <summary>Gets the directory's name.</summary>
    public string Directory { get; }

    /// <summary>Specifies whether anything was changed.</summary>
    public bool Changed { get; }

    /// <summary>
    /// Specifies what was done, document by document in the order of saving; with <c>-WhatIf</c>, what would be done.
    /// </summary>
    public IReadOnlyList<RepairAction> Action { get; }

    /// <summary>Gets the answers that are lost; none, unless <c>-Force</c> was given.</summary>
    public IReadOnlyList<string> Lost { get; }

    /// <summary>Specifies what was wrong before.</summary>
    public IReadOnlyList<CoexistenceFinding> FindingBefore { get; }

    /// <summary>Specifies what is wrong afterwards.</summary>
    public IReadOnlyList<CoexistenceFinding> Finding { get; }

    /// <summary>
    /// Gets the documents that commands changed in the file, now or earlier, and that no later export has replaced; for
    /// a directory in memory, the documents that differ from the imported ones. Domino has these changes when it has
    /// imported the documents.
    /// </summary>
    public IReadOnlyList<string> NotImported { get; }

    // Former versions did not serialize it. Null leaves their objects valid.
    internal bool? IsInMemory { get; }

    /// <summary>Returns the directory, and how many documents were changed, and where.</summary>
    public override string ToString()
    {
        // VD6: unless a server was changed, the directory in Domino is repaired when it has imported the documents.
        string done = !Changed ? "to change"
            : IsInMemory is true || Path is null ? "changed in memory"
            : DirectoryContent.IsAddress(Path) ? "changed on the server"
            : "changed in this file";
        return $"{Path ?? Directory}: {Plural.Of(Action.Count, "document")} {done}, "
            + $"{Plural.Of(Finding.Count, "finding")} left";
    }
}
