<#
.SYNOPSIS
    Shows what happens when the primary coexistence server fails, before and after the DocumentAccess field is removed.
.DESCRIPTION
    Works on a copy of the file. The file that you specify does not change. The script uses only the PowerShell language and the commands of CoexTools.
.PARAMETER Path
    Specifies the DXL export of a Domino Directory. The default is the sample directory of the module.
.PARAMETER Domain
    Specifies the foreign domain. The default is the first foreign domain of the directory.
.PARAMETER Report
    Specifies an HTML file. The script also writes a report about the directory to it.
.EXAMPLE
    ./Show-FailoverGap.ps1

    Shows the documented case: two coexistence servers, document security is on, and the DocumentAccess field is still present.
.EXAMPLE
    ./Show-FailoverGap.ps1 -Path names.dxl -Domain BTEx

    Shows the result for your own directory.
.EXAMPLE
    ./Show-FailoverGap.ps1 -Report gap.html

    Also writes a report that you can send to others.
#>
[CmdletBinding()]
param(
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, 'AcmeDirectory.dxl'),
    [string] $Domain,
    [string] $Report
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command Test-FreeBusyPath -ErrorAction Ignore)) {
    # In a clone of the repository, the build writes the module to the output folder.
    $module = [IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.Module.dll')
    $module = if ([IO.File]::Exists($module)) { 'CoexTools.psd1' } else { [IO.Path]::Combine('..', 'output', 'CoexTools') }
    Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', $module))
}

# The servers in a few words: a large directory must not fill the screen.
function Join-Server([string[]] $Server, [int] $Width = 22) {
    $text = $Server -join ', '
    if ($text.Length -le $Width) { $text } else { '{0} and {1} more' -f $Server[0], ($Server.Count - 1) }
}

# Maps each distinct text to the servers that have it, in the order of the servers.
function Group-Server([hashtable] $Text, [string[]] $Server) {
    $groups = [ordered]@{}
    foreach ($one in $Server) {
        if (-not $groups.Contains($Text[$one])) { $groups[$Text[$one]] = @() }
        $groups[$Text[$one]] += $one
    }
    $groups
}

function Write-Row([string] $First, [string] $Before, [string] $After) { '{0,-26} {1,-27} {2}' -f $First, $Before, $After }

# Who can read each document, and through which entry: a text for each document and server.
function Get-Reader {
    $readers = @{}
    foreach ($document in Get-ForeignDomainDocument -LiteralPath $copy -Domain $Domain) {
        $readers[$document.UniversalId] = @{}
        foreach ($reader in $document | Get-DocumentReader) {
            $text = if (-not $reader.CanRead) { 'no' } elseif ($reader.Entry) { "through $($reader.Entry)" } else { 'unrestricted' }
            $readers[$document.UniversalId][$reader.Server] = $text
        }
    }
    $readers
}

# The outcome of each request from each server with the primary down, and the messages on the consoles.
function Get-Outcome {
    $outage = @{ LiteralPath = $copy; Domain = $Domain; ServerDown = $primary; WarningAction = 'Ignore' }
    [ordered]@{
        'Free/busy' = @(Test-FreeBusyPath @outage)
        'Mail' = @(Test-MailRoute @outage)
        'Invitations' = @(Test-MailRoute @outage -Kind Calendar)
    }
}

function Get-ConsoleText([Collections.IDictionary] $Outcome) {
    $servers = [ordered]@{}
    foreach ($warning in $Outcome.Values.Warning) {
        if (-not $warning) { continue }
        if (-not $servers.Contains($warning.Message)) { $servers[$warning.Message] = @() }
        if ($servers[$warning.Message] -notcontains $warning.Server) { $servers[$warning.Message] += $warning.Server }
    }
    $servers
}

$copy = [IO.Path]::Combine([IO.Path]::GetTempPath(), "CoexTools-$([Guid]::NewGuid().ToString('N')).dxl")
$source = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
try {
    [IO.File]::Copy($source, $copy)
    $documents = @(Get-ForeignDomainDocument -LiteralPath $copy)
    if (-not $Domain) {
        if ($documents.Count -eq 0) { throw "The file '$source' does not contain a Foreign Domain document." }
        $Domain = $documents[0].Domain
    }
    $documents = @(Get-ForeignDomainDocument -LiteralPath $copy -Domain $Domain)
    $primary = $documents[0].CalendarServer
    if (-not $primary) { throw "The primary document for '$Domain' does not name a calendar server." }

    "The Foreign Domain documents for $Domain, in order of priority"
    foreach ($document in $documents) {
        $modified = '{0:yyyy-MM-dd HH:mm} UTC' -f $document.Modified.UtcDateTime
        $state = if ($document.HasDocumentAccess) { 'present' } else { 'removed' }
        '  {0}  {1,-20} modified {2}, DocumentAccess {3}' -f $document.Priority, $document.CalendarServer, $modified, $state
    }
    $readersBefore = Get-Reader
    $before = Get-Outcome
    Remove-DocumentAccessField -LiteralPath $copy -Domain $Domain -WarningAction Ignore
    $readersAfter = Get-Reader
    $after = Get-Outcome

    ''
    Write-Row -First 'Who can read them' -Before 'With DocumentAccess' -After 'Without DocumentAccess'
    foreach ($document in $documents) {
        "  the document of $($document.CalendarServer)"
        $was = $readersBefore[$document.UniversalId]
        $is = $readersAfter[$document.UniversalId]
        $servers = @($document | Get-DocumentReader | ForEach-Object Server)
        $pairs = @{}
        foreach ($server in $servers) { $pairs[$server] = "{0}`0{1}" -f $was[$server], $is[$server] } # No name contains this character.
        $groups = Group-Server $pairs $servers
        foreach ($pair in $groups.Keys) {
            $texts = $pair.Split([char] 0)
            Write-Row -First "    $(Join-Server $groups[$pair])" -Before $texts[0] -After $texts[1]
        }
    }

    ''
    Write-Row -First "With $primary down" -Before 'With DocumentAccess' -After 'Without DocumentAccess'
    foreach ($service in $before.Keys) {
        $pairs = @{}
        for ($i = 0; $i -lt $before[$service].Count; $i++) {
            ($was, $is) = $before[$service][$i], $after[$service][$i]
            $pairs[$was.From] = "{0} at {1}`0{2} at {3}" -f $was.Status, $was.Server, $is.Status, $is.Server
        }
        $groups = Group-Server $pairs @($before[$service].From)
        foreach ($pair in $groups.Keys) {
            $texts = $pair.Split([char] 0)
            $first = if ($groups.Count -eq 1) { "  $service" } else { "  $service, $(Join-Server $groups[$pair])" }
            Write-Row -First $first -Before $texts[0] -After $texts[1]
        }
    }

    ''
    'Messages on the Domino consoles'
    $printed = Get-ConsoleText $before
    $printedAfter = Get-ConsoleText $after
    foreach ($message in $printed.Keys) {
        "  $message"
        "    With DocumentAccess:    $(Join-Server $printed[$message] 80)"
        "    Without DocumentAccess: $(if ($printedAfter[$message]) { Join-Server $printedAfter[$message] 80 } else { '(none)' })"
    }
    if ($printed.Count -eq 0) { '  (none)' }

    ''
    $failed = @($before.Keys | Where-Object { $before[$_].Reachable -contains $false })
    $fails = @($after.Keys | Where-Object { $after[$_].Reachable -contains $false })
    if ($fails.Count -gt 0) {
        "With $primary down, requests still fail ($(($fails -join ', ').ToLowerInvariant())). Run Test-CoexistenceConfiguration to find out why."
    }
    elseif ($failed.Count -eq 0) {
        "With $primary down, every request reaches Exchange, with and without DocumentAccess."
    }
    else {
        "With $primary down, $(($failed -join ' and ').ToLowerInvariant()) failed. Without DocumentAccess, every request reaches Exchange."
    }
    if ($Report) {
        $written = Export-CoexistenceReport -LiteralSource $source -LiteralPath $Report -Domain $Domain -PassThru
        ''
        "The report is in $($written.FullName)."
    }
}
finally {
    [IO.File]::Delete($copy)
    [IO.File]::Delete("$copy.journal")
}
