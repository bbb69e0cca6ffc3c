BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Test-CoexistenceConfiguration' {
    It 'finds <Rules> in <File>' -ForEach @(
        @{ File = 'no-security.dxl'; Rules = 'CX006' }
        @{ File = 'security-on.dxl'; Rules = 'CX001' }
        @{ File = 'security-on-then-edited.dxl'; Rules = 'CX001' }
        @{ File = 'security-on-field-removed.dxl'; Rules = '' }
    ) {
        $findings = @(Test-CoexistenceConfiguration (Get-Scenario $File) | Where-Object Severity -NE 'Information')
        @($findings.Rule | Select-Object -Unique) -join ' ' | Should -BeExactly $Rules
        Test-CoexistenceConfiguration (Get-Scenario $File) -Quiet | Should -Be ($Rules -eq '')
    }

    It 'returns the access chain as evidence' {
        $finding = Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -Rule CX001 | Where-Object Server -EQ 'DominoB/Acme'
        $finding.Evidence[0] | Should -BeExactly 'DominoB/Acme > LocalDomainServers with [NetModifier]'
        $finding.Evidence[-1] | Should -BeExactly 'saved by Admin/Acme on 2025-03-10 09:30:15 UTC'
        $finding.Repairable | Should -BeTrue
    }

    It 'returns passed rules with -IncludePassed' {
        (Test-CoexistenceConfiguration (Get-Scenario 'security-on-field-removed.dxl') -Rule CX001 -IncludePassed).Outcome | Should -Be @('Pass', 'Pass')
    }

    It 'finds a version in another replica that was saved more often' {
        $mine = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'mine.dxl')
        $other = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'other.dxl')
        Remove-DocumentAccessField $mine -Confirm:$false
        $primary = @(Get-ForeignDomainDocument $mine)[0]
        foreach ($edit in 1, 2) {
            Get-ForeignDomainDocument $other | Where-Object UniversalId -EQ $primary.UniversalId |
                Set-ForeignDomainDocument -MailFile "mail$edit.box" -Confirm:$false -WarningAction Ignore
        }
        $finding = @(Test-CoexistenceConfiguration $mine -Replica @{ Mail01 = $other } -Rule CX045)
        $finding.Count | Should -Be 1
        $finding.Severity | Should -Be 'Error'
        $finding.Server | Should -BeExactly 'Mail01/Acme'
        $finding.Document | Should -BeExactly $primary.UniversalId
        $finding.Reason | Should -BeExactly ("Mail01/Acme has a version of $primary that was saved more often " +
            "(sequence $($primary.Sequence + 1) instead of $($primary.Sequence)). " +
            'Replication replaces the version in the directory with it, and the field DocumentAccess returns.')
        # The version that was saved more often is the one in the directory.
        Test-CoexistenceConfiguration $other -Replica @{ Mail01 = $mine } -Rule CX045 |
            Where-Object Document -EQ $primary.UniversalId | Should -BeNullOrEmpty
        Test-CoexistenceConfiguration $mine -Rule CX045 | Should -BeNullOrEmpty
    }

    It 'decides by the time of the revision if both versions were saved equally often' {
        $text = [IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl'))
        $mine = Get-Scenario 'security-on-field-removed.dxl'
        $edited = $text.Replace("<item name='CalendarSystem'><text>mail.box", "<item name='CalendarSystem'><text>other.box")
        $later = Set-TestFile (Join-Path $TestDrive 'later.dxl') $edited.Replace('<revised><datetime>20250310T093015,12', '<revised><datetime>20250310T093015,13')
        $finding = @(Test-CoexistenceConfiguration $mine -Replica @{ Mail01 = $later } -Rule CX045)
        $finding.Count | Should -Be 1
        $finding.Reason | Should -BeExactly ('Mail01/Acme has a version of BTEx (DominoA/Acme) that was saved later (both have the sequence 3). ' +
            'Replication replaces the version in the directory with it.')
        foreach ($revised in '20250310T093015,12', '20250310T093015,11') {
            $other = Set-TestFile (Join-Path $TestDrive 'earlier.dxl') $edited.Replace('<revised><datetime>20250310T093015,12', "<revised><datetime>$revised")
            Test-CoexistenceConfiguration $mine -Replica @{ Mail01 = $other } -Rule CX045 | Should -BeNullOrEmpty
        }
    }

    It 'requires a server of the directory for -Replica' {
        $path = Get-Scenario 'security-on.dxl'
        $findings = Test-CoexistenceConfiguration $path -Replica @{ Mail99 = $path } -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerNotFound' 'Test-CoexistenceConfiguration' 'ObjectNotFound' 'Mail99'
        $findings.Rule | Should -BeExactly 'CX035'
    }

    It 'says once that a group was modified after documents' {
        $text = [IO.File]::ReadAllText((Get-Scenario 'security-on.dxl'))
        $old = "<modified><datetime>20240101T000000,00+00"
        $at = $text.LastIndexOf($old, $text.IndexOf("<item name='ListName'><text>Servers Only"))
        $at | Should -BeGreaterThan 0
        $new = $text.Remove($at, $old.Length).Insert($at, "<modified><datetime>20260101T000000,00+00")
        $path = Set-TestFile (Join-Path $TestDrive 'group.dxl') $new
        $finding = @(Test-CoexistenceConfiguration $path -Rule CX046)
        $finding.Count | Should -Be 1
        $finding.Severity | Should -Be 'Information'
        $finding.Reason | Should -BeExactly ("The group 'Servers Only' was modified after BTEx (DominoA/Acme), BTEx (DominoB/Acme). " +
            'Servers that were added since then can read the documents, but might not have them in their replicas.')
        Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -Rule CX046 | Should -BeNullOrEmpty
    }

    Context 'with a former export' {
        BeforeAll {
            # The group was modified after the documents. Mail01 is new.
            $text = [IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl'))
            $group = $text.LastIndexOf('<document ', $text.IndexOf('<text>Mail Servers</text></item>'))
            $old = $text.Replace('<text>CN=Mail01/O=Acme</text></textlist>', '</textlist>')
            $former = Set-TestFile (Join-Path $TestDrive 'former.dxl') $old
            $modified = $text.IndexOf('<modified><datetime>2024', $group)
            $now = $text.Remove($modified, 24).Insert($modified, '<modified><datetime>2026')
            $current = Set-TestFile (Join-Path $TestDrive 'current.dxl') $now
        }

        It 'names the servers that are new in the group' {
            (Test-CoexistenceConfiguration $current -Rule CX046).Reason | Should -BeLike "The group 'Mail Servers' was modified after*"
            $finding = @(Test-CoexistenceConfiguration $current -Rule CX046 -FormerExport $former)
            $finding.Count | Should -Be 1
            $finding.Severity | Should -Be 'Information'
            $finding.Reason | Should -BeExactly ('Mail01/Acme has gained access to BTEx (DominoA/Acme), BTEx (DominoB/Acme) since ' +
                "'$former' was exported, but might not have them in its replica.")
            $finding.Evidence[0] | Should -BeExactly "Mail01/Acme: can read BTEx (DominoA/Acme); could not read it in '$former'"
        }

        It 'has no finding if the former export shows that no server is new' {
            $same = Get-Scenario 'security-on-field-removed.dxl'
            Test-CoexistenceConfiguration $current -Rule CX046 -FormerExport $same | Should -BeNullOrEmpty
            Test-CoexistenceConfiguration $current -Rule CX046 -FormerExport (Import-DominoDirectory $same) | Should -BeNullOrEmpty
            # An export from after the change does not show who is new.
            (Test-CoexistenceConfiguration $current -Rule CX046 -FormerExport $current).Reason | Should -BeLike "The group 'Mail Servers' was modified after*"
        }

        It 'adds the assumption to the predictions for the new servers' {
            $missing = 'MissingCopy: BTEx (DominoA/Acme) at Mail01/Acme'
            $results = Test-FreeBusyPath $current -FormerExport $former -WarningAction Ignore
            ($results | Where-Object From -EQ 'Mail01/Acme').Assumption | Should -Be $missing
            ($results | Where-Object From -NE 'Mail01/Acme').Assumption | Should -BeNullOrEmpty
            (Test-MailRoute $current -From Mail01 -FormerExport $former).Assumption | Should -Be $missing
            (Test-FreeBusyPath $current -From Mail01 -WarningAction Ignore).Assumption | Should -BeNullOrEmpty
        }

        It 'refuses what is not an export' {
            { Test-FreeBusyPath $current -FormerExport 5 } | Should -Throw -ErrorId 'DirectoryInvalid,*' `
                -ExpectedMessage "*-FormerExport: '5' is neither the path of a file nor a directory.*"
            { Test-FreeBusyPath $current -FormerExport (Join-Path $TestDrive 'none.dxl') } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'warns about an export that does not contain groups' {
            $none = Set-TestFile (Join-Path $TestDrive 'none.dxl') (New-DxlText BTEx)
            Test-FreeBusyPath $current -From Mail01 -FormerExport $none -WarningVariable warned -WarningAction SilentlyContinue |
                ForEach-Object { $_.Assumption } | Should -BeNullOrEmpty
            "$warned" | Should -BeLike "*does not contain groups, and does not show which servers had access.*"
        }
    }

    It 'compares the logs of three servers with the documents, and says what to do' {
        $warning = "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request."
        $hub = Set-TestFile (Join-Path $TestDrive 'hub01.log') "14.03.2025 08:00:00   Server started`
`
14.03.2025 08:00:01   $warning`r`n"
        $null = Set-TestFile (Join-Path $TestDrive 'a1.log') "13.03.2025 08:00:00   $warning`n"
        $null = Set-TestFile (Join-Path $TestDrive 'a2.log') "14.03.2025 09:30:00   $warning`n"
        $b = Set-TestFile (Join-Path $TestDrive 'b.log') "14.03.2025 10:00:00   CalConn: Looking up the schedule of Eva in 'BTEx'`n"
        $logs = @{ Hub01 = $hub; DominoA = (Join-Path $TestDrive 'a*.log'); DominoB = $b }
        $path = Get-Scenario 'security-on-field-removed.dxl'
        $findings = @(Test-CoexistenceConfiguration $path -ConsoleLog $logs -Rule CX047, CX048, CX049 -IncludePassed)
        $failed = $findings | Where-Object Outcome -EQ 'Fail'
        $failed.Server | Should -Be 'DominoA/Acme'
        $failed.Rule | Should -Be 'CX047'
        $failed.Reason | Should -BeLike '*2 times, from 2025-03-13 08:00:00 to 2025-03-14 09:30:00*'
        $failed.Recommendation | Should -BeLike 'Replicate the directory to DominoA/Acme*'
        ($failed.Evidence -join '|') | Should -BeLike '*a1.log, line 1*a2.log, line 1*'
        $unchecked = $findings | Where-Object Outcome -EQ 'NotChecked'
        $unchecked.Reason | Should -BeLike 'No console log of * was read.'
        $unchecked.ConsoleLog | Should -BeNullOrEmpty
        $failed.ConsoleLog | Split-Path -Leaf | Should -Be 'a1.log', 'a2.log'
        ($findings | Where-Object { $_.Rule -eq 'CX048' -and $_.Server -eq 'Hub01/Acme' }).ConsoleLog | Should -Be $hub
        $failed | Export-Clixml (Join-Path $TestDrive 'failed.clixml')
        (Import-Clixml (Join-Path $TestDrive 'failed.clixml')).ConsoleLog | Should -Be $failed.ConsoleLog
        $failed | Format-List | Out-String -Width 300 | Should -Match 'ConsoleLog +: .*a1\.log'
        (Test-CoexistenceConfiguration $path)[0] | Format-List | Out-String | Should -Not -Match 'ConsoleLog'
        Test-CoexistenceConfiguration $path -ConsoleLog $logs -Quiet | Should -BeFalse
        Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = $hub; DominoB = $b } -Quiet | Should -BeTrue
    }

    It 'reports console logs and time zones that do not exist' {
        $path = Get-Scenario 'security-on.dxl'
        { Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = 'none*.log' } -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        { Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = 5 } -ErrorAction Stop } | Should -Throw -ErrorId 'ConsoleLogInvalid,*'
        { Test-CoexistenceConfiguration $path -ConsoleLog @{ Nobody = $path } -ErrorAction Stop } | Should -Throw -ErrorId 'ServerNotFound,*'
        { Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = $path } -ConsoleTimeZone Nowhere/City -ErrorAction Stop } | Should -Throw -ErrorId 'TimeZoneInvalid,*'
    }

    It 'reports a folder in place of a console log as a folder: <_>' -ForEach 'Test-CoexistenceConfiguration', 'Test-FreeBusyPath', 'Test-MailRoute', 'Export-CoexistenceReport' {
        $arguments = @{ Path = Get-Scenario 'security-on.dxl'; ConsoleLog = @{ Hub01 = "$TestDrive" }; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        if ($_ -eq 'Export-CoexistenceReport') {
            $arguments.Source = $arguments.Path
            $arguments.Path = Join-Path $TestDrive 'folder.html'
        }
        & $_ @arguments -ErrorVariable failure | Out-Null
        Assert-CoexError $failure 'FileUnreadable' $_ 'OpenError' "$TestDrive"
        $failure[0].Exception.Message | Should -Match 'It is a folder'
    }

    It 'shows the difference between rows that only console logs distinguish' {
        $warning = "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request."
        $log = Set-TestFile (Join-Path $TestDrive 'row.log') "14.03.2025 08:00:01   $warning`n"
        $path = Get-Scenario 'security-on-field-removed.dxl'
        $results = Test-FreeBusyPath $path -Unique -ConsoleLog @{ Hub01 = $log; DominoA = $log } -WarningAction Ignore
        $results.OriginCount | Should -Be 1, 2
        $rows = ($results | Out-String -Width 200) -split "`r?`n" -match 'DominoA|Hub01'
        $rows.Count | Should -Be 4
        $rows[1] | Should -Match '^ +message observed at Hub01; console differs at DominoA'
        $rows[3] | Should -Match '^ +console differs at DominoA'
        $results | Export-Clixml (Join-Path $TestDrive 'rows.clixml')
        (Import-Clixml (Join-Path $TestDrive 'rows.clixml') | Out-String -Width 200) | Should -BeExactly ($results | Out-String -Width 200)
        Test-FreeBusyPath $path -Unique -ConsoleLog @{ 'Hub01' = $log; 'Mail01' = $log; 'App01' = $log } -WarningAction Ignore | Out-String -Width 200 |
            Should -Match 'message observed at Hub01 and 2 more'
        Test-FreeBusyPath $path -Unique -WarningAction Ignore | Out-String | Should -Not -Match 'observed|differs'
    }

    It 'shows what the consoles show of a predicted message' {
        $warning = "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request."
        $hub = Set-TestFile (Join-Path $TestDrive 'echo.log') "14.03.2025 08:00:01   $warning`n"
        $result = Test-FreeBusyPath (Get-Scenario 'security-on-field-removed.dxl') -From Hub01 -ConsoleLog @{ Hub01 = $hub; DominoA = $hub } -WarningAction Ignore
        $result.ConsoleMessage.Server | Should -Be 'Hub01/Acme'
        $result.ConsoleMessage.Seen | Should -Be 'once, at 2025-03-14 08:00:01 (local time)'
        $result.ConsoleMessage.Basis | Should -Be 'Observed'
        $result.Warning.Basis | Should -Be 'Observed'
        ($result.Hop | Where-Object Basis -EQ 'Observed').Rule | Should -Be 'CC1'
        $result.Assumption | Should -Contain 'ConsoleDiffers: DominoA/Acme'
        (Test-FreeBusyPath (Get-Scenario 'security-on-field-removed.dxl') -From Hub01 -WarningAction Ignore).ConsoleMessage.Seen | Should -BeNullOrEmpty
        $mail = Test-MailRoute (Get-Scenario 'security-on.dxl') -From Hub01 -ServerDown DominoA, DominoB -ConsoleLog @{ Hub01 = $hub } -WarningAction Ignore
        $mail.ConsoleMessage.Seen | Should -Be 'not in the log, which covers 2025-03-14 08:00:01 to 2025-03-14 08:00:01 (local time)'
        $mail.ConsoleMessage.Basis | Should -Be 'Documented'
        $later = Test-FreeBusyPath (Get-Scenario 'security-on.dxl') -From Hub01 -ConsoleLog @{ Hub01 = $hub } -Since 2027-01-01Z -WarningAction Ignore
        $later.ConsoleMessage.Seen | Select-Object -First 1 | Should -BeLike '*ends before the time that -Since specifies (2027-01-01 *'
        # The documents were last changed on 2025-03-10 at 09:30 UTC. A message an hour later is only in some time zones later.
        $near = Set-TestFile (Join-Path $TestDrive 'near.log') "10.03.2025 10:30:00   $warning`n13.03.2025 10:30:00   Server started`n"
        $unclear = Test-FreeBusyPath (Get-Scenario 'security-on-field-removed.dxl') -From Hub01 -ConsoleLog @{ Hub01 = $near } -WarningAction Ignore
        $unclear.ConsoleMessage.Seen | Should -BeLike 'not known: the console log of Hub01/Acme contains lines *: the time zone of Hub01/Acme is not known*'
    }

    It 'judges no console by a change that Domino has not imported' {
        $warning = "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request."
        $log = Set-TestFile (Join-Path $TestDrive 'import.log') "14.03.2025 08:00:01   $warning`n"
        $exported = Get-Scenario 'security-on-field-removed.dxl'
        $options = @{ From = 'Hub01'; ConsoleLog = @{ DominoA = $log }; WarningAction = 'Ignore' }
        (Test-FreeBusyPath $exported @options).Assumption | Should -Contain 'ConsoleDiffers: DominoA/Acme'
        (Import-DominoDirectory $exported | Test-FreeBusyPath @options).Assumption | Should -Contain 'ConsoleDiffers: DominoA/Acme'
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'import.dxl')
        $directory = Import-DominoDirectory $path
        $null = Remove-DocumentAccessField $path -WarningAction Ignore
        $null = $directory | Remove-DocumentAccessField -WarningAction Ignore
        foreach ($result in (Test-FreeBusyPath $path @options), (Test-MailRoute $path @options), ($directory | Test-FreeBusyPath @options)) {
            "$($result.Assumption)" | Should -Not -BeLike '*ConsoleDiffers*'
        }
        foreach ($source in $path, $directory) {
            $found = @($source | Test-CoexistenceConfiguration -ConsoleLog @{ DominoA = $log } -Rule CX047 -IncludePassed -WarningAction Ignore)
            $found.Outcome | Should -Not -Contain 'Fail'
            "$($found.Reason)" | Should -BeLike '*nothing shows that Domino has imported them*'
        }
    }

    It 'warns about a time zone and a time that have no effect' {
        $path = Get-Scenario 'security-on.dxl'
        $log = Set-TestFile (Join-Path $TestDrive 'zone.log') "14.03.2025 08:00:01   Server started`n"
        Test-CoexistenceConfiguration $path -ConsoleTimeZone UTC -Since 2025-01-01 -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
        $warned | Should -Be '-ConsoleTimeZone and -Since have no effect without -ConsoleLog.'
        Test-FreeBusyPath $path -Since 2025-01-01 -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
        "$warned" | Should -BeLike '*-Since has no effect without -ConsoleLog.*'
        Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = $log } -ConsoleTimeZone @{ DominoA = 'UTC' } -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
        $warned | Should -Be '-ConsoleTimeZone contains DominoA/Acme, but -ConsoleLog does not. The time zone has no effect.'
    }

    It 'states that <Case> was not checked' -ForEach @(
        @{ Case = 'an empty console log'; Text = ''; Warning = 'The console log *none.log of DominoB/Acme is empty, so it was not checked.'; Reason = 'The console log of DominoB/Acme is empty.' }
        @{ Case = 'a console log without a readable line'; Text = "A line.`n"; Warning = 'No line of the console log *none.log of DominoB/Acme starts with a time*'; Reason = 'No line of the console log of DominoB/Acme starts with a time that could be read.' }
    ) {
        $log = Set-TestFile (Join-Path $TestDrive 'none.log') $Text
        $arguments = @{ LiteralPath = Get-Scenario 'security-on-field-removed.dxl'; ConsoleLog = @{ DominoB = $log } }
        Test-CoexistenceConfiguration @arguments -InformationVariable totals -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
        "$totals" | Should -Match '\d+ checks of console logs were not made'
        "$warned" | Should -BeLike $Warning
        $checks = @(Test-CoexistenceConfiguration @arguments -IncludePassed -WarningAction Ignore | Where-Object Rule -In CX047, CX048, CX049)
        @($checks | Where-Object Outcome -EQ 'Pass').Count | Should -Be 0
        "$totals" | Should -Match "$(@($checks | Where-Object Outcome -EQ 'NotChecked').Count) checks"
        ($checks | Where-Object { $_.ConsoleLog -and $_.Rule -ne 'CX049' }).Reason | Should -Be $Reason
    }

    It 'names the directory in a finding about a parameter, and not a console log as the directory' {
        $path = Get-Scenario 'security-on.dxl'
        $findings = @(Test-CoexistenceConfiguration $path -ConsoleLog @{ Hub01 = (Join-Path $TestDrive 'absent.log') } -ErrorAction SilentlyContinue)
        ($findings | Out-String) | Should -Not -Match 'directory in memory'
        $empty = @(Test-CoexistenceConfiguration $path -ConsoleLog @{ '' = 'x' } -ErrorAction SilentlyContinue)
        @($empty | Where-Object Rule -EQ 'CX035').Path | Should -Be $path
    }

    It 'does not check failures in a console log that cannot be read' {
        $bytes = [IO.MemoryStream]::new()
        $gzip = [IO.Compression.GZipStream]::new($bytes, [IO.Compression.CompressionMode]::Compress, $true)
        $text = [Text.Encoding]::ASCII.GetBytes("14.03.2025 08:00:01   Server started`n" * 100)
        $gzip.Write($text, 0, $text.Length)
        $gzip.Dispose()
        $log = Join-Path $TestDrive 'truncated.log.gz'
        [IO.File]::WriteAllBytes($log, $bytes.ToArray()[0..($bytes.Length - 12)])
        $finding = Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -ConsoleLog @{ Hub01 = $log } -Rule CX049 -IncludePassed -ErrorVariable failed -ErrorAction SilentlyContinue -InformationVariable totals |
            Where-Object Rule -EQ 'CX049'
        "$totals" | Should -Not -Match 'run: .*truncated'
        $failed.FullyQualifiedErrorId | Should -BeLike 'FileUnreadable,*'
        $finding.Outcome | Should -Be 'NotChecked'
        $finding.Reason | Should -BeLike '*truncated.log.gz of Hub01/Acme could not be read.'
        (Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -ConsoleLog @{} -Rule CX049 -IncludePassed).Outcome | Should -Be 'NotChecked'
    }

    It 'checks notes.ini' {
        $ini = Set-TestFile (Join-Path $TestDrive 'notes.ini') "BTEXCHANGEDOMAIN=Other`r`n"
        (Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -NotesIni $ini -Rule ExchangeDomain).Severity | Should -Be 'Error'
    }

    It 'requires the gateway mail file and a line break at the end of notes.ini' {
        $ini = Set-TestFile (Join-Path $TestDrive 'last.ini') "BTEXCHANGEDOMAIN=BTEx`nBTEXCHANGEDB=exchange.box"
        $findings = Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -NotesIni $ini -Rule ExchangeDatabase, LastLineBreak
        $findings.Rule | Should -Be 'CX032', 'CX032', 'CX033'
    }

    It 'compares the notes.ini files of the coexistence servers' {
        $a = Set-TestFile (Join-Path $TestDrive 'a.ini') "BTEXCHANGEDOMAIN=BTEx`nBTEXCHANGEDB=mail.box`nServerTasks=Router,CalConn`n"
        $b = Set-TestFile (Join-Path $TestDrive 'b.ini') "BTEXCHANGEDOMAIN=BTEx`nBTEXCHANGEDB=mail.box`nServerTasks=Router`n"
        $finding = Test-CoexistenceConfiguration (Get-Scenario 'security-on-field-removed.dxl') -NotesIni @{ DominoA = $a; DominoB = $b } -Rule NotesIniDiffers
        $finding.Severity | Should -Be 'Warning'
        $finding.Reason | Should -BeLike "*DominoB/Acme lacks CalConn."
        Test-CoexistenceConfiguration (Get-Scenario 'security-on-field-removed.dxl') -NotesIni @{ DominoA = $a; DominoB = $a } -Quiet | Should -BeTrue
    }

    It 'reports FileOrder for a changed file and recommends an export' {
        $file = Join-Path $TestDrive 'changed.dxl'
        Copy-Item (Get-Scenario 'security-on.dxl') $file
        Test-CoexistenceConfiguration $file -Rule FileOrder | Should -BeNullOrEmpty
        Remove-DocumentAccessField $file
        (Test-CoexistenceConfiguration $file -Rule FileOrder).Recommendation | Should -BeLike '*Export-DominoDirectory -ForeignDomainOnly*'
    }

    It 'is not true about a hub server that does not exist' {
        $fixed = Get-FieldFile 'fixed.dxl'
        $findings = Test-CoexistenceConfiguration $fixed -HubServer Hub1 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerNotFound' 'Test-CoexistenceConfiguration' 'ObjectNotFound' 'Hub1'
        @($findings | Where-Object Outcome -EQ 'Pass').Count | Should -Be 0
        Test-CoexistenceConfiguration $fixed -HubServer Hub1 -Quiet -ErrorAction SilentlyContinue | Should -BeExactly $false
    }

    It 'writes the totals of each file and the verdicts of the report as information, but not as output' {
        $one, $two = 'totals-one.dxl', 'totals-two.dxl' | ForEach-Object { Join-Path $TestDrive $_ }
        Copy-Item (Get-Scenario 'security-on.dxl') $one
        Copy-Item (Get-FieldFile 'fixed.dxl') $two
        $findings = Test-CoexistenceConfiguration $one, $two -InformationVariable information
        @($findings | Where-Object { $_ -is [string] }).Count | Should -Be 0
        foreach ($file in $one, $two) {
            $counts = foreach ($severity in 'Error', 'Warning', 'Information') {
                $count = @($findings | Where-Object { $_.Path -eq $file -and "$($_.Severity)" -eq $severity }).Count
                $noun = @{ Error = 'error'; Warning = 'warning'; Information = 'informational finding' }[$severity]
                $latent = @($findings | Where-Object { $_.Path -eq $file -and "$($_.Severity)" -eq $severity -and $_.IsLatent }).Count
                $which = if ($latent -eq 0) { '' } elseif ($latent -eq $count) { ' (latent)' } else { " ($latent latent)" }
                if ($count) { "$count $noun$(if ($count -ne 1) { 's' })$which" }
            }
            "$($information.MessageData)" | Should -Match ([regex]::Escape("$($counts -join ', ') in $(Split-Path $file -Leaf)"))
        }
        $repairable = @($findings | Where-Object Repairable).Count
        $repairable | Should -BeGreaterThan 0
        $information[-3].MessageData.Message | Should -BeExactly ("Repair-CoexistenceConfiguration removes $repairable of $($findings.Count) findings. " +
            'It changes only the file, not Domino. Import the changes afterwards.')
        $information[-2].MessageData.Message | Should -BeLike 'Export-CoexistenceReport writes a report*'
        $information[-1].MessageData.Message | Should -BeExactly 'For all details, run: Test-CoexistenceConfiguration ... | Format-List'
        $report = Join-Path $TestDrive 'totals.html'
        Export-CoexistenceReport $one $report
        $verdict = @($information.MessageData.Message -match '^\w+: ')[0] -replace '^\w+: '
        $verdict | Should -Not -BeNullOrEmpty
        [Net.WebUtility]::HtmlDecode([IO.File]::ReadAllText($report)).Contains($verdict) | Should -BeTrue -Because $verdict
        Test-CoexistenceConfiguration $one -Quiet -InformationVariable quiet | Should -BeFalse
        $quiet | Should -BeNullOrEmpty
    }

    It 'does not name a command that would return other findings' {
        $null = Get-Scenario 'security-on.dxl' | Test-CoexistenceConfiguration -Rule CX001 -InformationVariable information
        $information[-1].MessageData.Message | Should -BeExactly 'For all details, run the command again, and add: | Format-List'
    }

    It 'proposes no next step if nothing was audited' {
        $null = Test-CoexistenceConfiguration 'none.dxl' -InformationVariable information -ErrorAction Ignore
        $information.MessageData.Message -join "`n" | Should -Not -Match 'Export-CoexistenceReport|For all details'
    }

    It 'names the command that displays all details, and says what a repair of <Name> changes' -ForEach @(
        @{ Name = 'a file'; Source = { Get-Item 'one.dxl' }; Expected = 'it changes only the file, not Domino'; Command = 'one.dxl' }
        @{ Name = 'a directory in memory'; Source = { Import-DominoDirectory 'one.dxl' }; Expected = 'It changes only the directory in memory'; Command = '...' }
    ) {
        Push-Location $TestDrive
        try {
            Copy-Item (Get-Scenario 'security-on.dxl') 'one.dxl'
            $null = . $Source | Test-CoexistenceConfiguration -InformationVariable information
        }
        finally {
            Pop-Location
        }
        $information.MessageData.Message -join "`n" | Should -BeLike "*$Expected*"
        $information[-1].MessageData.Message | Should -BeExactly "For all details, run: Test-CoexistenceConfiguration $Command | Format-List"
    }

    It 'marks errors as latent if requests fail only in an outage' {
        $findings = Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -Rule CX001
        $findings.IsLatent | Should -Not -Contain $false
        ($findings | Out-String -Width 120) | Should -Match 'Error, latent CX001'
        ($findings | ConvertTo-Json -Depth 3 | ConvertFrom-Json).IsLatent | Should -Not -Contain $false
    }

    It 'displays the totals only if nothing receives its output, and never in redirected output' {
        $information = $null
        Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -InformationVariable information | Out-Null
        $information.Tags | Should -Not -Contain PSHOST
    }

    It 'writes RuleNotFound for an unknown rule' {
        Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl') -Rule Nonsense -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'RuleNotFound' 'Test-CoexistenceConfiguration' 'ObjectNotFound' 'Nonsense'
    }
}

Describe 'Get-CoexistenceRule' {
    It 'lists the rules with their basis' {
        $rules = @(Get-CoexistenceRule)
        $rules.Count | Should -Be 72
        $rules[0].Id | Should -BeExactly 'CX001'
        $rules.Basis | ForEach-Object { $_ | Should -BeIn @('Documented', 'Inferred', 'Chosen') }
        (Get-CoexistenceRule *Hidden).Id | Should -Be @('CX003', 'CX004', 'CX019')
    }
}
