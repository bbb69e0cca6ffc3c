<#
.SYNOPSIS
    Audits many directories: in parallel on the local computer, or on remote computers over SSH or WinRM. Returns live objects.
.DESCRIPTION
    Returns one object for each directory: the computer, the file, the outcome, and the findings and the directory as live objects that other
    cmdlets accept from the pipeline:

        $fleet = ./Test-Fleet.ps1 exports/*.dxl
        $fleet | Where-Object Outcome -ne Healthy
        $fleet.Finding | Where-Object Repairable
        $fleet.Directory | Test-FreeBusyPath -ServerDown DominoA/Acme

    The script changes nothing. If a directory cannot be read, or a computer does not have CoexTools, the other directories are still audited.
    The outcome is Healthy if there are no findings above severity Information, Findings if there are, and Failed if nothing was audited: the
    directory cannot be read, it contains no Foreign Domain document, or a pattern matches no file. The Failure property then contains the
    reason. The script writes an error for each computer that cannot be reached.
.PARAMETER Path
    Specifies the DXL exports. Wildcards are permitted. The paths are local. With HostName, ComputerName or Session, they are paths on each remote
    computer.
.PARAMETER HostName
    Specifies the computers to connect to over SSH. CoexTools must be installed on each of them.
.PARAMETER UserName
    Specifies the user name for the SSH connections.
.PARAMETER KeyFilePath
    Specifies the path of the private key file for the SSH connections.
.PARAMETER ComputerName
    Specifies the computers to connect to over WinRM. CoexTools must be installed on each of them.
.PARAMETER Credential
    Specifies the account for the WinRM connections.
.PARAMETER Session
    Specifies open PowerShell sessions of any type.
.PARAMETER Module
    Specifies the module to import on the remote computers: the name CoexTools, or the path of its manifest.
.PARAMETER ThrottleLimit
    Specifies the maximum number of local directories, or of remote computers, to process at the same time.
.EXAMPLE
    ./Test-Fleet.ps1 exports/*.dxl

    Audits all exports in a folder, four at a time.
.EXAMPLE
    ./Test-Fleet.ps1 /var/exports/*.dxl -HostName coex1, coex2 -UserName audit | Where-Object Outcome -ne Healthy

    Audits the exports on two remote computers. The files are not copied.
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

# Objects are rehydrated only if the module that defines their types is loaded in this session.
if (-not (Get-Module CoexTools)) {
    # In a clone of the repository, the build writes the module to the output folder.
    $module = [IO.Path]::Combine($PSScriptRoot, '..')
    $built = [IO.Path]::Combine($module, '..', 'output', 'CoexTools')
    if ([IO.File]::Exists([IO.Path]::Combine($module, 'CoexTools.Module.dll'))) { Import-Module ([IO.Path]::Combine($module, 'CoexTools.psd1')) }
    elseif ([IO.Directory]::Exists($built)) { Import-Module $built }
    else { Import-Module CoexTools }
}

# Runs once for each local directory, or once on each remote computer. It returns each directory and its findings, which have the path of their
# file, and an object with the error message for each file that cannot be read. For a pattern that matches no file, the audit returns a finding.
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
    foreach ($one in $Pattern) {
        $directories = @(Import-DominoDirectory -Path $one @quiet -ErrorVariable failures)
        foreach ($directory in $directories) {
            $directory
            Test-CoexistenceConfiguration -Directory $directory @quiet
        }
        foreach ($failure in $failures) {
            [pscustomobject]@{ Path = "$($failure.TargetObject)"; Failure = $failure.Exception.Message }
        }
        if (-not $directories -and -not $failures) { Test-CoexistenceConfiguration -Path $one @quiet }
    }
}

$target = @{ ThrottleLimit = $ThrottleLimit }
switch ($PSCmdlet.ParameterSetName) {
    'Ssh' {
        $logon = @{}
        if ($UserName) { $logon.UserName = $UserName }
        if ($KeyFilePath) { $logon.KeyFilePath = $KeyFilePath }
        $opened = @(New-PSSession -HostName $HostName @logon -ErrorAction Continue) # Over SSH, ThrottleLimit applies to sessions only.
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
            $literal = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($pattern) # File names can contain brackets.
            if ([IO.File]::Exists($literal) -or -not [WildcardPattern]::ContainsWildcardCharacters($pattern)) { [WildcardPattern]::Escape($literal) }
            else {
                $matching = try { @($PSCmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($pattern, [ref] $null)) } catch [Management.Automation.ItemNotFoundException] { @() }
                if ($matching) { $matching | ForEach-Object { [WildcardPattern]::Escape($_) } } else { $literal } # The audit reports it.
            }
        }
    )
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $text = "$audit" # A script block is bound to its runspace, so its text is passed.
        $found = $files | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel { & ([scriptblock]::Create($using:text)) $_ $using:manifest }
    }
    else {
        $found = $files | ForEach-Object { & $audit $_ $manifest } # Windows PowerShell does not support -Parallel.
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
        # An SSH session rehydrates only PowerShell's built-in types. Serializing and deserializing the object here rehydrates it.
        $one = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($one, 5))
    }
    if ($one -is [CoexTools.Model.DominoDirectory]) { $row.Directory = $one }
    elseif ($one -is [CoexTools.Audit.CoexistenceFinding]) {
        $row.Finding += $one
        if ($one.Outcome -eq 'Fail' -and $one.Rule -in 'CX034', 'CX035') { $row.Failure = $one.Reason }
    }
    else { $row.Failure = $one.Failure }

    if ($row.Failure) { $row.Outcome = 'Failed' }
    elseif ($row.Finding | Where-Object { $_.Outcome -eq 'Fail' -and $_.Severity -ne 'Information' }) { $row.Outcome = 'Findings' }
}
$rows.Values
