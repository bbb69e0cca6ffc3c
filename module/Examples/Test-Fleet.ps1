<#
.SYNOPSIS
    Audits many directories at once: in parallel on this machine, or where they are, over SSH or WinRM; and gathers live objects.
.DESCRIPTION
    Gives one row for each directory: the computer, the file, the outcome, and the live findings and directory, which can be piped on:

        $fleet = ./Test-Fleet.ps1 exports/*.dxl
        $fleet | Where-Object Outcome -ne Healthy
        $fleet.Finding | Where-Object Repairable
        $fleet.Directory | Test-FreeBusyPath -ServerDown DominoA/Acme

    Nothing is changed anywhere. A directory that cannot be read, or a computer without CoexTools, does not keep the others from being audited.
    The outcome is Healthy where nothing was found that is more than an information, Findings where something was, and Failed where the
    directory could not be read; Failure then says why. A computer that cannot be reached is an error of this script.
.PARAMETER Path
    The DXL exports, wildcards allowed: on this machine; with HostName, ComputerName or Session on each of those.
.PARAMETER HostName
    Computers to ask over SSH; each needs CoexTools.
.PARAMETER UserName
    The name to log on with over SSH.
.PARAMETER KeyFilePath
    The key to log on with over SSH.
.PARAMETER ComputerName
    Computers to ask over WinRM; each needs CoexTools.
.PARAMETER Credential
    The account to log on with over WinRM.
.PARAMETER Session
    Sessions that are open already, of whatever kind.
.PARAMETER Module
    What to import there: the name CoexTools, or the path of its manifest.
.PARAMETER ThrottleLimit
    How many directories of this machine, or how many computers, to ask at the same time.
.EXAMPLE
    ./Test-Fleet.ps1 exports/*.dxl

    Audits all exports of a folder, four at a time.
.EXAMPLE
    ./Test-Fleet.ps1 /var/exports/*.dxl -HostName coex1, coex2 -UserName audit | Where-Object Outcome -ne Healthy

    Audits the exports of two computers where they are; the files stay there.
#>
[CmdletBinding(DefaultParameterSetName = 'Local')]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [SupportsWildcards()]
    [string[]] $Path,

    [Parameter(Mandatory = $true, ParameterSetName = 'Ssh')]
    [string[]] $HostName,

    [Parameter(ParameterSetName = 'Ssh')]
    [string] $UserName,

    [Parameter(ParameterSetName = 'Ssh')]
    [string] $KeyFilePath,

    [Parameter(Mandatory = $true, ParameterSetName = 'WinRM')]
    [string[]] $ComputerName,

    [Parameter(ParameterSetName = 'WinRM')]
    [pscredential] $Credential,

    [Parameter(Mandatory = $true, ParameterSetName = 'Session')]
    [System.Management.Automation.Runspaces.PSSession[]] $Session,

    [Parameter(ParameterSetName = 'Ssh')]
    [Parameter(ParameterSetName = 'WinRM')]
    [Parameter(ParameterSetName = 'Session')]
    [string] $Module = 'CoexTools',

    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = 4
)

$ErrorActionPreference = 'Stop'

# Objects come back alive only where their types are known: here, too.
if (-not (Get-Module CoexTools)) {
    $beside = [IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1')
    if ([IO.File]::Exists($beside)) { Import-Module $beside } else { Import-Module CoexTools }
}

# Runs once for each directory here, or once on each computer there. It gives each directory and its findings as they are: they know their
# file; and a note for each file that could not be read.
$audit = {
    param([string[]] $Pattern, [string] $Manifest)
    try {
        Import-Module $Manifest -ErrorAction Stop
    }
    catch {
        [pscustomobject]@{ Path = $Pattern -join ', '; Failure = $_.Exception.Message }
        return
    }
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
    Import-DominoDirectory -Path $Pattern @quiet -ErrorVariable failures | ForEach-Object {
        $_
        Test-CoexistenceConfiguration -Directory $_ @quiet
    }
    foreach ($failure in $failures) {
        [pscustomobject]@{ Path = "$($failure.TargetObject)"; Failure = $failure.Exception.Message }
    }
}

$target = @{ ThrottleLimit = $ThrottleLimit }
switch ($PSCmdlet.ParameterSetName) {
    'Ssh' {
        $logon = @{}
        if ($UserName) { $logon.UserName = $UserName }
        if ($KeyFilePath) { $logon.KeyFilePath = $KeyFilePath }
        $opened = @(New-PSSession -HostName $HostName @logon -ErrorAction Continue) # Over SSH only sessions can be throttled.
        $target.Session = $opened
    }
    'WinRM' {
        $target.ComputerName = $ComputerName
        if ($Credential) { $target.Credential = $Credential }
    }
    'Session' { $target.Session = $Session }
}

if ($PSCmdlet.ParameterSetName -eq 'Local') {
    $manifest = [IO.Path]::Combine((Get-Module CoexTools).ModuleBase, 'CoexTools.psd1')
    $files = @(
        foreach ($pattern in $Path) {
            $literal = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($pattern) # Names may hold brackets.
            if ([IO.File]::Exists($literal) -or -not [WildcardPattern]::ContainsWildcardCharacters($pattern)) { $literal }
            else { $PSCmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($pattern, [ref] $null) }
        }
    ) | ForEach-Object { [WildcardPattern]::Escape($_) }
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $text = "$audit" # A script block belongs to its runspace.
        $found = $files | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel { & ([scriptblock]::Create($using:text)) $_ $using:manifest }
    }
    else {
        $found = $files | ForEach-Object { & $audit $_ $manifest } # Windows PowerShell has no -Parallel: one after the other.
    }
}
elseif (-not $target.ContainsKey('Session') -or $target.Session) {
    try {
        $found = Invoke-Command @target -ScriptBlock $audit -ArgumentList $Path, $Module -ErrorAction Continue
    }
    finally {
        if ($opened) { Remove-PSSession $opened }
    }
}

$rows = [ordered] @{}
foreach ($one in $found) {
    $computer = if ($one.PSComputerName) { $one.PSComputerName } else { [Environment]::MachineName }
    $key = "$computer|$($one.Path)"
    if (-not $rows.Contains($key)) {
        $rows[$key] = [pscustomobject]@{ Computer = $computer; Path = $one.Path; Outcome = 'Healthy'; Finding = @(); Directory = $null; Failure = $null }
    }
    $row = $rows[$key]
    if ($one.PSTypeNames[0] -like 'Deserialized.CoexTools.*') {
        # A session over SSH knows no types but PowerShell's own. Read once more here, the object comes alive.
        $one = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($one, 5))
    }
    if ($one -is [CoexTools.Model.DominoDirectory]) { $row.Directory = $one }
    elseif ($one -is [CoexTools.Audit.CoexistenceFinding]) { $row.Finding += $one }
    else { $row.Failure = $one.Failure }

    if ($row.Failure) { $row.Outcome = 'Failed' }
    elseif ($row.Finding | Where-Object { $_.Outcome -eq 'Fail' -and $_.Severity -ne 'Information' }) { $row.Outcome = 'Findings' }
}
$rows.Values
