BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $names = Get-Scenario 'security-on.dxl'
    # The tests never use the schedules of the computer or of the user.
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'
}

AfterAll {
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'Register-CoexistenceSchedule' {
    It 'only writes the <Scheduler> files with -OutputPath' -ForEach @(
        @{ Scheduler = 'Systemd'; File = 'Nightly.timer' }
        @{ Scheduler = 'Launchd'; File = 'Nightly.plist' }
        @{ Scheduler = 'TaskScheduler'; File = 'Nightly.xml' }
    ) {
        $folder = Join-Path $TestDrive $Scheduler
        $schedule = Register-CoexistenceSchedule $names -Name Nightly -Scheduler $Scheduler -OutputPath $folder -PowerShell pwsh
        $schedule.Enabled | Should -BeFalse
        $schedule.Content | Should -Match 'Repair-Nightly\.ps1'
        Test-Path (Join-Path $folder $File) | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Register-CoexistenceSchedule $names -PowerShell pwsh -OutputPath (Join-Path $TestDrive 'none') -WhatIf | Should -BeNullOrEmpty
        Test-Path (Join-Path $TestDrive 'none') | Should -BeFalse
    }

    It 'passes the accepted findings to the script' {
        $risks = 'risks.csv', 'more.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $schedule = Register-CoexistenceSchedule $names -Name Accepted -Scheduler Systemd -OutputPath (Join-Path $TestDrive 'accepted') -PowerShell pwsh -Accepted $risks
        $schedule.Content | Should -Match ([regex]::Escape(($risks -join ';').Replace('\', '\\')))
        Register-CoexistenceSchedule $names -Name Accepted -OutputPath $TestDrive -Accepted 'a;b' -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'a;b'
    }

    It 'does not accept a directory for -<Option>' -ForEach @(
        @{ Option = 'LogPath' }, @{ Option = 'MetricPath' }, @{ Option = 'OutputPath' }
    ) {
        $folder = Join-Path $TestDrive "no-$Option"
        $null = [IO.Directory]::CreateDirectory($folder)
        $target = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'names.xml')
        $hash = Get-FileHashText $target
        $options = @{ OutputPath = $folder }
        if ($Option -ne 'OutputPath') { $options = @{ OutputPath = Join-Path $folder 'task'; $Option = $target } }
        Register-CoexistenceSchedule $names -Name names -Scheduler TaskScheduler -PowerShell pwsh -Force @options -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'TargetIsSource' 'Register-CoexistenceSchedule' 'InvalidArgument' $target
        Get-FileHashText $target | Should -BeExactly $hash
    }

    It 'writes ScheduleInvalid for an invalid time' {
        Register-CoexistenceSchedule $names -At noon -OutputPath $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'noon'
    }
}

Describe 'Get-CoexistenceSchedule' {
    It 'writes ScheduleNotFound for a schedule that does not exist' {
        Get-CoexistenceSchedule No-Such -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleNotFound' 'Get-CoexistenceSchedule' 'ObjectNotFound' 'No-Such'
    }
}

Describe 'Unregister-CoexistenceSchedule' {
    It 'removes a registered schedule, with -User a schedule of the user' {
        (Register-CoexistenceSchedule $names -Name Nightly -User -PowerShell pwsh).Enabled | Should -BeTrue
        (Get-CoexistenceSchedule Nightly).User | Should -BeTrue
        Get-CoexistenceSchedule Nightly | Unregister-CoexistenceSchedule -WhatIf
        @(Get-CoexistenceSchedule).Count | Should -Be 1
        Get-CoexistenceSchedule Nightly | Unregister-CoexistenceSchedule
        Get-CoexistenceSchedule | Should -BeNullOrEmpty
    }

    It 'writes ScheduleNotFound for a schedule that does not exist' {
        Unregister-CoexistenceSchedule No-Such -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleNotFound' 'Unregister-CoexistenceSchedule' 'ObjectNotFound' 'No-Such'
    }
}
