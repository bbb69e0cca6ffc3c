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
