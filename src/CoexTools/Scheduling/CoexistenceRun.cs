using CoexTools.Audit;

namespace CoexTools.Scheduling;

/// <summary>
/// Represents what a run of the nightly repair did to one source: the output of <c>Get-CoexistenceRun</c>.
/// </summary>
public sealed class CoexistenceRun : CoexObject
{
    [Rehydrates]
    internal CoexistenceRun(
        string run, DateTimeOffset time, string? source, CoexistenceRunState state, string? reason,
        int? errorBefore, int? warningBefore, int? informationBefore, int? error, int? warning, int? information,
        IReadOnlyList<string> changed, IReadOnlyList<string> document, IReadOnlyList<string> editor,
        TimeSpan? duration, IReadOnlyList<string> nextStep, int? exitCode, string? user, string? machine, string log)
    {
        Run = run;
        Time = time;
        Source = source;
        State = state;
        Reason = reason;
        ErrorBefore = errorBefore;
        WarningBefore = warningBefore;
        InformationBefore = informationBefore;
        Error = error;
        Warning = warning;
        Information = information;
        Changed = OutputList.Of(changed);
        Document = OutputList.Of(document);
        Editor = OutputList.Of(editor);
        Duration = duration;
        NextStep = OutputList.Of(nextStep);
        ExitCode = exitCode;
        User = user;
        Machine = machine;
        Log = log;
    }

    /// <summary>Gets when the run started.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>
    /// Gets the file, or the server with its directory; null if the run failed for another reason than its sources.
    /// </summary>
    public string? Source { get; }

    /// <summary>Gets how the run left the source.</summary>
    public CoexistenceRunState State { get; }

    /// <summary>Gets why the state is not better; null for a source that is healthy or repaired.</summary>
    public string? Reason { get; }

    /// <summary>
    /// Gets the number of errors and warnings that the run read first; null if the source could not be audited.
    /// </summary>
    public int? FindingBefore => Sum(ErrorBefore, WarningBefore);

    /// <summary>
    /// Gets the number of errors and warnings that the run read last; null if the source could not be audited.
    /// </summary>
    public int? Finding => Sum(Error, Warning);

    /// <summary>Gets the number of errors that the run read first; null if it is not known.</summary>
    public int? ErrorBefore { get; }

    /// <summary>Gets the number of warnings that the run read first; null if it is not known.</summary>
    public int? WarningBefore { get; }

    /// <summary>Gets the number of informational findings that the run read first; null if it is not known.</summary>
    public int? InformationBefore { get; }

    /// <summary>Gets the number of errors that the run read last; null if it is not known.</summary>
    public int? Error { get; }

    /// <summary>Gets the number of warnings that the run read last; null if it is not known.</summary>
    public int? Warning { get; }

    /// <summary>Gets the number of informational findings that the run read last; null if it is not known.</summary>
    public int? Information { get; }

    /// <summary>Gets the documents that the run changed, as people name them.</summary>
    public IReadOnlyList<string> Changed { get; }

    /// <summary>Gets the UNIDs of the documents in <see cref="Changed"/>, in the same order.</summary>
    public IReadOnlyList<string> Document { get; }

    /// <summary>
    /// Gets who had saved the documents in <see cref="Changed"/> before the run, in the same order; an empty text for a
    /// document without this information.
    /// </summary>
    public IReadOnlyList<string> Editor { get; }

    /// <summary>Gets how long the run worked on the source; null if it is not known.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Gets the steps that remain for an administrator.</summary>
    public IReadOnlyList<string> NextStep { get; }

    /// <summary>Gets the exit code of the run; null if the log does not contain its end.</summary>
    public int? ExitCode { get; }

    /// <summary>Gets the account that ran the script.</summary>
    public string? User { get; }

    /// <summary>Gets the computer that ran the script.</summary>
    public string? Machine { get; }

    /// <summary>Gets the identifier of the run in the log. All sources of a run have the same.</summary>
    public string Run { get; }

    /// <summary>Gets the path of the log.</summary>
    public string Log { get; }

    /// <summary>
    /// Gets all sources of the run, if this object is about the run instead of one source; otherwise empty.
    /// </summary>
    internal IReadOnlyList<string> RunSource { get; init; } = [];

    /// <summary>Returns the source and its state.</summary>
    public override string ToString() => Source is null ? State.ToString() : $"{Source}: {State}";

    private static int? Sum(int? errors, int? warnings) => errors is null && warnings is null
        ? null : (errors ?? 0) + (warnings ?? 0);
}
