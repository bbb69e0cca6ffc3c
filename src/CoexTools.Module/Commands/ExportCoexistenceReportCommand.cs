using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Completion;
using CoexTools.Files;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Output.Report;
using CoexTools.Serialization;
using CoexTools.Views;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Writes a report about a coexistence configuration: verdicts, maps, the outcome of each request in each outage, and
/// findings.
/// </summary>
[Cmdlet(VerbsData.Export, "CoexistenceReport", DefaultParameterSetName = ReportFirstSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCoexistenceReportCommand : CoexCommand
{
    private const string ReportFirstSet = "ReportFirst";
    private const string LiteralSourceSet = "LiteralSource", Literal = "LiteralPath";

    private readonly GivenDocuments _given = new();
    private readonly List<ForeignDomainDocument> _piped = [];
    private readonly List<CoexistenceFinding> _notAudited = [];
    private IReadOnlyList<AcceptedFinding> _accepted = [];
    private ConsoleLogFiles _consoles = null!;
    private bool _isFound; // Whether a source exists.
    private string? _source; // The file of the directory; null for a directory in memory.
    private DirectoryReader _reader = null!;
    private RequestInput _requests = null!;

    /// <summary>
    /// Specifies the DXL or NSF file of a Domino Directory. Wildcards are allowed if they match one file. The only
    /// positional argument is the report if there is other input.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ReportFirstSet)]
    [Parameter(Position = 0, ParameterSetName = ReportFirstSet + DirectorySet)]
    [Parameter(Position = 0, ParameterSetName = ReportFirstSet + LiteralSourceSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [PathText, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] Source { get; set; } = [];

    /// <summary>Specifies the exact path of the DXL or NSF file of a Domino Directory.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ReportFirstSet + LiteralSourceSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSourceSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSourceSet + Literal)]
    [Alias("FullName"), PathText, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] LiteralSource { get; set; } = [];

    /// <summary>Specifies the in-memory directory.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ReportFirstSet + DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet + Literal)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>
    /// Specifies Foreign Domain documents of one directory. Each document contains the state of its directory.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ReportFirstSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet + Literal)]
    [ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>Specifies the report to write.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralSourceSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DocumentSet)]
    [PathText, ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Specifies the report to write, by its exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralSourceSet + Literal)]
    [Parameter(Mandatory = true, ParameterSetName = DirectorySet + Literal)]
    [Parameter(Mandatory = true, ParameterSetName = DocumentSet + Literal)]
    [Alias("PSPath", "LP"), PathText, ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter(ParameterSetName = ReportFirstSet + LiteralSourceSet)]
    [Parameter(ParameterSetName = ReportFirstSet + DirectorySet)]
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralSourceSet), Parameter(ParameterSetName = LiteralSourceSet + Literal)]
    [Parameter(ParameterSetName = DirectorySet), Parameter(ParameterSetName = DirectorySet + Literal)]
    [ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of the file as XML, so that every syntax error is found. This is slower.</summary>
    [Parameter(ParameterSetName = ReportFirstSet + LiteralSourceSet)]
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralSourceSet), Parameter(ParameterSetName = LiteralSourceSet + Literal)]
    public SwitchParameter Strict { get; set; }

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are used.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Specifies the title. By default, the title contains the names of the domains.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Specifies a former report. The new report shows what has changed since.</summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? CompareWith { get; set; }

    /// <inheritdoc cref="RequestOptions.Replica"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <inheritdoc cref="RequestOptions.ConsoleLog"/>
    [Parameter, ValidateNotNull, SupportsWildcards, ArgumentCompleter(typeof(ConsoleLogCompleter))]
    public Hashtable? ConsoleLog { get; set; }

    /// <inheritdoc cref="RequestOptions.ConsoleTimeZone"/>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(TimeZoneCompleter))]
    public object? ConsoleTimeZone { get; set; }

    /// <inheritdoc cref="RequestOptions.Since"/>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>
    /// Specifies the probability that a server is not down: a number from 0 to 1 (0.999 by default), or a table by
    /// server.
    /// </summary>
    [Parameter, ValidateNotNull]
    public object? ServerAvailability { get; set; }

    /// <summary>
    /// Specifies the highest number of failures at a time. By default, the report shows two at a time, if a table has
    /// room for them.
    /// </summary>
    [Parameter, ValidateRange(1, int.MaxValue)]
    public int MaximumOrder { get; set; }

    /// <summary>
    /// Specifies the findings that are accepted as risks: findings, or CLIXML, JSON, or CSV files with the properties
    /// Rule, Domain, Server, Document, Reason, and Expiry.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty]
    public object[]? Accepted { get; set; }

    /// <summary>Replaces an existing file, a read-only one too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Opens the report in the browser.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ParameterSetName.StartsWith(ReportFirstSet, StringComparison.Ordinal))
            (Path, Source) = (Require(OnlyPosition), []);
        Require(() => Odds(new ServerNames(this))); // Errors in the numbers are reported before any file is read.
        _reader = new DirectoryReader(this, FieldMap, Strict);
        _requests = new RequestInput(this, _reader, new RequestOptions(null, OrderBy.Modified, [], Replica));
        _consoles = ConsoleLogFiles.Of(this, ConsoleLog, ConsoleTimeZone, Since, WriteError);
        _accepted = AcceptedInput.Read(this, Accepted, WriteError);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _piped.AddRange(InputObject);
        foreach (DominoDirectory directory in Directory)
            Attempt(() => Take(_reader.WithFieldMap(directory.State)));
        FilePaths.ForEach(this, Source, isLiteral: false, Read, pattern =>
        {
            _isFound = true;
            _notAudited.Add(SourceFindings.Nothing(
                pattern, $"The path '{pattern}' matches no file, so nothing was audited.", "Check the path."));
        });
        FilePaths.ForEach(this, LiteralSource, isLiteral: true, Read);

        void Read(string file) => Take(new DirectorySnapshot(_reader.Read(file)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        foreach (DirectoryDocuments one in GivenDocuments.ByState(_piped))
            _given.Add(one.Directory, one.Documents);
        List<DirectoryDocuments> given = [.. _given.ByDirectory()];
        if (given.Count > 1)
        {
            throw CoexException.DirectoryInvalid(
                given[1].Directory.Path ?? given[1].Directory.Content.Name,
                "A report is about one directory. Write a report for each directory.");
        }
        if (given.Count == 1)
            Export(given[0].Directory, given[0].Documents);
        else
            ExportNotAudited();
    });

    /// <summary>Writes an error. The report contains what was not audited because of it (VD1).</summary>
    internal override void WriteError(CoexException failure, string? source)
    {
        base.WriteError(failure, source);
        _isFound |= failure.ErrorId != nameof(CoexException.PathNotFound);
        if (SourceFindings.FindingOf(failure, source ?? _source) is { } finding)
            _notAudited.Add(finding);
    }

    // PowerShell binds the only positional argument before it reads the pipeline.
    private string OnlyPosition() =>
        Source.Length == 1
        && (MyInvocation.ExpectingInput || LiteralSource.Length + Directory.Length + InputObject.Length > 0)
            ? Source[0]
            : throw CoexException.ReportPathMissing(Source.FirstOrDefault());

    // VD1: a report that says that nothing was audited takes the place of an older one. There is no report about a path
    // that does not exist.
    private void ExportNotAudited()
    {
        string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(
            LiteralPath.Length > 0 ? LiteralPath : Path);
        if (!_isFound && _notAudited.Count > 0 && !(Force && File.Exists(target)))
            return;
        if (_notAudited.Count == 0)
        {
            _notAudited.Add(SourceFindings.Nothing(
                null, "The pipeline contained no file, directory, or document, so nothing was audited.",
                "Make sure that the preceding command in the pipeline returns output."));
        }
        string? source = _notAudited[0].Path;
        Export(new DirectorySnapshot(new DirectoryContent { Name = source ?? "", Path = source }), []);
    }

    private void Take(DirectorySnapshot directory) => _given.Add(directory, directory.Unordered);

    private void Export(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _source = directory.Path;
        if (Domain is not null)
        {
            IEnumerable<string> unmatched = DomainSelection.PatternsWithoutMatch(documents, Domain);
            _notAudited.AddRange(unmatched.Select(pattern => SourceFindings.Nothing(
                directory.Path, $"The pattern '{pattern}' matches no domain in the directory, so nothing was audited.",
                "Run Get-ForeignDomainDocument to list the domains.")));
            documents = DomainSelection.Of(documents, Domain, directory.DisplayName, WriteError);
        }
        ReportData? formerReport = CompareWith is null ? null : ReadFormerReport(CompareWith);
        string path = LiteralPath.Length > 0 ? LiteralPath : Path;
        string action = $"Write a report about {directory.DisplayName}";
        var target = new NewFile(this, path, Force) { Sources = [directory.Path, .. _requests.ReplicaPaths] };
        if (target.Write(action, _ => NewFile.Text(Page(directory, documents, formerReport))) is not { } file)
            return;
        if (PassThru)
            WriteObject(file);
        if (Show)
            OpenBrowser(file.FullName);
    }

    private string Page(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents, ReportData? formerReport)
    {
        var progress = new WorkProgress(this, "Writing the report");
        DirectoryScenario scenario = _requests.Scenario(directory, documents);
        ComponentOdds odds = Odds(scenario.Names);
        var input = new AuditInput { Consoles = _consoles.For(scenario.Names), Replicas = scenario.Replicas };
        scenario.Names.Check();
        // Reads the whole file again, which takes as long as the audit.
        Task<ReportSource> source = Task.Run(() => ReportSource.Of(directory.Content, CancelToken));
        var audit = new ConfigurationAudit(this, directory, documents.Select(document => document.Key), input);
        var reportInput = new ReportInput
        {
            Title = Title,
            Written = DateTimeOffset.UtcNow,
            Version = Checksum.Version,
            Directory = directory,
            Domains = [.. scenario.Domains.Select(scenario.View)],
            Origins = scenario.Snapshot.DefaultOrigins,
            Findings =
            [
                .. AcceptedFinding.Apply([.. _notAudited, .. Failures(audit)], _accepted, DateTimeOffset.UtcNow),
            ],
            Consoles = [.. audit.Consoles()],
            Repair = audit.Repair,
            Odds = odds,
            MaximumOrder = MaximumOrder == 0 ? null : MaximumOrder,
            Source = source.GetAwaiter().GetResult(), // After the audit, which runs at the same time.
        };
        (ReportData report, IReadOnlyList<ReportTrace> traces,
            IReadOnlyList<Lazy<ReportPicture>> pictures) =
            ReportBuilder.Build(reportInput, doing => progress.Report(doing, () => doing, -1), CancelToken);
        progress.End();
        ReportChanges? changes = formerReport is null ? null : ReportChanges.Of(formerReport, report);
        return ReportPage.Write(report, traces, pictures, changes);
    }

    // The finding that a directory contains nothing to audit is not repeated for a source that could not be read.
    private IEnumerable<CoexistenceFinding> Failures(ConfigurationAudit audit) =>
        audit.Failures().Where(finding => _notAudited.Count == 0 || !SourceFindings.IsNotAudited(finding));

    private ReportData ReadFormerReport(string path)
    {
        CoexException? failure = null;
        IReadOnlyList<string> files = FilePaths.Resolve(this, path, isLiteral: true, problem => failure = problem);
        if (failure is not null)
            throw failure;
        try
        {
            FilePlace.RefuseDevice(files[0]);
            return ReportJson.Read(File.ReadAllText(files[0], Encoding.UTF8));
        }
        catch (FormatException e)
        {
            throw CoexException.ReportUnreadable(files[0], e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(files[0], e.Message, e);
        }
    }

    private void OpenBrowser(string path)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(path) { UseShellExecute = true });
        }
        catch (Exception e)
            when (e is Win32Exception or InvalidOperationException or IOException or PlatformNotSupportedException)
        {
            WriteWarning($"The report was written, but no browser could be opened. {e.Message}");
        }
    }

    private ComponentOdds Odds(ServerNames names) => new()
    {
        Server = AvailabilityArguments.ByServer(
            ServerAvailability, ComponentOdds.DefaultAvailability, nameof(ServerAvailability), names),
    };
}
