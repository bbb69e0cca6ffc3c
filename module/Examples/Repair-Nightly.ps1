<#
.SYNOPSIS
    Audits the coexistence configuration every night, repairs it where possible, and reports the result. Designed to be run by a scheduler.
.DESCRIPTION
    The script reads each source, audits it, and repairs it unless the repair would make a request fail that succeeds now. If the repair changed a
    directory in Domino, the script reads the directory again and audits it again. The sources are DXL files (-Path), the directory of a server that
    runs the Domino REST API (-Uri), and, on Windows with a Notes client, the directory of a Domino server (-NotesServer).

    Each source, and the run, has one of these states. The state of the run is the worst one:

    Healthy   Nothing had to be repaired. Exit code 0, Nagios OK.
    Repaired  The directory was repaired. It was read again, and has no errors or warnings. Exit code 1, Nagios OK.
    Prepared  The documents are repaired in a file, and Domino has not imported them yet. Exit code 2, Nagios WARNING.
    Refused   Errors or warnings remain, or a repair was refused, for example because a request would fail (AnswerLost) or because somebody saved
              a document in the meantime (DocumentChanged), or a probe or a request in the observed network failed (-Probe). Exit code 2, Nagios
              WARNING, or CRITICAL if the directory has errors or a request failed.
    Unknown   The source could not be read or audited, for example because the server is down, or a document that this run or an earlier run read
              is missing. Exit code 3, Nagios UNKNOWN.
    Failed    The run failed, for example while it changed the documents. Exit code 3, Nagios UNKNOWN.

    Every line of the output and of the log is one JSON object with the properties 'time', 'run' (the identifier of the run), 'event' (start,
    action, finding, warning, error, file, source, deleted, probe, request, end), and the properties of the event. Get-CoexistenceRun reads the log.
    The log also contains the documents of each source that were read. If one of them is missing later, the state of the source is Unknown until the
    document can be read again, or until you record that it was deleted (-DeletedDocument). The script reads them from the log and the renamed logs. A
    line that is incomplete does not count. If one of the renamed logs is missing, the script reads the others.
    The script never prompts. Runs can overlap: each log line is written atomically, and a file that another run is changing is retried. The script
    requires only the PowerShell language, .NET, and the CoexTools cmdlets. No password is in a parameter, the output, or a file of the script.

    A file is a copy of the directory. To repair the directory in Domino, import the changed documents. This command writes them to changed.dxl:
    Get-ForeignDomainDocument names.dxl | Export-DominoDirectory -Path changed.dxl -ForeignDomainOnly

    With -Nagios, the output is one line for Nagios, Icinga, and other programs that run Nagios plug-ins. The JSON objects are only in the log. The
    numbers of errors and warnings are those of the last reading of the directory: what was read again after a repair in Domino, and what was read
    in a file before its repair.
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
.PARAMETER ConsoleLog
    Specifies the console logs of servers, separated by semicolons: 'Hub01=/logs/hub01/console.log; DominoB=/logs/b/*.log'. Specify common or
    abbreviated names of servers. A server can be in the list several times. The audit compares the logs with the messages that the documents predict
    (about_CoexTools_ConsoleLog). The findings are in the log and in the metrics: the metric coextools_findings has the rules CX047, CX048, and CX049,
    and coextools_not_checked counts the servers whose logs show nothing about the documents as they are now. Errors and warnings of these rules
    affect the exit code. Wildcards are permitted. If a console log does not exist, cannot be read, or shows nothing about the documents as they are
    now, or if the directory does not contain one of the specified servers, the log of the run contains a warning. The state of the source does not
    depend on this console log. If an entry does not specify a server and a file, the run fails.
.PARAMETER ConsoleTimeZone
    Specifies the time zone of the servers with console logs, for example Europe/Berlin or +01:00. Alternatively, specify the time zone of each server,
    separated by semicolons: 'Hub01=Europe/Berlin; DominoB=UTC'. A time zone that is not known on this computer, or whose server is not in the directory,
    has no effect, and the log of the run contains a warning. If a server has two time zones, the run fails.
.PARAMETER ConsoleSince
    Specifies a date and time, for example 2026-11-30 08:00. Earlier lines of the console logs do not count. A time without an offset is a local time of
    this computer. Use this parameter after a change that the documents do not show: a document was deleted, the access control list was changed, or
    the servers received a change late. If the value is not a date and time, the run fails.
.PARAMETER ConsoleDay
    Specifies a number of days, from 1 to 36500. Only lines of the console logs from this number of days before the run count. With -ConsoleSince, the later
    of the two times applies. Without -ConsoleDay, a message that a server printed after the last change of the documents counts in every run, even if
    its cause was removed in the meantime. If the value is not a whole number in this range, the run fails.
.PARAMETER MetricPath
    Specifies a file for metrics in the text format of Prometheus, for example in the folder of the textfile collector. The name must end with
    .prom for this collector. The script replaces the file in each run, even if the run fails. The file cannot be a symbolic link. The metrics describe
    the last reading of the directory: what was read again after a repair in Domino, and what was read in a file before its repair. Metrics whose names
    end with _before describe what was read before the repair, and those whose names end with _after_repair the state after the repair. If the run fails,
    the metrics of the last run for which it has no new value remain with the label stale="true". On Linux and macOS, if not everybody can read the DXL files, or if the source
    is a server, only the user who runs the script can read a new file. The script keeps the permissions of an existing file, so that you can permit the
    collector to read it.
.PARAMETER ReportPath
    Specifies a file for the report of the last reading of the directory (Export-CoexistenceReport). A report is about one directory: if the run has
    several sources, it fails before it changes anything. The script replaces the file if the source could be read. The file cannot be a symbolic link, and a new file has the same permissions as a new file with metrics.
.PARAMETER Uri
    Specifies the address of the Domino REST API. The script reads and repairs the directory of this server (Connect-DominoDirectory).
.PARAMETER DataSource
    Specifies the scope in which the Domino REST API publishes the directory. It is required with -Uri.
.PARAMETER CredentialName
    Specifies the name of a credential in the store of the platform, which contains the account and the password for -Uri. It is required with -Uri.
.PARAMETER AllowHttp
    Allows HTTP without encryption for -Uri. Anybody who can read the network traffic can then read the password.
.PARAMETER NotesServer
    Specifies a Domino server whose directory the script reads and repairs through a Notes client, with Export-NotesDirectory.ps1 and
    Import-NotesDirectory.ps1. The exports are in the folder <log>.notes. Only documents that the repair changed are imported. The backups of the
    import are in the same folder, and the script does not delete them. The client does not prompt for the password of the ID file
    (-NoPasswordPrompt of these scripts). Use an ID file without a password, or a client that already has the password.
.PARAMETER NotesDatabase
    Specifies the path of the directory on -NotesServer, relative to the data directory.
.PARAMETER NotesSession
    Specifies a NotesSession that is already initialized, in place of a new one.
.PARAMETER DeletedDocument
    Specifies the UNIDs of documents that were deleted, separated by semicolons. Wildcards are permitted. The script only records in the log that these
    documents were deleted: it reads no source and repairs nothing. It records only documents that the last run of their source reported as missing. Later
    runs no longer report them. If one of the UNIDs or patterns matches no such document, the script records nothing, and exits with 3. Otherwise, it exits
    with 0. Specify the log with -LogPath if it is not the default one. The command is one of the steps that Get-CoexistenceRun returns (NextStep).
.PARAMETER Nagios
    Writes one line with performance data in place of the JSON objects, and exits with the codes of a Nagios plug-in.
.EXAMPLE
    ./Repair-Nightly.ps1 -LogPath /var/log/CoexTools/nightly.log /srv/domino/names.dxl

    Repairs one file.
.EXAMPLE
    Register-CoexistenceSchedule /srv/domino/names.dxl -At 02:30

    Schedules this script to run every night.
.EXAMPLE
    ./Repair-Nightly.ps1 -Uri https://domino.acme.com -DataSource names -CredentialName acme

    Repairs the directory of a server, and reads it again.
.EXAMPLE
    ./Repair-Nightly.ps1 -LogPath /var/log/CoexTools/nightly.log -DeletedDocument 3F2504E04F8911D39A0C0305E82C3301

    Records that a document was deleted, so that later runs no longer report it as missing.
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
    [string] $ConsoleLog,
    [string] $ConsoleTimeZone,
    [string] $ConsoleSince,
    [string] $ConsoleDay,
    [string] $MetricPath,
    [string] $ReportPath,
    [string] $Uri,
    [string] $DataSource,
    [string] $CredentialName,
    [switch] $AllowHttp,
    [string] $NotesServer,
    [string] $NotesDatabase = 'names.nsf',
    [object] $NotesSession,
    [string] $DeletedDocument,
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
# The function that runs a command finds its errors and warnings in these variables.
$quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; ErrorVariable = 'failures'; WarningVariable = 'warnings' }

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
    if ($found.LinkType -eq 'SymbolicLink') { Stop-Run 'FileInvalid' "'$File' is a symbolic link. The script does not follow it." }
    $type = "$((Get-Item -LiteralPath $File -Force).UnixStat.ItemType)" # Empty on Windows.
    if ($type -notin '', 'File') { Stop-Run 'FileInvalid' "'$File' is not a file ($type)." }
    if ($type -and [IO.DriveInfo]::new($File).DriveFormat -in 'proc', 'sysfs', 'debugfs', 'tracefs', 'securityfs', 'configfs', 'cgroupfs', 'cgroup2fs') {
        Stop-Run 'FileInvalid' "'$File' is a special file of the operating system."
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
    if ($found.User -and $owners -and $found.User -notin $owners) { Stop-Run 'FileInvalid' "'$File' belongs to '$($found.User)'. The script does not write to it." }
    $mode = [IO.File]::GetUnixFileMode($File)
    $private = [int] $mode -band -bnot 7
    if ($private -ne [int] $mode) { [IO.File]::SetUnixFileMode($File, $private) }
}

# The first character of a log is the brace of a JSON object. Any other file, such as a directory, must neither be appended to nor renamed.
function Assert-Log([string] $File) {
    if (-not [IO.File]::Exists($File)) { return }
    $stream = [IO.FileStream]::new($File, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    try { $first = $stream.ReadByte() } finally { $stream.Dispose() }
    if ($first -notin -1, 123) { Stop-Run 'FileInvalid' "'$File' is not a log of this script. The script does not write to it." }
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
        $stream = [IO.FileStream]::new($log, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::Read)
        try {
            # A run that was interrupted, or a full disk, can leave the start of a line.
            if ($stream.Length -gt 0) {
                $null = $stream.Seek(-1, [IO.SeekOrigin]::End)
                if ($stream.ReadByte() -ne 10) { $stream.WriteByte(10) }
            }
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Flush($true)
        }
        finally {
            $stream.Dispose()
        }
    }
    finally {
        $lock.Dispose()
    }
}

function Get-TimeText([datetime] $Time) { $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $culture) }
$began = Get-TimeText ([DateTime]::UtcNow)

function Write-Record([string] $Kind, [Collections.IDictionary] $Content) {
    $record = [ordered]@{ time = Get-TimeText ([DateTime]::UtcNow); run = $run; event = $Kind }
    foreach ($key in $Content.Keys) { $record[$key] = $Content[$key] }
    $line = ConvertTo-JsonText $record
    if ($log) { Add-LogLine $line }
    if (-not $Nagios) { $line }
}

function Write-Failure([string] $From, [Management.Automation.ErrorRecord] $Failure) {
    $content = [ordered]@{ path = $null; id = Get-ErrorId $Failure; message = "$Failure"; target = $null }
    if ($From) { $content.path = $From }
    if ("$($Failure.TargetObject)" -notin '', "$Failure") { $content.target = "$($Failure.TargetObject)" } # The target of a text that is thrown is the text.
    Write-Record 'error' $content
}

# Returns whether another run was changing a file while it was read or repaired.
function Test-Busy([object[]] $Failure) { @($Failure | Where-Object { $_.FullyQualifiedErrorId -match '^(FileChanged|FileLocked)' }).Count -gt 0 }

# Returns the sources of the run: the files, each of which has a state of its own, the server, and the Notes server. A file that several paths match is
# one source.
function Get-Source {
    $names = [Collections.Generic.HashSet[string]]::new($(if ([IO.Path]::DirectorySeparatorChar -eq '\') { [StringComparer]::OrdinalIgnoreCase } else { [StringComparer]::Ordinal }))
    foreach ($given in $Path | Where-Object { $_ }) {
        $files = @()
        # An exact name has precedence over a pattern, and the audit reports a pattern that matches no file.
        try { if (-not (Test-Path -LiteralPath $given)) { $files = @(Get-Item -Path $given -ErrorAction Ignore | Where-Object { $_ -is [IO.FileInfo] } | ForEach-Object { $_.FullName }) } }
        catch { $files = @() }
        if ($files.Count -eq 0) { $files = @($given) }
        foreach ($file in $files) {
            $name = $file
            try { $name = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($file) } catch { $name = $file }
            if ($names.Add($name)) { @{ Kind = 'File'; File = $file; Name = $name } }
        }
    }
    if ($Uri) {
        # Without a user name and a password, which the command refuses. The message must not contain them either.
        $address = $null
        if (-not [uri]::TryCreate($Uri, [UriKind]::Absolute, [ref] $address) -or $address.Scheme -notin 'http', 'https') {
            Stop-Run 'ParameterArgumentValidationError' 'The value of -Uri is not a valid address. Specify the address of the Domino REST API, such as https://domino.acme.com.'
        }
        @{ Kind = 'Server'; Name = "$($address.GetComponents('SchemeAndServer, Path', 'UriEscaped').TrimEnd('/'))/$DataSource" }
    }
    if ($NotesServer) {
        # The backups of the import remain in this folder.
        $folder = "$log.notes"
        @{ Kind = 'Notes'; File = [IO.Path]::Combine($folder, 'names.dxl'); Changed = [IO.Path]::Combine($folder, 'changed.dxl'); Name = "$NotesServer!!$NotesDatabase" }
    }
}

# Creates the folder of an export, which only the account of the run can read, and on Windows, also administrators and the system.
function Assert-Folder([string] $Folder) {
    if ([IO.Directory]::Exists($Folder)) {
        if ((Get-Item -LiteralPath $Folder -Force).LinkType) { Stop-Run 'FileInvalid' "'$Folder' is a link. The script does not follow it." }
        return
    }
    if ([IO.Path]::DirectorySeparatorChar -eq '/') {
        $null = [IO.Directory]::CreateDirectory($Folder)
        [IO.File]::SetUnixFileMode($Folder, 'UserRead, UserWrite, UserExecute')
        return
    }
    # Without the permissions of the folder above it.
    $account = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    $security = [Security.AccessControl.DirectorySecurity]::new()
    $security.SetSecurityDescriptorSddlForm("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;$account)", [Security.AccessControl.AccessControlSections]::Access)
    if ($PSVersionTable.PSEdition -eq 'Core') { $null = [IO.FileSystemAclExtensions]::CreateDirectory($security, $Folder) }
    else { $null = [IO.Directory]::CreateDirectory($Folder, $security) }
}

# Reads and audits a source. The errors of a file are those that the repair may not report: it ignores a pattern that matches no file.
function Read-Source([hashtable] $Source, [hashtable] $Risks) {
    $http = if ($AllowHttp) { @{ AllowHttp = $true } } else { @{} }
    $read = @{ Finding = @(); Error = @(); Warning = @(); Console = @(); Invalid = @(); Document = @(); Directory = $null }
    try {
        if ($Source.Kind -eq 'Server' -and (-not $DataSource -or -not $CredentialName)) { Stop-Run 'SourceMissing' 'Specify -DataSource and -CredentialName together with -Uri.' }
        if ($Source.Kind -eq 'Notes') {
            Assert-Folder ([IO.Path]::GetDirectoryName($Source.File))
            $null = & ([IO.Path]::Combine($PSScriptRoot, 'Export-NotesDirectory.ps1')) $Source.File -Server $NotesServer -Database $NotesDatabase -Force -NoPasswordPrompt @notes
        }
        $own = $consoles
        for ($attempt = 1; ; $attempt++) {
            $failures = $null
            $warnings = $null
            if ($Source.Kind -eq 'Server') {
                $read.Directory = Connect-DominoDirectory -Uri $Uri -DataSource $DataSource -CredentialName $CredentialName @http @quiet
                $read.Error += @($failures)
                $read.Warning += @($warnings)
                if ($null -eq $read.Directory) { return $read }
                $read.Document = @($read.Directory | Get-ForeignDomainDocument -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
                $read.Finding = @($read.Directory | Test-CoexistenceConfiguration @Risks @own -IncludePassed @quiet)
            }
            else {
                $read.Finding = @(Test-CoexistenceConfiguration -Path $Source.File @Risks @own -IncludePassed @quiet)
                $read.Document = @(Get-ForeignDomainDocument -Path $Source.File -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
            }
            # Without the entries that the directory does not contain or that are not valid, the directory can be audited.
            $reduced, $invalid = Remove-InvalidConsole $own $failures
            if ($invalid.Count -gt 0) {
                $own = $reduced
                $read.Invalid += $invalid
                $attempt--
                continue
            }
            if (-not (Test-Busy $failures) -or $attempt -ge 20) { break }
            [Threading.Thread]::Sleep(100)
        }
        $state.Audited = $own
        $read.Error += @($failures)
        $read.Warning += @($warnings)
    }
    catch { $read.Error += $_ }
    $read.Error = @($read.Error | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    $read.Console = @($read.Error | Where-Object { Test-ConsoleFailure $_ })
    $read.Error = @($read.Error | Where-Object { -not (Test-ConsoleFailure $_) })
    $texts = @($read.Console | ForEach-Object { "$_" })
    $read.Finding = @($read.Finding | Where-Object { -not (Test-NotAudited $_) -or $_.Reason -notin $texts }) # The directory was audited.
    $read.Console = @($read.Invalid) + $read.Console
    $read.Warning = @($read.Warning | Where-Object { $_ })
    $read
}

# Returns the parameters of the audit without the console logs and time zones that errors name, and these errors.
function Remove-InvalidConsole([hashtable] $Console, [object[]] $Failure) {
    $reduced = $Console.Clone()
    $invalid = @(foreach ($one in $Failure) {
            if ($one -isnot [Management.Automation.ErrorRecord] -or (Get-ErrorId $one) -notin 'ServerNotFound', 'ServerAmbiguous', 'ConsoleLogInvalid', 'TimeZoneInvalid') { continue }
            $target = "$($one.TargetObject)"
            $isRemoved = $false
            foreach ($name in 'ConsoleLog', 'ConsoleTimeZone') {
                if ($reduced[$name] -isnot [hashtable]) {
                    if ($reduced[$name] -and $reduced[$name] -ceq $target) {
                        $reduced.Remove($name)
                        $isRemoved = $true
                    }
                    continue
                }
                $table = $reduced[$name].Clone()
                foreach ($key in @($table.Keys)) {
                    if ($key -ne $target -and ($name -ne 'ConsoleTimeZone' -or $table[$key] -cne $target)) { continue }
                    $table.Remove($key)
                    $isRemoved = $true
                }
                $reduced[$name] = $table
                if ($table.Count -eq 0) { $reduced.Remove($name) }
            }
            if ($isRemoved) { $one }
        })
    if (-not $reduced.ConsoleLog) { $reduced = @{} } # The other parameters apply only to console logs.
    $reduced, $invalid
}

# Repairs a source where it was read. A directory that is read through a Notes client is repaired in its export, of which only the changed documents are
# imported. If another run is changing the same file, waits and then repairs the file as that run left it. Done contains what was changed. After an import
# that failed halfway, Pending contains what might have been changed.
function Invoke-Repair([hashtable] $Source, [hashtable] $Before, [hashtable] $Groups) {
    $repair = @{ Result = @(); Error = @(); Warning = @(); Done = @(); Pending = @() }
    try {
        for ($attempt = 1; ; $attempt++) {
            $failures = $null
            $warnings = $null
            if ($Source.Kind -eq 'Server') { $repair.Result = @($Before.Directory | Repair-CoexistenceConfiguration @Groups -Confirm:$false @quiet) }
            else { $repair.Result = @(Repair-CoexistenceConfiguration -Path $Source.File @Groups -Confirm:$false @quiet) }
            if (-not (Test-Busy $failures) -or $attempt -ge 20) { break }
            [Threading.Thread]::Sleep(100)
        }
        $repair.Error += @($failures)
        $repair.Warning += @($warnings)
        $repair.Done = @($repair.Result | Where-Object { $_.Changed } | ForEach-Object { $_.Action })
        if ($Source.Kind -eq 'Notes' -and $repair.Done.Count -gt 0) {
            $done = $repair.Done
            $repair.Done = @() # Until the documents are imported.
            # The file of an earlier run must not be imported.
            [IO.File]::Delete($Source.Changed)
            $documents = @(Get-ForeignDomainDocument -Path $Source.File @quiet)
            $unwritten = @($failures)
            $repair.Warning += @($warnings)
            $changed = $documents | Export-DominoDirectory -Path $Source.Changed -ChangedOnly -Force -PassThru @quiet
            $unwritten += @($failures)
            $repair.Warning += @($warnings)
            $repair.Error += $unwritten
            if ($unwritten.Count -eq 0 -and -not $changed) { Stop-Run 'WriteFailed' "'$($Source.File)' was repaired, but no changed documents can be written to '$($Source.Changed)'. Nothing was imported." }
            if ($unwritten.Count -eq 0) {
                $repair.Pending = $done
                $import = & ([IO.Path]::Combine($PSScriptRoot, 'Import-NotesDirectory.ps1')) $Source.Changed -Server $NotesServer -Database $NotesDatabase -NoPasswordPrompt -Confirm:$false -InformationAction Ignore @notes @quiet
                $repair.Pending = @()
                $repair.Error += @($failures)
                $repair.Warning += @($warnings)
                # The documents of a domain are imported together, or not at all.
                $repair.Done = @($done | Where-Object { "$($_.Domain)".Trim() -in $import.ImportedDomain })
            }
        }
    }
    catch { $repair.Error += $_ }
    $repair.Error = @($repair.Error | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    $repair.Warning = @($repair.Warning | Where-Object { $_ })
    $repair
}

# Returns the id of an error: the first part of the qualified id, or of what a script throws.
function Get-ErrorId([object] $Failure) { ($Failure.FullyQualifiedErrorId -split ',')[0] }

# Returns the errors by which a repair leaves documents as they are. ChangeIncomplete only states what the change of another user prevented.
function Select-Refusal([object[]] $Failure) {
    $ids = @($Failure | ForEach-Object { Get-ErrorId $_ })
    foreach ($one in $Failure) {
        $id = Get-ErrorId $one
        if ($id -match '^(AnswerLost|ServerGroupNotFound|AdminGroupNotFound|DocumentChanged)$' -or ($id -eq 'ChangeIncomplete' -and $ids -contains 'DocumentChanged')) { $one }
    }
}

# Returns the documents of each source that earlier runs recorded in the log and the renamed logs: those in the last record of the source, with those that
# were recorded as deleted since then removed.
function Read-KnownDocument {
    $open = [Collections.Generic.Stack[IO.StreamReader]]::new()
    $records = [Collections.Generic.Dictionary[string, Collections.Generic.List[object]]]::new([StringComparer]::Ordinal)
    try {
        # All files are opened first, the newest one before the others, because another run can rename them meanwhile. Until it is done, a number is
        # missing, and the highest number can increase by one.
        $last = 0
        foreach ($file in [IO.Directory]::GetFiles([IO.Path]::GetDirectoryName($log), [IO.Path]::GetFileName($log) + '*')) {
            $number = 0
            if ([int]::TryParse([IO.Path]::GetExtension($file).TrimStart([char] 46), 'None', $culture, [ref] $number)) { $last = [Math]::Max($last, $number) }
        }
        for ($i = 0; $i -le [Math]::Min($last, 100000) + 1; $i++) {
            $file = if ($i -eq 0) { $log } else { "$log.$i" }
            if (-not [IO.File]::Exists($file)) { continue }
            Assert-File $file
            try { $open.Push([IO.StreamReader]::new([IO.FileStream]::new($file, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete'))) }
            catch [IO.FileNotFoundException] { continue }
        }
        while ($open.Count -gt 0) {
            $reader = $open.Pop()
            try {
                while ($null -ne ($line = $reader.ReadLine())) {
                    if ($line -cnotmatch '^\{"time":"[^"]*","run":"[^"]*","event":"(?<event>source|deleted)","source":(?<source>"(?:[^"\\]|\\.)*")') { continue }
                    $name = $Matches.source
                    $isSource = $Matches.event -ceq 'source'
                    if ($(if ($isSource) { -not $line.Contains('"documents":[') } else { -not $records.ContainsKey($name) })) { continue }
                    # A run that was interrupted, or a full disk, can leave the start of a line, which does not replace the record before it.
                    try { $record = ConvertFrom-Json $line } catch { continue }
                    if ($isSource) { $records[$name] = [Collections.Generic.List[object]]::new() }
                    $records[$name].Add($record)
                }
            }
            finally { $reader.Dispose() }
        }
    }
    finally { foreach ($reader in $open) { $reader.Dispose() } }
    foreach ($name in $records.Keys) {
        $known = [ordered]@{}
        foreach ($record in $records[$name]) {
            foreach ($document in $record.documents) {
                if ($record.event -ceq 'deleted') { $known.Remove("$($document.document)") }
                else {
                    $missing = $record.missing | Where-Object { $_.document -eq $document.document } | Select-Object -First 1
                    # ConvertFrom-Json converts times.
                    $since = if ($missing.since -is [datetime]) { Get-TimeText $missing.since } else { $missing.since }
                    $known["$($document.document)"] = @{ Name = "$($document.name)"; Since = $since }
                }
            }
        }
        @{ Source = "$(ConvertFrom-Json $name)"; Document = $known }
    }
}

# Returns the documents of a source that this run or an earlier one saw, by UNID. Since is when a run first missed the document.
function Get-SeenDocument([hashtable] $Source, [hashtable] $Before, [hashtable] $After) {
    $comparison = if ($Source.Kind -eq 'File' -and [IO.Path]::DirectorySeparatorChar -eq '\') { 'OrdinalIgnoreCase' } else { 'Ordinal' }
    $seen = [ordered]@{}
    foreach ($known in Read-KnownDocument) {
        if (-not [string]::Equals($known.Source, $Source.Name, $comparison)) { continue }
        foreach ($id in $known.Document.Keys) { $seen[$id] = $known.Document[$id] }
    }
    foreach ($document in $Before.Document) { if ($document.UniversalId) { $seen["$($document.UniversalId)"] = @{ Name = "$document"; Since = $null } } }
    # A source that could not be read does not show which documents are missing.
    if ($After.Error.Count -eq 0) { foreach ($id in @($seen.Keys)) { if (-not $seen[$id].Since) { $seen[$id].Since = Get-TimeText ([DateTime]::UtcNow) } } }
    foreach ($document in $After.Document) { if ($document.UniversalId) { $seen["$($document.UniversalId)"] = @{ Name = "$document"; Since = $null } } }
    $seen
}

# Returns the missing documents that -DeletedDocument specifies, by source.
function Get-Deletion {
    if ($Path -or $Uri -or $NotesServer) { Stop-Run 'ParameterArgumentValidationError' '-DeletedDocument only records that documents were deleted. Specify it without a source.' }
    if (-not (Split-List $DeletedDocument)) { Stop-Run 'ParameterArgumentValidationError' '-DeletedDocument does not contain a UNID.' }
    $found = @{}
    foreach ($known in Read-KnownDocument) {
        $deleted = @(foreach ($id in $known.Document.Keys) {
                if (-not $known.Document[$id].Since) { continue }
                $patterns = @(Split-List $DeletedDocument | Where-Object { $id -like $_ })
                if ($patterns.Count -eq 0) { continue }
                foreach ($pattern in $patterns) { $found[$pattern] = $true }
                [ordered]@{ document = $id; name = $known.Document[$id].Name }
            })
        if ($deleted.Count -gt 0) { @{ Source = $known.Source; Document = $deleted } }
    }
    foreach ($pattern in Split-List $DeletedDocument) {
        if ($found[$pattern]) { continue }
        $which = if ([WildcardPattern]::ContainsWildcardCharacters($pattern)) { 'whose UNID matches' } else { 'with the UNID' }
        Stop-Run 'DocumentNotFound' "No document $which '$pattern' is missing according to the log '$log'. Nothing was recorded."
    }
}

# Returns what an import that failed halfway changed: the documents that have another version now.
function Select-Imported([object[]] $Pending, [hashtable] $Before, [hashtable] $After) {
    $versions = foreach ($read in $Before, $After) {
        $map = @{}
        foreach ($document in $read.Document) { if ($document.UniversalId) { $map[$document.UniversalId] = "$($document.Sequence) $($document.ModifiedUtc)" } }
        $map
    }
    $Pending | Where-Object { $_.Document -and $versions[0][$_.Document] -and $versions[1][$_.Document] -and $versions[0][$_.Document] -ne $versions[1][$_.Document] }
}

# Returns the state in which the run leaves a source, and why. The worst state is last in $states.
function Get-SourceState([hashtable] $Source, [hashtable] $Before, [hashtable] $Repaired, [hashtable] $After, [object[]] $Missing, [hashtable] $Network) {
    $texts = @($Before.Error | ForEach-Object { "$_" })
    $refusals = @(Select-Refusal $Repaired.Error)
    $failures = @($Repaired.Error | Where-Object { $_ -notin $refusals -and "$_" -notin $texts })
    if ($failures.Count -gt 0) { return 'Failed', "$($failures[0])" }
    $unread = @(@($Before.Error) + @($After.Error) | ForEach-Object { "$_" })
    if ($unread.Count -gt 0) { return 'Unknown', $unread[0] }
    if ($Missing.Count -gt 0) { return 'Unknown', (Get-MissingText $Missing) } # VD1
    $unread = @(@($Before.Finding) + @($After.Finding) | Where-Object { Test-NotAudited $_ } | ForEach-Object { $_.Reason })
    if ($unread.Count -gt 0) { return 'Unknown', $unread[0] }
    if (@($Before.Finding).Count -eq 0 -or @($After.Finding).Count -eq 0) { return 'Unknown', 'Nothing was audited.' } # VD1
    if ($refusals.Count -gt 0) { return 'Refused', "$(Get-ErrorId $refusals[0]): $($refusals[0])" }
    $problems = @($After.Finding | Where-Object { Test-Problem $_ })
    if ($problems.Count -gt 0) {
        $rules = [Collections.Generic.SortedSet[string]]::new([string[]] @($problems | ForEach-Object { $_.Rule }), [StringComparer]::Ordinal)
        return 'Refused', "Errors or warnings of these rules remain: $($rules -join ', ')."
    }
    if ($Network.Probes + $Network.Requests -gt 0) { return 'Refused', "In the observed network, these failed: probes: $($Network.Probes), requests: $($Network.Requests)." }
    $prepared = @($Repaired.Result | ForEach-Object { $_.NotImported })
    if ($Source.Kind -eq 'File' -and $prepared.Count -gt 0) { return 'Prepared', "Documents are repaired only in this file: $($prepared -join ', ')." } # VD6
    if ($Repaired.Done.Count -gt 0) { return 'Repaired', $null }
    'Healthy', $null
}

# Returns which documents are missing, and since when if an earlier run has already missed them.
function Get-MissingText([object[]] $Missing) {
    $which = if ($Missing.Count -eq 1) { 'This document can no longer be read, or was deleted' } else { 'These documents can no longer be read, or were deleted' }
    $text = "${which}: $(@($Missing | ForEach-Object { $_.name }) -join ', ')."
    $first = @($Missing | ForEach-Object { $_.since } | Sort-Object)[0]
    if ($first -ge $began) { return $text }
    $text + " $(if ($Missing.Count -eq 1) { 'It has' } else { 'The first one has' }) been missing since $($first.Substring(0, 16).Replace('T', ' ')) UTC."
}

# Returns a text in quotation marks, for a command.
function Get-Quoted([string] $Text) { "'$([Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text))'" }

# Returns the number of findings by severity. Accepted risks do not count.
function Measure-Finding([object[]] $Finding) {
    $failed = @($Finding | Where-Object { "$($_.Outcome)" -eq 'Fail' })
    $count = [ordered]@{}
    foreach ($severity in 'Error', 'Warning', 'Information') { $count[$severity.ToLowerInvariant()] = @($failed | Where-Object { "$($_.Severity)" -eq $severity }).Count }
    $count
}

# Logs everything that Get-CoexistenceRun shows of a source.
function Write-Source([hashtable] $Source, [hashtable] $Before, [hashtable] $Repaired, [hashtable] $After, [hashtable] $Network, [Diagnostics.Stopwatch] $Clock) {
    $seen = Get-SeenDocument $Source $Before $After
    $missing = @(foreach ($id in $seen.Keys) { if ($seen[$id].Since) { [ordered]@{ document = $id; name = $seen[$id].Name; since = $seen[$id].Since } } })
    $name, $reason = Get-SourceState $Source $Before $Repaired $After $missing $Network
    if ($name -in 'Unknown', 'Failed' -and $reason -and $reason -notin $state.Errors) { $state.Errors = @($reason) + $state.Errors } # Nagios shows the first one.
    if ($states.IndexOf($name) -gt $states.IndexOf($state.Worst)) { $state.Worst = $name }
    $isAudited = $name -ne 'Unknown' -or @($After.Finding | Where-Object { -not (Test-NotAudited $_) }).Count -gt 0
    $changed = foreach ($action in $Repaired.Done) {
        # Who saved the document before this run: the edit that the run repairs.
        $document = $Before.Document | Where-Object { $_.UniversalId -eq $action.Document } | Select-Object -First 1
        $saved = if ($document -and $document.Modified) { Get-TimeText ([DateTimeOffset] $document.Modified).UtcDateTime }
        [ordered]@{ document = $action.Document; name = $action.DocumentName; editor = if ($document) { $document.LastEditor }; saved = $saved }
    }
    $next = @(if ($Source.Kind -eq 'File' -and @($Repaired.Result | ForEach-Object { $_.NotImported }).Count -gt 0) {
            "Get-ForeignDomainDocument $(Get-Quoted $Source.Name) | Export-DominoDirectory -Path changed.dxl -ForeignDomainOnly"
            'Import changed.dxl into Domino (Import-NotesDirectory.ps1).'
            'Export the directory again.'
        }
        if ($missing.Count -gt 0) {
            $which, $they = if ($missing.Count -eq 1) { 'this document', 'it was' } else { 'these documents', 'they were' }
            "If the account of the script can no longer read $which, give it read access."
            "If $they deleted, record the deletion: & $(Get-Quoted $PSCommandPath) -LogPath $(Get-Quoted $log) -DeletedDocument '$(@($missing | ForEach-Object { $_.document }) -join ';')'"
        })
    $record = [ordered]@{
        source = $Source.Name; kind = $Source.Kind; state = $name; reason = $reason; before = if (@($Before.Finding).Count -gt 0) { Measure-Finding $Before.Finding }
        after = if ($isAudited) { Measure-Finding $After.Finding }; changed = @($changed | Where-Object { $_ }); next = $next
        documents = @(foreach ($id in $seen.Keys) { [ordered]@{ document = $id; name = $seen[$id].Name } }); missing = $missing
        milliseconds = $Clock.ElapsedMilliseconds; exitCode = $codes[$name]
    }
    Write-Record 'source' $record
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

# Logs what a repair changed.
function Write-Action([hashtable] $Source, [hashtable] $Repaired) {
    foreach ($result in $Repaired.Result) {
        foreach ($action in $result.Action | Where-Object { $_ -in $Repaired.Done }) {
            $state.Actions++
            Write-Record 'action' ([ordered]@{ path = $(if ($Source.Kind -eq 'File') { $result.Path } else { $Source.Name }); domain = $action.Domain; document = $action.Document; name = $action.DocumentName; action = $action.Action })
        }
    }
}

# Returns a warning for each server whose console log could not be compared with the documents, with the reasons. Servers without a log that could be read
# are omitted: the script warns of a log that does not exist anyway.
function Get-Uncompared([object[]] $Finding) {
    if (-not $consoles.ConsoleLog) { return }
    $unknown = $Finding | Where-Object { $_.Rule -in 'CX047', 'CX048' -and "$($_.Outcome)" -eq 'NotChecked' -and $_.ConsoleLog.Count -gt 0 }
    foreach ($server in $unknown | Group-Object Server) {
        "The console of $($server.Name) could not be compared with the documents. $(@($server.Group | ForEach-Object { $_.Reason } | Select-Object -Unique) -join ' ')"
    }
}

# Logs the warnings, errors, and remaining findings of a source, and adds them to the totals of the run.
function Write-Outcome([hashtable] $Source, [hashtable] $Before, [hashtable] $Repaired, [hashtable] $After) {
    $unread = @(@($Before.Console) + @($After.Console) | ForEach-Object { "$_" } | Select-Object -Unique)
    $state.Consoles += $unread
    # Domino has what was read in a file before its repair.
    $read = if ($Source.Kind -eq 'File') { $Before } else { $After }
    $uncompared = @(Get-Uncompared $read.Finding)
    $state.Uncompared += $uncompared.Count
    $ignored = @($read.Warning | Where-Object { "$_" -clike '-ConsoleTimeZone *' } | Select-Object -Unique)
    foreach ($warning in @($Repaired.Warning) + $unread + $ignored + $uncompared) { Write-Record 'warning' ([ordered]@{ path = $Source.Name; message = "$warning" }) }
    $texts = @()
    foreach ($failure in @($Repaired.Error) + @($Before.Error) + @($After.Error)) {
        if ("$failure" -in $texts) { continue }
        $texts += "$failure"
        $state.Errors += "$failure"
        Write-Failure $Source.Name $failure
    }
    $open = @($After.Finding | Where-Object { "$($_.Outcome)" -in 'Fail', 'Accepted' })
    foreach ($result in $Repaired.Result) {
        $left = @($open | Where-Object { $_.Path -eq $result.Path })
        $left | ForEach-Object { Write-Finding $_ }
        $state.Files++
        if ($Source.Kind -ne 'File') { continue }
        $record = [ordered]@{ path = $result.Path; changed = $result.Changed; actions = @($result.Action).Count; findings = $left.Count }
        # Until a new export replaces the documents, nothing shows that Domino has imported what this run or an earlier one changed.
        $record.notImported = @($result.NotImported)
        if ($record.notImported.Count -gt 0) {
            $record.remark = 'Repaired in this file. To repair the directory, write the changed documents to changed.dxl (Export-DominoDirectory -ForeignDomainOnly), import changed.dxl into Domino, and export the directory again.'
        }
        $state.NotImported += $record.notImported.Count
        $state.Repairs += $result
        Write-Record 'file' $record
    }
    $paths = @($Repaired.Result | ForEach-Object { $_.Path })
    $open | Where-Object { $_.Path -notin $paths } | ForEach-Object { Write-Finding $_ }
    foreach ($finding in @($Before.Finding) + @($After.Finding)) {
        if ((Test-NotAudited $finding) -and $finding.Reason -notin $state.Errors) { $state.Errors += $finding.Reason }
    }
}

# Reads a source, repairs it, reads it again if anything was changed in the directory, and reports what is true then.
function Invoke-Source([hashtable] $Source, [hashtable] $Risks, [hashtable] $Groups, [hashtable] $Exchange) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $before = Read-Source $Source $Risks
    $repaired = @{ Result = @(); Error = @(); Warning = @(); Done = @(); Pending = @() }
    if ($Source.Kind -eq 'File' -or $before.Document.Count -gt 0) { $repaired = Invoke-Repair $Source $before $Groups }
    Write-Action $Source $repaired # Now: the log must contain the changes also if the run is interrupted.
    $isTouched = $repaired.Error.Count -gt 0 -or @($repaired.Result | Where-Object { $_.Changed }).Count -gt 0 # In Domino, or in an export.
    $after = if ($Source.Kind -eq 'File' -or $isTouched) { Read-Source $Source $Risks } else { $before }
    if ($repaired.Pending.Count -gt 0) {
        $repaired.Done = @(Select-Imported $repaired.Pending $before $after)
        Write-Action $Source $repaired
    }
    $state.Before += $before.Finding
    $state.After += $after.Finding
    # The file is a copy. Domino has what was read in it before the repair.
    $current = if ($Source.Kind -eq 'File') { $before } else { $after }
    $state.Current += $current.Finding
    $state.Documents += $current.Document
    if ($metrics) {
        $state.Measured += @(Get-Measurement $current.Document)
        $state.MeasuredAfter += @(Get-Measurement $after.Document)
    }
    Write-Outcome $Source $before $repaired $after
    $clock.Stop()
    $network = @{ Probes = 0; Requests = 0 }
    try { if ($Probe) { Write-Probe $Source.Name $before.Document $Exchange $network } }
    finally { Write-Source $Source $before $repaired $after $network $clock }
}

# Probes the servers that documents name, and logs the requests that fail in the observed network.
function Write-Probe([string] $File, [object[]] $Documents, [hashtable] $Exchange, [hashtable] $Network) {
    if ($documents.Count -eq 0) { return }
    $probed = @($documents | Test-CoexistenceServer @Exchange)
    foreach ($found in $probed) {
        if ("$($found.Status)" -ne 'Up') {
            $state.Probes++
            $Network.Probes++
        }
        $record = [ordered]@{
            path = $File; server = $found.Server; protocol = "$($found.Protocol)"; address = $found.Address; port = $found.Port
            status = "$($found.Status)"; reason = $found.Reason; recommendation = $found.Recommendation
        }
        Write-Record 'probe' $record
    }
    $silent = @{ Network = $probed; WarningAction = 'SilentlyContinue' }
    $requests = @($documents | Test-FreeBusyPath @silent) + @('Mail', 'Calendar' | ForEach-Object { $documents | Test-MailRoute -Kind $_ @silent })
    foreach ($request in $requests) {
        if ($request.Reachable) { continue }
        $state.Requests++
        $Network.Requests++
        $record = [ordered]@{
            path = $File; service = if ($request.PSObject.Properties['Kind']) { "$($request.Kind)" } else { 'FreeBusy' }; domain = $request.Domain
            from = $request.From; status = "$($request.Status)"; server = $request.Server; reason = $request.Reason
            recommendation = $request.Recommendation; assumptions = @($request.Assumption)
        }
        Write-Record 'request' $record
    }
}

# Returns what the metrics of a source contain in addition to the findings: its availability, and the requests while everything works and while each
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

function Write-Metric([string] $Name) {
    Assert-File $metrics
    Initialize-OutputFile $metrics
    $hasFailed = $Name -in 'Unknown', 'Failed'
    $repaired = @{ BeforeRepair = @($state.Before) }
    $measured = @()
    if (-not $hasFailed) {
        $measured = @($state.Measured) + @($state.Repairs)
        $repaired.AfterRepair = @($state.After) + @($state.MeasuredAfter)
    }
    # The script knows whether the run succeeded, also if the audit found nothing.
    @($state.Current) + $measured | Export-CoexistenceFinding -As Prometheus -LiteralPath $metrics @repaired -State $Name -RunFailed:$hasFailed -Force -ErrorAction Stop
}

# Writes the metrics of a run that failed. Nothing else can report an error then.
function Write-FailedMetric {
    if (-not $metrics) { return }
    try { Write-Metric $state.Worst }
    catch { [Console]::Error.WriteLine("$_") }
}

# Writes the report of the directory as it was read last. A run that could not read it leaves the former report, whose date shows its age.
function Write-Report([hashtable] $Risks) {
    if ($state.Documents.Count -eq 0) { return }
    Assert-File $report
    Initialize-OutputFile $report
    $failures = $null
    $audited = $state.Audited
    $state.Documents | Export-CoexistenceReport -LiteralPath $report @Risks @audited -Force -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue
    foreach ($failure in $failures) { if (-not (Test-ConsoleFailure $failure)) { throw $failure } }
}

# Returns a number with a noun in the singular or plural.
function Get-Count([int] $Number, [string] $Noun) { "$Number $Noun$(if ($Number -ne 1) { 's' })" }

# Returns the line that Nagios displays. A vertical bar separates the text from the performance data, so that the text must not contain one.
function Get-NagiosLine([int] $Code) {
    $found = @($state.Current | Where-Object { "$($_.Outcome)" -eq 'Fail' })
    $errors = @($found | Where-Object { "$($_.Severity)" -eq 'Error' }).Count
    $warnings = @($found | Where-Object { "$($_.Severity)" -eq 'Warning' }).Count
    $information = $found.Count - $errors - $warnings
    $text = "$(Get-Count $errors 'error'), $(Get-Count $warnings 'warning'), $(Get-Count $state.Actions 'repair') in $(Get-Count $state.Files $(if ($Uri -or $NotesServer) { 'source' } else { 'file' }))"
    $rules = @($found | Where-Object { "$($_.Severity)" -ne 'Information' } | ForEach-Object { $_.Rule })
    if ($rules.Count -gt 0) { $text += ': ' + ([Collections.Generic.SortedSet[string]]::new([string[]] $rules) -join ' ') }
    if ($state.Worst -eq 'Repaired') { $text += '. Repaired in the directory, and read again' }
    if ($state.Probes + $state.Requests -gt 0) { $text += ". $(Get-Count $state.Probes 'probe') and $(Get-Count $state.Requests 'request') failed" }
    if ($state.NotImported -gt 0) { $text += ". Repaired in the file only: import $(Get-Count $state.NotImported 'changed document') to repair the directory, and export it again" }
    if ($state.Errors.Count -gt 0) { $text += '. ' + $state.Errors[0] }
    elseif ($state.Consoles.Count -gt 0) { $text += '. ' + $state.Consoles[0] }
    if ($state.Uncompared -gt 0) { $text += ". Consoles that could not be compared: $($state.Uncompared)" }
    $seconds = $clock.Elapsed.TotalSeconds.ToString('0.000', $culture)
    $data = "errors=$errors;;0;0 warnings=$warnings;0;;0 information=$information;;;0 repairs=$($state.Actions);;;0 files=$($state.Files);;;0 probes=$($state.Probes);0;;0 requests=$($state.Requests);;0;0 time=${seconds}s;;;0"
    'COEXTOOLS ' + ('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')[$Code] + ' - ' + ($text -creplace '[^ -~]', '?' -creplace '[|<>]', '?') + ' | ' + $data
}

# Ends the run with an error that has an id of its own. The id of a text that is thrown is the text.
function Stop-Run([string] $Id, [string] $Message) {
    throw [Management.Automation.ErrorRecord]::new([ArgumentException]::new($Message), $Id, 'InvalidArgument', $null)
}

# Returns the number that the text of a parameter contains.
function Get-Number([string] $Parameter, [string] $Text, [long] $Least = 0, [long] $Most = [long]::MaxValue) {
    $number = [long] 0
    if (-not [long]::TryParse($Text, 'None', $culture, [ref] $number) -or $number -lt $Least -or $number -gt $Most) {
        $range = if ($Most -lt [long]::MaxValue) { " from $Least to $Most" } else { " of $Least or more" }
        Stop-Run 'ParameterArgumentValidationError' "The value of -$Parameter, '$Text', is not a whole number$range."
    }
    $number
}

# Returns the parameters of the audit for console logs. A server can be in the list several times.
function Get-Console {
    $servers = @{}
    foreach ($entry in Split-List $ConsoleLog) {
        $server, $file = $entry.Split([char[]] '=', 2)
        if (-not $file) { Stop-Run 'ConsoleLogInvalid' "-ConsoleLog contains '$entry', which does not specify a server and a file, such as 'Hub01=console.log'." }
        $servers[$server.Trim()] = @($servers[$server.Trim()] | Where-Object { $_ }) + $file.Trim()
    }
    if ($ConsoleLog -and $servers.Count -eq 0) { Stop-Run 'ConsoleLogInvalid' '-ConsoleLog does not contain a server.' }
    $found = @{}
    if ($servers.Count -gt 0) { $found.ConsoleLog = $servers }
    if ($ConsoleTimeZone.Contains('=')) {
        $found.ConsoleTimeZone = @{}
        foreach ($entry in Split-List $ConsoleTimeZone) {
            $server, $zone = $entry.Split([char[]] '=', 2)
            if (-not $zone) { Stop-Run 'TimeZoneInvalid' "-ConsoleTimeZone contains '$entry', which does not specify a server and a time zone, such as 'Hub01=Europe/Berlin'." }
            if ($found.ConsoleTimeZone.ContainsKey($server.Trim())) { Stop-Run 'TimeZoneInvalid' "-ConsoleTimeZone contains the server $($server.Trim()) twice." }
            $found.ConsoleTimeZone[$server.Trim()] = $zone.Trim()
        }
    }
    elseif ($ConsoleTimeZone) { $found.ConsoleTimeZone = $ConsoleTimeZone }
    if ($ConsoleSince) {
        $since = [DateTimeOffset]::MinValue
        if (-not [DateTimeOffset]::TryParse($ConsoleSince, $culture, [Globalization.DateTimeStyles]::AssumeLocal, [ref] $since)) {
            Stop-Run 'ParameterArgumentValidationError' "The value of -ConsoleSince, '$ConsoleSince', is not a date and time. Specify one such as '2026-11-30 08:00'."
        }
        $found.Since = $since
    }
    if ($ConsoleDay) {
        $first = [DateTimeOffset]::UtcNow.AddDays(-(Get-Number 'ConsoleDay' $ConsoleDay 1 36500))
        if (-not $found.Since -or $found.Since -lt $first) { $found.Since = $first }
    }
    $found
}

# Returns whether an error is that a console log does not exist or cannot be read. It says nothing about the directory.
function Test-ConsoleFailure([object] $Failure) {
    if (-not $consoles.ConsoleLog) { return $false }
    if ($Failure -isnot [Management.Automation.ErrorRecord] -or (Get-ErrorId $Failure) -notin 'PathNotFound', 'FileUnreadable') { return $false }
    $target = "$($Failure.TargetObject)"
    foreach ($file in $consoles.ConsoleLog.Values | ForEach-Object { $_ }) {
        if ($target -eq $file) { return $true }
        try {
            $path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($file)
            if ($target -eq $path -or $target -like $path) { return $true }
        }
        catch { continue }
    }
    $false
}

# Returns the items of a list in a parameter.
function Split-List([string] $Text) { @($Text.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }

$state = @{
    Private = $false; Worst = 'Healthy'; Before = @(); After = @(); Current = @(); Documents = @(); Measured = @(); MeasuredAfter = @(); Repairs = @(); NotImported = 0
    Errors = @(); Consoles = @(); Uncompared = 0; Audited = @{}; Actions = 0; Files = 0; Probes = 0; Requests = 0
}
$states = [Collections.Generic.List[string]] @('Healthy', 'Repaired', 'Prepared', 'Refused', 'Unknown', 'Failed')
$codes = @{ Healthy = 0; Repaired = 1; Prepared = 2; Refused = 2; Unknown = 3; Failed = 3 }
$log = $null
$metrics = $null
$report = $null
$consoles = @{}
$notes = @{}
if ($NotesSession) { $notes.Session = $NotesSession }
try {
    if (-not $LogPath) {
        # No fallback to the temporary folder: anybody could create the log there first. Without 'Create', a missing folder results in an empty path.
        $folder = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
        if (-not $folder) { Stop-Run 'LogPathMissing' 'The user has no local application data folder. Specify -LogPath.' }
        $LogPath = [IO.Path]::Combine($folder, 'CoexTools', 'Repair-Nightly.log')
    }
    $full = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogPath)
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($full))
    Assert-File $full
    Assert-Log $full
    if ($DeletedDocument) {
        # A log that others cannot read stays so.
        $state.Private = [IO.File]::Exists($full) -and (Test-Private $full)
        $log = $full
        try {
            foreach ($deleted in @(Get-Deletion)) { Write-Record 'deleted' ([ordered]@{ source = $deleted.Source; documents = $deleted.Document; user = [Environment]::UserName }) }
            exit 0
        }
        catch {
            $log = $null # The error is not one of a run.
            Write-Failure $full $_
            if ($Nagios) { [Console]::Error.WriteLine("$_") }
            exit 3
        }
    }
    # The directory of a server is private: only an account that it permits can read it.
    $state.Private = if ($Uri -or $NotesServer) { [IO.Path]::DirectorySeparatorChar -ne '\' } else { Test-Private $Path }
    Protect-Log $full
    $log = $full
    if ($MetricPath) { $metrics = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($MetricPath) }
    if ($ReportPath) { $report = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ReportPath) }
    $largest = Get-Number 'LogSize' $LogSize
    $kept = Get-Number 'LogCount' $LogCount

    if (-not (Get-Command Repair-CoexistenceConfiguration -ErrorAction Ignore)) {
        Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1'))
    }
    # PowerShell takes a parameter that does not exist, and its value, as paths.
    foreach ($given in $Path | Where-Object { $_ -match '^[-\u2013\u2014\u2015]' }) {
        Stop-Run 'NamedParameterNotFound' "'$given' is not a parameter of the script. Specify a file whose name starts with a hyphen as './$given'. Nothing was changed."
    }
    $sources = @(Get-Source)
    Write-Record 'start' ([ordered]@{ paths = @($sources | ForEach-Object { $_.Name }); user = [Environment]::UserName; machine = [Environment]::MachineName })
    if ($sources.Count -eq 0) { Stop-Run 'SourceMissing' 'No source was specified. Specify the path of a DXL file, -Uri, or -NotesServer.' }
    if ($report -and $sources.Count -gt 1) { Stop-Run 'ParameterArgumentValidationError' "A report is about one directory, but the run has $($sources.Count) sources. Specify one source with -ReportPath. Nothing was changed." }
    $groups = @{}
    if ($ServerGroup) { $groups.ServerGroup = @(Split-List $ServerGroup) }
    if ($AdminGroup) { $groups.AdminGroup = @(Split-List $AdminGroup) }
    $exchange = @{}
    if ($SmtpHost) { $exchange.SmtpHost = @(Split-List $SmtpHost) }
    if ($ExchangeUrl) { $exchange.ExchangeUrl = @(Split-List $ExchangeUrl) }
    $risks = @{}
    if ($Accepted) { $risks.Accepted = @(Split-List $Accepted) }
    $consoles = Get-Console
    if (-not $consoles.ConsoleLog -and $consoles.Count -gt 0) {
        $consoles = @{}
        Write-Record 'warning' ([ordered]@{ path = $null; message = '-ConsoleTimeZone, -ConsoleSince, and -ConsoleDay have no effect without -ConsoleLog.' })
    }
    foreach ($source in $sources) { Invoke-Source $source $risks $groups $exchange }
    if ($report) { Write-Report $risks }
    if ($metrics -and $codes[$state.Worst] -ne 3) { Write-Metric $state.Worst }
}
catch {
    $state.Worst = 'Failed'
    $state.Errors += "$_"
    try { Write-Failure $null $_ }
    catch { [Console]::Error.WriteLine("$_") }
}
if ($codes[$state.Worst] -eq 3) { Write-FailedMetric }
$code = $codes[$state.Worst]
if ($Nagios) {
    # Errors in the directory, or requests that fail, are critical. An import that remains to be done is not.
    $errors = @($state.Current | Where-Object { (Test-Problem $_) -and "$($_.Severity)" -eq 'Error' })
    $code = @{ Healthy = 0; Repaired = 0; Prepared = 1; Refused = if ($errors.Count -gt 0) { 2 } else { 1 }; Unknown = 3; Failed = 3 }[$state.Worst]
    if ($code -lt 3) { $code = [Math]::Max($code, $(if ($state.Requests -gt 0) { 2 } elseif ($state.Probes -gt 0) { 1 } else { 0 })) }
}
try { Write-Record 'end' ([ordered]@{ state = $state.Worst; exitCode = $code }) }
catch {
    # The log does not contain the end. The output, the metrics, and the exit code state the same.
    $log = $null
    $code = 3
    $state.Worst = 'Failed'
    $state.Errors = @("$_") + $state.Errors
    [Console]::Error.WriteLine("$_")
    Write-Failure $null $_
    Write-Record 'end' ([ordered]@{ state = $state.Worst; exitCode = $code })
    Write-FailedMetric
}
if ($Nagios) { Get-NagiosLine $code }
exit $code
