using CoexTools.Access;
using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Commands;

/// <summary>Mends what can be mended of a coexistence configuration, in one change, once it is proved that no answer is lost.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "CoexistenceConfiguration", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CoexistenceRepair))]
public sealed class RepairCoexistenceConfigurationCommand : DocumentSourceCommand
{
    private readonly List<(DirectorySnapshot Directory, IReadOnlyList<ForeignDomainDocument> Documents)> _given = [];

    /// <summary>The groups that hold every mail and application server, and no coexistence server. Without it, one is looked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>The groups of the administrators. Without it, they are looked for in the documents, then in the ACL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>The servers whose documents are saved last, and so become the primary ones of their domains. Without it, the order stays.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Primary { get; set; } = [];

    /// <summary>Repairs even where answers are lost, and says which; and changes a file that is marked as read-only too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the change out of the journal that is kept beside a file.</summary>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        // Documents of one file that were read from different states of it fail, as they must: only one of the changes can be written.
        foreach (var directory in _given.GroupBy(given => (object?)given.Directory.Content.Owner ?? (given.Directory.Path, given.Directory.Content.Stamp)))
            Attempt(() => Repair(directory.First().Directory, [.. directory.SelectMany(given => given.Documents).Select(document => document.Document.Key)]));
    }

    /// <inheritdoc/>
    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
        _given.Add((directory, Select(documents, Domain, NameOf(directory))));

    private void Repair(DirectorySnapshot given, HashSet<int> wanted)
    {
        DirectorySnapshot directory = given.Content.Owner?.State ?? given;
        var options = new RepairOptions
        {
            ServerGroups = ServerGroup,
            AdminGroups = AdminGroup,
            Primaries = [.. Primary.Select(name => PrimaryOf(directory, name))],
            IsWanted = document => wanted.Contains(document.Document.Key),
            MayLose = Force,
            Now = DateTimeOffset.UtcNow,
        };
        IReadOnlyList<CoexistenceFinding> before = FindingsOf(directory, wanted);
        RepairPlan plan = RepairPlan.Make(directory, options, CancelToken);
        HashSet<int> refused = Ask(plan, out bool isWhatIf);
        if (refused.Count > 0)
        {
            options = options with { Refused = refused };
            plan = RepairPlan.Make(directory, options, CancelToken);
        }
        foreach (CoexException problem in plan.Problems)
            WriteError(problem);
        foreach (Analysis.LostAnswer lost in plan.Lost)
            WriteWarning($"An answer is lost: {lost}.");

        bool isChanged = plan.Change.Saves.Count > 0 && !isWhatIf;
        DirectorySnapshot after = isChanged
            ? DirectoryRepair.Write(plan, options, MyInvocation.MyCommand.Name, Force, !NoJournal, WriteWarning, CancelToken)
            : plan.Change.After;
        WriteObject(new CoexistenceRepair(plan, isChanged, before, FindingsOf(after, wanted)));
    }

    private static NotesName PrimaryOf(DirectorySnapshot directory, string name)
    {
        IReadOnlyList<NotesName> found = directory.FindServers(new NotesName(name));
        if (found.Count > 1)
            throw CoexException.ServerAmbiguous(name, found.Select(server => server.Abbreviated));
        return found.Count == 1 && directory.Unordered.Any(document => document.NamedServers.Contains(found[0])) ? found[0] : throw CoexException.PrimaryNotFound(name, NameOf(directory));
    }

    private List<CoexistenceFinding> FindingsOf(DirectorySnapshot directory, HashSet<int> wanted) =>
        [.. new DirectoryAudit(directory).Run(CoexistenceRule.All, document => wanted.Contains(document.Document.Key), CancelToken).Where(finding => finding.Outcome == FindingOutcome.Fail)];

    // Asks for each document, and gives those that the user does not want changed.
    private HashSet<int> Ask(RepairPlan plan, out bool isWhatIf)
    {
        isWhatIf = false;
        var refused = new HashSet<int>();
        var before = new AccessEvaluator(plan.Change.Before);
        var after = new AccessEvaluator(plan.Change.After);
        foreach (PlannedSave save in plan.Change.Saves)
        {
            string effect = save.IsSavedAgain ? "" : $": {AccessChange.Of(save, before, after)}";
            string text = $"Repair '{save.Before.Domain}' ({string.Join(", ", save.Before.NamedServers)}): {new RepairAction(save).Action}{effect}";
            if (ShouldProcess(text, text + "?", "Confirm", out ShouldProcessReason reason))
                continue;
            if (reason == ShouldProcessReason.WhatIf)
                isWhatIf = true;
            else if (!save.IsSavedAgain)
                refused.Add(save.Before.Document.Key);
        }
        return refused;
    }
}
