BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Watch-ForeignDomainDocument' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
    }

    It 'stops after -TimeoutSeconds' {
        Watch-ForeignDomainDocument $path -TimeoutSeconds 0.3 | Should -BeNullOrEmpty
    }

    It 'reports a file that cannot be read, also if it is checked once' {
        $bad = Set-TestFile (Join-Path $TestDrive 'bad.dxl') '<database><document'
        $found = @(Watch-ForeignDomainDocument $bad -TimeoutSeconds 0 -InformationVariable totals)
        $found.Kind | Should -Be 'FileUnreadable'
        "$totals" | Should -Not -Match 'No events'
    }

    It 'repairs the problems that it finds at the start, and stops after -Count events' {
        $events = @(Watch-ForeignDomainDocument $path -Repair -Count 2 -TimeoutSeconds 600)
        $events.Kind | Should -Be @('Repaired', 'Repaired')
        (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)
    }

    It 'reports that the field was restored' {
        $null = Repair-CoexistenceConfiguration $path
        $manifest = Get-ModuleManifest
        $edit = Start-Job {
            Import-Module $using:manifest
            [Threading.Thread]::Sleep(1500)
            $null = Get-ForeignDomainDocument $using:path -WarningAction SilentlyContinue | Where-Object Priority -EQ 2 |
                Set-ForeignDomainDocument -CalendarSystem mail.box -WarningAction SilentlyContinue
        }
        try {
            $events = @(Watch-ForeignDomainDocument $path -IntervalSeconds 0.1 -Count 3 -TimeoutSeconds 600)
            $events.Kind | Should -Be @('FieldBack', 'ReadersChanged', 'OrderTurned')
        }
        finally {
            $edit | Remove-Job -Force
        }
    }
}
