BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
    $removed = Get-Scenario 'security-on-field-removed.dxl'
}

Describe 'Compare-CoexistencePath' {
    It 'finds every difference that the table of expected answers contains for servers that are down' {
        $rows = @{}
        foreach ($expectation in Get-Expectation) {
            $row = $expectation.Row
            if ($row.server_busy -or $row.link_down -or $row.http_down -or $row.smtp_down) { continue }
            $answers = $row.free_busy_status, $row.free_busy_server, $row.free_busy_warned_at, $row.mail_status, $row.mail_server, $row.calendar_status, $row.calendar_server
            $rows["$($row.directory) $($row.from) [$($row.server_down)]"] = $answers -join ','
        }
        $expected = foreach ($key in $rows.Keys | Where-Object { $_.StartsWith('security-on.dxl ') }) {
            $question = $key.Substring('security-on.dxl '.Length)
            if ($rows[$key] -cne $rows["security-on-field-removed.dxl $question"]) { $question }
        }
        $found = Compare-CoexistencePath $securityOn $removed -From Hub01, DominoA, DominoB | ForEach-Object { "$($_.From) [$($_.Failure -join ';')]" }
        @($found | Sort-Object -Unique) | Should -Be @($expected | Sort-Object)
    }

    It 'lists the worst difference first' {
        $found = @(Compare-CoexistencePath $removed $securityOn -From Hub01)
        $found[0].Change | Should -Be 'Lost'
        $found[0].Service | Should -Be 'FreeBusy'
        $found[0].Failure | Should -Be @('DominoA/Acme')
        $found[0].Before.Status | Should -Be 'Answered'
        $found[0].After.Status | Should -Be 'NotRelayed'
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

    It 'displays a table' {
        $shown = Compare-CoexistencePath $removed $securityOn -From Hub01 | Out-String -Width 100
        $shown | Should -Match 'Paths that differ for domain: BTEx'
        $shown | Should -Match 'Lost\s+FreeBusy\s+failure:\s+DominoA\s+before:\s+Hub01 > DominoB > Exchange: answered'
    }
}
