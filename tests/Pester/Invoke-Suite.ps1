<#
.SYNOPSIS
    Runs the Pester tests on the module that lies in output, and ends with 1 where any fails.
.DESCRIPTION
    Needs Pester 5.7 or later, and the module built before: dotnet build src/CoexTools.Module. Runs from any folder.
.PARAMETER Path
    The tests to run. Without it, all.
.EXAMPLE
    pwsh tests/Pester/Invoke-Suite.ps1
#>
[CmdletBinding()]
param([string[]] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.7

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

# A file that could not even be run has no failed tests: it counts as one.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
Write-Output ('{0} passed, {1} failed, {2} skipped' -f $result.PassedCount, $failed, $result.SkippedCount)
if ($failed -gt 0 -or $result.PassedCount -eq 0) { exit 1 }
exit 0
