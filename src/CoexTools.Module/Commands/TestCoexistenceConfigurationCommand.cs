using System.Collections;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Finds problems in a coexistence configuration, and says why they matter and how to repair them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceConfiguration", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CoexistenceFinding), typeof(bool))]
public sealed class TestCoexistenceConfigurationCommand : SourceCommand
{
    private readonly List<CoexistenceFinding> _reported = [];
    private readonly List<string> _verdicts = [];
    private readonly List<CoexException> _failuresAtStart = [];
    private readonly HashSet<string> _directories = [];
    private readonly HashSet<string> _otherFiles = []; // Files that are not directories.
    private readonly SortedSet<string> _effects = new(StringComparer.Ordinal); // What a repair changes.
    private IReadOnlyList<CoexistenceRule> _rules = [];
    private NotesIniFiles _notesIni = NotesIniFiles.None;
    private ConsoleLogFiles _consoles = null!;
    private IReadOnlyList<AcceptedFinding> _accepted = [];
    private ReplicaExports _replicas = null!;
    private FormerExportArgument _formerExport = null!;
    private bool _isGood = true;
    private bool _hasSource;
    private int _consoleChecksNotMade;
    private int _consoleChecksWithoutLog;

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
    /// Specifies the console logs of servers, as a table of files by server. They are compared with the messages that
    /// the documents predict. Wildcards are allowed.
    /// </summary>
    [Parameter, ValidateNotNull, SupportsWildcards, ArgumentCompleter(typeof(ConsoleLogCompleter))]
    public Hashtable? ConsoleLog { get; set; }

    /// <summary>
    /// Specifies the time zone of the servers, or a table of time zones by server, because console logs contain local
    /// times. Without it, a line counts only if it is later than the last change in every time zone.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(TimeZoneCompleter))]
    public object? ConsoleTimeZone { get; set; }

    /// <summary>Specifies the time before which no line of the console logs counts.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

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
        _rules = RuleSelection.Of(Rule, ExcludeRule, FailAtStart);
        if (_rules.Count == 0 && _failuresAtStart.Count == 0)
        {
            Report(SourceFindings.Nothing(
                null, "No rule is selected, so nothing was audited.", "Run Get-CoexistenceRule to list the rules."));
        }
        _notesIni = NotesIniFiles.Read(this, NotesIni, FailNotesIni);
        _consoles = ConsoleLogFiles.Of(this, ConsoleLog, ConsoleTimeZone, Since, FailAtStart);
        _accepted = AcceptedInput.Read(this, Accepted, FailAtStart);
        _replicas = Require(() => ReplicaExports.Read(Reader, Replica));
        _formerExport = Require(() => FormerExportArgument.Read(Reader, FormerExport));
    }

    private protected override void Finish()
    {
        ReportFailuresAtStart(null);
        if (!_hasSource)
        {
            Report(SourceFindings.Nothing(
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
        if (_consoleChecksNotMade > 0)
        {
            int undecided = _consoleChecksNotMade - _consoleChecksWithoutLog;
            string[] reasons =
            [
                _consoleChecksWithoutLog == 0 ? ""
                    : $"{_consoleChecksWithoutLog} because there is no console log of the server",
                undecided == 0 ? "" : $"{undecided} because the log does not show the answer, for example "
                    + $"because it contains no request after the last change{(Since is null ? "" : " and -Since")}",
            ];
            WriteTotals($"{Plural.Of(_consoleChecksNotMade, "check")} of console logs "
                + $"{(_consoleChecksNotMade == 1 ? "was" : "were")} not made: "
                + $"{string.Join("; ", reasons.Where(reason => reason.Length > 0))}. To display the reason for each, "
                + "use -IncludePassed.");
        }
        foreach (string verdict in _verdicts)
            WriteTotals(verdict);
        foreach (string step in NextSteps())
            WriteTotals(step);
    }

    private IEnumerable<string> NextSteps()
    {
        if (!_reported.Any(finding => finding.Outcome == FindingOutcome.Fail && !SourceFindings.IsNotAudited(finding)))
            yield break;
        if (FindingTotals.Repairable(_reported) is { } repair)
            yield return $"{repair} {string.Join(" ", _effects)}".TrimEnd();
        yield return "Export-CoexistenceReport writes a report with all outages and the steps to change Domino.";
        List<string> paths =
        [
            .. _reported.Select(finding => finding.Path).OfType<string>().Except(_otherFiles).Except(_consoles.Paths)
                .Where(File.Exists),
        ];
        if (paths.Count == 0)
            paths.AddRange(_directories.Where(File.Exists));
        // A directory in memory can differ from the file that it was imported from.
        string source = paths.Count == 1 && ParameterSetName != DirectorySet
            ? Escaped.PowerShellArgument(Relative(paths[0])) : "...";
        // Without its other parameters, the command would return other findings.
        yield return MyInvocation.BoundParameters.Keys.Any(ChangesFindings)
            ? "For all details, run the command again, and add: | Format-List"
            : $"For all details, run: Test-CoexistenceConfiguration {source} | Format-List";
    }

    private static bool ChangesFindings(string parameter) =>
        parameter is not (nameof(Path) or nameof(LiteralPath) or nameof(Directory) or nameof(InputObject))
        && !CommonParameters.Contains(parameter) && !OptionalCommonParameters.Contains(parameter);

    // The file as the user can type it here.
    private string Relative(string path)
    {
        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        return string.Equals(System.IO.Path.GetDirectoryName(path), folder.TrimEnd('/', '\\'), StringComparison.Ordinal)
            ? System.IO.Path.GetFileName(path) : path;
    }

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _hasSource = true;
        if (directory.Path is { } path)
            _directories.Add(path);
        ReportFailuresAtStart(directory.Path);
        _effects.Add(EffectOf(directory.Content));
        var names = new ServerNames(this, directory);
        IReadOnlyList<Names.NotesName>? hubs = HubServer is null ? null : names.Each(HubServer);
        var input = new AuditInput
        {
            NotesIni = _notesIni.For(names),
            Consoles = _consoles.For(names),
            Hubs = hubs,
            Replicas = _replicas.For(directory, names, WarnOnce),
            FormerExport = _formerExport.For(directory, WarnOnce),
        };
        names.Check();
        var audit = new ConfigurationAudit(this, directory, documents.Select(document => document.Key), input);
        // VD1: the selection of rules does not hide that there is nothing to audit.
        List<CoexistenceFinding> all = [.. audit.Run(_rules.Union([SourceFindings.NothingToAudit]))];
        if (ConsoleLog is not null)
        {
            _consoleChecksNotMade += all.Count(ConsoleChecks.IsNotMade);
            _consoleChecksWithoutLog +=
                all.Count(finding => ConsoleChecks.IsNotMade(finding) && finding.ConsoleLog.Count == 0);
        }
        List<CoexistenceFinding> findings =
        [
            .. all.Where(finding => finding.Outcome == FindingOutcome.Fail
                || (IncludePassed && _rules.Any(rule => rule.Id == finding.Rule))),
        ];
        if (directory.Domains.Count == 0 && findings.TrueForAll(finding => finding.Outcome != FindingOutcome.Fail))
        {
            Report(SourceFindings.Nothing(
                directory.Path,
                "No Foreign Domain document in the directory specifies its domain, so nothing was audited.",
                "Specify the domains in the documents."));
        }
        if (!Quiet)
        {
            List<CoexistenceFinding> reviewed = [.. Reviewed()];
            WriteObject(reviewed, enumerateCollection: true);
            _reported.AddRange(reviewed);
            if (Replica is null && _rules.Count > 0)
                _verdicts.AddRange(audit.Verdicts());
        }
        else if (findings.Exists(finding => finding.IsProblem))
            _isGood &= _accepted.Count > 0 && !Reviewed().Any(finding => finding.IsProblem);

        // An accepted finding also stands for its consequences.
        IEnumerable<CoexistenceFinding> Reviewed() =>
            AcceptedFinding.Apply([.. audit.Decide(findings)], _accepted, DateTimeOffset.UtcNow);
    }

    private static string EffectOf(DirectoryContent content) => content.Kind switch
    {
        DirectoryKind.NsfFile =>
            "It does not change an NSF file. Export the directory as DXL, repair the export, and import the changes.",
        DirectoryKind.Server => "It changes the documents on the server.",
        DirectoryKind.Memory => "It changes only the directory in memory.",
        _ => "It changes only the file, not Domino. Import the changes afterwards.",
    };

    // A finding says it.
    private protected override void OnNothing(bool isPattern, string text)
    {
    }

    private protected override void OnNoMatch(string? path, string reason, string recommendation)
    {
        _hasSource = true;
        Report(SourceFindings.Nothing(path, $"{reason}, so nothing was audited.", recommendation));
    }

    /// <summary>Writes an error. What was not audited because of it is a finding (VD1).</summary>
    internal override void WriteError(CoexException failure, string? source)
    {
        base.WriteError(failure, source);
        _hasSource = true;
        Report(failure, source);
    }

    private void FailAtStart(CoexException failure)
    {
        base.WriteError(failure, source: null);
        _hasSource = true;
        _failuresAtStart.Add(failure);
    }

    private void FailNotesIni(CoexException failure)
    {
        base.WriteError(failure, source: null);
        if (_rules.Any(rule => rule.ChecksNotesIni))
            _failuresAtStart.Add(failure);
    }

    // The findings name the directory, which is not known at the start.
    private void ReportFailuresAtStart(string? path)
    {
        foreach (CoexException failure in _failuresAtStart)
        {
            if (failure.Target is string file)
                _otherFiles.Add(file);
            Report(failure, path);
        }
        _failuresAtStart.Clear();
    }

    private void Report(CoexException failure, string? path)
    {
        if (SourceFindings.FindingOf(failure, path) is { } finding)
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
