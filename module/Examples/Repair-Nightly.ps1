<#
.SYNOPSIS
    Audits the coexistence configuration in DXL files, repairs the files where possible, and writes a log. Designed to be run by a scheduler.
.DESCRIPTION
    Every line of the output and of the log is one JSON object with the properties 'time', 'run' (the identifier of the run), 'event' (start,
    action, finding, warning, error, file, probe, request, end), and the properties of the event. The script never prompts. Runs can overlap: each log line is
    written atomically, and a file that another run is changing is retried. The script requires only the PowerShell language, .NET and the
    CoexTools cmdlets.

    The script repairs only files. To repair the directory in Domino, import the changed documents. This command writes them to changed.dxl:
    Get-ForeignDomainDocument names.dxl | Export-DominoDirectory -Path changed.dxl -ForeignDomainOnly

    Exit codes: 0 no changes were needed; 1 all problems were repaired in the files; 2 findings above severity Information remain,
    or a probe or a request in the observed network fails; 3 the run failed, or something was not audited: a file cannot be read, a pattern
    matches no file, or a directory contains no Foreign Domain document.

    With -Nagios, the output is one line for Nagios, Icinga, and other programs that run Nagios plug-ins. The JSON objects are only in the log. The
    exit codes then describe the directory as it was read, before the repair: 0 OK, if it has no problem; 1 WARNING, if it has warnings, a repair
    was refused, a probe fails, or an earlier run repaired documents in the file that no new export has replaced yet;
    2 CRITICAL, if it has errors, or a request in the observed network fails; 3 UNKNOWN, as above.
.PARAMETER Path
    Specifies the DXL files. Wildcards are permitted.
.PARAMETER LogPath
    Specifies the log file. The default is CoexTools/Repair-Nightly.log in the local application data folder. The run fails if the log or its lock
    file is a symbolic link, because anybody who can write to the folder could otherwise choose the file that the script writes to. It also fails
    if the file is not a log of this script, or is a pipe, a device, or a special file of the operating system. On Linux and macOS, if not everybody
    can read the DXL files, only the user who runs the script can read a new log, and others can no longer read an existing one.
.PARAMETER LogSize
    Specifies the maximum size of the log, in bytes. A larger log is renamed to <log>.1, and a new log is started.
.PARAMETER LogCount
    Specifies how many renamed logs to keep.
.PARAMETER Probe
    Probes the coexistence servers, and predicts the requests in the observed network for the directory as it was read, before the repair. The log
    then contains each probe, and each request that does not reach Exchange.
.PARAMETER SmtpHost
    Specifies the SMTP hosts of Exchange to probe, separated by semicolons.
.PARAMETER ExchangeUrl
    Specifies the addresses of Exchange to probe, separated by semicolons.
.PARAMETER ServerGroup
    Specifies the groups of mail and application servers, separated by semicolons. By default, the script selects a group.
.PARAMETER AdminGroup
    Specifies the groups of administrators, separated by semicolons. By default, the script selects the groups.
.PARAMETER Accepted
    Specifies the CLIXML, JSON, or CSV files with findings that are accepted as risks, separated by semicolons. The log lists these findings with the
    outcome Accepted. They affect neither the exit code nor the number of findings until they expire.
.PARAMETER MetricPath
    Specifies a file for metrics in the text format of Prometheus, for example in the folder of the textfile collector. The name must end with
    .prom for this collector. The script replaces the file in each run, even if the run fails. The file cannot be a symbolic link. The metrics describe
    the directory as it was read. Metrics whose names end with _after_repair describe the state after the repair of the file. On Linux and macOS, if not
    everybody can read the DXL files, only the user who runs the script can read a new file. The script keeps the permissions of an existing file, so
    that you can permit the collector to read it.
.PARAMETER Nagios
    Writes one line with performance data in place of the JSON objects, and exits with the codes of a Nagios plug-in.
.EXAMPLE
    ./Repair-Nightly.ps1 -LogPath /var/log/CoexTools/nightly.log /srv/domino/names.dxl

    Repairs one file.
.EXAMPLE
    Register-CoexistenceSchedule /srv/domino/names.dxl -At 02:30

    Schedules this script to run every night.
.EXAMPLE
    ./Repair-Nightly.ps1 -Nagios -MetricPath /var/lib/prometheus/node-exporter/coextools.prom /srv/domino/names.dxl

    Repairs one file, reports the result to Nagios, and writes the metrics.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)] [string[]] $Path,
    [string] $LogPath,
    [string] $LogSize = '1048576', # Strings, parsed below: an invalid number must exit with 3, but a binding error exits with 1.
    [string] $LogCount = '7',
    [switch] $Probe,
    [string] $SmtpHost,
    [string] $ExchangeUrl,
    [string] $ServerGroup,
    [string] $AdminGroup,
    [string] $Accepted,
    [string] $MetricPath,
    [switch] $Nagios
)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'
$run = [Guid]::NewGuid().ToString('N').Substring(0, 12)
$largest = 1MB
$kept = 7
$culture = [Globalization.CultureInfo]::InvariantCulture
$clock = [Diagnostics.Stopwatch]::StartNew()

# The output is ASCII only, so that no console or code page can corrupt it.
function ConvertTo-JsonText([object] $Value) {
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [bool]) { if ($Value) { return 'true' } else { return 'false' } }
    if ($Value -is [int] -or $Value -is [long]) { return $Value.ToString($culture) }
    if ($Value -is [Collections.IDictionary]) {
        $members = foreach ($key in $Value.Keys) { (ConvertTo-JsonText ([string] $key)) + ':' + (ConvertTo-JsonText $Value[$key]) }
        return '{' + ($members -join ',') + '}'
    }
    if ($Value -isnot [string] -and $Value -is [Collections.IEnumerable]) {
        $items = foreach ($item in $Value) { ConvertTo-JsonText $item }
        return '[' + ($items -join ',') + ']'
    }
    $text = [Text.StringBuilder]::new('"')
    foreach ($character in ([string] $Value).ToCharArray()) {
        $code = [int] $character
        if ($code -eq 34 -or $code -eq 92) { $null = $text.Append('\').Append($character) }
        elseif ($code -lt 32 -or $code -gt 126) { $null = $text.Append('\u').Append($code.ToString('x4', $culture)) }
        else { $null = $text.Append($character) }
    }
    $text.Append('"').ToString()
}

# Anybody who can write to the folder of a file can create a link in its place, which would redirect what the script writes, or a pipe, which would make
# it wait. Special files of the system, such as those under /proc, are not logs either.
function Assert-File([string] $File) {
    $found = [IO.FileInfo]::new($File)
    if ([int] $found.Attributes -eq -1) { return }
    if ($found.LinkType -eq 'SymbolicLink') { throw "'$File' is a symbolic link. The script does not follow it." }
    $type = "$((Get-Item -LiteralPath $File -Force).UnixStat.ItemType)" # Empty on Windows.
    if ($type -notin '', 'File') { throw "'$File' is not a file ($type)." }
    if ($type -and [IO.DriveInfo]::new($File).DriveFormat -in 'proc', 'sysfs', 'debugfs', 'tracefs', 'securityfs', 'configfs', 'cgroupfs', 'cgroup2fs') {
        throw "'$File' is a special file of the operating system."
    }
}

# Returns whether not everybody can read a directory: neither the file nor the folders above it. Windows has no such mode: a file inherits the
# permissions of its folder.
function Test-Private([string[]] $Directory) {
    if ([IO.Path]::DirectorySeparatorChar -eq '\') { return $false }
    if (-not $Directory) { return $true }
    foreach ($file in @(Get-Item -Path $Directory -Force -ErrorAction Ignore)) {
        if ("$($file.UnixMode)" -cnotmatch '^.{7}r') { return $true }
        for ($folder = [IO.Path]::GetDirectoryName($file.FullName); $folder; $folder = [IO.Path]::GetDirectoryName($folder)) {
            if ("$((Get-Item -LiteralPath $folder -Force -ErrorAction Ignore).UnixMode)" -cnotmatch '^.{9}[xt]') { return $true }
        }
    }
    $false
}

# Creates an empty file if it does not exist. If a directory is private, only the user can access the file.
function Initialize-OutputFile([string] $File) {
    if (-not $state.Private -or [IO.File]::Exists($File)) { return }
    if (-not [IO.Directory]::Exists([IO.Path]::GetDirectoryName($File))) { return } # The command that writes the file reports this error.
    $options = [IO.FileStreamOptions]::new() # PowerShell 7.3 or later, which CoexTools requires to change files on these systems.
    $options.Mode = 'CreateNew'
    $options.Access = 'Write'
    $options.UnixCreateMode = 'UserRead, UserWrite'
    try { [IO.FileStream]::new($File, $options).Dispose() }
    catch [IO.IOException] { if (-not [IO.File]::Exists($File)) { throw } } # Another run created it.
}

# The log of a private directory must not disclose what the directory does not: not to others, and not to another user who created it.
function Protect-Log([string] $File) {
    if (-not $state.Private -or -not [IO.File]::Exists($File)) { return }
    $found = Get-Item -LiteralPath $File -Force
    $owners = @([Environment]::UserName, 'root') | Where-Object { $_ }
    if ($found.User -and $owners -and $found.User -notin $owners) { throw "'$File' belongs to '$($found.User)'. The script does not write to it." }
    $mode = [IO.File]::GetUnixFileMode($File)
    $private = [int] $mode -band -bnot 7
    if ($private -ne [int] $mode) { [IO.File]::SetUnixFileMode($File, $private) }
}

# The first character of a log is the brace of a JSON object. Any other file, such as a directory, must neither be appended to nor renamed.
function Assert-Log([string] $File) {
    if (-not [IO.File]::Exists($File)) { return }
    $stream = [IO.FileStream]::new($File, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    try { $first = $stream.ReadByte() } finally { $stream.Dispose() }
    if ($first -notin -1, 123) { throw "'$File' is not a log of this script. The script does not write to it." }
}

# Appends a line atomically and rotates a log that is too large. A lock file next to the log serializes concurrent runs.
function Add-LogLine([string] $Line) {
    $bytes = [Text.Encoding]::ASCII.GetBytes($Line + "`n")
    $waited = [Diagnostics.Stopwatch]::StartNew()
    $lock = $null
    Assert-File $log
    Assert-File "$log.lock"
    Initialize-OutputFile "$log.lock"
    while ($null -eq $lock) {
        try {
            $lock = [IO.FileStream]::new("$log.lock", [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
        }
        catch [IO.IOException] {
            if ($waited.Elapsed.TotalSeconds -gt 30) { throw }
            [Threading.Thread]::Sleep(10)
        }
    }
    try {
        $existing = [IO.FileInfo]::new($log)
        if ($kept -gt 0 -and $existing.Exists -and $existing.Length -gt 0 -and $existing.Length + $bytes.Length -gt $largest) {
            [IO.File]::Delete("$log.$kept")
            for ($i = $kept - 1; $i -ge 1; $i--) {
                if ([IO.File]::Exists("$log.$i")) { [IO.File]::Move("$log.$i", "$log.$($i + 1)") }
            }
            $former = if ($state.Private) { @{ Group = (Get-Item -LiteralPath $log -Force).Group; Mode = [IO.File]::GetUnixFileMode($log) } }
            [IO.File]::Move($log, "$log.1")
            Initialize-OutputFile $log
            # The mode of the group can have been set for another group.
            if ($former -and (Get-Item -LiteralPath $log -Force).Group -eq $former.Group) { [IO.File]::SetUnixFileMode($log, $former.Mode) }
        }
        Initialize-OutputFile $log
        $stream = [IO.FileStream]::new($log, [IO.FileMode]::Append, [IO.FileAccess]::Write, [IO.FileShare]::Read)
        try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    }
    finally {
        $lock.Dispose()
    }
}

function Write-Record([string] $Kind, [Collections.IDictionary] $Content) {
    $record = [ordered]@{ time = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $culture); run = $run; event = $Kind }
    foreach ($key in $Content.Keys) { $record[$key] = $Content[$key] }
    $line = ConvertTo-JsonText $record
    if (-not $Nagios) { $line }
    if ($log) { Add-LogLine $line }
}

# Returns whether another run was changing a file while it was read or repaired.
function Test-Busy([object[]] $Failure) { @($Failure | Where-Object { $_.FullyQualifiedErrorId -match '^(FileChanged|FileLocked)' }).Count -gt 0 }

# Audits the files of a path. The errors are those that the repair may not report: the repair ignores a pattern that matches no file.
function Get-Audit([string] $File, [hashtable] $Risks) {
    for ($attempt = 1; ; $attempt++) {
        $failures = $null
        $warnings = $null
        $findings = @(Test-CoexistenceConfiguration -Path $File @Risks -IncludePassed -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue -WarningVariable warnings)
        if (-not (Test-Busy $failures) -or $attempt -ge 20) {
            return @{ Finding = $findings; Error = @($failures); Warning = @($warnings) }
        }
        [Threading.Thread]::Sleep(100)
    }
}

# The rules of the audit for sources that were not audited.
function Test-NotAudited([object] $Finding) { "$($Finding.Outcome)" -eq 'Fail' -and $Finding.Rule -in 'CX034', 'CX035' }

function Test-Problem([object] $Finding) { "$($Finding.Outcome)" -eq 'Fail' -and "$($Finding.Severity)" -ne 'Information' }

function Write-Finding([object] $Finding) {
    $record = [ordered]@{
        path = $Finding.Path; rule = $Finding.Rule; name = $Finding.Name; severity = "$($Finding.Severity)"; outcome = "$($Finding.Outcome)"
        domain = $Finding.Domain; document = $Finding.Document; server = $Finding.Server; reason = $Finding.Reason
        recommendation = $Finding.Recommendation; evidence = @($Finding.Evidence); repairable = $Finding.Repairable
    }
    Write-Record 'finding' $record
}

# If another run is changing the same file, waits and then repairs the file as that run left it.
function Invoke-Repair([string] $File, [hashtable] $Groups) {
    for ($attempt = 1; ; $attempt++) {
        $failures = $null
        $warnings = $null
        $results = @(Repair-CoexistenceConfiguration -Path $File @Groups -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue -WarningVariable warnings)
        if (-not (Test-Busy $failures) -or $attempt -ge 20) {
            return @{ Result = $results; Error = @($failures); Warning = @($warnings) }
        }
        [Threading.Thread]::Sleep(100)
    }
}

# Logs the outcome for one path and records in $state whether a file was changed, whether findings remain, and whether the run failed.
function Write-Outcome([string] $File, [hashtable] $Before, [hashtable] $Repaired, [hashtable] $After) {
    foreach ($warning in $Repaired.Warning) { Write-Record 'warning' ([ordered]@{ path = $File; message = "$warning" }) }
    $texts = @($Repaired.Error | ForEach-Object { "$_" })
    foreach ($failure in $Repaired.Error + @($Before.Error | Where-Object { "$_" -notin $texts })) {
        $id = ($failure.FullyQualifiedErrorId -split ',')[0]
        # A problem that the repair must leave alone is a remaining finding, not a failure of this run.
        if ($id -match '^(AnswerLost|ServerGroupNotFound|AdminGroupNotFound)$') { $state.Left = $true } else { $state.Failed = $true }
        $state.Errors += "$failure"
        Write-Record 'error' ([ordered]@{ path = $File; id = $id; message = "$failure"; target = "$($failure.TargetObject)" })
    }
    $open = @($After.Finding | Where-Object { "$($_.Outcome)" -in 'Fail', 'Accepted' })
    foreach ($result in $Repaired.Result) {
        foreach ($action in $result.Action) {
            $state.Actions++
            Write-Record 'action' ([ordered]@{ path = $result.Path; domain = $action.Domain; document = $action.Document; name = $action.DocumentName; action = $action.Action })
        }
        $left = @($open | Where-Object { $_.Path -eq $result.Path })
        $left | ForEach-Object { Write-Finding $_ }
        $state.Files++
        $record = [ordered]@{ path = $result.Path; changed = $result.Changed; actions = @($result.Action).Count; findings = $left.Count }
        if ($result.Changed) { $state.Changed = $true }
        # Until a new export replaces the documents, nothing shows that Domino has imported what this run or an earlier one changed.
        $record.notImported = @($result.NotImported)
        if ($record.notImported.Count -gt 0) {
            $record.remark = 'Repaired in this file. To repair the directory, write the changed documents to changed.dxl (Export-DominoDirectory -ForeignDomainOnly), import changed.dxl into Domino, and export the directory again.'
        }
        $state.NotImported += $record.notImported.Count
        # The findings before the repair describe what this run changed, and nothing describes what an earlier run changed.
        $names = @($result.Action | ForEach-Object { $_.DocumentName })
        $state.Earlier += @($result.NotImported | Where-Object { $_ -notin $names }).Count
        $state.Repairs += $result
        Write-Record 'file' $record
    }
    $paths = @($Repaired.Result | ForEach-Object { $_.Path })
    $open | Where-Object { $_.Path -notin $paths } | ForEach-Object { Write-Finding $_ }
    foreach ($finding in $After.Finding) {
        if (Test-Problem $finding) { $state.Left = $true }
    }
    # What was not audited has no good outcome, whatever the other files contain.
    foreach ($finding in $Before.Finding + $After.Finding) {
        if (Test-NotAudited $finding) {
            $state.Failed = $true
            if ($finding.Reason -notin $state.Errors) { $state.Errors += $finding.Reason }
        }
    }
    $state.Before += $Before.Finding
    $state.After += $After.Finding
}

# Probes the servers that documents name, and logs the requests that fail in the observed network.
function Write-Probe([string] $File, [object[]] $Documents, [hashtable] $Exchange) {
    if ($documents.Count -eq 0) { return }
    $network = @($documents | Test-CoexistenceServer @Exchange)
    foreach ($found in $network) {
        if ("$($found.Status)" -ne 'Up') { $state.Left = $true; $state.Probes++ }
        $record = [ordered]@{
            path = $File; server = $found.Server; protocol = "$($found.Protocol)"; address = $found.Address; port = $found.Port
            status = "$($found.Status)"; reason = $found.Reason; recommendation = $found.Recommendation
        }
        Write-Record 'probe' $record
    }
    $silent = @{ Network = $network; WarningAction = 'SilentlyContinue' }
    $requests = @($documents | Test-FreeBusyPath @silent) + @('Mail', 'Calendar' | ForEach-Object { $documents | Test-MailRoute -Kind $_ @silent })
    foreach ($request in $requests) {
        if ($request.Reachable) { continue }
        $state.Left = $true
        $state.Requests++
        $record = [ordered]@{
            path = $File; service = if ($request.PSObject.Properties['Kind']) { "$($request.Kind)" } else { 'FreeBusy' }; domain = $request.Domain
            from = $request.From; status = "$($request.Status)"; server = $request.Server; reason = $request.Reason
            recommendation = $request.Recommendation; assumptions = @($request.Assumption)
        }
        Write-Record 'request' $record
    }
}

# Returns the documents of a file. The audit and the repair report the errors.
function Get-Document([string] $File) { Get-ForeignDomainDocument -Path $File -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }

# Returns what the metrics of a file contain in addition to the findings: its availability, and the requests while everything works and while each
# coexistence server is down.
function Get-Measurement([object[]] $Documents) {
    $silent = @{ ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
    if ($documents.Count -eq 0) { return }
    $documents | Measure-CoexistenceAvailability @silent
    $servers = @($documents | ForEach-Object { $_.MailServer; $_.CalendarServer } | Where-Object { $_ })
    $down = @(@{}) + @([Collections.Generic.HashSet[string]]::new([string[]] $servers, [StringComparer]::OrdinalIgnoreCase) |
            ForEach-Object { @{ ServerDown = $_ } })
    foreach ($failure in $down) {
        $documents | Test-FreeBusyPath @failure @silent
        $documents | Test-MailRoute -Kind Mail @failure @silent
        $documents | Test-MailRoute -Kind Calendar @failure @silent
    }
}

function Write-Metric([bool] $HasFailed) {
    Assert-File $metrics
    Initialize-OutputFile $metrics
    $repaired = @{}
    $measured = @()
    if (-not $HasFailed) {
        $measured = @($state.Measured) + @($state.Repairs)
        $repaired.AfterRepair = @($state.After) + @($state.MeasuredAfter)
    }
    # The script knows whether the run succeeded, also if the audit found nothing.
    @($state.Before) + $measured | Export-CoexistenceFinding -As Prometheus -LiteralPath $metrics @repaired -RunFailed:$HasFailed -Force -ErrorAction Stop
}

# Returns the line that Nagios displays. A vertical bar separates the text from the performance data, so that the text must not contain one.
function Get-NagiosLine([int] $Code) {
    $found = @($state.Before | Where-Object { "$($_.Outcome)" -eq 'Fail' })
    $errors = @($found | Where-Object { "$($_.Severity)" -eq 'Error' }).Count
    $warnings = @($found | Where-Object { "$($_.Severity)" -eq 'Warning' }).Count
    $information = $found.Count - $errors - $warnings
    $text = "$errors errors, $warnings warnings, $($state.Actions) repairs in $($state.Files) files"
    $rules = @($found | Where-Object { "$($_.Severity)" -ne 'Information' } | ForEach-Object { $_.Rule })
    if ($rules.Count -gt 0) { $text += ': ' + ([Collections.Generic.SortedSet[string]]::new([string[]] $rules) -join ' ') }
    if ($state.Probes + $state.Requests -gt 0) { $text += ". $($state.Probes) probes and $($state.Requests) requests failed" }
    if ($state.NotImported -gt 0) { $text += ". Repaired in the file only: import $($state.NotImported) changed documents to repair the directory, and export it again" }
    if ($state.Errors.Count -gt 0) { $text += '. ' + $state.Errors[0] }
    $seconds = $clock.Elapsed.TotalSeconds.ToString('0.000', $culture)
    $data = "errors=$errors;;0;0 warnings=$warnings;0;;0 information=$information;;;0 repairs=$($state.Actions);;;0 files=$($state.Files);;;0 probes=$($state.Probes);0;;0 requests=$($state.Requests);;0;0 time=${seconds}s;;;0"
    'COEXTOOLS ' + ('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')[$Code] + ' - ' + ($text -creplace '[^ -~]', '?' -creplace '[|<>]', '?') + ' | ' + $data
}

$state = @{ Private = $false; Changed = $false; Left = $false; Failed = $false; Before = @(); After = @(); Measured = @(); MeasuredAfter = @(); Repairs = @(); NotImported = 0; Earlier = 0; Errors = @(); Actions = 0; Files = 0; Probes = 0; Requests = 0 }
$log = $null
$metrics = $null
$code = 3
try {
    if (-not $LogPath) {
        # No fallback to the temporary folder: anybody could create the log there first. Without 'Create', a missing folder results in an empty path.
        $folder = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
        if (-not $folder) { throw 'The user has no local application data folder. Specify -LogPath.' }
        $LogPath = [IO.Path]::Combine($folder, 'CoexTools', 'Repair-Nightly.log')
    }
    $full = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogPath)
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($full))
    Assert-File $full
    Assert-Log $full
    $state.Private = Test-Private $Path
    Protect-Log $full
    $log = $full
    if ($MetricPath) { $metrics = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($MetricPath) }
    $largest = [long]::Parse($LogSize, $culture)
    $kept = [int]::Parse($LogCount, $culture)

    if (-not (Get-Command Repair-CoexistenceConfiguration -ErrorAction Ignore)) {
        Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1'))
    }
    Write-Record 'start' ([ordered]@{ paths = @($Path | Where-Object { $_ }); user = [Environment]::UserName; machine = [Environment]::MachineName })
    if (-not $Path) { throw 'No path was specified.' }
    $groups = @{}
    if ($ServerGroup) { $groups.ServerGroup = @($ServerGroup.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    if ($AdminGroup) { $groups.AdminGroup = @($AdminGroup.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    $exchange = @{}
    if ($SmtpHost) { $exchange.SmtpHost = @($SmtpHost.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    if ($ExchangeUrl) { $exchange.ExchangeUrl = @($ExchangeUrl.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    $risks = @{}
    if ($Accepted) { $risks.Accepted = @($Accepted.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    foreach ($file in $Path) {
        $before = Get-Audit $file $risks
        $documents = @(if ($metrics -or $Probe) { Get-Document $file })
        if ($metrics -and $documents) { $state.Measured += @(Get-Measurement $documents) }
        $repaired = Invoke-Repair $file $groups
        Write-Outcome $file $before $repaired (Get-Audit $file $risks)
        if ($metrics -and $documents) { $state.MeasuredAfter += @(Get-Measurement @(Get-Document $file)) }
        if ($Probe) { Write-Probe $file $documents $exchange }
    }
    if ($metrics -and -not $state.Failed) { Write-Metric $false }
    $code = if ($state.Failed) { 3 } elseif ($state.Left) { 2 } elseif ($state.Changed) { 1 } else { 0 }
}
catch {
    $code = 3
    $state.Errors += "$_"
    try { Write-Record 'error' ([ordered]@{ path = $null; id = "$($_.FullyQualifiedErrorId)"; message = "$_"; target = $null }) }
    catch { [Console]::Error.WriteLine("$_") }
}
if ($metrics -and $code -eq 3) {
    try { Write-Metric $true }
    catch { [Console]::Error.WriteLine("$_") }
}
if ($Nagios -and $code -ne 3) {
    $problems = @($state.Before | Where-Object { Test-Problem $_ })
    $errors = @($problems | Where-Object { "$($_.Severity)" -eq 'Error' })
    $code = if ($errors.Count + $state.Requests -gt 0) { 2 } elseif ($state.Left -or $problems.Count + $state.Earlier -gt 0) { 1 } else { 0 }
}
try { Write-Record 'end' ([ordered]@{ exitCode = $code }) }
catch { [Console]::Error.WriteLine("$_"); $code = 3 }
if ($Nagios) { Get-NagiosLine $code }
exit $code
