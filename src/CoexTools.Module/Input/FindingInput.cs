using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Output.Findings;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Input;

/// <summary>The findings, results of requests, availabilities, and repairs that are written to a file.</summary>
internal sealed class FindingInput
{
    private readonly List<CoexistenceFinding> _findings = [];
    private readonly List<PathResult> _paths = [];
    private readonly List<CoexistenceAvailability> _availabilities = [];
    private readonly List<CoexistenceRepair> _repairs = [];

    /// <summary>Adds an object, live or deserialized.</summary>
    /// <param name="input">The object.</param>
    /// <param name="isForMetrics">Specifies whether results of requests, availabilities, and repairs are written
    /// too.</param>
    /// <param name="warn">Receives why an object is not written.</param>
    /// <exception cref="CoexException">It is of another type, or it was changed after it was serialized.</exception>
    public void Add(PSObject? input, bool isForMetrics, Action<string> warn)
    {
        switch (Rehydrator.Unwrap(Rehydrator.Accept(input)))
        {
            case CoexistenceFinding finding:
                _findings.Add(finding);
                break;
            case PathResult or CoexistenceAvailability or CoexistenceRepair when !isForMetrics:
                warn("Results of requests, availabilities, and repairs are written only with -As Prometheus.");
                break;
            case PathResult { Failure: null } path:
                warn($"The result '{path}' was serialized by an earlier version, which did not record what fails. "
                    + "It is not written.");
                break;
            case PathResult path:
                _paths.Add(path);
                break;
            case CoexistenceAvailability availability:
                _availabilities.Add(availability);
                break;
            case CoexistenceRepair repair:
                _repairs.Add(repair);
                break;
            default:
                throw CoexException.FindingInvalid(input, input?.ToString() ?? "$null");
        }
    }

    /// <summary>Returns the run that the objects are from.</summary>
    public FindingRun Run(bool includesPassed) => new(DateTimeOffset.UtcNow, Checksum.Version)
    {
        Findings = _findings,
        Paths = _paths,
        Availabilities = _availabilities,
        Repairs = _repairs,
        Rules = RuleSelection.All,
        IncludesPassed = includesPassed,
    };
}
