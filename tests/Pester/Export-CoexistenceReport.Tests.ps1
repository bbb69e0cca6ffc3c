BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Export-CoexistenceReport' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $report = Join-Path $TestDrive "report-$([Guid]::NewGuid().ToString('N')).html"
    }

    It 'writes a report with a verdict, and returns the file with -PassThru' {
        Export-CoexistenceReport $path $report | Should -BeNullOrEmpty
        Get-Content $report -Raw | Should -BeLike '*Free/busy stops if DominoA/Acme is down*'
        (Export-CoexistenceReport $path $report -Force -PassThru).FullName | Should -BeExactly $report
    }

    It 'accepts <Name> from the pipeline' -ForEach @(
        @{ Name = 'a path'; Source = { $path } }
        @{ Name = 'a file'; Source = { Get-Item $path } }
        @{ Name = 'documents'; Source = { Get-ForeignDomainDocument $path } }
        @{ Name = 'a directory'; Source = { Import-DominoDirectory $path } }
    ) {
        . $Source | Export-CoexistenceReport -Path $report
        Get-Content $report -Raw | Should -BeLike '*Free/busy stops if DominoA/Acme is down*'
    }

    It 'takes the report by position if <Name> is specified or piped' -ForEach @(
        @{ Name = 'documents from the pipeline'; Call = { Get-ForeignDomainDocument $path | Export-CoexistenceReport $report } }
        @{ Name = 'changed documents from the pipeline'; Call = { Remove-DocumentAccessField $path -WhatIf -PassThru -FieldName None | Export-CoexistenceReport $report } }
        @{ Name = 'a directory from the pipeline'; Call = { Import-DominoDirectory $path | Export-CoexistenceReport $report } }
        @{ Name = 'a file from the pipeline'; Call = { Get-Item $path | Export-CoexistenceReport $report } }
        @{ Name = '-InputObject'; Call = { Export-CoexistenceReport -InputObject (Get-ForeignDomainDocument $path) $report } }
        @{ Name = '-Directory'; Call = { Export-CoexistenceReport -Directory (Import-DominoDirectory $path) $report } }
        @{ Name = '-LiteralSource'; Call = { Export-CoexistenceReport -LiteralSource $path $report } }
        @{ Name = '-Source'; Call = { Export-CoexistenceReport -Source $path $report } }
        @{ Name = 'an argument'; Call = { Export-CoexistenceReport $path $report } }
    ) {
        $before = (Get-FileHash $path).Hash
        . $Call
        Get-Content $report -Raw | Should -BeLike '*Free/busy stops if DominoA/Acme is down*'
        (Get-FileHash $path).Hash | Should -Be $before
    }

    It 'writes an empty report for an empty pipeline' {
        @() | Export-CoexistenceReport $report
        Get-Content $report -Raw | Should -BeLike '*The pipeline contained no file, directory, or document*'
    }

    It 'reports ReportPathMissing without a report, and does not prompt' -ForEach @(
        @{ Call = { Export-CoexistenceReport $path }; Target = { $path } }
        @{ Call = { Export-CoexistenceReport }; Target = { '' } }
        @{ Call = { Get-ForeignDomainDocument $path | Export-CoexistenceReport }; Target = { '' } }
        @{ Call = { Import-DominoDirectory $path | Export-CoexistenceReport }; Target = { '' } }
    ) {
        $before = (Get-FileHash $path).Hash
        $failure = try { . $Call } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'ReportPathMissing,CoexTools.Commands.ExportCoexistenceReportCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.TargetObject | Should -Be (. $Target)
        (Get-FileHash $path).Hash | Should -Be $before
    }

    It 'never replaces a directory that is specified as the report by mistake' {
        $other = Copy-Scenario 'no-security.dxl' "$path.other.dxl"
        foreach ($target in $path, $other) {
            $before = (Get-FileHash $target).Hash
            Get-ForeignDomainDocument $path | Export-CoexistenceReport $target -Force -ErrorVariable failure -ErrorAction SilentlyContinue
            Assert-CoexError $failure 'TargetIsSource' 'Export-CoexistenceReport' 'InvalidArgument' $target
            (Get-FileHash $target).Hash | Should -Be $before
        }
    }

    It 'contains the hash that Get-FileHash returns' {
        Export-CoexistenceReport $path $report
        Get-Content $report -Raw | Should -BeLike "*$((Get-FileHash $path).Hash.ToLowerInvariant())*"
        $read = Get-ForeignDomainDocument $path
        [IO.File]::AppendAllText($path, '<!-- later -->')
        $read | Export-CoexistenceReport -Path $report -Force
        Get-Content $report -Raw | Should -Match 'The file has changed since the directory was read\.'
    }

    It 'shows what is predicted and seen on the consoles of the servers' {
        $log = Set-TestFile (Join-Path $TestDrive 'console.log') "14.03.2025 08:00:01   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
        Export-CoexistenceReport (Get-Scenario 'security-on-field-removed.dxl') $report -ConsoleLog @{ Hub01 = $log; DominoA = $log }
        $text = Get-Content $report -Raw
        $text | Should -Match 'Hub01/Acme</th><td>BTEx</td><td>A warning for each free/busy request\.</td><td>The warning once, at 2025-03-14 08:00:01 \(local time\)\.</td>'
        $text | Should -Match 'data-problem="1"><th scope="row">DominoA/Acme</th><td>BTEx</td><td>No warning\.</td>'
        $text | Should -Match 'CX047'
        Export-CoexistenceReport (Get-Scenario 'security-on-field-removed.dxl') $report -Force
        Get-Content $report -Raw | Should -Not -Match 'id="consoles"'
        # The replica of DominoA contains the documents with all readers: the warning is predicted.
        Export-CoexistenceReport (Get-Scenario 'security-on-field-removed.dxl') $report -Force -ConsoleLog @{ DominoA = $log } -Replica @{ DominoA = (Get-Scenario 'no-security.dxl') } -WarningAction Ignore
        Get-Content $report -Raw | Should -Match 'DominoA/Acme</th><td>BTEx</td><td>A warning for each free/busy request\.</td>'
    }

    It 'shows what has changed since a former report' {
        Export-CoexistenceReport $path $report
        $null = Repair-CoexistenceConfiguration $path -WarningAction SilentlyContinue
        Export-CoexistenceReport $path "$report.after.html" -CompareWith $report
        Get-Content "$report.after.html" -Raw | Should -BeLike '*DominoB/Acme can no longer read BTEx (DominoA/Acme).*'
    }

    It 'says who saved a document last, also in the comparison with a former report' {
        $text = [IO.File]::ReadAllText($path)
        $former = Set-TestFile (Join-Path $TestDrive 'former.dxl') $text
        $at = $text.IndexOf('</noteinfo>', $text.IndexOf("form='Domain'")) + '</noteinfo>'.Length
        $edited = $text.Insert($at, '<updatedby><name>CN=Ada Admin/O=Acme</name></updatedby>').Replace('mail.box', 'mail9.box')
        $edited = $edited.Replace('20250310T093015', '20250311T093015')
        $later = Set-TestFile (Join-Path $TestDrive 'later.dxl') $edited
        Export-CoexistenceReport $former "$report.former.html"
        Get-Content "$report.former.html" -Raw | Should -Not -BeLike '*saved by Ada*'
        Export-CoexistenceReport $later "$report.later.html" -CompareWith "$report.former.html"
        $page = Get-Content "$report.later.html" -Raw
        $page | Should -BeLike '*<td>saved by Ada Admin/Acme on *'
        $page | Should -BeLike '*. It was saved by Ada Admin/Acme on *'
    }

    It 'writes FileExists without -Force, and ReportUnreadable for another file' {
        Export-CoexistenceReport $path $report -Title First
        Export-CoexistenceReport $path $report -Title Second -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileExists' 'Export-CoexistenceReport' 'ResourceExists' $report
        Get-Content $report -Raw | Should -Match '<h1>First</h1>'
        (Export-CoexistenceReport $path $report -Title Second -Force -PassThru).FullName | Should -BeExactly $report
        Get-Content $report -Raw | Should -Match '<h1>Second</h1>'
        Export-CoexistenceReport $path "$report.2.html" -CompareWith $path -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ReportUnreadable' 'Export-CoexistenceReport' 'InvalidData' $path
    }

    It 'writes nothing with -WhatIf' {
        Export-CoexistenceReport $path $report -WhatIf
        Test-Path $report | Should -BeFalse
    }
}
