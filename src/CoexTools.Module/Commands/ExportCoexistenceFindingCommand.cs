using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Findings;
using CoexTools.Input;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>The formats of a file with findings.</summary>
public enum FindingFormat
{
    /// <summary>Static Analysis Results Interchange Format 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Test results of JUnit, for build servers.</summary>
    JUnit,

    /// <summary>Test results of NUnit 3, for build servers.</summary>
    NUnit,

    /// <summary>GitHub Flavored Markdown, for summaries of jobs, wikis, and tickets.</summary>
    Markdown,

    /// <summary>Metrics in the text format of Prometheus.</summary>
    Prometheus,
}

/// <summary>Writes findings to a file for another program: code scanning, a build server, or monitoring.</summary>
[Cmdlet(VerbsData.Export, "CoexistenceFinding", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCoexistenceFindingCommand : CoexCommand
{
    private const string InputPathSet = "InputObjectPath";

    private readonly List<CoexistenceFinding> _findings = [];
    private readonly List<PathResult> _paths = [];
    private readonly List<CoexistenceAvailability> _availabilities = [];

    /// <summary>Specifies findings. For -As Prometheus, also results of requests and availabilities.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputPathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNull, AllowEmptyCollection, Rehydrated]
    public CoexObject[] InputObject { get; set; } = [];

    /// <summary>Specifies the format.</summary>
    [Parameter(Mandatory = true)]
    public FindingFormat As { get; set; }

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputPathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file to write, by its exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet), Alias("PSPath", "LP"), ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Includes the rules that are met and those that do not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Records that the run failed, so that findings may be missing.</summary>
    [Parameter]
    public SwitchParameter RunFailed { get; set; }

    /// <summary>Replaces an existing file, a read-only one too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (CoexObject one in InputObject)
            Attempt(() => Add(one));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        string path = LiteralPath.Length > 0 ? LiteralPath : Path;
        string action = $"Write {Plural.Of(_findings.Count, "finding")} as {As}";
        if (NewFile.Write(this, path, action, Force, _ => NewFile.Text(Text())) is { } file && PassThru)
            WriteObject(file);
    });

    private void Add(CoexObject one)
    {
        switch (one)
        {
            case CoexistenceFinding finding:
                _findings.Add(finding);
                break;
            case PathResult or CoexistenceAvailability when As != FindingFormat.Prometheus:
                WarnOnce($"Results of requests and availabilities are not written as {As}. Use -As Prometheus.");
                break;
            case PathResult { Failure: null } path:
                WarnOnce($"The result '{path}' was serialized by an earlier version, which did not record what fails. It is not written.");
                break;
            case PathResult path:
                _paths.Add(path);
                break;
            case CoexistenceAvailability availability:
                _availabilities.Add(availability);
                break;
            default:
                throw CoexException.FindingInvalid(one, one.ToString()!);
        }
    }

    private string Text()
    {
        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var run = new FindingRun(DateTimeOffset.UtcNow, Checksum.Version)
        {
            Findings = _findings,
            Paths = _paths,
            Availabilities = _availabilities,
            Rules = RuleSelection.All,
            IncludesPassed = IncludePassed,
            HasFailed = RunFailed,
            Files = CheckedFiles.Describe(
                _findings.Select(finding => finding.Path).OfType<string>(), folder, isHashed: As == FindingFormat.Sarif, CancelToken),
        };
        return As switch
        {
            FindingFormat.Sarif => SarifWriter.Write(run),
            FindingFormat.JUnit => JUnitWriter.Write(run),
            FindingFormat.NUnit => NUnitWriter.Write(run),
            FindingFormat.Markdown => MarkdownWriter.Write(run),
            _ => PrometheusWriter.Write(run),
        };
    }
}
