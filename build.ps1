<#
.SYNOPSIS
    Builds, tests, packs and installs CoexTools.
.DESCRIPTION
    The script runs in Windows PowerShell 5.1 and in PowerShell 7 and requires the .NET SDK 10. It stops at the first task that fails. The projects
    do the work; the script only calls them.
.PARAMETER Task
    Specifies the tasks to run, in the given order:
    Build creates the module in output/CoexTools/<version>; the Debug module in output/Debug/CoexTools/<version>.
    Test runs all tests: the .NET tests, and the Pester suite with Pester from its package.
    Pester runs the Pester suite in the current PowerShell. It requires Pester 5.7 or later.
    Analyze runs PSScriptAnalyzer 1.25 or later on all scripts and fails if there are findings. If it is not installed, a warning is written.
    Pack creates the package for the PowerShell Gallery, output/CoexTools.<version>.nupkg.
    Install builds the module and installs it for the current user. An existing installation of the same version is replaced.
    Clean removes the build output.
.PARAMETER Configuration
    Specifies the build configuration: Release, the default, or Debug for a module without optimizations. Pester and Install use the module of this
    configuration.
.PARAMETER NoBuild
    Indicates that Pester and Install use the module in the output folder without building it first.
.EXAMPLE
    ./build.ps1 -Task Build, Test, Pester
.EXAMPLE
    ./build.ps1 -Task Install -WhatIf
.EXAMPLE
    ./build.ps1 -Task Pack
    Register-PSResourceRepository -Name Local -Uri ./output -Trusted
    Install-PSResource CoexTools -Repository Local
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Pack', 'Install', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$root = Join-Path $PSScriptRoot 'output'
$output = if ($Configuration -eq 'Release') { $root } else { Join-Path $root $Configuration }
$options = '--configuration', $Configuration

function Invoke-DotNet {
    [CmdletBinding(SupportsShouldProcess)]
    param([string[]] $Argument)
    $line = ($Argument + $options) -join ' '
    if (-not $PSCmdlet.ShouldProcess($PSScriptRoot, "dotnet $line")) { return }
    & dotnet @Argument @options
    if ($LASTEXITCODE -ne 0) { throw "'dotnet $line' exited with code $LASTEXITCODE." }
}

function Invoke-Analysis {
    $analyzer = Get-Module PSScriptAnalyzer -ListAvailable | Where-Object Version -GE '1.25' | Select-Object -First 1
    if (-not $analyzer) {
        Write-Warning 'Analyze: skipped. PSScriptAnalyzer 1.25 or later is not installed in this PowerShell.'
        return
    }
    Import-Module $analyzer.Path
    $settings = Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1'
    $findings = @(
        foreach ($path in 'module', 'tools', 'build.ps1', 'PSScriptAnalyzerSettings.psd1') {
            Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $path) -Recurse -Settings $settings
        }
        # The rule reports variables that BeforeAll sets and It reads as unused.
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot 'tests/Pester') -Recurse -Settings $settings -ExcludeRule PSUseDeclaredVarsMoreThanAssignments
    )
    $findings | Format-Table Severity, RuleName, ScriptName, Line, Message -AutoSize -Wrap | Out-String -Width 200 | Write-Output
    if ($findings.Count -gt 0) { throw "Analyze: PSScriptAnalyzer $($analyzer.Version) reported $($findings.Count) findings." }
    Write-Output "Analyze: passed. PSScriptAnalyzer $($analyzer.Version) reported no findings."
}

# Returns the user's module folder, which is the first folder in PSModulePath by default.
function Get-UserModuleFolder {
    if ($env:OS -eq 'Windows_NT') {
        $folder = if ($PSVersionTable.PSEdition -eq 'Core') { 'PowerShell' } else { 'WindowsPowerShell' }
        return Join-Path ([Environment]::GetFolderPath('MyDocuments')) (Join-Path $folder 'Modules')
    }
    $share = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { Join-Path $HOME '.local/share' }
    Join-Path $share 'powershell/Modules'
}

# Copies the module to a temporary folder next to the target first, so that the target is complete at any time: either the old or the new version.
function Install-BuiltModule {
    [CmdletBinding(SupportsShouldProcess)]
    param()
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'module/CoexTools.psd1')).ModuleVersion
    $source = Join-Path $output (Join-Path 'CoexTools' $version)
    $folder = Join-Path (Get-UserModuleFolder) 'CoexTools'
    $target = Join-Path $folder $version
    if (-not $PSCmdlet.ShouldProcess($target, "Install CoexTools $version")) { return }
    if (-not (Test-Path -LiteralPath (Join-Path $source 'CoexTools.psd1'))) { throw "The module has not been built in '$source'. Run './build.ps1 -Task Build'." }

    $new = Join-Path $folder ('.new-' + [Guid]::NewGuid().ToString('N'))
    $old = Join-Path $folder ('.old-' + [Guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory -Path $folder -Force
    try {
        Copy-Item -LiteralPath $source -Destination $new -Recurse
        if (Test-Path -LiteralPath $target) {
            try {
                [IO.Directory]::Move($target, $old)
            }
            catch {
                $reason = $_.Exception.GetBaseException().Message
                throw "CoexTools $version in '$target' is in use and was not replaced. Close the sessions that imported it, and then try again. ($reason)"
            }
        }
        [IO.Directory]::Move($new, $target)
    }
    finally {
        if ((Test-Path -LiteralPath $old) -and -not (Test-Path -LiteralPath $target)) { [IO.Directory]::Move($old, $target) }
        foreach ($rest in $new, $old) {
            if (Test-Path -LiteralPath $rest) { Remove-Item -LiteralPath $rest -Recurse -Force }
        }
    }
    Write-Output "CoexTools $version is installed in '$target'."
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-DotNet -Argument build, CoexTools.sln }
            'Test' { Invoke-DotNet -Argument test, --solution, CoexTools.sln }
            'Pester' {
                if (-not $NoBuild) { Invoke-DotNet -Argument build, src/CoexTools.Module }
                if ($PSCmdlet.ShouldProcess($output, 'Run the Pester suite')) {
                    $env:COEXTOOLS_OUTPUT = $output
                    try {
                        & (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Suite.ps1')
                        if ($LASTEXITCODE -ne 0) { throw 'The Pester suite failed.' }
                    }
                    finally {
                        $env:COEXTOOLS_OUTPUT = $null
                    }
                }
            }
            'Analyze' { Invoke-Analysis }
            'Pack' { Invoke-DotNet -Argument build, src/CoexTools.Module, '-t:PackModule' }
            'Install' {
                if (-not $NoBuild) { Invoke-DotNet -Argument build, src/CoexTools.Module }
                Install-BuiltModule
            }
            'Clean' {
                Invoke-DotNet -Argument clean, CoexTools.sln
                if (Test-Path -LiteralPath $root) { Remove-Item -LiteralPath $root -Recurse -Force }
            }
        }
    }
}
finally {
    Pop-Location
}
