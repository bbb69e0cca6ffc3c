using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>The instructions for the change of this directory in Domino.</summary>
internal sealed class DominoSteps
{
    private const int MostServers = 6;
    private const int MostCorrections = 20;

    private readonly ReportData _report;
    private readonly string _file;
    private readonly string _domains;
    private readonly List<string> _servers;

    /// <param name="report">The report.</param>
    public DominoSteps(ReportData report)
    {
        _report = report;
        string? name = report.Source.Path is { } path ? Path.GetFileName(path) : null;
        _file = Escaped.PowerShellArgument(
            name?.EndsWith(".dxl", StringComparison.OrdinalIgnoreCase) == true ? name : "names.dxl");
        _domains = report.SelectedDomains.Count == 0
            ? "" : $" -Domain {string.Join(", ", report.SelectedDomains.Select(Escaped.PowerShellArgument))}";
        _servers =
        [
            .. report.Domains.SelectMany(domain => domain.Documents)
                .SelectMany(document => new[] { document.MailServer, document.CalendarServer })
                .Where(server => server.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The steps, in their order; empty if nothing has to be changed in the file.</summary>
    public IReadOnlyList<ReportDirection> Steps => _report.RepairActions.Count == 0
        && _report.Corrections.All(correction => correction.Property is null)
        ? []
        : [.. Prepare(), .. Import(), .. Verify()];

    /// <summary>How to undo the change.</summary>
    public IReadOnlyList<ReportDirection> Undo =>
    [
        new(
            "Import the backup that the import wrote (BackupPath in its output):",
            ["./Import-NotesDirectory.ps1 <backup> -Server <server>"]),
        new(
            "If you do not have this backup, undo the change in the file (or use backup.dxl instead), and import "
                + "undo.dxl. The script requires -Force, because the documents in Domino are newer than the file:",
            [
                $"Undo-DirectoryChange {_file}",
                $"Get-ForeignDomainDocument {_file}{_domains} | Export-DominoDirectory -Path undo.dxl "
                    + "-ForeignDomainOnly",
            ]),
    ];

    private IEnumerable<ReportDirection> Prepare()
    {
        yield return new ReportDirection(
            "Export the directory with an ID that is among the readers of all Foreign Domain documents, usually "
                + "through the administrators' group. Keep a copy as a backup.",
            [$"./Export-NotesDirectory.ps1 {_file} -Server <server>", $"Copy-Item {_file} backup.dxl"]);
        if (_report.Corrections.Count > 0)
        {
            IEnumerable<ReportCorrection> shown = _report.Corrections.Take(MostCorrections);
            int more = _report.Corrections.Count - MostCorrections;
            yield return new ReportDirection(
                "Correct what the repair does not change. Read the finding first, because another value can be the "
                    + "correct one. Set-ForeignDomainDocument changes the file, and adds DocumentAccess as an edit in "
                    + "the form does: the repair in the next step removes it.",
                [.. shown.Select(CommandOf).OfType<string>()])
            {
                Details =
                [
                    .. shown.Select(correction => correction.Text),
                    .. more > 0 ? [$"{Plural.Of(more, "more correction")}: see the findings."] : Array.Empty<string>(),
                ],
            };
        }
        yield return new ReportDirection(
            "Repair the documents in the file, and write only the changed documents to another file.",
            [
                $"Repair-CoexistenceConfiguration {_file}{_domains}",
                $"Get-ForeignDomainDocument {_file}{_domains} | Export-DominoDirectory -Path changed.dxl -ChangedOnly",
            ]);
    }

    private IEnumerable<ReportDirection> Import()
    {
        yield return new ReportDirection(
            "Import the file into one replica, usually on the administration server of the directory. The ID requires "
                + "Editor access with the role [NetModifier] in the ACL, and must be among the readers of all "
                + "documents. The script imports only domains that nobody edited in Domino after the export, and "
                + "writes the documents as they were to a file, the backup for the undo. With -WhatIf, it only "
                + "compares.",
            [
                "./Import-NotesDirectory.ps1 changed.dxl -Server <server> -WhatIf",
                "./Import-NotesDirectory.ps1 changed.dxl -Server <server>",
            ]);
        yield return new ReportDirection(
            "On the console of the server into which you imported the file, replicate the directory with all other "
                + "servers, including the coexistence servers.",
            [.. _servers.Take(MostServers).Select(server => $"replicate {server} names.nsf")]);
        yield return new ReportDirection(
            "Rebuild the routing tables on the console of every server whose router or calendar connector uses the "
                + $"documents: all mail servers and the coexistence servers{In(_servers)}. Otherwise, a router does "
                + "this within about five minutes. How soon the calendar connector uses a changed document is not "
                + "documented.",
            ["tell router update config"]);
    }

    private IEnumerable<ReportDirection> Verify()
    {
        List<string> shown = [.. _servers.Take(MostServers)];
        yield return new ReportDirection(
            "Check each coexistence server's own replica (names.nsf on this server). A server does not receive a "
                + "document that it may not read (documented), so it may not receive the change that takes its "
                + "access away (inferred). Whether replication removes the copy that it has is not known: assume "
                + "that it stays. With an old copy, free/busy does not fail over. Each command must list only "
                + "documents that name its own server.",
            [
                .. shown.SelectMany(server => new[]
                {
                    $"./Export-NotesDirectory.ps1 {ReplicaFile(server)} -Server "
                        + Escaped.PowerShellArgument(server),
                    $"Get-ForeignDomainDocument {ReplicaFile(server)}{_domains}",
                }),
            ])
        {
            Details =
            [
                "If an old copy is there, create the replica again: a new replica that the server itself receives "
                    + "by replication contains only documents that the server can read. A copy of the file would "
                    + "contain all documents.",
                "Or delete the old copy in this replica only. First, select \"Do not send deletions made in this "
                    + "replica to other replicas\" in its replication settings, and leave it selected until the "
                    + "deletion stub is purged. Otherwise, the deletion can remove the document from all replicas.",
            ],
        };
        yield return new ReportDirection(
            "Verify the change in Domino: the comparison lists what you changed and nothing else, and the test "
                + "reports no error.",
            [
                "./Export-NotesDirectory.ps1 after.dxl -Server <server>",
                "Compare-ForeignDomainDocument backup.dxl after.dxl", "Test-CoexistenceConfiguration after.dxl",
            ]);
        yield return new ReportDirection(
            "Repeat the repair every night. Whenever somebody edits one of these documents in the form, Domino adds "
                + "DocumentAccess again, and free/busy no longer fails over. Register-CoexistenceSchedule makes the "
                + "repair permanent: through the Notes client of a Windows computer (-NotesServer), or through the "
                + "Domino REST API (-Uri). A schedule for a file repairs only this file. For details, see "
                + "about_CoexTools_Scheduling. Or use the agent in docs/export-and-import.md, which removes the field "
                + "in Domino.",
            ["Register-CoexistenceSchedule -NotesServer <server> -At 02:30 -User"]);
    }

    private static string In(List<string> servers) =>
        servers.Count == 0 ? "" : $" ({NameList.Within(servers, MostServers)})";

    // The common name, as far as it can be the name of a file.
    private static string ReplicaFile(string server) =>
        Escaped.PowerShellArgument(
            string.Concat(server.Split('/')[0].Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_'))
            + ".dxl");

    private string? CommandOf(ReportCorrection correction)
    {
        if (correction.Property is null)
            return null;
        bool isForAll = _report.Domains.SelectMany(domain => domain.Documents)
            .All(document => correction.Documents.Contains(document.UniversalId));
        string which = isForAll ? "" : " | Where-Object UniversalId -In "
            + string.Join(", ", correction.Documents.Select(Escaped.PowerShellArgument));
        return $"Get-ForeignDomainDocument {_file}{_domains}{which} | Set-ForeignDomainDocument "
            + $"-{correction.Property} {Escaped.PowerShellArgument(correction.Value!)} -PreserveOrder";
    }
}
