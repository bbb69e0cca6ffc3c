using System.Collections;
using CoexTools.Analysis;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Probing;
using CoexTools.Serialization;
using CoexTools.Simulation;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Runs the same requests in two directories, or two states of one, and returns those that end differently, the worst
/// first.
/// </summary>
[Cmdlet(VerbsData.Compare, "CoexistencePath")]
[OutputType(typeof(CoexistencePathDifference))]
public sealed class CompareCoexistencePathCommand : CoexCommand
{
    private readonly ComparedInput _reference = new("ReferenceObject");
    private readonly ComparedInput _difference = new("DifferenceObject");
    private DirectoryReader _reader = null!;

    /// <summary>
    /// Specifies what to compare with: Foreign Domain documents of one directory, a directory, or the path of a file.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0), ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DxlPathCompleter))]
    public object[] ReferenceObject { get; set; } = [];

    /// <summary>
    /// Specifies what is compared with it, in the same forms. It may be left out with -WhatIfEdited: then it is the
    /// reference with the edits.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true), ValidateNotNullOrEmpty,
        ArgumentCompleter(typeof(DxlPathCompleter))]
    public object[] DifferenceObject { get; set; } = [];

    /// <summary>Specifies the domains to take; wildcards are allowed. Without it, all.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Specifies the services to compare. Without it, all.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public CoexistenceService[] Service { get; set; } =
        [CoexistenceService.FreeBusy, CoexistenceService.Mail, CoexistenceService.Calendar];

    /// <inheritdoc cref="RequestOptions.From"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? From { get; set; }

    /// <inheritdoc cref="RequestOptions.OrderBy"/>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <summary>Lets the SMTP and HTTP legs of the coexistence servers to Exchange fail as well.</summary>
    [Parameter]
    public SwitchParameter IncludeLeg { get; set; }

    /// <summary>Lets the links between the origin and the coexistence servers, and among these, fail as well.</summary>
    [Parameter]
    public SwitchParameter IncludeLink { get; set; }

    /// <summary>Lets coexistence servers be busy as well: reached, and not accepting work.</summary>
    [Parameter]
    public SwitchParameter IncludeBusy { get; set; }

    /// <summary>Specifies how many components fail at once at most.</summary>
    [Parameter, ValidateRange(0, int.MaxValue)]
    public int MaximumOrder { get; set; } = 3;

    /// <inheritdoc cref="RequestOptions.WhatIfEdited"/>
    [Parameter, ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] WhatIfEdited { get; set; } = [];

    /// <inheritdoc cref="RequestOptions.Replica"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <inheritdoc cref="OutageOptions.Network"/>
    [Parameter, ValidateNotNull, Rehydrated]
    public ServerProbe[]? Network { get; set; }

    /// <summary>Specifies the item names for files, in place of the default ones.</summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of files as XML.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = new DirectoryReader(this, FieldMap, Strict);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() => _difference.Add(_reader, DifferenceObject));

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        if (HasFailed)
            return; // Half of a directory would give wrong answers.
        _reference.Add(_reader, ReferenceObject);
        ComparedInput difference = _difference.IsEmpty && WhatIfEdited.Length > 0 ? _reference : _difference;
        if (!ComparedInput.HasDocuments(this, _reference, difference, Domain))
            return;
        ReplicaExports replicas = ReplicaExports.Read(_reader, Replica);
        var names = new ServerNames(this, difference.Directory, _reference.Directory);
        DirectoryScenario before = _reference.Scenario(this, names, Domain, [], replicas, OrderBy);
        DirectoryScenario after = difference.Scenario(this, names, Domain, WhatIfEdited, replicas, OrderBy);
        IEnumerable<NotesName> origins =
        [
            .. (From?.SelectMany(names.All)
                ?? before.Snapshot.DefaultOrigins.Concat(after.Snapshot.DefaultOrigins)).Distinct(),
        ];
        names.Check();
        foreach (ForeignDomainDocument document in WhatIfEdited.Where(
            document => Changes.WhatIfFormEdit.Find(after.Snapshot, document) is null))
            WriteError(CoexException.DocumentNotFound(document.UniversalId, after.Snapshot.DisplayName));

        List<(Request, Request)> pairs =
        [
            .. from domain in ComparedInput.Domains(_reference, before, difference, after)
               let views = (Before: before.View(domain), After: after.View(domain))
               from origin in origins
               from service in Service.Distinct()
               select (new Request(views.Before, service, origin), new Request(views.After, service, origin)),
        ];
        var progress = new WorkProgress(this, "Comparing paths");
        var tally = new Tally();
        var scope = new OutageScope(IncludeLeg, IncludeLink, IncludeBusy);
        foreach (CoexistencePathDifference found in PathComparison.Compare(
            pairs, scope, MaximumOrder,
            (asked, all) => progress.Report(
                "", () => $"{asked:N0} requests run, {all:N0} in each pass", asked % all / all),
            WriteVerbose, CancelToken, OutageOptions.Observe(Network, after.Snapshot, before.Snapshot),
            WhatIfEdited))
        {
            tally.Add(found.Change);
            WriteObject(found);
        }
        progress.End();
        ComparedInput.WriteTotals(this, pairs.Count > 0, tally, "request", "No request ends differently.");
    });
}
