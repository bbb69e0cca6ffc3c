BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $expectations = @(Get-Expectation)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $noSecurity = Get-Scenario 'no-security.dxl'
    $securityOn = Get-Scenario 'security-on.dxl'
    $text = "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request."
}

Describe 'Test-FreeBusyPath' {
    It 'answers <Row.directory> from <Row.from> (<State>)' -ForEach $expectations {
        $result = @(Test-FreeBusyPath (Get-Scenario $Row.directory) -From $Row.from @Network -WarningVariable warned -WarningAction SilentlyContinue)
        $result.Count | Should -Be 1
        $result[0].Status | Should -Be $Row.free_busy_status
        $result[0].Server | Should -BeExactly $Row.free_busy_server
        $result[0].Reachable | Should -Be ($Row.free_busy_status -eq 'Answered')
        (@($result[0].Warning | ForEach-Object { $_.Server }) -join ';') | Should -BeExactly $Row.free_busy_warned_at
        $expected = if ($Row.free_busy_warned_at) { $Row.free_busy_warned_at.Replace(';', ', ') }
        (@($warned | ForEach-Object { $_.Message -replace ' would print: .*$' }) -join '|') | Should -BeExactly "$expected"
    }

    It 'returns every property' {
        $result = Test-FreeBusyPath $securityOn -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue
        $result.PSTypeNames[0] | Should -BeExactly 'CoexTools.Simulation.FreeBusyPathResult'
        $result.Domain | Should -BeExactly 'BTEx'
        $result.From | Should -BeExactly 'Hub01/Acme'
        $result.Status | Should -Be 'NotRelayed'
        $result.Reachable | Should -BeFalse
        $result.Server | Should -BeExactly 'DominoB/Acme'
        $result.Reason | Should -Match 'DominoB/Acme.*\.$'
        $result.Recommendation | Should -Match 'DominoB/Acme'
        $result.Hop.Server | Should -Be @('Hub01/Acme', 'Hub01/Acme', 'Hub01/Acme', 'DominoB/Acme', 'DominoB/Acme')
        $result.Hop.Rule | Should -Be @('CC1', 'CC4', 'CC4', 'CC1', 'CC6')
        ($result.Hop | ForEach-Object { if ($_.Document) { $_.Document.Substring(30) } else { '' } }) | Should -Be @('', 'A0', 'A1', '', 'A0')
        $result.Hop.Basis | Select-Object -Unique | Should -Be 'Documented'
        $result.Hop.Decision | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        $result.Warning.Server | Should -Be @('Hub01/Acme', 'DominoB/Acme')
        $result.Warning.Message | Should -Be @($text, $text)
        @($result.Assumption).Count | Should -Be 0
    }

    It 'warns about a directory without Foreign Domain documents' {
        New-DominoDirectory -Name Empty | Test-FreeBusyPath -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -BeLike '*contains no Foreign Domain document, so no request was tested.*'
    }

    Context 'with -Unique' {
        BeforeAll {
            # Servers that see no document, besides those that see both.
            $directory = Import-DominoDirectory $securityOn
            foreach ($number in 1..60) { $directory | Add-DominoServer -Name ('Server{0:00}/Srv/Contoso' -f $number) }
            $silent = @{ WarningAction = 'SilentlyContinue' }
        }

        It 'returns one result of <Command> for all servers with the same path' -ForEach @(
            @{ Command = 'Test-FreeBusyPath'; Options = @{} }
            @{ Command = 'Test-FreeBusyPath'; Options = @{ ServerDown = 'DominoA' } }
            @{ Command = 'Test-MailRoute'; Options = @{ Kind = 'Calendar' } }
        ) {
            $all = @(& $Command -Directory $directory @Options @silent)
            $unique = @(& $Command -Directory $directory @Options -Unique @silent)
            $unique.Count | Should -BeLessThan 6
            ($unique | Measure-Object OriginCount -Sum).Sum | Should -Be $all.Count
            $unique | ForEach-Object { $_.Origin } | Sort-Object | Should -Be @($all.From | Sort-Object)
            foreach ($one in $unique) {
                $one.From | Should -BeExactly $one.Origin[0]
                $parts = @($all | Where-Object From -In $one.Origin)
                $parts.Status | Select-Object -Unique | Should -Be $one.Status
                $parts.Assumption | Select-Object -Unique | Should -Be $one.Assumption
                # The routes differ only in their start.
                @($parts | ForEach-Object { $_.Route.Substring($_.From.Length) } | Select-Object -Unique).Count | Should -Be 1
            }
            @($all | Where-Object OriginCount -NE 1).Count | Should -Be 0
            $all[0].Origin | Should -Be $all[0].From
            # Trees, diagrams, and metrics are those of all results.
            $unique | Format-CoexistenceTree | Should -Be @($all | Format-CoexistenceTree)
            $unique | ConvertTo-CoexistenceDiagram -As Mermaid | Should -Be ($all | ConvertTo-CoexistenceDiagram -As Mermaid)
            foreach ($name in 'all', 'unique') {
                Get-Variable $name -ValueOnly | Export-CoexistenceFinding (Join-Path $TestDrive "$name.prom") -As Prometheus -RunFailed:$false -Force
            }
            $metrics = foreach ($name in 'all', 'unique') { [IO.File]::ReadAllLines((Join-Path $TestDrive "$name.prom")) -notmatch 'timestamp' -join "`n" }
            $metrics[1] | Should -BeExactly $metrics[0]
        }

        It 'shows the number of servers in the table, and their names in the list' {
            $unique = @(Test-FreeBusyPath -Directory $directory -Unique @silent)
            $shared = $unique | Where-Object OriginCount -EQ 60
            $shared.Status | Should -Be 'NoDomainDocument'
            $shared.Route | Should -BeLike 'Server01/Srv/Contoso and 59 more: *'
            "$shared" | Should -BeLike 'BTEx from Server01/Srv/Contoso and 59 more: NoDomainDocument at *'
            $shared | Format-Table | Out-String | Should -Match 'Server01 and 59 more: '
            $list = ($shared | Format-List | Out-String) -replace '\s+', ' '
            $list | Should -Match 'Origin : Server01/Srv/Contoso, Server02/Srv/Contoso, '
            $list | Should -Match 'Server60/Srv/Contoso Status : '
            Test-FreeBusyPath -Directory $directory -From Hub01 -Unique @silent | Format-List | Out-String | Should -Not -Match '(?m)^Origin '
        }

        It 'is written to CLIXML and read again' {
            $unique = @(Test-FreeBusyPath -Directory $directory -Unique @silent)
            $file = Join-Path $TestDrive 'unique.xml'
            $unique | Export-Clixml $file
            $read = @(Import-Clixml $file)
            $read.OriginCount | Should -Be $unique.OriginCount
            ($read | ForEach-Object { $_.Origin }) | Should -Be @($unique | ForEach-Object { $_.Origin })
            $read.Route | Should -Be $unique.Route
            $read | Format-CoexistenceTree | Should -Be @($unique | Format-CoexistenceTree)
            $read | Format-Table | Out-String | Should -BeExactly ($unique | Format-Table | Out-String)
        }

        It 'separates servers whose consoles differ from the prediction' {
            $log = Set-TestFile (Join-Path $TestDrive 'unique.log') "13.03.2025 08:00:00   $text`n"
            $results = @(Test-FreeBusyPath $securityOn -ConsoleLog @{ Hub01 = $log } -Unique @silent)
            $hub = $results | Where-Object { $_.Origin -contains 'Hub01/Acme' }
            $hub.OriginCount | Should -Be 1
        }

        It 'is not accepted by a command for directories, which does not name another parameter' {
            Test-FreeBusyPath -Directory $directory -Unique @silent | Measure-CoexistenceAvailability -ErrorVariable failed -ErrorAction SilentlyContinue
            "$($failed[0])" | Should -BeLike '*is not a path. The command does not accept it as input, or another parameter applies only to files.*'
            5 | Test-FreeBusyPath -ErrorVariable failed -ErrorAction SilentlyContinue
            "$($failed[0])" | Should -Not -Match 'Specify a path'
        }

        It 'recommends the same for all servers of a result' {
            $shared = Test-FreeBusyPath -Directory $directory -Unique @silent | Where-Object OriginCount -EQ 60
            $one = Test-FreeBusyPath -Directory $directory -From $shared.From @silent
            $shared.Recommendation | Should -BeLike "*$($shared.From.Split('/')[0])*"
            $others = @($shared.Origin | Select-Object -Skip 1 -First 10) -join ', '
            $shared.Recommendation | Should -BeExactly "$($one.Recommendation) Do the same for $others, and 49 more."
            $said = [regex]::Escape('and 49 more.')
            ($shared | Format-List | Out-String -Width 2000) | Should -Match $said
            ($shared | Format-CoexistenceTree) -join ' ' -replace '\s+', ' ' | Should -Match 'Do the same for .*and 49 more\.'
        }

        It 'is named where there are many rows' {
            $null = Test-FreeBusyPath -Directory $directory -InformationVariable totals @silent
            "$totals" | Should -Match 'use -Unique\.'
            $null = Test-FreeBusyPath -Directory $directory -Unique -InformationVariable totals @silent
            "$totals" | Should -Match 'from 60 servers'
            "$totals" | Should -Not -Match '-Unique'
            Test-FreeBusyPath -Directory $directory -Unique -Quiet @silent | Should -BeFalse
        }
    }

    It 'says who saved a document last, and when, at the first step that follows it' {
        $text = [IO.File]::ReadAllText($securityOn)
        $at = $text.IndexOf('</noteinfo>', $text.IndexOf("form='Domain'")) + '</noteinfo>'.Length
        $path = Set-TestFile (Join-Path $TestDrive 'edited.dxl') $text.Insert($at, '<updatedby><name>CN=Ada Admin/O=Acme</name></updatedby>')
        $edited = @(Get-ForeignDomainDocument $path | Where-Object LastEditor -EQ 'Ada Admin/Acme')[0]
        $result = Test-FreeBusyPath $path -From Hub01 -WarningAction SilentlyContinue
        $of = @($result.Hop | Where-Object Document -EQ $edited.UniversalId)
        $of[0].LastSave | Should -BeLike 'saved by Ada Admin/Acme on 2025-03-* UTC'
        @($of | Select-Object -Skip 1 | Where-Object LastSave).Count | Should -Be 0
        $said = "The document was last $($of[0].LastSave)."
        "$($of[0])" | Should -BeLike "*$said"
        ($result | Format-List | Out-String -Width 500) | Should -Match ([regex]::Escape($said))
        ($result.Hop | Format-Table | Out-String -Width 500) | Should -Match ([regex]::Escape($said))
        ($result | Format-CoexistenceTree) -replace '^\W+' -join ' ' -replace '\s+', ' ' | Should -Match 'The document was last saved by Ada Admin/Acme'
        Export-CoexistenceReport $path (Join-Path $TestDrive 'edited.html')
        Get-Content (Join-Path $TestDrive 'edited.html') -Raw | Should -BeLike "*$said*"
    }

    It 'tests from every server that is not a coexistence server by default' {
        (Test-FreeBusyPath $noSecurity -WarningAction SilentlyContinue).From | Should -Be @('Hub01/Acme', 'Mail01/Acme', 'App01/Acme')
    }

    It 'warns once for each domain, and names the servers' {
        foreach ($test in @(
                { Test-FreeBusyPath $noSecurity -WarningAction Continue 3>&1 }
                { Test-FreeBusyPath $noSecurity, $securityOn -WarningAction Continue 3>&1 }
                { Get-ForeignDomainDocument $noSecurity | Test-FreeBusyPath -Quiet -WarningAction Continue 3>&1 }
            )) {
            $warned = & $test | Where-Object { $_ -is [Management.Automation.WarningRecord] }
            $warned.Message | Should -Be "Hub01/Acme, DominoA/Acme, Mail01/Acme, App01/Acme would print: $text"
        }
        Test-FreeBusyPath $noSecurity -WarningAction SilentlyContinue 3>&1 |
            Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }

    It 'is not true about a server name that does not exist: -<Name>' -ForEach @(
        @{ Name = 'ServerDown'; Value = 'DomnoA' }
        @{ Name = 'ServerBusy'; Value = 'DomnoA' }
        @{ Name = 'HttpDown'; Value = 'DomnoA' }
        @{ Name = 'SmtpDown'; Value = 'DomnoA' }
        @{ Name = 'LinkDown'; Value = 'Hub01|DomnoA' }
        @{ Name = 'From'; Value = 'DomnoA' }
        @{ Name = 'Replica'; Value = @{ DomnoA = $null } }
    ) {
        $fixed = Get-FieldFile 'fixed.dxl'
        $specified = @{ $Name = $Value }
        if ($Name -eq 'Replica') { $specified.Replica = @{ DomnoA = $fixed } }
        Test-FreeBusyPath $fixed -Quiet -WarningAction SilentlyContinue | Should -BeExactly $true
        Test-FreeBusyPath $fixed -Quiet @specified -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeExactly $false
        Assert-CoexError $failure 'ServerNotFound' 'Test-FreeBusyPath' 'ObjectNotFound' 'DomnoA'
        $failure[0].Exception.Message | Should -Match 'Did you mean DominoA/Srv/Contoso\?$'
        Test-FreeBusyPath (Get-FieldFile 'secure.dxl') @specified -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'accepts wildcards for servers' {
        $fixed = Get-FieldFile 'fixed.dxl'
        Test-FreeBusyPath $fixed -ServerDown DominoA* -Quiet -WarningAction SilentlyContinue | Should -BeExactly $true
        Test-FreeBusyPath $fixed -ServerDown Domino* -Quiet -WarningAction SilentlyContinue | Should -BeExactly $false
        (Test-FreeBusyPath $fixed -Domain BTEx -From Mail* -WarningAction SilentlyContinue).From |
            Should -Be @('Mail01/Srv/Contoso', 'Mail02/Srv/Contoso', 'Mail03/Srv/Contoso')
        Test-FreeBusyPath $fixed -ServerDown Dmino* -Quiet -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeExactly $false
        Assert-CoexError $failure 'ServerNotFound' 'Test-FreeBusyPath' 'ObjectNotFound' 'Dmino*'
    }

    It 'accepts documents and directories from the pipeline' {
        (Get-ForeignDomainDocument $noSecurity | Test-FreeBusyPath -From Hub01 -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
        (Import-DominoDirectory $noSecurity | Test-FreeBusyPath -From Hub01 -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
        (Get-Item -LiteralPath $noSecurity | Test-FreeBusyPath -From Hub01 -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
    }

    It 'returns one Boolean value with -Quiet' {
        Test-FreeBusyPath $noSecurity -Quiet -WarningAction SilentlyContinue | Should -BeExactly $true
        Test-FreeBusyPath $noSecurity -Quiet -ServerDown DominoA -WarningAction SilentlyContinue | Should -BeExactly $false
    }

    It 'writes <Id> for -Domain <Domain>' -ForEach @(@{ Id = 'DomainNotFound'; Domain = 'Nowhere' }) {
        $null = Test-FreeBusyPath $noSecurity -Domain $Domain -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure $Id 'Test-FreeBusyPath' 'ObjectNotFound' $Domain
    }

    It 'throws a terminating error if a link does not specify two servers' {
        { Test-FreeBusyPath $noSecurity -LinkDown DominoA } | Should -Throw -ErrorId 'LinkInvalid,CoexTools.Commands.TestFreeBusyPathCommand'
    }

    It 'displays a table for each domain' {
        $shown = Test-FreeBusyPath $securityOn -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue | Out-String -Width 100
        $shown | Should -Match 'Free/busy for domain: BTEx'
        $shown | Should -Match 'Status\s+Route'
        $shown | Should -Match 'NotRelayed\s+Hub01 > DominoB: not relayed to DominoA \(down\)'
    }
}
