namespace CoexTools.Module.Tests.Conformance;

/// <summary>Shows the effect of a parameter: two calls of a command that differ in nothing else.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="With">The arguments that specify it.</param>
internal sealed record ParameterEffect(string Parameter, string With)
{
    /// <summary>The arguments of the other call: none, or another value if the parameter is mandatory.</summary>
    public string Without { get; init; } = "";

    /// <summary>
    /// Specifies that the other call has another parameter in its place, because the parameter only selects a parameter
    /// set.
    /// </summary>
    public bool IsSetSelector { get; init; }

    /// <summary>Further arguments of both calls.</summary>
    public string Also { get; init; } = "";

    /// <summary>The file that both calls read, without its extension.</summary>
    public string File { get; init; } = "d";

    /// <summary>
    /// Arguments that replace the source of both calls; null to use each source that the parameter can be combined
    /// with.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>
    /// The whole call, if it differs from the usual one of the command; <c>{0}</c> stands for the arguments.
    /// </summary>
    public string? Call { get; init; }
}

/// <summary>Shows the effects of all parameters of a command.</summary>
/// <param name="Call">The usual call; <c>{0}</c> stands for the arguments.</param>
/// <param name="Parameters">The effects.</param>
internal sealed record CommandEffects(string Call, params ParameterEffect[] Parameters)
{
    /// <summary>Specifies the command that returns the objects of <c>-InputObject</c>.</summary>
    public string Input { get; init; } = "Get-ForeignDomainDocument";

    /// <summary>
    /// Specifies that directories must be connected to a server, so that calls with a directory in memory have the same
    /// outcome.
    /// </summary>
    public bool IsForConnectedDirectories { get; init; }
}

/// <summary>
/// The effects of all parameters. The files: d has two domains and the field DocumentAccess, s has one of the two, e
/// has one domain and not the field, in f one server is not yet in a group of e, n has no readers, t has another order
/// by the other time, p has the field only in its older document, l is not repaired without -Force, r is read-only, c
/// has a journal, rc has both, runs is a log, and careless has a syntax error in a document that CoexTools does not
/// use.
/// </summary>
internal static class ParameterEffects
{
    // Each event makes the next change of the target of a link.
    private const string NextChange =
        " | ForEach-Object { [IO.File]::Copy(\"$folder/$(('s.dxl', 'n.dxl', 'e.dxl')[$n++ % 3])\", "
            + "\"$folder/target/link.dxl\", $true); $_ }";

    private const string NoDocuments =
        "-FieldMap @{ DomainType = 'None'; MailServer = 'None'; CalendarServer = 'None' }";
    private const string Differences = "Compare-CoexistencePath d.dxl e.dxl -From Hub01 -MaximumOrder 0";
    private const string Space = "-InputObject @{ ForestName = 'b.acme.com'; AccessMethod = 'OrgWideFB' }";
    private const string SecondDocument = "-InputObject (Get-ForeignDomainDocument e.dxl)[1]";

    // The servers are those of ServerFixture.
    private const string ToServer = "-Uri $uri -DataSource names -Credential $credential";
    private const string Connection = $"Connect-DominoDirectory {ToServer} -AllowHttp";
    private const string ServerJournal = $"-Directory ({Connection} -JournalPath c.dxl.journal)";

    private const string ScheduledConsole = "-ConsoleLog @{ Hub01 = 'console.log' }";
    private const string ServerFiles = "Register-CoexistenceSchedule {0} -PowerShell /opt/pwsh -OutputPath units";
    private const string NotesFiles =
        "Register-CoexistenceSchedule {0} -Scheduler TaskScheduler -User -OutputPath units";

    // Nothing listens at this port.
    private const string Network = "-Network (Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' })";

    private static readonly ParameterEffect[] Paths =
    [
        new("Path", "-Path e.dxl") { Without = "-Path c.dxl", Source = "" },
        new("LiteralPath", "-LiteralPath e.dxl") { Without = "-LiteralPath c.dxl", Source = "" },
    ];

    private static readonly ParameterEffect[] Files =
    [
        .. Paths, new("FieldMap", NoDocuments), new("Strict", "-Strict") { File = "careless" },
    ];

    private static readonly ParameterEffect[] Directories =
    [
        .. Files, new("Directory", "-Directory $directory") { Without = "-Directory $other", Source = "" }, new(
            "Domain", "-Domain Other"),
    ];

    private static readonly ParameterEffect[] Documents =
    [
        .. Directories, new("InputObject", "-InputObject $documents") { Without = "-InputObject $others", Source = "" },
    ];

    private static readonly ParameterEffect[] Questions =
    [
        .. Documents, new("From", "-From Hub01"), new("OrderBy", "-OrderBy Revised") { File = "t" },
        new("WhatIfEdited", "-WhatIfEdited (Get-ForeignDomainDocument d.dxl)[1]"), new(
            "Replica", "-Replica @{ DominoA = 'e.dxl' }"),
    ];

    private static readonly ParameterEffect[] ConsoleLogs =
    [
        new("ConsoleLog", "-ConsoleLog @{ Hub01 = 'console.log' }") { Also = "-ServerDown DominoA, DominoB" },
        new("ConsoleTimeZone", "-ConsoleTimeZone UTC")
        {
            Also = "-ServerDown DominoA, DominoB -ConsoleLog @{ Hub01 = 'near.log' }",
        },
        new("Since", "-Since 2999-01-01")
        {
            Also = "-ServerDown DominoA, DominoB -ConsoleLog @{ Hub01 = 'console.log' }",
        },
    ];

    private static readonly ParameterEffect[] PathTests =
    [
        .. Questions, new("ServerDown", "-ServerDown DominoA"), new("ServerBusy", "-ServerBusy DominoA"),
        new("LinkDown", "-LinkDown 'Hub01|DominoA'"), new("Quiet", "-Quiet"), new("Unique", "-Unique"),
        new("Network", Network),
        new("FormerExport", "-FormerExport f.dxl"), .. ConsoleLogs,
    ];

    private static readonly ParameterEffect[] Saves =
    [
        new("Force", "-Force") { Source = "-Path r.dxl" }, new("Force", "-Force") { Source = "-LiteralPath r.dxl" },
        new("Force", "-Force") { Source = "-InputObject (Get-ForeignDomainDocument r.dxl)" },
        new("NoJournal", "-NoJournal") { Source = "-Path d.dxl" }, new(
            "NoJournal", "-NoJournal") { Source = "-LiteralPath d.dxl" },
        new("NoJournal", "-NoJournal") { Source = "-InputObject (Get-ForeignDomainDocument d.dxl)" },
    ];

    private static readonly ParameterEffect[] DocumentChanges =
    [
        .. Documents, .. Saves, new("PassThru", "-PassThru"),
    ];

    // Documents, or results and differences.
    private static readonly ParameterEffect[] Drawn =
    [
        .. Documents,
        new("Result", "-Result (Test-MailRoute d.dxl)") { Without = "-Result (Test-MailRoute e.dxl)", Source = "" },
        new(
            "Difference", $"-Difference ({Differences})") { Without =
                $"-Difference ({Differences} -Service Mail)", Source = "" },
        new("Domain", "-Domain Other") { Source = "-Result (Test-MailRoute d.dxl)" },
        new("Domain", "-Domain Other") { Source = $"-Difference ({Differences})" },
    ];

    private static readonly ParameterEffect[] InMemory =
    [
        new("Directory", "-Directory $directory") { Without = "-Directory $other" }, new(
            "PassThru", "-PassThru") { Also = "-Directory $directory" },
    ];

    /// <summary>The effects by command.</summary>
    public static IReadOnlyDictionary<string, CommandEffects> All { get; } = new Dictionary<string, CommandEffects>
    {
        ["Add-DominoGroup"] = new(
            "Add-DominoGroup {0}",
            [
                .. InMemory.Select(effect => effect with { Also = $"-Name New {effect.Also}" }),
                new("Name", "-Name New") { Without = "-Name Other", Also = "-Directory $directory" },
                new("Member", "-Member Hub01/Acme") { Also = "-Name New -Directory $directory" },
                new("Type", "-Type MailOnly") { Also = "-Name New -Directory $directory" },
            ]),
        ["Add-DominoServer"] = new(
            "Add-DominoServer {0}",
            [
                .. InMemory.Select(effect => effect with { Also = $"-Name New/Acme {effect.Also}" }),
                new("Name", "-Name New/Acme") { Without = "-Name Other/Acme", Also = "-Directory $directory" },
                new("Domain", "-Domain Acme") { Also = "-Name New/Acme -Directory $directory" },
            ]),
        ["Compare-ForeignDomainDocument"] = new(
            "Compare-ForeignDomainDocument {0}",
            [
                new("ReferenceObject", "-ReferenceObject d.dxl") { Without = "-ReferenceObject e.dxl", Also =
                    "-DifferenceObject e.dxl" },
                new("DifferenceObject", "-DifferenceObject d.dxl") { Without = "-DifferenceObject e.dxl", Also =
                    "-ReferenceObject d.dxl" },
                new("Domain", "-Domain Other") { Also = "-ReferenceObject d.dxl -DifferenceObject e.dxl" },
                new("FieldMap", NoDocuments) { Also = "-ReferenceObject d.dxl -DifferenceObject e.dxl" },
                new("Strict", "-Strict") { Also = "-ReferenceObject d.dxl -DifferenceObject careless.dxl" },
            ]),
        ["Compare-CoexistencePath"] = new(
            "Compare-CoexistencePath {0}",
            [
                new(
                    "ReferenceObject", "-ReferenceObject d.dxl") { Without = "-ReferenceObject e.dxl", Also =
                        "-DifferenceObject e.dxl" },
                .. new ParameterEffect[]
                {
                    new("DifferenceObject", "-DifferenceObject d.dxl") { Without = "-DifferenceObject e.dxl" },
                    new(
                        "WhatIfEdited", "-WhatIfEdited (Get-ForeignDomainDocument d.dxl)[1]") { Also =
                            "-DifferenceObject d.dxl" },
                    new("Strict", "-Strict") { Also = "-DifferenceObject careless.dxl" },
                }.Select(effect => effect with { Also = $"-ReferenceObject d.dxl {effect.Also}" }),
                .. new ParameterEffect[]
                {
                    new("Domain", "-Domain Other"), new("Service", "-Service FreeBusy"), new("From", "-From Hub01"),
                    new("IncludeLeg", "-IncludeLeg"), new("IncludeLink", "-IncludeLink"), new(
                        "IncludeBusy", "-IncludeBusy"),
                    new("MaximumOrder", "-MaximumOrder 0"), new("Replica", "-Replica @{ DominoA = 'e.dxl' }"), new(
                        "FieldMap", NoDocuments),
                    new("Network", Network),
                }.Select(effect => effect with { Also = "-ReferenceObject d.dxl -DifferenceObject e.dxl" }),
                new("OrderBy", "-OrderBy Revised") { Also = "-ReferenceObject n.dxl -DifferenceObject t.dxl" },
            ]),
        ["Connect-DominoDirectory"] = new(
            $"Connect-DominoDirectory {{0}} {ToServer} -AllowHttp",
            new("Uri", "-Uri $uri")
            {
                Without = "-Uri $otherUri",
                Call = "Connect-DominoDirectory {0} -DataSource names -Credential $credential -AllowHttp",
            },
            new("DataSource", "-DataSource names")
            {
                Without = "-DataSource other",
                Call = "Connect-DominoDirectory {0} -Uri $uri -Credential $credential -AllowHttp",
            },
            new("Credential", "-Credential $credential")
            {
                Without = "-Credential $wrongCredential",
                Call = "Connect-DominoDirectory {0} -Uri $uri -DataSource names -AllowHttp",
            },
            new("CredentialName", "-CredentialName CoexTools-Repair")
            {
                Without = "-CredentialName Other",
                Call = "Connect-DominoDirectory {0} -Uri $uri -DataSource names -AllowHttp",
            },
            new("Acl", "-Acl e.dxl"), new("ReaderItem", "-ReaderItem LocalAdmin"), new(
                "AuthorItem", "-AuthorItem GatewayServer"),
            new("FieldMap", NoDocuments), new(
                "AllowHttp", "-AllowHttp")
            { Call = $"Connect-DominoDirectory {{0}} {ToServer}" },
            new("TimeoutSeconds", "-TimeoutSeconds 1")
            {
                Call = "Connect-DominoDirectory {0} -Uri $slowUri -DataSource names -Credential $credential -AllowHttp",
            },
            new("JournalPath", "-JournalPath c.dxl.journal") { Call = $"{Connection} {{0}} | Get-DirectoryChange" }),
        ["ConvertTo-CoexistenceDiagram"] = new(
            "ConvertTo-CoexistenceDiagram {0}",
            [
                .. Drawn,
                .. from source in new string?[] { null, "-Result (Test-MailRoute d.dxl)",
                    $"-Difference ({Differences})" }
                   from effect in new ParameterEffect[] { new("As", "-As Dot"), new("Title", "-Title Other") }
                   select effect with { Source = source },
            ]),
        ["Export-CoexistenceFinding"] = new(
            "$findings = Test-CoexistenceConfiguration d.dxl -IncludePassed; Export-CoexistenceFinding {0} "
                + "-WarningAction Ignore",
            [
                .. from target in new[] { "-Path {0}", "-LiteralPath {0}" }
                   from effect in new ParameterEffect[]
                   {
                       new("InputObject", "-InputObject $findings")
                       {
                           Without = "-InputObject $findings[0]", Also = "-As Prometheus "
                               + string.Format(null, target, "new"),
                       },
                       new(
                           "As", "-As Markdown") { Without = "-As JUnit", Also = "-InputObject $findings "
                               + string.Format(null, target, "new") },
                       new(
                           "IncludePassed", "-IncludePassed") { Also = "-As NUnit -InputObject $findings "
                               + string.Format(null, target, "new") },
                       new(
                           "RunFailed", "-RunFailed") { Also = "-As Sarif -InputObject $findings "
                               + string.Format(null, target, "new") },
                       new("AfterRepair", "-AfterRepair $findings")
                       {
                           Also = "-As Prometheus -InputObject $findings " + string.Format(null, target, "new"),
                       },
                       new("BeforeRepair", "-BeforeRepair $findings")
                       {
                           Also = "-As Prometheus -InputObject $findings " + string.Format(null, target, "new"),
                       },
                       new("State", "-State Repaired")
                       {
                           Also = "-As Prometheus -InputObject $findings " + string.Format(null, target, "new"),
                       },
                       new(
                           "Force", "-Force") { Also = "-As Sarif -InputObject $findings "
                               + string.Format(null, target, "notes.ini") },
                       new(
                           "PassThru", "-PassThru") { Also = "-As Sarif -InputObject $findings "
                               + string.Format(null, target, "new") },
                   }
                   select effect,
                new("InputObject", "$findings") { Without = "$findings[0]", Also = "new -As Prometheus" },
                new("Path", "-Path new") { Without = "-Path other", Also = "-As Markdown -InputObject $findings" },
                new(
                    "Path", "new") { Without = "other", Call = "Test-CoexistenceConfiguration d.dxl | "
                        + "Export-CoexistenceFinding -As Markdown {0}" },
                new(
                    "LiteralPath", "-LiteralPath new") { Without = "-LiteralPath other", Also =
                        "-As Markdown -InputObject $findings" },
            ]),
        ["Export-CoexistenceReport"] = new(
            "Export-CoexistenceReport {0}",
            [
                new("Source", "new.html")
                {
                    Without = "other.html", Call = "$documents | Export-CoexistenceReport {0}",
                },
                .. new ParameterEffect[]
                {
                    new("LiteralSource", "-LiteralSource d.dxl") { Without = "-LiteralSource e.dxl" },
                    new("Directory", "-Directory $directory") { Without = "-Directory $other" },
                    new("InputObject", "-InputObject $documents") { Without = "-InputObject $others" },
                }.Select(effect => effect with { Also = "new.html" }),
                new("FieldMap", NoDocuments) { Also = "-LiteralSource d.dxl new.html" },
                new("FieldMap", NoDocuments) { Also = "-Directory $directory new.html" },
                new("Strict", "-Strict") { Also = "-LiteralSource careless.dxl new.html" },
                new("Source", "-Source d.dxl") { Without = "-Source e.dxl", Also = "-Path new.html" },
                new("Source", "d.dxl") { Without = "e.dxl", Call = "Export-CoexistenceReport {0} new.html" },
                new("Source", "-Source d.dxl") { Without = "-Source e.dxl", Also = "-LiteralPath new.html" },
                new(
                    "LiteralSource", "-LiteralSource d.dxl") { Without = "-LiteralSource e.dxl", Also =
                        "-Path new.html" },
                new(
                    "LiteralSource", "-LiteralSource d.dxl") { Without = "-LiteralSource e.dxl", Also =
                        "-LiteralPath new.html" },
                new("Directory", "-Directory $directory") { Without = "-Directory $other", Also = "-Path new.html" },
                new("Directory", "$directory") { Without = "$other", Call = "Export-CoexistenceReport {0} new.html" },
                new(
                    "Directory", "-Directory $directory") { Without = "-Directory $other", Also =
                        "-LiteralPath new.html" },
                new(
                    "InputObject", "-InputObject $documents") { Without = "-InputObject $others", Also =
                        "-Path new.html" },
                new(
                    "InputObject", "$documents") { Without = "$others", Call =
                        "Export-CoexistenceReport {0} new.html" },
                new(
                    "InputObject", "-InputObject $documents") { Without = "-InputObject $others", Also =
                        "-LiteralPath new.html" },
                .. from source in new[] { "-Source d.dxl", "-LiteralSource d.dxl", "-Directory $directory",
                    "-InputObject $documents" }
                   from effect in new ParameterEffect[]
                   {
                       new("Path", "-Path new.html") { Without = "-Path other.html" },
                       new("LiteralPath", "-LiteralPath new.html") { Without = "-LiteralPath other.html" },
                   }
                   select effect with { Also = source },
                .. from source in new[] { "-Source", "-LiteralSource" }
                   from target in new[] { "-Path new.html", "-LiteralPath new.html" }
                   from effect in new ParameterEffect[]
                   {
                       new("FieldMap", NoDocuments) { Also = $"{source} d.dxl {target}" },
                       new("Strict", "-Strict") { Also = $"{source} careless.dxl {target}" },
                   }
                   select effect,
                .. new ParameterEffect[]
                {
                    new("Domain", "-Domain Other"), new("Title", "-Title Other"), new(
                        "CompareWith", "-CompareWith former.html")
                    {
                        Call = "Export-CoexistenceReport e.dxl former.html; Export-CoexistenceReport {0}",
                    },
                    new("Replica", "-Replica @{ DominoA = 'e.dxl' }"), new(
                        "ServerAvailability", "-ServerAvailability 0.9"),
                    new("MaximumOrder", "-MaximumOrder 1"), new("PassThru", "-PassThru"),
                    new("Accepted", "-Accepted (Test-CoexistenceConfiguration d.dxl)"),
                    new("ConsoleLog", "-ConsoleLog @{ Hub01 = 'console.log' }"),
                    new("ConsoleTimeZone", "-ConsoleTimeZone UTC")
                    {
                        Call = "Export-CoexistenceReport {0} -ConsoleLog @{ Hub01 = 'near.log' }",
                    },
                    new("Since", "-Since 2999-01-01")
                    {
                        Call = "Export-CoexistenceReport {0} -ConsoleLog @{ Hub01 = 'console.log' }",
                    },
                    new(
                        "Force", "-Force") { Call = "Export-CoexistenceReport e.dxl new.html; "
                            + "Export-CoexistenceReport {0}" },
                    new("Show", "-Show")
                    {
                        // A file that is no program takes the place of the program that opens the report. The folder
                        // goes first and does not replace the path: other tests start programs meanwhile.
                        Call = "if (-not $IsWindows) { [IO.File]::WriteAllText(\"$folder/xdg-open\", 'none'); "
                            + "[IO.File]::SetUnixFileMode(\"$folder/xdg-open\", 'UserRead, UserWrite, UserExecute') "
                            + "}; $path = $env:PATH; $env:PATH = \"${folder}:$path\"; "
                            + "try { Export-CoexistenceReport {0} } finally { $env:PATH = $path }",
                    },
                }.Select(effect => effect with { Also = "-Source d.dxl -Path new.html" }),
            ]),
        ["Export-DominoDirectory"] = new(
            "Export-DominoDirectory {0}",
            [
                new("Directory", "-Directory $directory") { Without = "-Directory $other", Also = "-Path new.dxl" },
                new(
                    "Directory", "-Directory $directory") { Without = "-Directory $other", Also =
                        "-LiteralPath new.dxl" },
                new("Directory", "$directory") { Without = "$other", Call = "Export-DominoDirectory {0} new.dxl" },
                new("ChangedOnly", "-ChangedOnly") { Also = "-Directory (Import-DominoDirectory d.dxl) -Path new.dxl" },
                new("ChangedOnly", "-ChangedOnly")
                {
                    Also = "-Directory (Import-DominoDirectory d.dxl) -LiteralPath new.dxl",
                },
                new("ChangedOnly", "-ChangedOnly")
                {
                    Also = "-InputObject (Get-ForeignDomainDocument d.dxl) -Path new.dxl",
                },
                new("ChangedOnly", "-ChangedOnly")
                {
                    Also = "-InputObject (Get-ForeignDomainDocument d.dxl) -LiteralPath new.dxl",
                },
                new("Path", "-Path new.dxl") { Without = "-Path other.dxl", Also = "-Directory $directory" },
                new("Path", "new.dxl") { Without = "other.dxl", Call = "Export-DominoDirectory $directory {0}" },
                new(
                    "LiteralPath", "-LiteralPath new.dxl") { Without = "-LiteralPath other.dxl", Also =
                        "-Directory $directory" },
                new("InputObject", "-InputObject $directory.ForeignDomain")
                {
                    Without = "-InputObject $other.ForeignDomain",
                    Also = "-Path new.dxl -ForeignDomainOnly",
                },
                new("InputObject", "-InputObject $directory.ForeignDomain")
                {
                    Without = "-InputObject $other.ForeignDomain",
                    Also = "-LiteralPath new.dxl",
                },
                new(
                    "InputObject", "$directory.ForeignDomain") { Without = "$other.ForeignDomain", Call =
                        "Export-DominoDirectory {0} new.dxl" },
                new(
                    "Path", "-Path new.dxl") { Without = "-Path other.dxl", Also =
                        "-InputObject $directory.ForeignDomain" },
                new(
                    "Path", "new.dxl") { Without = "other.dxl", Call = "Export-DominoDirectory "
                        + "$directory.ForeignDomain {0}" },
                new(
                    "LiteralPath", "-LiteralPath new.dxl") { Without = "-LiteralPath other.dxl", Also =
                        "-InputObject $directory.ForeignDomain" },
                .. from target in new[]
                   {
                       "-Directory $directory -Path {0}.dxl", "-Directory $directory -LiteralPath {0}.dxl",
                       "$directory {0}.dxl",
                       "-InputObject $directory.ForeignDomain -Path {0}.dxl", "-InputObject $directory.ForeignDomain "
                           + "-LiteralPath {0}.dxl",
                       "$directory.ForeignDomain {0}.dxl",
                   }
                   from effect in new ParameterEffect[]
                   {
                       new("ForeignDomainOnly", "-ForeignDomainOnly") { Also = string.Format(null, target, "new") },
                       new("Force", "-Force") { Also = string.Format(null, target, "d") },
                       new("PassThru", "-PassThru") { Also = string.Format(null, target, "new") },
                   }
                   select effect,
            ]),
        ["Format-CoexistenceTree"] = new(
            "Format-CoexistenceTree {0}",
            [
                .. Drawn, new("Ascii", "-Ascii"), new("Ascii", "-Ascii") { Source = "-Result (Test-MailRoute d.dxl)" },
                new("Ascii", "-Ascii") { Source = $"-Difference ({Differences})" },
            ]),
        ["Get-CoexistenceRule"] = new("Get-CoexistenceRule {0}", new ParameterEffect("Rule", "-Rule CX001")),
        ["Get-CoexistenceRun"] = new(
            "Get-CoexistenceRun {0}", new("Name", "-Name Other"), new("LogPath", "-LogPath runs.jsonl"),
            new("Last", "-Last 1") { Also = "-LogPath runs.jsonl" },
            new("Since", "-Since 2026-11-23") { Also = "-LogPath runs.jsonl" }),
        ["Get-CoexistenceSchedule"] = new(
            "Register-CoexistenceSchedule d.dxl -PowerShell /opt/pwsh > $null; Get-CoexistenceSchedule {0}",
            new("Name", "-Name Other"), new("User", "-User")),
        ["Get-DirectoryChange"] = new(
            "Get-DirectoryChange {0}",
            [
                .. Paths, new("Directory", "-Directory $directory") { Without = "-Directory $other", Source = "" },
                .. new[] { "-Path c.dxl", "-LiteralPath c.dxl",
                    $"-Directory ({Connection} -JournalPath c.dxl.journal)" }
                    .Select(source => new ParameterEffect("Since", "-Since 2100-01-01") { Source = source }),
            ]),
        ["Get-DominoDocument"] = new(
            "Get-DominoDocument {0}",
            [
                .. Paths, new("Form", "-Form Group"),
                new(
                    "Form", "Server, Domain") { Without = "Group", Also = "", Call =
                        "Get-DominoDocument d.dxl {0}", Source = "" },
                new("UniversalId", "-UniversalId 000000000000000000000000000000A1"), new("Class", "-Class Form"),
            ]),
        ["Get-DocumentReader"] = new("Get-DocumentReader {0}", [.. Documents, new("Server", "-Server Hub01")]),
        ["Get-ForeignDomainDocument"] = new(
            "Get-ForeignDomainDocument {0}",
            [.. Directories, new("VisibleTo", "-VisibleTo DominoA") { File = "e" }, new(
                "OrderBy", "-OrderBy Revised") { File = "t" }]),
        ["Import-DominoDirectory"] = new("Import-DominoDirectory {0}", Files),
        ["Measure-CoexistenceAvailability"] = new(
            "Measure-CoexistenceAvailability {0}",
            [
                .. Questions, new("Service", "-Service Mail"), new("IncludeLeg", "-IncludeLeg"), new(
                    "IncludeLink", "-IncludeLink"),
                new("IncludeBusy", "-IncludeBusy"), new("MaximumOrder", "-MaximumOrder 0"), new(
                    "ServerAvailability", "-ServerAvailability 0.9"),
                new("LegAvailability", "-LegAvailability 0.9") { Also = "-IncludeLeg" },
                new("LinkAvailability", "-LinkAvailability 0.9") { Also = "-IncludeLink" },
                new("BusyProbability", "-BusyProbability 0.1") { Also = "-IncludeBusy" }, new(
                    "MaximumState", "-MaximumState 1"),
            ]),
        ["New-DominoDirectory"] = new(
            "New-DominoDirectory {0}",
            new("Name", "-Name New") { Without = "-Name Other", Also = "-ReplicaId 852564AC004EBCCF" },
            new(
                "ReplicaId", "-ReplicaId 852564AC004EBCCF")
            {
                Call = "(New-DominoDirectory New {0}).ReplicaId -eq "
                    + "'852564AC004EBCCF'"
            }),
        ["New-ForeignDomainDocument"] = new(
            "New-ForeignDomainDocument -UniversalId 0123456789ABCDEF0123456789ABCDEF {0}",
            [
                new("Directory", "-Directory $directory") { Without = "-Directory $other", Also = "-Domain New" },
                new("Domain", "-Domain New") { Without = "-Domain Other", Also = "-Directory $directory" },
                new("UniversalId", "-UniversalId 00000000000000000000000000000001")
                {
                    Without = "-UniversalId 00000000000000000000000000000002", Call = "New-ForeignDomainDocument New "
                        + "-Directory $directory {0}",
                },
                .. new ParameterEffect[]
                {
                    new("Server", "-Server DominoA"), new("MailServer", "-MailServer DominoA"), new(
                        "MailFile", "-MailFile x.box"),
                    new("CalendarServer", "-CalendarServer DominoA"), new(
                        "CalendarSystem", "-CalendarSystem x.box"), new("Reader", "-Reader Hub01"),
                    new("NoDocumentAccess", "-NoDocumentAccess"), new("Modified", "-Modified 2020-01-01"), new(
                        "Revised", "-Revised 2020-01-01"),
                }.Select(effect => effect with { Also = "-Domain New -Directory $directory" }),
            ]),
        ["Protect-ForeignDomainDocument"] = new(
            // The groups of d are those that the command finds.
            "Protect-ForeignDomainDocument {0} -RemoveDocumentAccess",
            [
                .. DocumentChanges, new(
                    "PreserveOrder", "-PreserveOrder") { Source = "-InputObject (Get-ForeignDomainDocument d.dxl)[1]" },
                new("ServerGroup", "-ServerGroup 'Mail Servers'"), new("AdminGroup", "-AdminGroup 'Mail Servers'"),
                new("Server", "-Server Hub01"), new("Append", "-Append") { Also = "-AdminGroup 'Mail Servers'" },
                new("RemoveDocumentAccess", "-RemoveDocumentAccess") { Call = "Protect-ForeignDomainDocument {0}" },
            ]),
        ["Register-CoexistenceSchedule"] = new(
            "Register-CoexistenceSchedule {0} -PowerShell /opt/pwsh",
            [
                .. Paths, new("Name", "-Name New"), new("At", "-At 03:00"), new("User", "-User"), new(
                    "Script", "-Script other.ps1"),
                new("LogPath", "-LogPath other.log"), new("MetricPath", "-MetricPath other.prom"),
                new("ReportPath", "-ReportPath other.html"), new("Probe", "-Probe"),
                new("SmtpHost", "-SmtpHost other") { Also = "-Probe" },
                new("ExchangeUrl", "-ExchangeUrl https://other") { Also = "-Probe" }, new("Nagios", "-Nagios"),
                new("Uri", "-Uri https://a")
                {
                    Without = "-Uri https://b", Call = ServerFiles, Also = "-DataSource names",
                },
                new("DataSource", "-DataSource names")
                {
                    Without = "-DataSource other", Call = ServerFiles, Also = "-Uri https://a",
                },
                new("AllowHttp", "-AllowHttp") { Call = ServerFiles, Also = "-Uri http://a -DataSource names" },
                new("Credential", "-Credential $credential")
                {
                    Call = "Register-CoexistenceSchedule {0} -Uri $uri -DataSource names -AllowHttp "
                        + "-PowerShell /opt/pwsh",
                },
                new("NotesServer", "-NotesServer Hub01") { Without = "-NotesServer Hub02", Call = NotesFiles },
                new("NotesDatabase", "-NotesDatabase other.nsf") { Call = NotesFiles, Also = "-NotesServer Hub01" },
                new("ServerGroup", "-ServerGroup New"), new("AdminGroup", "-AdminGroup New"), new(
                    "Accepted", "-Accepted risks.csv"),
                new("ConsoleLog", "-ConsoleLog @{ Hub01 = 'console.log' }"),
                new("ConsoleTimeZone", "-ConsoleTimeZone UTC") { Also = ScheduledConsole },
                new("ConsoleSince", "-ConsoleSince 2026-01-01") { Also = ScheduledConsole },
                new("ConsoleDay", "-ConsoleDay 7") { Also = ScheduledConsole },
                new("Scheduler", "-Scheduler Launchd") { Without = "-Scheduler Systemd", Also = "-OutputPath units" },
                new("OutputPath", "-OutputPath units"),
                new(
                    "PowerShell", "-PowerShell /opt/other") { Without = "-PowerShell /opt/pwsh", Call =
                        "Register-CoexistenceSchedule {0}" },
                new("Force", "-Force")
                {
                    Call = "Register-CoexistenceSchedule d.dxl -PowerShell /opt/old > $null; "
                        + "Register-CoexistenceSchedule {0} -PowerShell /opt/pwsh",
                },
            ]),
        ["Remove-DocumentAccessField"] = new(
            "Remove-DocumentAccessField {0}",
            [
                .. DocumentChanges, new("PreserveOrder", "-PreserveOrder") { File = "p" }, new(
                    "FieldName", "-FieldName GatewayMailFile"),
            ]),
        ["Remove-ForeignDomainDocument"] = new(
            "Remove-ForeignDomainDocument {0}",
            new(
                "InputObject", "-InputObject $directory.ForeignDomain")
            {
                Without =
                    "-InputObject $other.ForeignDomain"
            },
            new("Directory", "-Directory $directory") { Without = "-Directory $other", Also = "-Domain BTEx" },
            new("Domain", "-Domain BTEx") { Without = "-Domain Other", Also = "-Directory $directory" },
            new("Server", "-Server DominoA") { Also = "-Directory $directory -Domain BTEx" }),
        ["Repair-CoexistenceConfiguration"] = new(
            "Repair-CoexistenceConfiguration {0}",
            [
                .. Documents, .. Saves, new("Force", "-Force") { File = "l" }, new("PassThru", "-PassThru"), new(
                    "ServerGroup", "-ServerGroup 'Mail Servers'") { File = "n" },
                new("AdminGroup", "-AdminGroup 'Mail Servers'") { File = "n" }, new(
                    "Primary", "-Primary DominoB") { File = "n" },
            ]),
        ["Set-DominoAclEntry"] = new(
            "Set-DominoAclEntry {0}",
            [
                .. InMemory.Select(effect => effect with { Also = $"-Name New -Level Reader {effect.Also}" }),
                .. InMemory.Select(effect => effect with { Also = $"-Default -Level Reader {effect.Also}" }),
                new("Name", "-Name New") { Without = "-Name Other", Also = "-Directory $directory -Level Reader" },
                new(
                    "Default", "-Default") { Without = "-Name Other", IsSetSelector = true, Also =
                        "-Directory $directory -Level Reader" },
                new("Level", "-Level Reader") { Also = "-Directory $directory -Name New" },
                new("Level", "-Level Reader") { Also = "-Directory $directory -Default" },
                new("Type", "-Type Server") { Also = "-Directory $directory -Name New" },
                new("Type", "-Type Server") { Also = "-Directory $directory -Default" },
                new("Role", "-Role NetModifier") { Also = "-Directory $directory -Name New" },
                new("Role", "-Role NetModifier") { Also = "-Directory $directory -Default" },
                new("Type", "-Type Person") { Also = "-Directory $directory -Name New" },
                new("Type", "-Type Person") { Also = "-Directory $directory -Default" },
            ]),
        ["Set-ForeignDomainDocument"] = new(
            "Set-ForeignDomainDocument {0}",
            [
                // Files of one domain, since the command asks before it changes several.
                .. DocumentChanges.Select(effect => effect.Parameter == "Domain" ? effect : effect with
                {
                    File = effect.File == "d" ? "s" : effect.File,
                    Source = effect.Source?.Replace("d.dxl", "s.dxl", StringComparison.Ordinal),
                }),
                new("Force", "-Force") { Source = "-Path d.dxl" }, new(
                    "PreserveOrder", "-PreserveOrder") { Source = SecondDocument },
                .. new ParameterEffect[]
                {
                    new("MailServer", "-MailServer Hub01/Acme"), new("MailFile", "-MailFile x.box"),
                    new("CalendarServer", "-CalendarServer Hub01/Acme"), new("CalendarSystem", "-CalendarSystem x.box"),
                }.Select(effect => effect with { File = "s" }),
            ]),
        ["Test-CoexistenceConfiguration"] = new(
            "Test-CoexistenceConfiguration {0}",
            [
                .. Documents, new("Rule", "-Rule CX001"), new("ExcludeRule", "-ExcludeRule CX001"), new(
                    "NotesIni", "-NotesIni notes.ini"),
                new("ConsoleLog", "-ConsoleLog @{ Hub01 = 'console.log' }"),
                new("ConsoleTimeZone", "-ConsoleTimeZone UTC") { Also = "-ConsoleLog @{ Hub01 = 'near.log' }" },
                new("Since", "-Since 2999-01-01") { Also = "-ConsoleLog @{ Hub01 = 'console.log' }" },
                new("HubServer", "-HubServer DominoB") { File = "e" }, new("IncludePassed", "-IncludePassed"), new(
                    "Quiet", "-Quiet"),
                new("Accepted", "-Accepted (Test-CoexistenceConfiguration d.dxl)"),
                new("Replica", "-Replica @{ DominoA = 'e.dxl' }"), new("FormerExport", "-FormerExport f.dxl"),
            ]),
        ["Test-CoexistenceExchange"] = new(
            "Test-CoexistenceExchange {0}",
            [
                .. new ParameterEffect[]
                {
                    new(
                        "InputObject", "-InputObject @{ EwsEnabled = $true }") { Without = "-InputObject @{ "
                            + "EwsEnabled = $false }" },
                    new(
                        "DominoDomain", "-DominoDomain a.acme.com") { Without =
                            "-DominoDomain b.acme.com", Also = Space },
                    new("ApplicationId", "-ApplicationId 00000000000000000000000000000001")
                    {
                        Also = "-InputObject @{ EwsEnabled = $true; EwsAllowedAppIDs = "
                            + "'00000000-0000-0000-0000-000000000001' }",
                    },
                    new("UserAgent", "-UserAgent App/1")
                    {
                        Also = "-InputObject @{ EwsApplicationAccessPolicy = 'EnforceAllowList'; "
                            + "EwsAllowList = 'App/*' }",
                    },
                    new("Directory", "-Directory $directory")
                    {
                        Also = "-InputObject @{ AddressSpaces = 'a.acme.com'; SmartHosts = 'x.acme.com' }",
                    },
                    new("Environment", "-Environment OnPremises") { Also = "-InputObject @{ EwsEnabled = $null }" },
                    new("QueriedKind", "-QueriedKind RemoteDomain") { Also = Space },
                    new(
                        "Date", "-Date 2027-04-01Z") { Without = "-Date 2026-04-01Z", Also = "-InputObject @{ "
                            + "EwsEnabled = $true }" },
                    new("Rule", "-Rule NoAddressSpace") { Also = Space }, new(
                        "ExcludeRule", "-ExcludeRule NoAddressSpace") { Also = Space },
                    new("IncludePassed", "-IncludePassed") { Also = Space }, new("Quiet", "-Quiet") { Also = Space },
                }.Select(
                    effect => effect.Parameter == "DominoDomain"
                        ? effect : effect with { Also = $"-DominoDomain a.acme.com {effect.Also}" }),
            ]),
        // Nothing listens at port 1. All documents name the same servers.
        ["Test-CoexistenceServer"] = new(
            "Test-CoexistenceServer {0} -Address @{ DominoA = '127.0.0.1:1'; DominoB = '127.0.0.1:1' }",
            [
                .. Files, new(
                    "Directory", "-Directory $directory") { Without =
                        "-Directory (New-DominoDirectory Empty)", Source = "" },
                new("Domain", "-Domain Unknown"),
                new("InputObject", "-InputObject $documents") { Without = "-InputObject $others[1]", Source = "" }, new(
                    "Server", "-Server DominoA"),
                new("Address", "-Address @{ DominoA = '127.0.0.1:2' }")
                {
                    Without = "-Address @{ DominoA = '127.0.0.1:1' }", Call = "Test-CoexistenceServer {0} "
                        + "-Server DominoA",
                },
                new("Port", "-Port 2")
                {
                    Without = "-Port 1", Call = "Test-CoexistenceServer {0} -Address @{ DominoA = '127.0.0.1'; "
                        + "DominoB = '127.0.0.1' }",
                },
                new("SmtpHost", "-SmtpHost 127.0.0.1:1"), new("ExchangeUrl", "-ExchangeUrl http://127.0.0.1:1"),
                new("TimeoutSeconds", "-TimeoutSeconds 1.5")
                {
                    Without = "-TimeoutSeconds 1",
                    Call = "$mute = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0); $mute.Start(); "
                        + "(Test-CoexistenceServer -Address @{ DominoA = \"127.0.0.1:$($mute.LocalEndpoint.Port)\" } "
                        + "{0}).Reason; $mute.Stop()",
                    Source = "",
                },
            ]),
        // Free/busy does not use SMTP, and mail does not use HTTP. Only the name of the server is looked up.
        ["Test-FreeBusyPath"] = new(
            "Test-FreeBusyPath {0}",
            [.. PathTests, new("HttpDown", "-HttpDown DominoA"), new("SmtpDown", "-SmtpDown Unknown")]),
        ["Test-MailRoute"] = new(
            "Test-MailRoute {0}",
            [.. PathTests, new("HttpDown", "-HttpDown Unknown"), new("SmtpDown", "-SmtpDown DominoA"), new(
                "Kind", "-Kind Calendar")]),
        ["Undo-DirectoryChange"] = new(
            "Undo-DirectoryChange {0}",
            [
                new("Path", "-Path c.dxl") { Without = "-Path d.dxl", Source = "" },
                new("LiteralPath", "-LiteralPath c.dxl") { Without = "-LiteralPath d.dxl", Source = "" },
                new("InputObject", "-InputObject (Get-DirectoryChange c.dxl)[0]")
                {
                    Without = "-InputObject (Get-DirectoryChange c.dxl)[-1]", Source = "",
                },
                new("Directory", ServerJournal) { Without = $"-Directory ({Connection})", Source = "" },
                new("Id", "-Id 1") { Source = ServerJournal },
                new("Since", "-Since 2100-01-01") { Source = ServerJournal },
                new("Id", "-Id 1") { File = "c" }, new("Since", "-Since 2000-01-01") { File = "c" }, new(
                    "NoJournal", "-NoJournal") { File = "c" },
                new("PassThru", "-PassThru") { File = "c" }, new("Force", "-Force") { File = "rc" },
            ])
        {
            Input = "Get-DirectoryChange",
            IsForConnectedDirectories = true,
        },
        ["Unregister-CoexistenceSchedule"] = new(
            "Register-CoexistenceSchedule d.dxl -PowerShell /opt/pwsh > $null; Unregister-CoexistenceSchedule {0}",
            new("Name", "-Name Other"), new("User", "-User")),
        ["Watch-ForeignDomainDocument"] = new(
            "Watch-ForeignDomainDocument {0} -Repair -TimeoutSeconds 0",
            [
                .. Paths, new("FieldMap", NoDocuments), new("Domain", "-Domain Other"), new("Count", "-Count 1"),
                new("Directory", $"-Directory ({Connection})")
                {
                    Without = "-Directory (Import-DominoDirectory e.dxl)", Source = "",
                    Call = "Watch-ForeignDomainDocument {0} -TimeoutSeconds 0",
                },
                new("ServerGroup", "-ServerGroup 'Mail Servers'") { File = "n" }, new(
                    "AdminGroup", "-AdminGroup 'Mail Servers'") { File = "n" },
                new("Repair", "-Repair") { Call = "Watch-ForeignDomainDocument {0} -TimeoutSeconds 0" },
                new(
                    "Strict", "-Strict") { Source = "-Path careless.dxl", Call = "Watch-ForeignDomainDocument {0} "
                        + "-Count 1 -TimeoutSeconds 8" },
                new("TimeoutSeconds", "-TimeoutSeconds 5")
                {
                    Without = "-TimeoutSeconds 0",
                    Call = "Watch-ForeignDomainDocument link.dxl, first.dxl -Repair -IntervalSeconds 0.05 {0} "
                        + "-Count 12" + NextChange,
                    Source = "",
                },
                // The system does not report changes of the target of a link, so only the interval finds them.
                new("IntervalSeconds", "-IntervalSeconds 0.05")
                {
                    Without = "-IntervalSeconds 3600",
                    Call = "Watch-ForeignDomainDocument link.dxl, first.dxl -Repair {0} -Count 12 -TimeoutSeconds 5"
                        + NextChange,
                    Source = "",
                },
            ])
        {
            IsForConnectedDirectories = true,
        },
    };
}
