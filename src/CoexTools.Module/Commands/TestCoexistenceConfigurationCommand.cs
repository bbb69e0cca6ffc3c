using System.Collections;
using CoexTools.Audit;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Finds problems in a coexistence configuration, and says why they matter and how to repair them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceConfiguration", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CoexistenceFinding), typeof(bool))]
public sealed class TestCoexistenceConfigurationCommand : SourceCommand
{
    private readonly List<CoexistenceFinding> _reported = [];
    private readonly List<string> _verdicts = [];
    private IReadOnlyList<CoexistenceRule> _rules = [];
    private NotesIniFiles _notesIni = NotesIniFiles.None;
    private IReadOnlyList<AcceptedFinding> _accepted = [];
    private ReplicaExports _replicas = null!;
    private Input.FormerExport _former = null!;
    private bool _isGood = true;
    private bool _hasSource;
    private bool _isReadingNotesIni;

    /// <summary>Specifies the rules to run, by id or name; wildcards are allowed. Without it, all.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>Specifies the rules to leave out, by id or name; wildcards are allowed.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>
    /// Specifies the notes.ini of a coexistence server, or a table of such files by server. They are checked against
    /// the documents, and those of a table with each other.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NotesIniCompleter))]
    public object? NotesIni { get; set; }

    /// <summary>
    /// Specifies the hubs: servers that replicate the directory to others. Wildcards are allowed. Without it, servers
    /// whose names say that they are hubs.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? HubServer { get; set; }

    /// <inheritdoc cref="RequestOptions.Replica"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <inheritdoc cref="RequestOptions.FormerExport"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(DxlPathCompleter))]
    public object? FormerExport { get; set; }

    /// <summary>
    /// Specifies the findings that are accepted as risks: findings, or CLIXML, JSON, or CSV files with the properties
    /// Rule, Domain, Server, Document, Reason, and Expiry.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty]
    public object[]? Accepted { get; set; }

    /// <summary>Includes the rules that are met and those that do not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Returns one Boolean: whether there is no finding above the severity Information.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _rules = RuleSelection.Of(Rule, ExcludeRule, WriteError);
        if (_rules.Count == 0)
        {
            Report(SourceChecks.Nothing(
                null, "No rule is selected, so nothing was audited.", "Run Get-CoexistenceRule to list the rules."));
        }
        _isReadingNotesIni = true;
        _notesIni = NotesIniFiles.Read(this, NotesIni, WriteError);
        _isReadingNotesIni = false;
        _accepted = AcceptedInput.Read(this, Accepted);
        _replicas = Require(() => ReplicaExports.Read(Reader, Replica));
        _former = Require(() => Input.FormerExport.Read(Reader, FormerExport));
    }

    private protected override void Finish()
    {
        if (!_hasSource)
        {
            Report(SourceChecks.Nothing(
                null, "The pipeline contained no file, directory, or document, so nothing was audited.",
                "Make sure that the preceding command in the pipeline returns output."));
        }
        if (Quiet)
        {
            WriteObject(_isGood && !HasFailed);
            return;
        }
        foreach (IGrouping<string, CoexistenceFinding> file in _reported.GroupBy(finding => finding.Path ?? ""))
        {
            string source = file.Key.Length == 0 ? "" : $" in {System.IO.Path.GetFileName(file.Key)}";
            WriteTotals(FindingTotals.Of([.. file]) + source);
        }
        if (_reported.Count == 0)
            WriteTotals(FindingTotals.Of([]));
        foreach (string verdict in _verdicts)
            WriteTotals(verdict);
        if (FindingTotals.NextStep(_reported) is { } next)
            WriteTotals(next);
    }

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _hasSource = true;
        var names = new ServerNames(this, directory);
        IReadOnlyList<Names.NotesName>? hubs = HubServer is null ? null : names.Each(HubServer);
        var input = new AuditInput
        {
            NotesIni = _notesIni.For(names),
            Hubs = hubs,
            Replicas = _replicas.For(directory, names, WarnOnce),
            FormerExport = _former.For(directory, WarnOnce),
        };
        names.Check();
        var audit = new ConfigurationAudit(this, directory, documents.Select(document => document.Document.Key), input);
        // VD1: the selection of rules does not hide that there is nothing to audit.
        List<CoexistenceFinding> findings =
        [
            .. audit.Run(_rules.Union([SourceChecks.NothingToAudit])).Where(finding =>
                finding.Outcome == FindingOutcome.Fail
                || (IncludePassed && _rules.Any(rule => rule.Id == finding.Rule))),
        ];
        if (directory.Domains.Count == 0 && findings.TrueForAll(finding => finding.Outcome != FindingOutcome.Fail))
        {
            Report(SourceChecks.Nothing(
                directory.Path,
                "No Foreign Domain document in the directory specifies its domain, so nothing was audited.",
                "Specify the domains in the documents."));
        }
        if (!Quiet)
        {
            List<CoexistenceFinding> reviewed = [.. Reviewed()];
            WriteObject(reviewed, enumerateCollection: true);
            _reported.AddRange(reviewed);
            if (Replica is null)
                _verdicts.AddRange(audit.Verdicts());
        }
        else if (findings.Exists(finding => finding.IsProblem))
            _isGood &= _accepted.Count > 0 && !Reviewed().Any(finding => finding.IsProblem);

        // An accepted finding also stands for its consequences.
        IEnumerable<CoexistenceFinding> Reviewed() =>
            AcceptedFinding.Apply([.. audit.Decide(findings)], _accepted, DateTimeOffset.UtcNow);
    }

    private protected override void Skip(string? path, string reason, string recommendation)
    {
        _hasSource = true;
        Report(SourceChecks.Nothing(path, reason, recommendation));
    }

    private protected override void AfterError(CoexException failure)
    {
        if (_isReadingNotesIni && !_rules.Any(rule => rule.Id is "CX022" or "CX023" or "CX032" or "CX033"))
            return; // CX030 itself reports what it could not compare.
        _hasSource |= !_isReadingNotesIni;
        if (SourceChecks.FindingOf(failure, Current?.Path) is { } finding)
            Report(finding);
    }

    private void Report(CoexistenceFinding finding)
    {
        _isGood = false;
        if (Quiet)
            return;
        _reported.Add(finding);
        WriteObject(finding);
    }
}
