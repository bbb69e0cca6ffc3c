namespace CoexTools.Output.Report;

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

    /// <summary>What the repair does not correct; empty for a former report.</summary>
    public IReadOnlyList<ReportCorrection> Corrections { get; init; } = [];

    /// <summary>What the console logs of servers show; empty for a former report.</summary>
    public IReadOnlyList<ReportConsole> Consoles { get; init; } = [];

    /// <summary>What had to be assumed.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>How available servers are assumed to be, in words; empty for a former report.</summary>
    public string ServerAvailability { get; init; } = "";

    /// <summary>
    /// The domains of the report if the directory contains others too; empty for all domains, and for a former report.
    /// </summary>
    public IReadOnlyList<string> SelectedDomains { get; init; } = [];
}
