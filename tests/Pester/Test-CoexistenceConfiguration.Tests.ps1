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
        $finding.Evidence[0] | Should -BeExactly 'DominoB/Acme in LocalDomainServers with [NetModifier]'
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
            { Test-FreeBusyPath $current -FormerExport 5 } | Should -Throw -ErrorId 'DirectoryInvalid,*'
            { Test-FreeBusyPath $current -FormerExport (Join-Path $TestDrive 'none.dxl') } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'warns about an export that does not contain groups' {
            $none = Set-TestFile (Join-Path $TestDrive 'none.dxl') (New-DxlText BTEx)
            Test-FreeBusyPath $current -From Mail01 -FormerExport $none -WarningVariable warned -WarningAction SilentlyContinue |
                ForEach-Object { $_.Assumption } | Should -BeNullOrEmpty
            "$warned" | Should -BeLike "*does not contain groups, and does not show which servers had access.*"
        }
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
                if ($count) { "$count $noun$(if ($count -ne 1) { 's' })" }
            }
            "$($information.MessageData)" | Should -Match ([regex]::Escape("$($counts -join ', ') in $(Split-Path $file -Leaf)"))
        }
        $repairable = @($findings | Where-Object Repairable).Count
        $repairable | Should -BeGreaterThan 0
        $information[-1].MessageData.Message | Should -BeExactly ("Repair-CoexistenceConfiguration removes $repairable of $($findings.Count) findings. " +
            'To display the recommendations, use Format-List.')
        $report = Join-Path $TestDrive 'totals.html'
        Export-CoexistenceReport $one $report
        $verdict = @($information.MessageData.Message -match '^\w+: ')[0] -replace '^\w+: '
        $verdict | Should -Not -BeNullOrEmpty
        [Net.WebUtility]::HtmlDecode([IO.File]::ReadAllText($report)).Contains($verdict) | Should -BeTrue -Because $verdict
        Test-CoexistenceConfiguration $one -Quiet -InformationVariable quiet | Should -BeFalse
        $quiet | Should -BeNullOrEmpty
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
        $rules.Count | Should -Be 69
        $rules[0].Id | Should -BeExactly 'CX001'
        $rules.Basis | ForEach-Object { $_ | Should -BeIn @('Documented', 'Inferred', 'Chosen') }
        (Get-CoexistenceRule *Hidden).Id | Should -Be @('CX003', 'CX004', 'CX019')
    }
}
