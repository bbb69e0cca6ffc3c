BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Protect-ForeignDomainDocument' {
    BeforeEach {
        $path = Copy-Scenario 'no-security.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
        $groups = @{ ServerGroup = 'Servers Only'; AdminGroup = 'LocalDomainAdmins' }
    }

    It 'sets the readers, with the calendar server of each document, and keeps the order' {
        Protect-ForeignDomainDocument $path @groups -WarningVariable warned | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents[0].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoA/Acme')
        $documents[1].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoB/Acme')
        # ED3: a program does not restore a field, and does not remove one that it was not asked to remove.
        $documents.HasDocumentAccess | Should -Be @($true, $true)
        $documents.Sequence | Should -Be @(4, 4)
    }

    It 'does not restore a removed field' {
        $removed = Copy-Scenario 'security-on-field-removed.dxl' "$path.removed.dxl"
        $documents = Protect-ForeignDomainDocument $removed -ServerGroup 'Mail Servers', 'Servers Only' -AdminGroup LocalDomainAdmins -PassThru -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $documents.HasDocumentAccess | Should -Be @($false, $false)
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
    }

    It 'makes failover work with -RemoveDocumentAccess, in one save' {
        $second = Copy-Scenario 'no-security.dxl' "$path.second.dxl"
        $test = @{ Path = $path; From = 'Hub01'; ServerDown = 'DominoA'; WarningAction = 'SilentlyContinue' }
        (Test-FreeBusyPath @test | ForEach-Object { "$($_.Status) $($_.Server)" }) | Should -BeExactly 'NotRelayed DominoB/Acme'
        Protect-ForeignDomainDocument $path @groups
        (Test-FreeBusyPath @test | ForEach-Object { "$($_.Status) $($_.Server)" }) | Should -BeExactly 'NotRelayed DominoB/Acme'
        Protect-ForeignDomainDocument $path @groups -RemoveDocumentAccess
        (Test-FreeBusyPath @test | ForEach-Object { "$($_.Status) $($_.Server)" }) | Should -BeExactly 'Answered DominoB/Acme'
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)

        $documents = Protect-ForeignDomainDocument $second @groups -RemoveDocumentAccess -PassThru
        $documents.Sequence | Should -Be @(4, 4)
        $documents.IsRestricted | Should -Be @($true, $true)
        $documents.HasDocumentAccess | Should -Be @($false, $false)
    }

    It 'replaces the readers but finds the groups, or adds to them with -Append' {
        Protect-ForeignDomainDocument $path @groups
        Protect-ForeignDomainDocument $path -Server Hub01 -Append
        (Get-ForeignDomainDocument $path)[1].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoB/Acme', 'Hub01/Acme')
        Protect-ForeignDomainDocument $path -Server Hub01 -WarningVariable warned -WarningAction SilentlyContinue
        (Get-ForeignDomainDocument $path)[1].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'Hub01/Acme')
        $warned | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf and returns the documents as they would be' {
        $projected = Protect-ForeignDomainDocument $path @groups -RemoveDocumentAccess -WhatIf -PassThru
        $projected.IsRestricted | Should -Be @($true, $true)
        $test = @{ From = 'Hub01'; ServerDown = 'DominoA'; WarningAction = 'SilentlyContinue' }
        $result = $projected | Test-FreeBusyPath @test
        "$($result.Status) $($result.Server)" | Should -BeExactly 'Answered DominoB/Acme'
        $result = Protect-ForeignDomainDocument $path @groups -WhatIf -PassThru | Test-FreeBusyPath @test
        "$($result.Status) $($result.Server)" | Should -BeExactly 'NotRelayed DominoB/Acme'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'writes FileChanged if the file has changed since it was read' {
        $documents = Get-ForeignDomainDocument $path
        [IO.File]::AppendAllText($path, '<!-- changed -->')
        $documents | Protect-ForeignDomainDocument @groups -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileChanged' 'Protect-ForeignDomainDocument' 'ResourceExists' $path
    }
}
