<#
.SYNOPSIS
    Shows what a directory does when its primary coexistence server fails, before and after the field DocumentAccess is removed.
.DESCRIPTION
    Works on a copy: the directory that you name is not touched. The script uses the language and the commands of CoexTools only.
.PARAMETER Path
    The DXL export of a Domino Directory. Without it, the sample directory that comes with the module.
.PARAMETER Domain
    The foreign domain. Without it, the first one of the directory.
.EXAMPLE
    ./Show-FailoverGap.ps1

    Shows the documented case: two coexistence servers, document security on, the field still there.
.EXAMPLE
    ./Show-FailoverGap.ps1 -Path names.dxl -Domain BTEx

    Shows it for a directory of your own.
#>
[CmdletBinding()]
param(
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, 'AcmeDirectory.dxl'),
    [string] $Domain
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command Test-FreeBusyPath -ErrorAction Ignore)) {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1'))
}

function Show-State([string] $Title, [hashtable] $Network) {
    "== $Title"
    Test-FreeBusyPath -LiteralPath $copy -Domain $Domain @Network -WarningAction SilentlyContinue | Out-Host
    Test-MailRoute -LiteralPath $copy -Domain $Domain @Network -WarningAction SilentlyContinue | Out-Host
}

# How many of the requests are reached, and where the first of them ends.
function Get-Outcome([object[]] $Result) {
    $reached = @($Result | Where-Object Reachable).Count
    '{0} at {1} ({2} of {3} servers reach Exchange)' -f $Result[0].Status, $Result[0].Server, $reached, $Result.Count
}

$copy = [IO.Path]::Combine([IO.Path]::GetTempPath(), "CoexTools-$([Guid]::NewGuid().ToString('N')).dxl")
$source = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
try {
    [IO.File]::Copy($source, $copy)
    $documents = @(Get-ForeignDomainDocument -LiteralPath $copy)
    if (-not $Domain) {
        if ($documents.Count -eq 0) { throw "There is no Foreign Domain document in '$source'." }
        $Domain = $documents[0].Domain
    }
    $documents = @(Get-ForeignDomainDocument -LiteralPath $copy -Domain $Domain)
    $primary = $documents[0].CalendarServer
    if (-not $primary) { throw "The primary document for '$Domain' names no calendar server." }
    $outage = @{ ServerDown = $primary }

    "== The Foreign Domain documents for $Domain"
    $documents | Out-Host
    Show-State 'With all servers up' @{}
    Show-State "With $primary, the primary, down" $outage
    $freeBusyBefore = Get-Outcome @(Test-FreeBusyPath -LiteralPath $copy -Domain $Domain @outage -WarningAction SilentlyContinue)
    $mailBefore = Get-Outcome @(Test-MailRoute -LiteralPath $copy -Domain $Domain @outage -WarningAction SilentlyContinue)

    '== DocumentAccess is removed from the copy'
    Remove-DocumentAccessField -LiteralPath $copy -Domain $Domain -PassThru | Out-Host
    Show-State "With $primary down again" $outage
    $freeBusyAfter = Get-Outcome @(Test-FreeBusyPath -LiteralPath $copy -Domain $Domain @outage -WarningAction SilentlyContinue)
    $mailAfter = Get-Outcome @(Test-MailRoute -LiteralPath $copy -Domain $Domain @outage -WarningAction SilentlyContinue)

    "With $primary down, free/busy was $freeBusyBefore and is now $freeBusyAfter; mail was $mailBefore and is now $mailAfter."
}
finally {
    [IO.File]::Delete($copy)
}
