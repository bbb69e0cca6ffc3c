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
        Protect-ForeignDomainDocument $path @groups | Should -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents[0].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoA/Acme')
        $documents[1].Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoB/Acme')
        $documents.HasDocumentAccess | Should -Be @($true, $true)
    }

    It 'does not restore a removed field' {
        Remove-DocumentAccessField $path
        Protect-ForeignDomainDocument $path @groups
        (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)
    }

    It 'makes failover work with -RemoveDocumentAccess' {
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'NotRelayed'
        Protect-ForeignDomainDocument $path @groups -RemoveDocumentAccess
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
        (Get-ForeignDomainDocument $path).Sequence | Should -Be @(4, 4)
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
        ($projected | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Server | Should -BeExactly 'DominoB/Acme'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'writes FileChanged if the file has changed since it was read' {
        $documents = Get-ForeignDomainDocument $path
        [IO.File]::AppendAllText($path, '<!-- changed -->')
        $documents | Protect-ForeignDomainDocument @groups -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileChanged' 'Protect-ForeignDomainDocument' 'ResourceExists' $path
    }
}
