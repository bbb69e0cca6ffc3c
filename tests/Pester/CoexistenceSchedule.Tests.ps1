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

    Context 'for the system' {
        BeforeAll {
            # These tests do not register anything: they use -WhatIf, or nobody can answer the question.
            $folder = $env:COEXTOOLS_SCHEDULE_FOLDER
            $env:COEXTOOLS_SCHEDULE_FOLDER = $null
            $script = Set-TestFile (Join-Path $TestDrive 'nightly.ps1') '# A script.'
            $options = @{ Path = $names; Name = 'CoexTools-Test'; Script = $script; PowerShell = Get-PowerShell; WhatIf = $true }
            if ($IsLinux) { chmod 777 $script }
        }

        AfterAll {
            $env:COEXTOOLS_SCHEDULE_FOLDER = $folder
        }

        It 'determines who can change the script, or says that it cannot' {
            Register-CoexistenceSchedule @options -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning -WarningAction SilentlyContinue |
                Should -BeNullOrEmpty
            if ($failure) { $failure.FullyQualifiedErrorId | Should -Be 'ScheduleUntrusted,CoexTools.Commands.RegisterCoexistenceScheduleCommand' }
            if ($IsMacOS) { $warning | Should -Match 'cannot determine who can change' }
        }

        It 'accepts the files of the user with -User' {
            $own = Set-TestFile (Join-Path $TestDrive 'own.ps1') '# A script.'
            if ($IsLinux) { chmod 755 $own }
            Register-CoexistenceSchedule $names -Name CoexTools-Test -User -Script $own -PowerShell (Get-PowerShell) -LogPath (Join-Path $TestDrive 'logs/own.log') -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
                Should -BeNullOrEmpty
            if ($IsLinux) { $failure | Should -BeNullOrEmpty }
            # On Windows, others can perhaps change a folder above the folder for temporary files.
            "$failure" | Should -Not -Match ([regex]::Escape($own))
        }

        if ($IsLinux) {
            It 'refuses a script that others can change' {
                Register-CoexistenceSchedule @options -ErrorVariable failure -ErrorAction SilentlyContinue
                Assert-CoexError $failure 'ScheduleUntrusted' 'Register-CoexistenceSchedule' 'SecurityError' 'CoexTools-Test'
                $failure[0].Exception.Message | Should -Match "'$([regex]::Escape($script))': all users can change it"
            }

            It 'warns with -Force, and asks unless -Confirm is false' {
                Register-CoexistenceSchedule @options -Force -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
                "$warning" | Should -Match "'$([regex]::Escape($script))': all users can change it"
                $command = "Import-Module '$(Get-ModuleManifest)'; Register-CoexistenceSchedule '$names' -Name CoexTools-Test -Script '$script' -PowerShell '$(Get-PowerShell)' -Force -ErrorVariable failure 3> `$null 2> `$null; `$failure[0].FullyQualifiedErrorId"
                & (Get-PowerShell) -NoProfile -NonInteractive -Command $command | Should -Be 'ScheduleUntrusted,CoexTools.Commands.RegisterCoexistenceScheduleCommand'
            }

            It 'refuses a <Option> in a folder where others can create a link' -ForEach @(
                @{ Option = 'LogPath' }, @{ Option = 'MetricPath' }
            ) {
                $folder = Join-Path $TestDrive 'everybody'
                $null = [IO.Directory]::CreateDirectory($folder)
                chmod 1777 $folder
                $trusted = @{ Path = $names; Name = 'CoexTools-Test'; PowerShell = Get-PowerShell; WhatIf = $true; $Option = "$folder/new/file" }
                foreach ($user in $false, $true) {
                    Register-CoexistenceSchedule @trusted -User:$user -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
                    Assert-CoexError $failure 'ScheduleUntrusted' 'Register-CoexistenceSchedule' 'SecurityError' 'CoexTools-Test'
                    $failure[0].Exception.Message | Should -Match "'$([regex]::Escape($folder))': all users can change it"
                    $failure[0].Exception.Message | Should -Match $(if ($user) { 'users other than you and administrators' } else { 'users other than administrators' })
                }
            }

            It 'refuses a script of the user that others can change' {
                Register-CoexistenceSchedule @options -User -ErrorVariable failure -ErrorAction SilentlyContinue
                Assert-CoexError $failure 'ScheduleUntrusted' 'Register-CoexistenceSchedule' 'SecurityError' 'CoexTools-Test'
                $failure[0].Exception.Message | Should -Match "'$([regex]::Escape($script))': all users can change it"
            }

            It 'warns if others can change the files that -OutputPath writes' {
                $folder = Join-Path $TestDrive 'shared'
                $null = [IO.Directory]::CreateDirectory($folder)
                foreach ($mode in '755', '1777') {
                    chmod $mode $folder
                    $null = Register-CoexistenceSchedule $names -Name Nightly -PowerShell pwsh -OutputPath $folder -Force -WarningVariable warning -WarningAction SilentlyContinue
                    $expected = if ($mode -eq '1777') { "before you install them: '$([regex]::Escape($folder))': all users can change it" } else { '^$' }
                    "$warning" | Should -Match $expected
                }
            }

            It 'refuses a pipe as the script' {
                $pipe = Join-Path $TestDrive 'pipe.ps1'
                mkfifo $pipe
                Register-CoexistenceSchedule $names -User -Script $pipe -PowerShell pwsh -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
                Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' $pipe
            }
        }
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

    if ($IsLinux) {
        It 'does not remove a schedule whose name differs in case' {
            $null = Register-CoexistenceSchedule $names -Name ALPHA -User -PowerShell pwsh
            Unregister-CoexistenceSchedule alpha -User -ErrorVariable failure -ErrorAction SilentlyContinue
            Assert-CoexError $failure 'ScheduleNotFound' 'Unregister-CoexistenceSchedule' 'ObjectNotFound' 'alpha'
            $failure[0].Exception.Message | Should -Match 'Did you mean ALPHA\?'
            (Get-CoexistenceSchedule).Name | Should -Be 'ALPHA'
            Unregister-CoexistenceSchedule ALPHA -User
            Get-CoexistenceSchedule | Should -BeNullOrEmpty
        }
    }

    It 'writes ScheduleNotFound for a schedule that does not exist' {
        Unregister-CoexistenceSchedule No-Such -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleNotFound' 'Unregister-CoexistenceSchedule' 'ObjectNotFound' 'No-Such'
    }
}
