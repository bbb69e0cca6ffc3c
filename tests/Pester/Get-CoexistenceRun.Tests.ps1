BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
    $sample = Join-Path (Split-Path (Get-Scenario '') -Parent) (Join-Path 'runs' 'nightly.jsonl')
    $folder = $env:COEXTOOLS_SCHEDULE_FOLDER
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'
    $log = Join-Path $TestDrive 'real.log'
    $names = Join-Path $TestDrive 'names.dxl'
    # A directory with the field, after the import, and with the field again.
    foreach ($scenario in 'security-on.dxl', 'security-on-field-removed.dxl', 'security-on-then-edited.dxl') {
        $null = Copy-Scenario $scenario $names
        $null = & $script $names -LogPath $log -LogSize 4000 -LogCount 20
    }
}

AfterAll { $env:COEXTOOLS_SCHEDULE_FOLDER = $folder }

Describe 'Get-CoexistenceRun' {
    It 'reads the log of the script, and the renamed logs' {
        Test-Path "$log.1" | Should -BeTrue
        $runs = @(Get-CoexistenceRun -LogPath $log -WarningVariable warnings)
        $warnings | Should -BeNullOrEmpty
        $runs.State | Should -Be @('Prepared', 'Healthy', 'Prepared')
        $runs.Source | Select-Object -Unique | Should -BeExactly $names
        $runs.ExitCode | Should -Be @(2, 0, 2)
        $runs[0].FindingBefore | Should -Be 2
        $runs[0].Finding | Should -Be 0
        $runs[0].Changed | Should -Be @('BTEx (DominoB/Acme)', 'BTEx (DominoA/Acme)')
        $runs[0].Editor | Should -Be @('Admin/Acme', 'Admin/Acme')
        $runs[0].NextStep.Count | Should -Be 3
        $runs[0].Machine | Should -BeExactly ([Environment]::MachineName)
        $runs[0].Duration | Should -BeOfType TimeSpan
        $runs[0].Log | Should -BeExactly $log
        $runs[0].Time | Should -BeLessOrEqual $runs[1].Time
        $runs[1].Changed.Count | Should -Be 0
        $runs[2].Changed | Should -BeExactly 'BTEx (DominoB/Acme)'
    }

    It 'returns the last runs, with all their sources' {
        (Get-CoexistenceRun -LogPath $log -Last 2).State | Should -Be @('Healthy', 'Prepared')
        @(Get-CoexistenceRun -LogPath $sample -Last 3).State | Should -Be @('Unknown', 'Prepared', 'Healthy', 'Failed', 'Unknown')
    }

    It 'returns the runs since a time' {
        @(Get-CoexistenceRun -LogPath $sample -Since 2026-11-24T00:00:00Z).Time.Day | Should -Be @(24, 24, 25, 25, 26)
        @(Get-CoexistenceRun -LogPath $sample -Since 2026-11-24T00:00:00Z -Last 1).Time.Day | Should -Be 26
    }

    It 'finds the log of a schedule by its name, by wildcards, and through the pipeline' {
        $null = Register-CoexistenceSchedule $names -Name Nightly-One -LogPath $log -PowerShell /opt/pwsh -User
        (Get-CoexistenceRun Nightly-One).State | Should -Be @('Prepared', 'Healthy', 'Prepared')
        (Get-CoexistenceRun -Name Nightly-* -Last 1).State | Should -Be 'Prepared'
        (Get-CoexistenceSchedule Nightly-One | Get-CoexistenceRun -Last 1).Log | Should -BeExactly $log
        @(Get-CoexistenceRun -Last 1).Log | Should -Contain $log
    }

    It 'finds logs by wildcards, but not the renamed logs and the lock file' {
        $runs = @(Get-CoexistenceRun -LogPath (Join-Path $TestDrive 'rea*') -ErrorVariable failure)
        $failure | Should -BeNullOrEmpty
        $runs.Count | Should -Be 3
        @(Get-Item -LiteralPath $log | Get-CoexistenceRun).Count | Should -Be 3
    }

    It 'says that a schedule has not run yet' {
        $null = Register-CoexistenceSchedule $names -Name Nightly-Two -LogPath (Join-Path $TestDrive 'none.log') -PowerShell /opt/pwsh -User
        Get-CoexistenceRun Nightly-Two -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "The schedule 'Nightly-Two' has not run yet: its log '*none.log' does not exist."
    }

    It 'says that a log contains no run, or no run since a time' {
        $empty = Set-TestFile (Join-Path $TestDrive 'empty.log') ''
        Get-CoexistenceRun -LogPath $empty -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeExactly "The log '$empty' does not contain a run."
        Get-CoexistenceRun -LogPath $sample -Since 2026-12-01 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*does not contain a run since the specified time. The last run was at 2026-11-26 02:00:00 UTC.'
    }

    It 'reports what is not there, and what is not a log' {
        $missing = Join-Path $TestDrive 'missing.log'
        Get-CoexistenceRun -LogPath "$TestDrive/missing*.log" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeExactly 'RunLogNotFound,CoexTools.Commands.GetCoexistenceRunCommand'
        Get-CoexistenceRun -LogPath $missing -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'PathNotFound' 'Get-CoexistenceRun' 'ObjectNotFound' $missing
        Get-CoexistenceRun -LogPath $names -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'RunLogInvalid' 'Get-CoexistenceRun' 'InvalidData' $names
        Get-CoexistenceRun -Name Nobody -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'ScheduleNotFound' 'Get-CoexistenceRun' 'ObjectNotFound' 'Nobody'
    }

    It 'shows a table that fits the console' {
        $lines = (Get-CoexistenceRun -LogPath $sample | Out-String -Width 80) -split "`r?`n"
        @($lines | Where-Object { $_.Length -gt 80 }).Count | Should -Be 0
        $lines -match '^Time +State +Finding +Changed +Reason +Source' | Should -Not -BeNullOrEmpty
        $lines -match '^2026-11-22 02:00Z Repaired +0 BTEx ' | Should -Not -BeNullOrEmpty
    }

    It 'is written to CLIXML and read again' {
        $path = Join-Path $TestDrive 'runs.clixml'
        $runs = @(Get-CoexistenceRun -LogPath $sample)
        $runs | Export-Clixml $path
        ConvertTo-Json @(Import-Clixml $path) -Depth 5 | Should -BeExactly (ConvertTo-Json $runs -Depth 5)
    }
}
