<#
.SYNOPSIS
    Finds what is wrong with the coexistence configuration in files, mends what may be mended, and leaves a record. Made for a scheduler.
.DESCRIPTION
    Each line that it prints, and that it appends to the log, is one JSON object: 'time', 'run' (the same for one run), 'event' (start, action,
    finding, warning, error, file, end), and what belongs to it. It asks nothing. Several runs may overlap: lines of the log are appended whole,
    one after the other, and a file that another run changes is tried again. The script uses the language, .NET and the commands of CoexTools
    only.

    Exit codes: 0 nothing to do; 1 repaired, and nothing is left; 2 findings are left that are more than an information; 3 failed.
.PARAMETER Path
    The DXL files; wildcards are allowed.
.PARAMETER LogPath
    The log. Without it, CoexTools/Repair-Nightly.log in the folder for local data.
.PARAMETER LogSize
    How large the log may get, in bytes, before it is put aside as <log>.1, and a new one begun.
.PARAMETER LogCount
    How many logs that were put aside are kept.
.PARAMETER ServerGroup
    The groups of mail and application servers, divided by semicolons. Without it, one is looked for.
.PARAMETER AdminGroup
    The groups of administrators, divided by semicolons. Without it, they are looked for.
.EXAMPLE
    ./Repair-Nightly.ps1 -LogPath /var/log/CoexTools/nightly.log /srv/domino/names.dxl

    Repairs one file.
.EXAMPLE
    Register-CoexistenceSchedule /srv/domino/names.dxl -At 02:30

    Has the system run this script every night.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)] [string[]] $Path,
    [string] $LogPath,
    [string] $LogSize = '1048576', # Numbers are read below: one that is none must end with 3, and PowerShell's own errors end with 1.
    [string] $LogCount = '7',
    [string] $ServerGroup,
    [string] $AdminGroup
)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'
$run = [Guid]::NewGuid().ToString('N').Substring(0, 12)
$largest = 1MB
$kept = 7
$culture = [Globalization.CultureInfo]::InvariantCulture

# In ASCII only, so that no console and no code page can spoil it.
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

# Appends a line whole, and puts a log aside that has grown too large; one run at a time, by a lock beside the log.
function Add-LogLine([string] $Line) {
    $bytes = [Text.Encoding]::ASCII.GetBytes($Line + "`n")
    $waited = [Diagnostics.Stopwatch]::StartNew()
    $lock = $null
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
        $there = [IO.FileInfo]::new($log)
        if ($kept -gt 0 -and $there.Exists -and $there.Length -gt 0 -and $there.Length + $bytes.Length -gt $largest) {
            [IO.File]::Delete("$log.$kept")
            for ($i = $kept - 1; $i -ge 1; $i--) {
                if ([IO.File]::Exists("$log.$i")) { [IO.File]::Move("$log.$i", "$log.$($i + 1)") }
            }
            [IO.File]::Move($log, "$log.1")
        }
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
    $line
    if ($log) { Add-LogLine $line }
}

# Another run may be at the same file: then this one waits, and looks at what that one left.
function Invoke-Repair([string] $File, [hashtable] $Groups) {
    for ($attempt = 1; ; $attempt++) {
        $failures = $null
        $warnings = $null
        $results = @(Repair-CoexistenceConfiguration -Path $File @Groups -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue -WarningVariable warnings)
        $isBusy = @($failures | Where-Object { $_.FullyQualifiedErrorId -match '^(FileChanged|FileLocked)' }).Count -gt 0
        if (-not $isBusy -or $attempt -ge 20) {
            return @{ Result = $results; Error = @($failures); Warning = @($warnings) }
        }
        [Threading.Thread]::Sleep(100)
    }
}

# 0, unless something is left (2) or failed (3); whether something was repaired is told by $state.
function Write-Outcome([string] $File, [hashtable] $Outcome) {
    foreach ($warning in $Outcome.Warning) { Write-Record 'warning' ([ordered]@{ path = $File; message = "$warning" }) }
    foreach ($failure in $Outcome.Error) {
        $id = ($failure.FullyQualifiedErrorId -split ',')[0]
        # What may not be repaired is a finding that is left, and no failure of this run.
        if ($id -match '^(AnswerLost|ServerGroupNotFound|AdminGroupNotFound)$') { $state.Left = $true } else { $state.Failed = $true }
        Write-Record 'error' ([ordered]@{ path = $File; id = $id; message = "$failure"; target = "$($failure.TargetObject)" })
    }
    foreach ($result in $Outcome.Result) {
        foreach ($action in $result.Action) {
            Write-Record 'action' ([ordered]@{ path = $result.Path; domain = $action.Domain; document = $action.Document; name = $action.DocumentName; action = $action.Action })
        }
        foreach ($finding in $result.Finding) {
            if ("$($finding.Severity)" -ne 'Information') { $state.Left = $true }
            Write-Record 'finding' ([ordered]@{
                    path = $result.Path; rule = $finding.Rule; name = $finding.Name; severity = "$($finding.Severity)"; domain = $finding.Domain
                    document = $finding.Document; server = $finding.Server; reason = $finding.Reason; recommendation = $finding.Recommendation
                    evidence = @($finding.Evidence); repairable = $finding.Repairable
                })
        }
        if ($result.Changed) { $state.Changed = $true }
        Write-Record 'file' ([ordered]@{ path = $result.Path; changed = $result.Changed; actions = @($result.Action).Count; findings = @($result.Finding).Count })
    }
}

$state = @{ Changed = $false; Left = $false; Failed = $false }
$log = $null
$code = 3
try {
    if (-not $LogPath) {
        $folder = [Environment]::GetFolderPath('LocalApplicationData')
        if (-not $folder) { $folder = [IO.Path]::GetTempPath() }
        $LogPath = [IO.Path]::Combine($folder, 'CoexTools', 'Repair-Nightly.log')
    }
    $full = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogPath)
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($full))
    $log = $full
    $largest = [long]::Parse($LogSize, $culture)
    $kept = [int]::Parse($LogCount, $culture)

    if (-not (Get-Command Repair-CoexistenceConfiguration -ErrorAction Ignore)) {
        Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1'))
    }
    Write-Record 'start' ([ordered]@{ paths = @($Path | Where-Object { $_ }); user = [Environment]::UserName; machine = [Environment]::MachineName })
    if (-not $Path) { throw 'No file was named.' }
    $groups = @{}
    if ($ServerGroup) { $groups.ServerGroup = @($ServerGroup.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    if ($AdminGroup) { $groups.AdminGroup = @($AdminGroup.Split(';') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
    foreach ($file in $Path) {
        Write-Outcome $file (Invoke-Repair $file $groups)
    }
    $code = if ($state.Failed) { 3 } elseif ($state.Left) { 2 } elseif ($state.Changed) { 1 } else { 0 }
}
catch {
    $code = 3
    try { Write-Record 'error' ([ordered]@{ path = $null; id = "$($_.FullyQualifiedErrorId)"; message = "$_"; target = $null }) }
    catch { [Console]::Error.WriteLine("$_") }
}
try { Write-Record 'end' ([ordered]@{ exitCode = $code }) }
catch { [Console]::Error.WriteLine("$_"); $code = 3 }
exit $code
