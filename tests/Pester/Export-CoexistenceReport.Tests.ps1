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

    It 'contains the hash that Get-FileHash returns' {
        Export-CoexistenceReport $path $report
        Get-Content $report -Raw | Should -BeLike "*$((Get-FileHash $path).Hash.ToLowerInvariant())*"
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
        Export-CoexistenceReport $path $report
        Export-CoexistenceReport $path $report -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileExists' 'Export-CoexistenceReport' 'ResourceExists' $report
        Export-CoexistenceReport $path "$report.2.html" -CompareWith $path -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ReportUnreadable' 'Export-CoexistenceReport' 'InvalidData' $path
    }

    It 'writes nothing with -WhatIf' {
        Export-CoexistenceReport $path $report -WhatIf
        Test-Path $report | Should -BeFalse
    }
}
