<#
.SYNOPSIS
    A Pester suite of a user's own: the story of Acme, whose free/busy look-ups must survive the failure of a coexistence server.
.DESCRIPTION
    Everything happens in memory, so that nothing is needed but CoexTools and Pester 5.7 or later. Take it as the beginning of your own suite:
    put Import-DominoDirectory with the export of your directory in the place of New-DominoDirectory and what follows it.
.EXAMPLE
    Invoke-Pester -Path ./Failover.Tests.ps1 -Output Detailed

    Tells the story.
#>

BeforeAll {
    if (-not (Get-Module -Name CoexTools)) {
        Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'CoexTools.psd1'))
    }

    # Where a look-up from a mail server ends, with some servers down: 'Answered by DominoA/Acme'.
    function Get-FreeBusyOutcome([string[]] $Down = @()) {
        $network = @{}
        if ($Down) { $network.ServerDown = $Down }
        $result = $directory | Test-FreeBusyPath -Domain BTEx -From Mail01/Acme @network -WarningAction SilentlyContinue
        '{0} by {1}' -f $result.Status, $result.Server
    }

    function Get-MailOutcome([string[]] $Down = @()) {
        $network = @{}
        if ($Down) { $network.ServerDown = $Down }
        $result = $directory | Test-MailRoute -Domain BTEx -From Mail01/Acme @network -WarningAction SilentlyContinue
        '{0} by {1}' -f $result.Status, $result.Server
    }
}

Describe 'Acme looks up free/busy in Exchange' {
    BeforeAll {
        $directory = New-DominoDirectory -Name 'Acme'
        $directory | Add-DominoServer -Name 'Hub01/Acme', 'Mail01/Acme', 'DominoA/Acme', 'DominoB/Acme'
        $directory | Add-DominoGroup -Name 'LocalDomainServers' -Type ServersOnly -Member 'Hub01/Acme', 'Mail01/Acme', 'DominoA/Acme', 'DominoB/Acme'
        $directory | Add-DominoGroup -Name 'Servers Only' -Type ServersOnly -Member 'Hub01/Acme', 'Mail01/Acme'
        $directory | Add-DominoGroup -Name 'LocalDomainAdmins' -Member 'Ada Admin/Acme'
        $directory | Set-DominoAclEntry -Default -Level Author
        $directory | Set-DominoAclEntry -Name 'LocalDomainServers' -Level Manager -Role NetModifier
        $directory | Set-DominoAclEntry -Name 'LocalDomainAdmins' -Level Manager -Role NetModifier

        # One document for each coexistence server. The one saved last is the primary.
        $null = $directory | New-ForeignDomainDocument -Domain BTEx -Server 'DominoB/Acme'
        $null = $directory | New-ForeignDomainDocument -Domain BTEx -Server 'DominoA/Acme'
    }

    Context 'with two documents that every server sees' {
        It 'is answered by the primary' {
            $directory.ForeignDomain[0].CalendarServer | Should -BeExactly 'DominoA/Acme'
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'is not answered when the primary fails, although mail goes on' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
            Get-MailOutcome -Down DominoA | Should -BeExactly 'Delivered by DominoB/Acme'
        }

        It 'would be answered if the documents were protected and their field removed' {
            $projected = $directory | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup 'LocalDomainAdmins' -RemoveDocumentAccess -WhatIf -PassThru
            ($projected | Test-FreeBusyPath -From Mail01/Acme -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
            $directory.ForeignDomain.IsRestricted | Should -Be @($false, $false)
        }
    }

    Context 'when each document is for its own coexistence server only' {
        BeforeAll {
            $directory | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup 'LocalDomainAdmins'
        }

        It 'is still not answered when the primary fails: DocumentAccess lets every coexistence server in' {
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoB).CanRead | Should -Be @($true, $true)
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
        }
    }

    Context 'when DocumentAccess is removed' {
        BeforeAll {
            $directory | Remove-DocumentAccessField
        }

        It 'leaves each coexistence server its own document' {
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoA).CanRead | Should -Be @($true, $false)
            ($directory.ForeignDomain | Get-DocumentReader -Server DominoB).CanRead | Should -Be @($false, $true)
        }

        It 'keeps the primary' {
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'is answered whichever coexistence server fails' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
        }
    }

    Context 'when somebody edits the document of DominoB in the form' {
        BeforeAll {
            $directory.ForeignDomain[1] | Set-ForeignDomainDocument -MailFile 'Exchange.box' -WarningVariable warned -WarningAction SilentlyContinue
        }

        It 'is told that the field is back, and that there is another primary' {
            "$warned" | Should -Match 'brings DocumentAccess back'
            "$warned" | Should -Match 'order of priority'
            $directory.ForeignDomain.CalendarServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
            $directory.ForeignDomain.HasDocumentAccess | Should -Be @($true, $false)
        }

        It 'works as long as nothing fails, so that nobody notices' {
            Get-FreeBusyOutcome | Should -BeExactly 'Answered by DominoB/Acme'
        }

        It 'is not answered when DominoB fails: DominoA sees the document of DominoB again, and sees it first' {
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'NotRelayed by DominoA/Acme'
        }
    }

    Context 'when DocumentAccess is removed again' {
        BeforeAll {
            $directory | Remove-DocumentAccessField
        }

        It 'is answered whichever coexistence server fails' {
            Get-FreeBusyOutcome -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusyOutcome -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
        }

        It 'is lost only when both fail' {
            Get-FreeBusyOutcome -Down DominoA, DominoB | Should -BeExactly 'Unreachable by Mail01/Acme'
        }
    }
}
