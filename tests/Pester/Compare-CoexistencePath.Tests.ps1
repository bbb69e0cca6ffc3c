BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
    $removed = Get-Scenario 'security-on-field-removed.dxl'
}

Describe 'Compare-CoexistencePath' {
    It 'lists the worst difference first' {
        $found = @(Compare-CoexistencePath $removed $securityOn -From Hub01, DominoB)
        $found[0].Change | Should -Be 'Lost'
        $found[0].Service | Should -Be 'FreeBusy'
        $found[0].Failure | Should -Be @('DominoA/Acme')
        $found[0].Before.Status | Should -Be 'Answered'
        $found[0].After.Status | Should -Be 'NotRelayed'
        $found[0].PSObject.TypeNames[0] | Should -BeExactly 'CoexTools.Analysis.CoexistencePathDifference'
        @($found.Change | Sort-Object) | Should -Be $found.Change
        $found.Change | Should -Contain 'Moved'
    }

    It 'says who saved the changed documents last' {
        $text = [IO.File]::ReadAllText($securityOn)
        $at = $text.IndexOf('</noteinfo>', $text.IndexOf("unid='000000000000000000000000000000A0'")) + '</noteinfo>'.Length
        $edited = Set-TestFile (Join-Path $TestDrive 'edited.dxl') $text.Insert(
            $at, '<updatedby><name>CN=Bo Admin/O=Acme</name><name>CN=Ada Admin/O=Acme</name></updatedby>')
        $found = @(Compare-CoexistencePath $removed $edited -From Hub01)
        $found[0].Change | Should -Be 'Lost'
        $found[0].LastSave[0] | Should -BeExactly 'BTEx (DominoA/Acme): saved by Ada Admin/Acme on 2025-03-10 09:30:15 UTC'
        $found[0].LastSave[1] | Should -BeExactly 'BTEx (DominoB/Acme): saved by Admin/Acme on 2025-03-09 09:30:15 UTC'
        $found[0] | Export-Clixml (Join-Path $TestDrive 'difference.xml')
        (Import-Clixml (Join-Path $TestDrive 'difference.xml')).LastSave | Should -BeExactly $found[0].LastSave
    }

    It 'shows what the removal of the field would gain' {
        $found = @(Remove-DocumentAccessField $securityOn -WhatIf -PassThru | Compare-CoexistencePath -ReferenceObject $securityOn -From Hub01)
        $gained = @($found | Where-Object Change -EQ 'Gained')
        $gained.Count | Should -Be 1
        $gained[0].Failure | Should -Be @('DominoA/Acme')
    }

    It 'shows what saving the document in the form would lose' {
        $second = (Get-ForeignDomainDocument $removed)[1]
        $found = @(Compare-CoexistencePath $removed -WhatIfEdited $second -From Hub01)
        $found[0].Change | Should -Be 'Lost'
        $found[0].Failure | Should -Be @('DominoB/Acme')
        (Test-FreeBusyPath $removed -From Hub01 -ServerDown DominoB -WhatIfEdited $second -WarningAction SilentlyContinue).Status | Should -Be 'NotRelayed'
        (Test-FreeBusyPath $removed -From Hub01 -WhatIfEdited $second -WarningAction SilentlyContinue).Server | Should -BeExactly 'DominoB/Acme'
        (Get-ForeignDomainDocument $removed | Test-MailRoute -From Hub01 -WhatIfEdited $second).Server | Should -BeExactly 'DominoB/Acme'
        (Measure-CoexistenceAvailability $removed -From Hub01 -Service FreeBusy -WhatIfEdited $second).SinglePointOfFailure | Should -Be @('DominoB/Acme')
        (Test-FreeBusyPath $removed -From Hub01).Server | Should -BeExactly 'DominoA/Acme'
    }

    It 'uses the documents of a replica' {
        $result = Test-FreeBusyPath $removed -From Hub01 -ServerDown DominoA -Replica @{ DominoB = (Get-Scenario 'no-security.dxl') } -WarningAction SilentlyContinue
        $result.Status | Should -Be 'NotRelayed'
        $result.Assumption | Should -Contain 'StaleCopy: BTEx (DominoA/Acme) at DominoB/Acme'
        $result.Reason | Should -Match 'Replication does not remove this copy'
    }

    It 'writes <Id> for <What>' -ForEach @(
        @{ What = 'a file that does not exist'; Other = 'nowhere.dxl'; Id = 'PathNotFound' }
        @{ What = 'a number'; Other = 42; Id = 'DirectoryInvalid' }
    ) {
        $null = Compare-CoexistencePath $securityOn $Other -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,CoexTools.Commands.CompareCoexistencePathCommand"
    }

    It 'ends Test-FreeBusyPath with an error if a replica cannot be read' {
        { Test-FreeBusyPath $removed -Replica @{ DominoA = 'nowhere.dxl' } } |
            Should -Throw -ErrorId 'PathNotFound,CoexTools.Commands.TestFreeBusyPathCommand'
    }

    It 'displays a table' {
        $shown = Compare-CoexistencePath $removed $securityOn -From Hub01 | Out-String -Width 100
        $shown | Should -Match 'Paths that differ for domain: BTEx'
        $shown | Should -Match 'Lost\s+FreeBusy\s+failure:\s+DominoA\s+before:\s+Hub01 > DominoB > Exchange: answered'
    }
}
