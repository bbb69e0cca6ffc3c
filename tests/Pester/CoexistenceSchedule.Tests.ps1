[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'No server has the password.')]
param()

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
        @{ Scheduler = 'Systemd'; File = 'Nightly.timer'; Path = '' }
        @{ Scheduler = 'Launchd'; File = 'Nightly.plist'; Path = '/srv/names.dxl' }
        @{ Scheduler = 'TaskScheduler'; File = 'Nightly.xml'; Path = 'D:\Domino\names.dxl' }
    ) {
        $folder = Join-Path $TestDrive $Scheduler
        if (-not $Path) { $Path = $names }
        $schedule = Register-CoexistenceSchedule $Path -Name Nightly -Scheduler $Scheduler -OutputPath $folder -PowerShell pwsh -WarningAction SilentlyContinue
        $schedule.Enabled | Should -BeFalse
        $schedule.NextRun | Should -BeNullOrEmpty
        $schedule.Source | Should -Be $Path
        $schedule.At | Should -Be '02:00'
        $schedule.Content | Should -Match 'Repair-Nightly\.ps1'
        Test-Path (Join-Path $folder $File) | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Register-CoexistenceSchedule $names -PowerShell pwsh -OutputPath (Join-Path $TestDrive 'none') -WhatIf | Should -BeNullOrEmpty
        Test-Path (Join-Path $TestDrive 'none') | Should -BeFalse
    }

    It 'schedules the script of the module if another module contains it' {
        $wrapper = Join-Path (New-Item -ItemType Directory (Join-Path $TestDrive 'Wrapper')) 'Wrapper.psd1'
        New-ModuleManifest $wrapper -NestedModules (Get-ModuleManifest)
        $script = "Get-Module CoexTools | Remove-Module; Import-Module '$wrapper'; (Register-CoexistenceSchedule '$names' -Name Nested " +
            "-Scheduler Systemd -PowerShell pwsh -OutputPath '$(Join-Path $TestDrive 'nested')' -WarningAction SilentlyContinue).Content"
        $content = & (Get-PowerShell) -NoProfile -NonInteractive -Command $script | Out-String
        $content | Should -Match ([regex]::Escape((Join-Path (Split-Path (Get-ModuleManifest)) 'Examples/Repair-Nightly.ps1').Replace('\', '\\')))
    }

    It 'passes the accepted findings to the script' {
        $risks = 'risks.csv', 'more.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $schedule = Register-CoexistenceSchedule $names -Name Accepted -Scheduler Systemd -OutputPath (Join-Path $TestDrive 'accepted') -PowerShell pwsh -Accepted $risks
        $schedule.Content | Should -Match ([regex]::Escape(($risks -join ';').Replace('\', '\\')))
        Register-CoexistenceSchedule $names -Name Accepted -OutputPath $TestDrive -Accepted 'a;b' -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'a;b'
    }

    It 'does not accept a directory for -<Option>' -ForEach @(
        @{ Option = 'LogPath' }, @{ Option = 'MetricPath' }, @{ Option = 'ReportPath' }, @{ Option = 'OutputPath' }
    ) {
        $folder = Join-Path $TestDrive "no-$Option"
        $null = [IO.Directory]::CreateDirectory($folder)
        $target = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'names.timer')
        $hash = Get-FileHashText $target
        $options = @{ OutputPath = $folder }
        if ($Option -ne 'OutputPath') { $options = @{ OutputPath = Join-Path $folder 'task'; $Option = $target } }
        Register-CoexistenceSchedule $names -Name names -PowerShell pwsh -Force @options -ErrorVariable failure -ErrorAction SilentlyContinue
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
                @{ Option = 'LogPath' }, @{ Option = 'MetricPath' }, @{ Option = 'ReportPath' }
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

    It 'understands <At> as 14:30' -ForEach @(
        @{ At = '14:30' }, @{ At = '2:30pm' }, @{ At = '2:30 PM' }, @{ At = [TimeSpan] '14:30' }
    ) {
        $schedule = Register-CoexistenceSchedule $names -At $At -OutputPath (Join-Path $TestDrive 'at') -PowerShell pwsh -Force
        $schedule.At | Should -Be '14:30'
        $schedule.Content | Should -Match '14:30:00'
    }

    It 'understands the time format of the culture' {
        $culture = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            $other = [Globalization.CultureInfo]::InvariantCulture.Clone()
            $other.DateTimeFormat.TimeSeparator = '.'
            [Threading.Thread]::CurrentThread.CurrentCulture = $other
            (Register-CoexistenceSchedule $names -At 2.30 -OutputPath (Join-Path $TestDrive 'culture') -PowerShell pwsh).At | Should -Be '02:30'
        }
        finally { [Threading.Thread]::CurrentThread.CurrentCulture = $culture }
    }

    It 'passes the probes, the report, and Nagios to the script' {
        $schedule = Register-CoexistenceSchedule $names -Probe -SmtpHost smtp1, smtp2 -ExchangeUrl https://mail.example.com -Nagios -ReportPath (Join-Path $TestDrive 'report.html') -OutputPath (Join-Path $TestDrive 'probe') -PowerShell pwsh
        $schedule.Content | Should -Match '"-ReportPath" "[^"]+report\.html" "-Probe" "-SmtpHost" "smtp1;smtp2" "-ExchangeUrl" "https://mail\.example\.com" "-Nagios" '
        Register-CoexistenceSchedule $names -SmtpHost smtp1 -OutputPath $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'CoexTools-Repair'
    }

    It 'passes the console logs to the script' {
        $console = Set-TestFile (Join-Path $TestDrive 'console [1].log') ''
        $options = @{ OutputPath = Join-Path $TestDrive 'console'; PowerShell = 'pwsh'; Force = $true; Scheduler = 'Launchd'; Script = '/opt/Repair-Nightly.ps1'; LogPath = '/var/log/nightly.log' }
        $logs = [ordered]@{ 'CN=Hub01/O=Acme' = '/logs/hub01/console.log'; DominoB = '/logs/b/notes.log', '/logs/b/*.gz' }
        $table = @{}
        foreach ($key in $logs.Keys) { $table[$key] = $logs[$key] }
        $schedule = Register-CoexistenceSchedule /srv/names.dxl @options -ConsoleLog $table -ConsoleTimeZone @{ DominoB = 'Europe/Berlin' } -ConsoleSince '2026-11-30T08:00:00+01:00' -ConsoleDay 7
        foreach ($one in 'Hub01/Acme=/logs/hub01/console.log', 'DominoB=/logs/b/notes.log;DominoB=/logs/b/\*.gz') { $schedule.Content | Should -Match $one }
        $schedule.Content | Should -Match '-ConsoleTimeZone</string>\s*<string>DominoB=Europe/Berlin</string>'
        $schedule.Content | Should -Match '-ConsoleSince</string>\s*<string>2026-11-30T08:00:00\+01:00</string>'
        $schedule.Content | Should -Match '-ConsoleDay</string>\s*<string>7</string>'
        # A file object is an exact name.
        $schedule = Register-CoexistenceSchedule $names -OutputPath (Join-Path $TestDrive 'exact') -PowerShell pwsh -ConsoleLog @{ Hub01 = Get-Item -LiteralPath $console } -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $schedule.Content | Should -Match 'console `+\[1`+\]\.log'
        $null = Register-CoexistenceSchedule $names -OutputPath (Join-Path $TestDrive 'missing') -PowerShell pwsh -ConsoleLog @{ Hub01 = 'missing.log' } -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match 'do not exist yet: .*missing\.log'
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a time zone that is not known'; Id = 'TimeZoneInvalid'; Target = 'Europe/Berlni'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log' }; ConsoleTimeZone = 'Europe/Berlni' } } }
        @{ Case = 'a key that does not name a server'; Id = 'ConsoleLogInvalid'; Target = ' '; Make = { @{ ConsoleLog = @{ ' ' = 'a.log' } } } }
        @{ Case = 'a server without a file'; Id = 'ConsoleLogInvalid'; Target = 'Hub01'; Make = { @{ ConsoleLog = @{ Hub01 = '' } } } }
        @{ Case = 'an empty file after a file'; Id = 'ConsoleLogInvalid'; Target = 'Hub01'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log', '', 'b.log' } } } }
        @{ Case = 'a folder as log'; Id = 'ConsoleLogInvalid'; Target = 'Hub01'; Make = { @{ ConsoleLog = @{ Hub01 = "$TestDrive" } } } }
        @{ Case = 'two names of a server'; Id = 'ConsoleLogInvalid'; Target = 'Hub01/Acme'; Make = { @{ ConsoleLog = @{ 'Hub01/Acme' = 'a.log'; 'CN=Hub01/O=Acme' = 'b.log' } } } }
        @{ Case = 'two time zones of a server'; Id = 'TimeZoneInvalid'; Target = 'Hub01/Acme'; Make = { @{ ConsoleLog = @{ 'Hub01/Acme' = 'a.log' }; ConsoleTimeZone = @{ 'Hub01/Acme' = 'UTC'; 'CN=Hub01/O=Acme' = 'UTC' } } } }
        @{ Case = 'a time zone of a server without a log'; Id = 'TimeZoneInvalid'; Target = 'DominoB'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log' }; ConsoleTimeZone = @{ DominoB = 'UTC' } } } }
        @{ Case = 'a server that the directory does not contain'; Id = 'ServerNotFound'; Target = 'DominA'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log'; DominA = 'a.log' } } } }
        @{ Case = 'the server of a time zone that the directory does not contain'; Id = 'ServerNotFound'; Target = 'Hub01/Ame'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log' }; ConsoleTimeZone = @{ 'Hub01/Ame' = 'UTC' } } } }
        @{ Case = 'a short and a full name of a server'; Id = 'ConsoleLogInvalid'; Target = $null; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log'; 'Hub01/Acme' = 'b.log' } } } }
        @{ Case = 'no server'; Id = 'ConsoleLogInvalid'; Target = 'ConsoleLog'; Make = { @{ ConsoleLog = @{} } } }
        @{ Case = 'a time in the future'; Id = 'ScheduleInvalid'; Target = 'ConsoleSince'; Make = { @{ ConsoleLog = @{ Hub01 = 'a.log' }; ConsoleSince = '2999-01-01' } } }
        @{ Case = 'a server whose name contains a semicolon'; Id = 'ScheduleInvalid'; Target = 'Hub;01'; Make = { @{ ConsoleLog = @{ 'Hub;01' = 'a.log' } } } }
        @{ Case = 'a server whose name starts with a hyphen'; Id = 'ScheduleInvalid'; Target = '-Hub01'; Make = { @{ ConsoleLog = @{ '-Hub01' = 'a.log' } } } }
        @{ Case = 'a time without console logs'; Id = 'ScheduleInvalid'; Target = 'ConsoleLog'; Make = { @{ ConsoleDay = 7 } } }
    ) {
        $options = & $Make
        if (-not $Target) { $Target = @($options.ConsoleLog.Keys)[1] } # The order of a hashtable differs in each process.
        Register-CoexistenceSchedule $names -OutputPath (Join-Path $TestDrive 'refused') -PowerShell pwsh @options -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Assert-CoexError $failure $Id 'Register-CoexistenceSchedule' $(if ($Id -eq 'ServerNotFound') { 'ObjectNotFound' } else { 'InvalidArgument' }) $Target
        Join-Path $TestDrive 'refused' | Should -Not -Exist
    }

    It 'suggests the server that was meant' {
        $options = @{ OutputPath = Join-Path $TestDrive 'meant'; PowerShell = 'pwsh'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        Register-CoexistenceSchedule $names @options -ConsoleLog @{ Hub1 = 'a.log' } -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].Exception.Message | Should -Match 'Did you mean Hub01/Acme\?'
        # A short name in one hashtable, and the full name in the other.
        Register-CoexistenceSchedule $names @options -ConsoleLog @{ Hub01 = 'a.log' } -ConsoleTimeZone @{ 'Hub01/Acme' = 'UTC' } | Should -HaveCount 1
        # A server must be in one of the directories.
        $other = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'renamed.dxl')
        [IO.File]::WriteAllText($other, [IO.File]::ReadAllText($other).Replace('Hub01', 'Hub77'))
        Register-CoexistenceSchedule $names, $other @options -Force -ConsoleLog @{ Hub01 = 'a.log'; Hub77 = 'a.log' } | Should -HaveCount 1
        # Nothing shows which servers another system has.
        Register-CoexistenceSchedule /srv/names.dxl @options -Force -Scheduler Launchd -ConsoleLog @{ Hub1 = '/logs/a.log' } | Should -HaveCount $(if ($IsMacOS) { 0 } else { 1 })
    }

    It 'does not register a file that is not a directory, unless -Force is specified' {
        $text = Set-TestFile (Join-Path $TestDrive 'notes.txt') 'This is not a directory.'
        $options = @{ OutputPath = Join-Path $TestDrive 'text'; PowerShell = 'pwsh'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        Register-CoexistenceSchedule $names, $text @options -ErrorVariable failure | Should -BeNullOrEmpty
        Assert-CoexError $failure 'DxlMalformed' 'Register-CoexistenceSchedule' 'InvalidData' $text
        "$warnings" | Should -Match "'CoexTools-Repair' is not registered, because the file '$([regex]::Escape($text))' cannot be read"
        $options.OutputPath | Should -Not -Exist
        # The servers of the console logs are then not known either.
        Register-CoexistenceSchedule $names, $text @options -Force -ConsoleLog @{ Hub1 = 'a.log' } | Should -HaveCount 1
        "$warnings" | Should -Match 'is registered, although'
        # The script cannot repair an NSF file.
        $nsf = Join-Path $TestDrive 'names.nsf'
        [IO.File]::WriteAllBytes($nsf, [byte[]] (0x1A, 0, 0, 4, 0, 0))
        Register-CoexistenceSchedule $nsf @options -Force -ErrorVariable failure | Should -BeNullOrEmpty
        Assert-CoexError $failure 'NsfReadOnly' 'Register-CoexistenceSchedule' 'InvalidOperation' $nsf
    }

    It 'warns of a file without documents, and of a pattern that matches no file' {
        $empty = Set-TestFile (Join-Path $TestDrive 'empty.dxl') '<database xmlns="http://www.lotus.com/dxl"/>'
        $options = @{ OutputPath = Join-Path $TestDrive 'without'; PowerShell = 'pwsh'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        Register-CoexistenceSchedule $empty @options | Should -HaveCount 1
        "$warnings" | Should -Match 'contains no Foreign Domain document'
        Register-CoexistenceSchedule (Join-Path $TestDrive 'none*.dxl') @options | Should -BeNullOrEmpty
        "$warnings" | Should -Match "No file matches .*none\*\.dxl, so the schedule 'CoexTools-Repair' is not registered"
    }

    It 'accepts only full paths for another system' {
        Register-CoexistenceSchedule names.dxl -Scheduler TaskScheduler -OutputPath $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'names.dxl'
        Get-Item $names | Register-CoexistenceSchedule -Scheduler TaskScheduler -OutputPath (Join-Path $TestDrive 'files') -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
            Should -HaveCount $(if ([IO.Path]::DirectorySeparatorChar -eq '\') { 1 } else { 0 })
    }

    Context 'for a server' {
        BeforeAll {
            $server = @{ Uri = 'https://127.0.0.1:1'; DataSource = 'names'; Name = 'Server'; PowerShell = 'pwsh'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
            $password = 'Kein-Geheimnis-4711'
            $credential = New-Object PSCredential ('Admin/Acme', (ConvertTo-SecureString $password -AsPlainText -Force))
            $path = $env:PATH
            if ($IsLinux) {
                # In place of the program of systemd, which requires its key: it encodes credentials, and records its arguments.
                $programs = Join-Path $TestDrive 'programs'
                $null = [IO.Directory]::CreateDirectory($programs)
                $program = Join-Path $programs 'systemd-creds'
                [IO.File]::WriteAllText($program, "#!/bin/sh`necho `$* >> $programs/arguments`ncase `$1 in --version) echo systemd 256;; encrypt) base64;; esac`n")
                chmod 755 $program
                $env:PATH = $programs + [IO.Path]::PathSeparator + $path
            }
        }

        AfterAll {
            $env:PATH = $path
        }

        It 'does not register a server that cannot be reached' {
            Register-CoexistenceSchedule @server -Credential $credential -ErrorVariable failure | Should -BeNullOrEmpty
            Assert-CoexError $failure 'ServerUnreachable' 'Register-CoexistenceSchedule' 'ConnectionError' 'https://127.0.0.1:1/names'
            Get-CoexistenceSchedule | Should -BeNullOrEmpty
        }

        It 'requires a credential, unless one is stored' {
            Register-CoexistenceSchedule @server -Force -ErrorVariable failure | Should -BeNullOrEmpty
            Assert-CoexError $failure 'CredentialNotFound' 'Register-CoexistenceSchedule' 'ObjectNotFound' 'Server'
        }

        It 'refuses schedulers without a store' {
            $options = @{ OutputPath = Join-Path $TestDrive 'refused'; Credential = $credential }
            Register-CoexistenceSchedule @server @options -Scheduler Launchd -ErrorVariable failure | Should -BeNullOrEmpty
            Assert-CoexError $failure 'CredentialStoreUnavailable' 'Register-CoexistenceSchedule' 'NotInstalled' 'Server'
            Register-CoexistenceSchedule @server @options -Scheduler TaskScheduler -ErrorVariable failure | Should -BeNullOrEmpty
            Assert-CoexError $failure 'ScheduleNeedsUser' 'Register-CoexistenceSchedule' 'InvalidArgument' 'Server'
            $failure[0].ErrorDetails.RecommendedAction | Should -Match '-User'
            Register-CoexistenceSchedule -NotesServer Hub01/Acme -User -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'Systemd'
        }

        It 'names the command that stores the credential on another system' {
            $schedule = Register-CoexistenceSchedule @server -Scheduler TaskScheduler -User -OutputPath (Join-Path $TestDrive 'task') -Script C:\x.ps1 -WarningVariable warning
            $schedule.Source | Should -Be 'https://127.0.0.1:1/names'
            "$warning" | Should -Match 'cmdkey /generic:CoexTools:Server /user:<user name> /pass'
            "$warning" | Should -Match 'only while you are logged on'
            Register-CoexistenceSchedule @server -Credential $credential -OutputPath (Join-Path $TestDrive 'units') -WarningVariable warning | Should -HaveCount 1
            "$warning" | Should -Match 'systemd-creds encrypt --name=Server - /etc/credstore\.encrypted/Server'
        }

        if ($IsLinux) {
            It 'stores the password encrypted, and nowhere else' {
                $transcript = Register-CoexistenceSchedule @server -Credential $credential -Force -Verbose -Debug -WarningVariable warning *>&1
                "$warning" | Should -Match 'cannot be read now'
                $schedule = Get-CoexistenceSchedule Server
                $schedule | Export-Clixml (Join-Path $TestDrive 'schedule.clixml')
                (Import-Clixml (Join-Path $TestDrive 'schedule.clixml')).Source | Should -Be 'https://127.0.0.1:1/names'
                $schedule.Content | Should -Match 'LoadCredentialEncrypted=Server:%E/credstore\.encrypted/Server'
                $whatIf = Register-CoexistenceSchedule @server -Credential $credential -Force -WhatIf *>&1
                $stored = Join-Path $env:COEXTOOLS_SCHEDULE_FOLDER 'system/credstore.encrypted/Server'
                [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([IO.File]::ReadAllText($stored))) | Should -BeExactly "Admin/Acme`n$password"
                $texts = @($transcript; $whatIf; $schedule | Format-List * | Out-String) + @(Get-ChildItem $TestDrive -Recurse -File | ForEach-Object { [IO.File]::ReadAllText($_.FullName) })
                $texts -join "`n" | Should -Not -Match $password
                [IO.File]::ReadAllText((Join-Path $programs 'arguments')) | Should -Match 'encrypt --name=Server - -'
                Unregister-CoexistenceSchedule Server
                Test-Path $stored | Should -BeFalse
            }
        }
    }

    It 'writes ScheduleInvalid for an invalid time' {
        Register-CoexistenceSchedule $names -At noon -OutputPath $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ScheduleInvalid' 'Register-CoexistenceSchedule' 'InvalidArgument' 'noon'
    }
}

Describe 'Get-CoexistenceSchedule' {
    It 'shows the state of the last run of the schedule' {
        $log = Join-Path $TestDrive 'shared.log'
        $other = Join-Path $TestDrive 'other.dxl'
        $null = Copy-Scenario 'security-on.dxl' $other
        $null = Register-CoexistenceSchedule $names -Name Logged -User -PowerShell pwsh -LogPath $log
        $lines = foreach ($run in @{ Id = 'a'; Source = $names; State = 'Failed' }, @{ Id = 'b'; Source = $names; State = 'Repaired' }, @{ Id = 'c'; Source = $other; State = 'Unknown' }) {
            @{ time = '2026-11-30T02:00:00.000Z'; run = $run.Id; event = 'source'; source = $run.Source; kind = 'File'; state = $run.State }, @{ time = '2026-11-30T02:00:01.000Z'; run = $run.Id; event = 'end'; state = $run.State; exitCode = 0 } |
                ForEach-Object { ConvertTo-Json $_ -Compress }
        }
        [IO.File]::WriteAllLines($log, [string[]] $lines)
        (Get-CoexistenceSchedule Logged).LastState | Should -Be 'Repaired'
        Get-CoexistenceSchedule Logged | Export-Clixml (Join-Path $TestDrive 'logged.clixml')
        (Import-Clixml (Join-Path $TestDrive 'logged.clixml')).LastState | Should -Be 'Repaired'
        # The runs of two sources, each of which ended before it logged a source.
        $start = { ConvertTo-Json @{ time = '2026-11-30T03:00:00.000Z'; run = $args[0]; event = 'start'; paths = $args[1] } -Compress }
        [IO.File]::AppendAllLines($log, [string[]] @(& $start 'd' @($other, "$other.2")))
        (Get-CoexistenceSchedule Logged).LastState | Should -Be 'Repaired'
        [IO.File]::AppendAllLines($log, [string[]] @(& $start 'e' @($other, $names)))
        (Get-CoexistenceSchedule Logged).LastState | Should -Be 'Unknown'
        [IO.File]::WriteAllText($log, 'Not a log.')
        (Get-CoexistenceSchedule Logged -WarningVariable warning -WarningAction SilentlyContinue).LastState | Should -BeNullOrEmpty
        "$warning" | Should -Match "last state of the schedule 'Logged' is unknown"
        Unregister-CoexistenceSchedule Logged -User
    }

    It 'shows what a schedule repairs, its time, its next run, and its log' {
        $log = Join-Path $TestDrive 'logs/nightly.log'
        $null = Register-CoexistenceSchedule $names -Name Shown -At 2:30am -User -PowerShell pwsh -LogPath $log
        $schedule = Get-CoexistenceSchedule Shown
        $schedule.Source | Should -Be $names
        $schedule.At | Should -Be '02:30'
        $schedule.NextRun.TimeOfDay.ToString() | Should -Be '02:30:00'
        $schedule.NextRun | Should -BeGreaterThan ([DateTimeOffset]::Now)
        $schedule.NextRun | Should -BeLessThan ([DateTimeOffset]::Now.AddDays(2))
        $schedule.LogPath | Should -Be $log
        $schedule.LastState | Should -BeNullOrEmpty
        Unregister-CoexistenceSchedule Shown -User
    }

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
