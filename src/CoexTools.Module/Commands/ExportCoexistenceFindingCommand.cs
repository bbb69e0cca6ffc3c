using CoexTools.Audit;
using CoexTools.Input;
using CoexTools.Output.Findings;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Writes findings to a file for another program: code scanning, a build server, or monitoring.</summary>
[Cmdlet(VerbsData.Export, "CoexistenceFinding", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCoexistenceFindingCommand : CoexCommand
{
    private const string InputPathSet = "InputObjectPath";

    private readonly FindingInput _input = new();
    private readonly FindingInput _beforeRepair = new();
    private readonly FindingInput _afterRepair = new();

    /// <summary>
    /// Specifies findings. For -As Prometheus, also results of requests, availabilities, and repairs.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputPathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [AllowNull, AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Specifies the format.</summary>
    [Parameter(Mandatory = true)]
    public FindingFormat As { get; set; }

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputPathSet)]
    [PathText, ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Specifies the file to write, by its exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP"), PathText, ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>
    /// Specifies the findings, results, and availabilities of the state that a repair reaches. They are written as
    /// metrics of their own.
    /// </summary>
    [Parameter, AllowNull, AllowEmptyCollection]
    public PSObject?[]? AfterRepair { get; set; }

    /// <summary>
    /// Specifies the findings of the state before a repair, if the input describes the state after it. They are written
    /// as metrics of their own.
    /// </summary>
    [Parameter, AllowNull, AllowEmptyCollection]
    public PSObject?[]? BeforeRepair { get; set; }

    /// <summary>Specifies how the run left its sources, for a metric.</summary>
    [Parameter]
    public CoexistenceRunState? State { get; set; }

    /// <summary>Includes the rules that are met and those that do not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>
    /// Records that the run failed, so that findings may be missing. With the value $false, an input that does not show
    /// that anything was audited is not a failed run.
    /// </summary>
    [Parameter]
    public SwitchParameter RunFailed { get; set; }

    /// <summary>Replaces an existing file, a read-only one too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        WarnOfIgnored(nameof(AfterRepair), AfterRepair);
        WarnOfIgnored(nameof(BeforeRepair), BeforeRepair);
        WarnOfIgnored(nameof(State), State);
        foreach (PSObject? one in AfterRepair ?? [])
            Attempt(() => _afterRepair.Add(one, As == FindingFormat.Prometheus, WarnOnce));
        foreach (PSObject? one in BeforeRepair ?? [])
            Attempt(() => _beforeRepair.Add(one, As == FindingFormat.Prometheus, WarnOnce));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An object of another type must not fail to bind: the command would not know that something is missing.
        foreach (PSObject? one in InputObject ?? [null])
            Attempt(() => _input.Add(one, As == FindingFormat.Prometheus, WarnOnce));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        string path = LiteralPath.Length > 0 ? LiteralPath : Path;
        FindingRun run = _input.Run(IncludePassed);
        string action = $"Write {Plural.Of(run.Findings.Count, "finding")} as {As}";
        // The caller may know how the run ended.
        bool isAssured = MyInvocation.BoundParameters.ContainsKey(nameof(RunFailed));
        bool isUnknown = !isAssured && !HasFailed && !run.IsAudited && !run.NotAudited.Any(); // VD1
        run = run with
        {
            HasFailed = RunFailed || HasFailed || isUnknown || run.NotAudited.Any(),
            AfterRepair = AfterRepair is null ? null : _afterRepair.Run(IncludePassed),
            BeforeRepair = BeforeRepair is null ? null : _beforeRepair.Run(IncludePassed),
            State = State,
        };
        var target = new NewFile(this, path, Force) { Sources = run.Findings.Select(finding => finding.Path) };
        if (target.Write(action, full => NewFile.Text(Text(run, full))) is not { } file)
            return;
        if (PassThru)
            WriteObject(file);
        if (isUnknown)
            throw CoexException.NothingAudited(file.FullName);
    });

    private void WarnOfIgnored(string parameter, object? value)
    {
        if (value is not null && As != FindingFormat.Prometheus)
            WriteWarning($"-{parameter} applies only to -As Prometheus. It is ignored for -As {As}.");
    }

    private string Text(FindingRun run, string path)
    {
        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        run = run with
        {
            Files = CheckedFile.Describe(
                run.Findings.Select(finding => finding.Path).OfType<string>(), folder,
                isHashed: As == FindingFormat.Sarif, CancelToken),
        };
        return As switch
        {
            FindingFormat.Sarif => SarifWriter.Write(run),
            FindingFormat.JUnit => JUnitWriter.Write(run),
            FindingFormat.NUnit => NUnitWriter.Write(run),
            FindingFormat.Markdown => MarkdownWriter.Write(run),
            _ => PrometheusWriter.Write(run with { FormerMetrics = FormerMetrics.Read(path) }),
        };
    }
}
