# The documented story, from two open documents to a proven failover, and back into Domino in the right order.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule

    # Where a request from a mail server ends: 'Answered by DominoA/Acme'.
    function Get-Outcome([string] $Command, [string[]] $Down = @()) {
        $network = @{}
        if ($Down) { $network.ServerDown = $Down }
        $result = & $Command $path -From Mail01/Acme @network -WarningAction SilentlyContinue
        '{0} by {1}' -f $result.Status, $result.Server
    }

    function Get-FreeBusy([string[]] $Down = @()) { Get-Outcome 'Test-FreeBusyPath' $Down }

    function Get-Mail([string[]] $Down = @()) { Get-Outcome 'Test-MailRoute' $Down }

    # The last two digits of the UNIDs of a file's Foreign Domain documents, in the order of the file.
    function Get-Order([string] $LiteralPath) {
        [regex]::Matches([IO.File]::ReadAllText($LiteralPath), "(?s)<document form='Domain'.*?unid='[0-9A-F]{30}([0-9A-F]{2})'") | ForEach-Object { $_.Groups[1].Value }
    }
}

Describe 'The story of two coexistence servers' {
    BeforeAll {
        # Not in TestDrive, which loses at the end of each context what was made in it, such as the journal.
        $folder = Join-Path ([IO.Path]::GetTempPath()) "CoexTools-story-$([Guid]::NewGuid().ToString('N'))"
        $null = [IO.Directory]::CreateDirectory($folder)
        $path = Copy-Scenario 'no-security.dxl' (Join-Path $folder 'names.dxl')
        $changed = Join-Path $folder 'changed.dxl'
    }

    AfterAll {
        [IO.Directory]::Delete($folder, $true)
    }

    Context 'with two documents that every server sees' {
        It 'has an open primary and an open secondary' {
            $documents = @(Get-ForeignDomainDocument $path)
            $documents.CalendarServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
            $documents.IsRestricted | Should -Be @($false, $false)
            @(Get-DocumentReader $path -Server DominoA, DominoB).CanRead | Should -Not -Contain $false
        }

        It 'is answered, with the warning of several documents on the consoles' {
            $warned = @()
            (Test-FreeBusyPath $path -From Mail01 -WarningVariable warned -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
            "$warned" | Should -Match "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request\."
        }

        It 'fails for free/busy when the primary is down, although mail goes on' {
            Get-FreeBusy -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
            Get-Mail -Down DominoA | Should -BeExactly 'Delivered by DominoB/Acme'
            Test-CoexistenceConfiguration $path -Quiet | Should -BeFalse
        }
    }

    Context 'when the documents are protected' {
        It 'refuses a misspelt group, and writes nothing' {
            $hash = Get-FileHashText $path
            Protect-ForeignDomainDocument $path -ServerGroup 'Servers Olny' -AdminGroup LocalDomainAdmins -RemoveDocumentAccess `
                -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
            Assert-CoexError $failure 'AnswerLost' 'Protect-ForeignDomainDocument' 'InvalidOperation' 'BTEx'
            "$warned" | Should -Match "The directory does not contain the group 'Servers Olny'\."
            Get-FileHashText $path | Should -BeExactly $hash
        }

        It 'is not enough while the field is there' {
            Protect-ForeignDomainDocument $path -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins -WarningVariable warned
            $warned | Should -BeNullOrEmpty
            @(Get-ForeignDomainDocument $path).IsRestricted | Should -Be @($true, $true)
            Get-FreeBusy -Down DominoA | Should -BeExactly 'NotRelayed by DominoB/Acme'
            @(Test-CoexistenceConfiguration $path -Rule CX001).Server | Should -Contain 'DominoB/Acme'
        }
    }

    Context 'when the field is removed' {
        It 'fails over' {
            Remove-DocumentAccessField $path -WarningVariable warned
            $warned | Should -BeNullOrEmpty
            Get-FreeBusy | Should -BeExactly 'Answered by DominoA/Acme'
            Get-FreeBusy -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusy -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
            Get-Mail -Down DominoA | Should -BeExactly 'Delivered by DominoB/Acme'
        }

        It 'is proved for every outage of one component' {
            $results = @(Measure-CoexistenceAvailability $path -From Mail01 -WarningAction SilentlyContinue)
            $results | ForEach-Object { $_.SinglePointOfFailure | Should -BeNullOrEmpty }
            Test-CoexistenceConfiguration $path -Quiet | Should -BeTrue
        }
    }

    Context 'when somebody edits the secondary in the form' {
        It 'names what the edit ends, and fails again' {
            Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 | Set-ForeignDomainDocument -MailFile mail.box -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -Match "The change breaks a request that succeeds today: Free/busy for 'BTEx' from .* with DominoB/Acme down or the link to DominoB/Acme down: Answered at DominoA/Acme before, NotRelayed at DominoA/Acme after\."
            @(Get-ForeignDomainDocument $path)[0].CalendarServer | Should -BeExactly 'DominoB/Acme'
            Get-FreeBusy | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusy -Down DominoB | Should -BeExactly 'NotRelayed by DominoA/Acme'
            Test-CoexistenceConfiguration $path -Quiet | Should -BeFalse
        }

        It 'is repaired, with DominoA as the primary again' {
            $repair = Repair-CoexistenceConfiguration $path -Primary DominoA -WarningVariable warned
            $warned | Should -BeNullOrEmpty
            $repair.Changed | Should -BeTrue
            @(Get-ForeignDomainDocument $path).CalendarServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
            Get-FreeBusy -Down DominoA | Should -BeExactly 'Answered by DominoB/Acme'
            Get-FreeBusy -Down DominoB | Should -BeExactly 'Answered by DominoA/Acme'
            (Repair-CoexistenceConfiguration $path).Changed | Should -BeFalse
        }
    }

    Context 'back into Domino' {
        It 'writes the changed documents alone, oldest first, so that the primary is stamped last' {
            Get-Order $path | Should -Be @('A0', 'A1')
            Get-ForeignDomainDocument $path | Export-DominoDirectory -Path $changed -ForeignDomainOnly
            Get-Order $changed | Should -Be @('A1', 'A0')
            [IO.File]::ReadAllText($changed) | Should -Not -Match "form='(Server|Group)'"
            $documents = @(Get-ForeignDomainDocument $changed)
            $documents.CalendarServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
            $documents.HasDocumentAccess | Should -Be @($false, $false)
        }

        It 'does the removal and the export in one pipeline' {
            $second = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'second.dxl')
            Remove-DocumentAccessField $second -PassThru | Export-DominoDirectory -Path $changed -ForeignDomainOnly -Force
            Get-Order $second | Should -Be @('A0', 'A1')
            Get-Order $changed | Should -Be @('A1', 'A0')
        }

        It 'is undone from the journal' {
            $hash = [IO.File]::ReadAllText((Get-Scenario 'no-security.dxl'))
            Get-DirectoryChange $path | Undo-DirectoryChange -WarningAction SilentlyContinue
            [IO.File]::ReadAllText($path) | Should -BeExactly $hash
        }
    }
}
