BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Repair-CoexistenceConfiguration' {
    BeforeEach {
        $path = Copy-Scenario 'no-security.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
    }

    It 'enables failover in one change, keeps the primary server, and changes nothing when it runs again' {
        $result = Repair-CoexistenceConfiguration $path
        $result.Changed | Should -BeTrue
        @($result.Finding | Where-Object Severity -NE 'Information').Count | Should -Be 0
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        foreach ($down in 'DominoA', 'DominoB') {
            Test-FreeBusyPath $path -ServerDown $down -Quiet -WarningAction SilentlyContinue | Should -BeTrue
            Test-MailRoute $path -ServerDown $down -Quiet | Should -BeTrue
        }
        $hash = Get-FileHashText $path
        (Repair-CoexistenceConfiguration $path).Changed | Should -BeFalse
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'changes nothing with -WhatIf' {
        $result = Repair-CoexistenceConfiguration $path -WhatIf
        $result.Changed | Should -BeFalse
        @($result.Action).Count | Should -Be 2
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'saves the document of the primary server last' {
        $null = Repair-CoexistenceConfiguration $path -Primary DominoB -Confirm:$false
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
    }

    It 'can be undone' {
        $null = Repair-CoexistenceConfiguration $path
        Undo-DirectoryChange $path -Confirm:$false
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'repairs a directory in memory' {
        $directory = Import-DominoDirectory $path
        $null = $directory | Repair-CoexistenceConfiguration
        $directory | Test-CoexistenceConfiguration -Quiet | Should -BeTrue
        Get-FileHashText $path | Should -BeExactly $hash
    }
}

Describe 'Repair-Nightly.ps1' {
    It 'exits with 1, 0, and 1 again after the file is edited' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'nightly.dxl')
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
        $log = Join-Path $TestDrive 'nightly.log'
        $codes = foreach ($run in 1..3) {
            if ($run -eq 3) { $null = Get-ForeignDomainDocument $path | Set-ForeignDomainDocument -CalendarSystem mail.box -WarningAction SilentlyContinue }
            $lines = & $script $path -LogPath $log
            $LASTEXITCODE
            ($lines | Select-Object -Last 1 | ConvertFrom-Json).exitCode | Should -Be $LASTEXITCODE
        }
        $codes | Should -Be @(1, 0, 1)
        @([IO.File]::ReadAllLines($log) | ConvertFrom-Json | Where-Object event -EQ 'end').Count | Should -Be 3
    }
}
