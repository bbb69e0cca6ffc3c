<#
.SYNOPSIS
    Runs the Pester tests on the module in the output folder. The exit code is 1 if any test fails.
.DESCRIPTION
    Requires Pester 5.7 or later. Build the module first: dotnet build src/CoexTools.Module. You can run the script from any folder.
.PARAMETER Path
    Specifies the tests to run. The default is all tests.
.PARAMETER PassThru
    Indicates that the script returns the result of Invoke-Pester and prints nothing.
.EXAMPLE
    pwsh tests/Pester/Invoke-Suite.ps1
#>
[CmdletBinding()]
param([string[]] $Path = $PSScriptRoot, [switch] $PassThru)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module Pester)) { Import-Module Pester -MinimumVersion 5.7 }

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = if ($PassThru) { 'None' } else { 'Normal' }
$result = Invoke-Pester -Configuration $configuration
if ($PassThru) { return $result }

foreach ($test in $result.Skipped) { Write-Output "Skipped: $($test.ExpandedPath)" }

# A test file that cannot run has no failed tests. It counts as one failure.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
Write-Output ('{0} passed, {1} failed, {2} skipped' -f $result.PassedCount, $failed, $result.SkippedCount)
if ($failed -gt 0 -or $result.PassedCount -eq 0) { exit 1 }
exit 0
