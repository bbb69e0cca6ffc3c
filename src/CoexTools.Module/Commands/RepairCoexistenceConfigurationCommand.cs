using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Repairs a coexistence configuration in one change, once it is proved that no request fails that succeeded before.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Repair, "CoexistenceConfiguration", DefaultParameterSetName = PathSet,
    SupportsShouldProcess = true)]
[OutputType(typeof(CoexistenceRepair), typeof(ForeignDomainDocument))]
public sealed class RepairCoexistenceConfigurationCommand : SourceCommand
{
    /// <summary>
    /// Specifies the groups that contain every mail and application server but none of the coexistence servers.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>
    /// Specifies the groups of the administrators. Without it, they are looked for in the documents, then in the ACL.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>
    /// Specifies the servers whose documents are saved last, and so become the primary ones of their domains. Without
    /// it, the order stays.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Primary { get; set; } = [];

    /// <summary>
    /// Repairs even if requests fail that succeeded before, with a warning for each, and changes a read-only file too.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the change out of the journal that is kept beside a file.</summary>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    /// <summary>
    /// Returns the documents that the repair changes instead of the summary; with -WhatIf, as they would be.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Finish()
    {
        foreach ((DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) in Given.ByDirectory())
            Attempt(() => Repair(directory, [.. documents.Select(document => document.Key)]));
    }

    private void Repair(DirectorySnapshot directory, HashSet<int> wanted)
    {
        PlanWriter.RequireWritable(directory, isForServers: true);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var execution = new PlanExecution(this, now, Force, !NoJournal);
        var options = new RepairOptions
        {
            ServerGroups = ServerGroup,
            AdminGroups = AdminGroup,
            Primaries = [.. Primary.Select(name => PrimaryOf(directory, new NotesName(name)))],
            IsWanted = document => wanted.Contains(document.Key),
            MayLose = Force,
            Now = now,
        };
        // The findings are those of Test-CoexistenceConfiguration, whatever groups the repair uses. Those before it are
        // determined now, because the repair adds to the journal.
        IReadOnlyList<CoexistenceFinding> before =
            PassThru ? [] : new ConfigurationAudit(this, directory, wanted).Failures();
        RepairPlan repair = RepairPlan.Make(directory, options, CancelToken);
        while (!execution.Ask(
            repair.Change, (save, access) => Describe(new RepairAction(save, repair.Change), save, access)))
        {
            options = options with
            {
                Refused = [.. execution.Refused],
                RefusedDomains = [.. execution.RefusedDomains],
            };
            repair = RepairPlan.Make(directory, options, CancelToken);
        }
        foreach (RepairProblem problem in repair.Problems)
            WriteError(problem.Error);
        // A domain that loses a request is part of the plan only with -Force.
        this.WarnOfLostRequests(repair.Lost);
        ChangePlan done = execution.Save(repair.Change, CancelToken);
        if (PassThru)
        {
            execution.Return(done);
            return;
        }
        // With -WhatIf, it would be.
        bool isRecorded = !NoJournal && directory.Content.Kind == DirectoryKind.DxlFile;
        IEnumerable<int> saved = isRecorded ? done.Saves.Select(save => save.Before.Key) : [];
        IReadOnlyList<CoexistenceFinding> after = new ConfigurationAudit(
            this, done.After, wanted, recorded: saved).Failures();
        WriteObject(new CoexistenceRepair(
            done, repair.Lost, execution.IsWritten, before, after,
            DocumentHistory.NotImported(execution.IsWritten ? done.After : directory, wanted)));
    }

    private static string Describe(RepairAction action, PlannedSave save, AccessChange access)
    {
        string effect = save.IsSavedAgain ? "" : $"; {access}";
        return $"Repair {save.Before}: {action.Action}{effect}";
    }

    private NotesName PrimaryOf(DirectorySnapshot directory, NotesName name)
    {
        List<NotesName> named = [.. directory.Unordered.SelectMany(document => document.NamedServers).Distinct()];
        return new ServerNames(this, directory).Find(name) is { } server && named.Contains(server)
            ? server
            : throw CoexException.PrimaryNotFound(
                name.Text, directory.DisplayName,
                NearestNames.OfServer(name, named.Select(known => known.Abbreviated)));
    }
}
