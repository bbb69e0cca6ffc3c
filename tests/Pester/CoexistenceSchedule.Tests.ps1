BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $names = Get-Scenario 'security-on.dxl'
    # No test touches a schedule of the machine or of its user.
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'
}

AfterAll {
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'Register-CoexistenceSchedule' {
    It 'only writes the files of <Scheduler> with -OutputPath' -ForEach @(
        @{ Scheduler = 'Systemd'; File = 'Nightly.timer' }
        @{ Scheduler = 'Launchd'; File = 'Nightly.plist' }
        @{ Scheduler = 'TaskScheduler'; File = 'Nightly.xml' }
    ) {
        $folder = Join-Path $TestDrive $Scheduler
        $schedule = Register-CoexistenceSchedule $names -Name Nightly -Scheduler $Scheduler -OutputPath $folder
        $schedule.Enabled | Should -BeFalse
        $schedule.Content | Should -Match 'Repair-Nightly\.ps1'
        Test-Path (Join-Path $folder $File) | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Register-CoexistenceSchedule $names -OutputPath (Join-Path $TestDrive 'none') -WhatIf | Should -BeNullOrEmpty
        Test-Path (Join-Path $TestDrive 'none') | Should -BeFalse
    }

    It 'writes ScheduleInvalid for a time that is none' {
        Register-CoexistenceSchedule $names -At noon -OutputPath $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'noon'
    }
}

Describe 'Get-CoexistenceSchedule' {
    It 'writes ScheduleNotFound for one that is not there' {
        Get-CoexistenceSchedule No-Such -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleNotFound' 'Get-CoexistenceSchedule' 'ObjectNotFound' 'No-Such'
    }
}

Describe 'Unregister-CoexistenceSchedule' {
    It 'removes what was registered, of the user with -User' {
        (Register-CoexistenceSchedule $names -Name Nightly -User -PowerShell pwsh).Enabled | Should -BeTrue
        (Get-CoexistenceSchedule Nightly).User | Should -BeTrue
        Get-CoexistenceSchedule Nightly | Unregister-CoexistenceSchedule -WhatIf
        @(Get-CoexistenceSchedule).Count | Should -Be 1
        Get-CoexistenceSchedule Nightly | Unregister-CoexistenceSchedule
        Get-CoexistenceSchedule | Should -BeNullOrEmpty
    }

    It 'writes ScheduleNotFound for one that is not there' {
        Unregister-CoexistenceSchedule No-Such -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleNotFound' 'Unregister-CoexistenceSchedule' 'ObjectNotFound' 'No-Such'
    }
}
