namespace CoexTools.Report;

/// <summary>The content of a report: plain values, which a later report can be compared with.</summary>
internal sealed record ReportData
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>When the report was written. Nothing else differs between two reports of the same state.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The version of CoexTools.</summary>
    public required string Version { get; init; }

    /// <summary>Where the directory came from.</summary>
    public required ReportSource Source { get; init; }

    /// <summary>The domains, by name.</summary>
    public required IReadOnlyList<ReportDomain> Domains { get; init; }

    /// <summary>What the audit found.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>What the repair would do to each document, in the order of saving.</summary>
    public required IReadOnlyList<string> RepairActions { get; init; }

    /// <summary>Why the repair leaves something as it is.</summary>
    public required IReadOnlyList<string> RepairProblems { get; init; }

    /// <summary>What had to be assumed.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>How available servers are assumed to be, in words; empty for a former report.</summary>
    public string ServerAvailability { get; init; } = "";
}

/// <summary>Where a directory came from.</summary>
/// <param name="Name">The name of the directory.</param>
/// <param name="Path">The file; null for a directory in memory.</param>
/// <param name="Sha256">The SHA-256 hash of the file; null if it is not known.</param>
/// <param name="Remark">What to know about the file; empty if there is nothing.</param>
internal sealed record ReportSource(string Name, string? Path, string? Sha256, string Remark);

/// <summary>What a report says of a domain.</summary>
/// <param name="Name">The name.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="AfterRepair">What the repair changes, as a sentence; null if there is no repair.</param>
/// <param name="Documents">The documents, in order of priority.</param>
/// <param name="Readers">Who can read which document.</param>
/// <param name="Services">The outcome of requests, by service.</param>
internal sealed record ReportDomain(
    string Name, ReportVerdict Verdict, string? AfterRepair, IReadOnlyList<ReportDocument> Documents, IReadOnlyList<ReportReaderRow> Readers,
    IReadOnlyList<ReportService> Services);

/// <summary>How serious a verdict is.</summary>
internal enum VerdictLevel
{
    /// <summary>No single failure of a server stops a service.</summary>
    Good,

    /// <summary>Whether a single failure of a server stops a service is not known.</summary>
    Unknown,

    /// <summary>A single failure of a server stops a service.</summary>
    Gap,

    /// <summary>A service fails even if nothing else does.</summary>
    Failing,
}

/// <summary>A verdict on a domain.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Sentence">The verdict as a sentence.</param>
internal sealed record ReportVerdict(VerdictLevel Level, string Sentence);

/// <summary>A Foreign Domain document.</summary>
/// <param name="UniversalId">The UNID.</param>
/// <param name="Name">The document as people name it.</param>
/// <param name="MailServer">The mail server; empty if it names none.</param>
/// <param name="CalendarServer">The calendar server; empty if it names none.</param>
/// <param name="Modified">The time of the last modification; null if it is not known.</param>
/// <param name="HasDocumentAccess">Whether it has the field <c>DocumentAccess</c>.</param>
/// <param name="Readers">The readers; empty if it is not restricted.</param>
/// <param name="LastSave">Who saved it last, and when; null if it is not known.</param>
internal sealed record ReportDocument(
    string UniversalId, string Name, string MailServer, string CalendarServer, DateTimeOffset? Modified, bool HasDocumentAccess,
    IReadOnlyList<string> Readers, string? LastSave);

/// <summary>Servers that can read the same documents through the same entries.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="IsCoexistence">Whether this is a coexistence server.</param>
/// <param name="Entries">For each document the entry that admits them; null if they cannot read it.</param>
internal sealed record ReportReaderRow(IReadOnlyList<string> Servers, bool IsCoexistence, IReadOnlyList<string?> Entries);

/// <summary>The requests for a service.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="Outages">The outages. The first entry stands for everything up.</param>
/// <param name="OmittedOutages">Why there are no more outages; empty if none of interest was left out.</param>
/// <param name="Origins">The origins.</param>
internal sealed record ReportService(
    string Name, IReadOnlyList<string> Outages, string OmittedOutages, IReadOnlyList<ReportOrigins> Origins)
{
    /// <summary>The number of outages with one failure, which follow the first entry; 0 for a former report.</summary>
    public int SingleOutages { get; init; }
}

/// <summary>Servers whose requests have the same outcomes.</summary>
/// <param name="Servers">The servers.</param>
/// <param name="Outcomes">The outcome in each outage.</param>
/// <param name="Now">The availability today.</param>
/// <param name="AfterRepair">The availability after the repair; null if there is no repair.</param>
internal sealed record ReportOrigins(
    IReadOnlyList<string> Servers, IReadOnlyList<ReportOutcome> Outcomes, ReportAvailability Now, ReportAvailability? AfterRepair);

/// <summary>The outcome of a request.</summary>
/// <param name="IsReached">Whether it reaches Exchange.</param>
/// <param name="Status">The status.</param>
/// <param name="Server">The server that answers, or where the request ends; empty if this is the server where it starts.</param>
/// <param name="Trace">The trace; null if it is not known, as in a former report.</param>
internal sealed record ReportOutcome(bool IsReached, string Status, string Server, ReportTrace? Trace);

/// <summary>The steps of requests with the same path.</summary>
/// <param name="Number">The number of the trace in the report, from 1.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Service">The service.</param>
/// <param name="Origins">The origins of the first request that took it.</param>
/// <param name="Outage">The outage in which that request took it.</param>
/// <param name="Outcome">The status and the server.</param>
/// <param name="IsReached">Whether the request reaches Exchange.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Reason">Why the request ends so.</param>
/// <param name="Recommendation">What to do about it; null if there is nothing to do.</param>
internal sealed record ReportTrace(
    int Number, string Domain, string Service, IReadOnlyList<string> Origins, string Outage, string Outcome, bool IsReached,
    IReadOnlyList<ReportStep> Steps, string Reason, string? Recommendation);

/// <summary>A step of a request.</summary>
/// <param name="Server">The server that decided.</param>
/// <param name="Rule">The rule that it followed.</param>
/// <param name="Basis">How well the rule is known.</param>
/// <param name="Decision">What it decided.</param>
internal sealed record ReportStep(string Server, string Rule, string Basis, string Decision);

/// <summary>The availability of a service.</summary>
/// <param name="Low">The availability is at least this, from 0 to 1.</param>
/// <param name="High">The availability is at most this, from 0 to 1.</param>
/// <param name="DowntimeHours">The downtime in a year, in hours; if the availability has bounds, at most.</param>
/// <param name="SinglePoints">The servers that stop the service if they alone fail.</param>
/// <param name="CutSets">The smallest sets of servers whose failure stops the service.</param>
internal sealed record ReportAvailability(
    double Low, double High, double DowntimeHours, IReadOnlyList<string> SinglePoints, IReadOnlyList<string> CutSets)
{
    /// <summary>
    /// The downtime in a year, in hours, if the connections to Exchange can fail too; null if it is not known, as in a
    /// former report.
    /// </summary>
    public double? HoursWithConnections { get; init; }

    /// <summary>Why it is not known whether the service survives any single failure; empty if it is known.</summary>
    public string UnknownReason { get; init; } = "";

    /// <summary>Whether the service fails even if nothing else does.</summary>
    public bool IsAlwaysDown => CutSets.Count == 1 && CutSets[0].Length == 0;
}

/// <summary>What the audit found.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Name">The name of the rule.</param>
/// <param name="Severity">The severity, or that the finding is an accepted risk.</param>
/// <param name="Subject">The document, server, or domain.</param>
/// <param name="Reason">What was found.</param>
/// <param name="Recommendation">What to do; null if there is nothing to do.</param>
/// <param name="IsRepairable">Whether the repair removes it.</param>
internal sealed record ReportFinding(
    string Rule, string Name, string Severity, string Subject, string Reason, string? Recommendation, bool IsRepairable)
{
    /// <summary>Replaces the severity of a finding that is accepted as a risk.</summary>
    public const string Accepted = nameof(Audit.FindingOutcome.Accepted);

    /// <summary>Whether the finding says that something was not audited (VD1).</summary>
    public bool IsNotAudited => Severity != Accepted && Audit.SourceChecks.IsAlwaysApplied(Rule);
}
