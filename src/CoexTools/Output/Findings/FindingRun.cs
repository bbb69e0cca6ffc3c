using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Simulation;

namespace CoexTools.Output.Findings;

/// <summary>What a run found, with what a writer needs to know about the run.</summary>
/// <param name="Time">When the run ended.</param>
/// <param name="Version">The version of CoexTools.</param>
internal sealed record FindingRun(DateTimeOffset Time, string Version)
{
    /// <summary>The findings, in their order.</summary>
    public IReadOnlyList<CoexistenceFinding> Findings { get; init; } = [];

    /// <summary>The results of requests.</summary>
    public IReadOnlyList<PathResult> Paths { get; init; } = [];

    /// <summary>What measurements of the availability returned.</summary>
    public IReadOnlyList<CoexistenceAvailability> Availabilities { get; init; } = [];

    /// <summary>The repairs.</summary>
    public IReadOnlyList<CoexistenceRepair> Repairs { get; init; } = [];

    /// <summary>The known rules.</summary>
    public IReadOnlyList<CoexistenceRule> Rules { get; init; } = [];

    /// <summary>Whether the files contain the rules that are met and those that do not apply.</summary>
    public bool IncludesPassed { get; init; }

    /// <summary>Whether the run failed, so that findings may be missing.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether the input shows that something was audited or tested (VD1).</summary>
    public bool IsAudited => Paths.Count + Availabilities.Count > 0
        || Findings.Any(finding => finding.Outcome != FindingOutcome.NotChecked && !SourceChecks.IsNotAudited(finding));

    /// <summary>The files that were checked, by their full path.</summary>
    public IReadOnlyDictionary<string, CheckedFile> Files { get; init; } = new Dictionary<string, CheckedFile>();

    /// <summary>What is wrong.</summary>
    public IEnumerable<CoexistenceFinding> Problems =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.Fail);

    /// <summary>The sources that were not audited.</summary>
    public IEnumerable<CoexistenceFinding> NotAudited => Findings.Where(SourceChecks.IsNotAudited);

    /// <summary>What could not be checked.</summary>
    public IEnumerable<CoexistenceFinding> NotChecked =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.NotChecked);

    /// <summary>The risks that were accepted.</summary>
    public IEnumerable<CoexistenceFinding> Accepted =>
        Findings.Where(finding => finding.Outcome == FindingOutcome.Accepted);

    /// <summary>The state after the repair, for metrics; null if it is not known.</summary>
    public FindingRun? AfterRepair { get; init; }

    /// <summary>
    /// Returns whether a finding belongs in the file: what is wrong, what was accepted, and what could not be checked
    /// always does.
    /// </summary>
    public bool Includes(CoexistenceFinding finding) =>
        IncludesPassed
        || finding.Outcome is FindingOutcome.Fail or FindingOutcome.Accepted or FindingOutcome.NotChecked;

    /// <summary>The name of a file in texts, relative to the folder of the run.</summary>
    public string NameOf(string path) => Files.TryGetValue(path, out CheckedFile? file) ? file.Name : path;
}
