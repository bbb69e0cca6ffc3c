BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Set-ForeignDomainDocument' {
    BeforeEach {
        $path = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
    }

    It 'restores the field, writes a warning, and makes the document the newest' {
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 |
            Set-ForeignDomainDocument -MailFile gate.box -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$($warned[0])" | Should -BeExactly ("The order of priority of 'BTEx' changes, because newer documents are not part of the change. The primary document " +
            "changes from BTEx (DominoA/Acme) to BTEx (DominoB/Acme). To keep the order, use -PreserveOrder.")
        "$($warned[1])" | Should -BeExactly ("The edit restores DocumentAccess in BTEx (DominoB/Acme), as every edit through the form does. " +
            'To remove the field again, use Remove-DocumentAccessField.')
        $warned[2..($warned.Count - 1)] -match ("^The change breaks a request that succeeds today: Free/busy for 'BTEx' from .*with DominoB/Acme down or the link to " +
            'DominoB/Acme down: Answered at DominoA/Acme before, NotRelayed at DominoA/Acme after\.$') | Should -Not -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
        $documents.HasDocumentAccess | Should -Be @($true, $false)
        $documents[0].DocumentAccess | Should -Be @('[NetModifier]')
        $documents[0].MailFile | Should -BeExactly 'gate.box'
        $documents[0].Sequence | Should -Be 4
    }

    It 'breaks failover' {
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoB -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 | Set-ForeignDomainDocument -MailFile gate.box -WarningAction SilentlyContinue
        $result = Test-FreeBusyPath $path -From Hub01 -ServerDown DominoB -WarningAction SilentlyContinue
        $result.Status | Should -Be 'NotRelayed'
        $result.Server | Should -BeExactly 'DominoA/Acme'
        (Test-FreeBusyPath $path -From Hub01 -WarningAction SilentlyContinue).Server | Should -BeExactly 'DominoB/Acme'
        Remove-DocumentAccessField $path
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoB -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
    }

    It 'keeps the order with -PreserveOrder' {
        $documents = @(Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 |
                Set-ForeignDomainDocument -MailFile gate.box -PreserveOrder -PassThru -WarningVariable warned -WarningAction SilentlyContinue)
        $warned.Count | Should -Be 1
        "$warned" | Should -Match "restores DocumentAccess in BTEx \(DominoB/Acme\)"
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents.HasDocumentAccess | Should -Be @($false, $true)
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents.HasDocumentAccess | Should -Be @($false, $true)
    }

    It 'writes server names as the directory spells them, and clears a field with an empty string' {
        Set-ForeignDomainDocument $path -Force -MailServer hub01 -CalendarServer '' -WarningAction SilentlyContinue
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.MailServer | Should -Be @('Hub01/Acme', 'Hub01/Acme')
        $documents[0].CalendarServer | Should -BeNullOrEmpty
        (Test-FreeBusyPath $path -From Hub01 -WarningAction SilentlyContinue).Status | Should -Be 'NoCalendarServer'
        (Test-MailRoute $path -From Hub01 -WarningAction SilentlyContinue).Status | Should -Be 'Delivered'
    }

    It 'writes DocumentUnrecognised if the document would no longer be recognized' {
        $text = (New-DxlText Bare) -replace "<item name='DomainType'><text>ForeignDomain</text></item>", ''
        $bare = Set-TestFile (Join-Path $TestDrive 'bare.dxl') $text
        Set-ForeignDomainDocument $bare -MailServer '' -CalendarServer '' -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DocumentUnrecognised' 'Set-ForeignDomainDocument' 'InvalidOperation' '00000000000000000000000000000001'
        [IO.File]::ReadAllText($bare) | Should -BeExactly $text
        "$bare.journal" | Should -Not -Exist
        $directory = Import-DominoDirectory $bare
        $directory | Set-ForeignDomainDocument -MailServer '' -CalendarServer '' -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DocumentUnrecognised' 'Set-ForeignDomainDocument' 'InvalidOperation' '00000000000000000000000000000001'
        $directory.ForeignDomain.MailServer | Should -BeExactly 'DominoA/Acme'
        Set-ForeignDomainDocument $bare -MailServer '' -Force -WarningAction SilentlyContinue
        (Get-ForeignDomainDocument $bare).MailServer | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf and returns the documents as they would be' {
        $projected = Set-ForeignDomainDocument $path -MailFile gate.box -WhatIf -PassThru -WarningAction SilentlyContinue
        $projected.HasDocumentAccess | Should -Be @($true, $true)
        ($projected | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'NotRelayed'
        Get-FileHashText $path | Should -BeExactly $hash
    }
}
