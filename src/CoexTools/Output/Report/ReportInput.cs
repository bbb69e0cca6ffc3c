using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Output.Report;

/// <summary>What a report is made from.</summary>
internal sealed record ReportInput
{
    /// <summary>The title; null for the names of the domains.</summary>
    public string? Title { get; init; }

    /// <summary>When the report is written.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The version of CoexTools.</summary>
    public required string Version { get; init; }

    /// <summary>Where the directory came from.</summary>
    public required ReportSource Source { get; init; }

    /// <summary>The directory.</summary>
    public required DirectorySnapshot Directory { get; init; }

    /// <summary>The domains, and who sees what of them.</summary>
    public required IReadOnlyList<DomainVisibility> Domains { get; init; }

    /// <summary>The servers where requests start.</summary>
    public required IReadOnlyList<NotesName> Origins { get; init; }

    /// <summary>What the audit found.</summary>
    public required IReadOnlyList<CoexistenceFinding> Findings { get; init; }

    /// <summary>What the console logs of servers show; empty if none were specified.</summary>
    public IReadOnlyList<ConsoleComparison> Consoles { get; init; } = [];

    /// <summary>The repair.</summary>
    public required RepairPlan Repair { get; init; }

    /// <summary>How likely each component works.</summary>
    public ComponentOdds Odds { get; init; } = new();

    /// <summary>The most failures at a time; null for two, as far as a table has room for them.</summary>
    public int? MaximumOrder { get; init; }
}
