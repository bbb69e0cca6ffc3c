using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Rules;
using CoexTools.Simulation;

namespace CoexTools.Output.Findings;

/// <summary>Represents what a run found, with what a writer needs to know about the run.</summary>
/// <param name="Time">Specifies when the run ended.</param>
/// <param name="Version">The version of CoexTools.</param>
internal sealed record FindingRun(DateTimeOffset Time, string Version)
{
    /// <summary>Gets the findings, in their order.</summary>
    public IReadOnlyList<CoexistenceFinding> Findings { get; init; } = [];

    /// <summary>Gets the results of requests.</summary>
    public IReadOnlyList<PathResult> Paths { get; init; } = [];

    /// <summary>Specifies what measurements of the availability returned.</summary>
    public IReadOnlyList<CoexistenceAvailability> Availabilities { get; init; } = [];

    /// <summary>Gets the repairs.</summary>
    public IReadOnlyList<CoexistenceRepair> Repairs { get; init; } = [];

    /// <summary>Gets the known rules.</summary>
    public IReadOnlyList<CoexistenceRule> Rules { get; init; } = [];

    /// <summary>Specifies whether the files contain the rules that are met and those that do not apply.</summary>
    public bool IncludesPassed { get; init; }

    /// <summary>Specifies whether the run failed, so that findings may be missing.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Specifies whether the input shows that something was audited or tested (VD1).</summary>
    public bool IsAudited => Paths.Count + Availabilities.Count > 0
        || Findings.Any(
            finding => finding.Outcome != FindingOutcome.NotChecked && !SourceFindings.IsNotAudited(finding));

    /// <summary>Gets the files that were checked, by their full path.</summary>
    public IReadOnlyDictionary<string, CheckedFile> Files { get; init; } = new Dictionary<string, CheckedFile>();

    /// <summary>Specifies what is wrong.</summary>
    public IEnumerable<CoexistenceFinding> Problems =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.Fail);

    /// <summary>Gets the sources that were not audited.</summary>
    public IEnumerable<CoexistenceFinding> NotAudited => Findings.Where(SourceFindings.IsNotAudited);

    /// <summary>Specifies what could not be checked.</summary>
    public IEnumerable<CoexistenceFinding> NotChecked =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.NotChecked);

    /// <summary>Gets the risks that were accepted.</summary>
    public IEnumerable<CoexistenceFinding> Accepted =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.Accepted);

    /// <summary>Gets the state after the repair, for metrics; null if it is not known.</summary>
    public FindingRun? AfterRepair { get; init; }

    /// <summary>Gets the state before the repair, for metrics; null if it is not known.</summary>
    public FindingRun? BeforeRepair { get; init; }

    /// <summary>Gets how the run left its sources, for metrics; null if it is not known.</summary>
    public CoexistenceRunState? State { get; init; }

    /// <summary>Gets the metrics in the file that is replaced.</summary>
    public FormerMetrics FormerMetrics { get; init; } = FormerMetrics.None;

    /// <summary>
    /// Returns whether a finding belongs in the file: what is wrong, what was accepted, and what could not be checked
    /// always does.
    /// </summary>
    public bool Includes(CoexistenceFinding finding) =>
        IncludesPassed
        || finding.Outcome is FindingOutcome.Fail or FindingOutcome.Accepted or FindingOutcome.NotChecked;

    /// <summary>Returns the name of a file in texts, relative to the folder of the run.</summary>
    public string NameOf(string path) => Files.TryGetValue(path, out CheckedFile? file) ? file.Name : path;
}
