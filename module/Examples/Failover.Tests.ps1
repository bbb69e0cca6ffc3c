<#
.SYNOPSIS
    A sample Pester suite that verifies that free/busy lookups of the company Acme survive the failure of a coexistence server.
.DESCRIPTION
    The suite creates its directory in memory. It requires only CoexTools and Pester 5.7 or later. Use it as a template for your own suite: replace
    New-DominoDirectory and the setup that follows it with Import-DominoDirectory and the export of your directory.
.EXAMPLE
    Invoke-Pester -Path ./Failover.Tests.ps1 -Output Detailed

    Runs the suite and shows each test.
#>

BeforeAll {
    if (-not (Get-Module -Name CoexTools)) {
        # In a clone of the repository, the build writes the module to the output folder.
        $module = [IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.Module.dll')
        $module = if ([IO.File]::Exists($module)) { 'CoexTools.psd1' } else { [IO.Path]::Combine('..', 'output', 'CoexTools') }
        Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', $module))
    }

    # Returns the outcome of a lookup from a mail server while some servers are down, for example 'Answered by DominoA/Acme'.
    function Get-FreeBusyOutcome([string[]] $Down = @()) {
        $network = @{}
        if ($Down) { $network.ServerDown = $Down }
        $result = $directory | Test-FreeBusyPath -Domain BTEx -From Mail01/Acme @network -WarningAction SilentlyContinue
        '{0} by {1}' -f $result.Status, $result.Server
    }

    # Returns the outcome of a mail message from the same server, for example 'Delivered by DominoA/Acme'.
    function Get-MailOutcome([string[]] $Down = @()) {
        $network = @{}
        if ($Down) { $network.ServerDown = $Down }
        $result = $directory | Test-MailRoute -Domain BTEx -From Mail01/Acme @network -WarningAction SilentlyContinue
        '{0} by {1}' -f $result.Status, $result.Server
    }
}

Describe 'Free/busy lookups from Acme to Exchange' {
    BeforeAll {
        $directory = New-DominoDirectory -Name 'Acme'
        $directory | Add-DominoServer -Name 'Hub01/Acme', 'Mail01/Acme', 'DominoA/Acme', 'DominoB/Acme'
        $directory | Add-DominoGroup -Name 'LocalDomainServers' -Type ServersOnly -Member 'Hub01/Acme', 'Mail01/Acme', 'DominoA/Acme', 'DominoB/Acme'
        $directory | Add-DominoGroup -Name 'Servers Only' -Type ServersOnly -Member 'Hub01/Acme', 'Mail01/Acme'
        $directory | Add-DominoGroup -Name 'LocalDomainAdmins' -Member 'Ada Admin/Acme'
        $directory | Set-DominoAclEntry -Default -Level Author
        $directory | Set-DominoAclEntry -Name 'LocalDomainServers' -Level Manager -Role NetModifier
        $directory | Set-DominoAclEntry -Name 'LocalDomainAdmins' -Level Manager -Role NetModifier

        # One document for each coexistence server. The document that is saved last belongs to the primary server.
        $null = $directory | New-ForeignDomainDocument -Domain BTEx -Server 'DominoB/Acme'
        $null = $directory | New-ForeignDomainDocument -Domain BTEx -Server 'DominoA/Acme'
    }

    Context 'when every server can read both documents' {
        It 'answers a lookup on the primary server' {
            $directory.ForeignDomain[0].CalendarServer | Should -BeExactly 'DominoA/Acme'
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'does not answer a lookup while the primary server is down, although mail is delivered' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
            Get-MailOutcome -Down DominoA | Should -BeExactly 'Delivered by DominoB/Acme'
        }

        It 'would answer the lookup if the documents were protected and their DocumentAccess field removed' {
            $projected = $directory | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup 'LocalDomainAdmins' -RemoveDocumentAccess -WhatIf -PassThru
            ($projected | Test-FreeBusyPath -From Mail01/Acme -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
            $directory.ForeignDomain.IsRestricted | Should -Be @($false, $false)
        }
    }

    Context 'when the readers of each document include only its own coexistence server' {
        BeforeAll {
            $directory | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup 'LocalDomainAdmins'
        }

        It 'still does not answer a lookup while the primary server is down, because DocumentAccess grants access to every coexistence server' {
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoB).CanRead | Should -Be @($true, $true)
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
        }
    }

    Context 'when DocumentAccess is removed' {
        BeforeAll {
            $directory | Remove-DocumentAccessField
        }

        It 'limits each coexistence server to its own document' {
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoA).CanRead | Should -Be @($true, $false)
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoB).CanRead | Should -Be @($false, $true)
        }

        It 'keeps the primary server' {
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'answers a lookup while either coexistence server is down' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
        }
    }

    Context 'when an administrator saves the document of DominoB in the form' {
        BeforeAll {
            $directory.ForeignDomain[1] | Set-ForeignDomainDocument -MailFile 'Exchange.box' -WarningVariable warned -WarningAction SilentlyContinue
        }

        It 'warns that the field was restored and that the primary server changed' {
            "$warned" | Should -Match 'restores DocumentAccess'
            "$warned" | Should -Match 'order of priority'
            $directory.ForeignDomain.CalendarServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
            $directory.ForeignDomain.HasDocumentAccess | Should -Be @($true, $false)
        }

        It 'hides the problem: lookups are answered while every server is up' {
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoB/Acme'
        }

        It 'does not answer a lookup while DominoB is down, because the table of DominoA lists DominoB first again' {
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'NotRelayed by DominoA/Acme'
        }
    }

    Context 'when DocumentAccess is removed again' {
        BeforeAll {
            $directory | Remove-DocumentAccessField
        }

        It 'answers a lookup while either coexistence server is down' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'loses lookups only while both coexistence servers are down' {
            Get-FreeBusyOutcome -Down DominoA, DominoB | Should -BeExactly 'Unreachable by Mail01/Acme'
        }
    }
}
