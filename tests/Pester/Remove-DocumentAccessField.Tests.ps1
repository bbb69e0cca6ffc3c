BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Remove-DocumentAccessField' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
    }

    It 'removes the field and keeps the order' {
        Remove-DocumentAccessField $path | Should -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.HasDocumentAccess | Should -Be @($false, $false)
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents.Sequence | Should -Be @(4, 4)
    }

    It 'makes failover work' {
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'NotRelayed'
        Get-Item -LiteralPath $path | Remove-DocumentAccessField
        (Test-FreeBusyPath $path -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Status | Should -Be 'Answered'
    }

    It 'changes no byte the second time' {
        Remove-DocumentAccessField $path
        $hash = Get-FileHashText $path
        Remove-DocumentAccessField $path
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'changes nothing with -WhatIf, and gives the documents as they would be' {
        $projected = @(Remove-DocumentAccessField $path -WhatIf -PassThru)
        $projected.HasDocumentAccess | Should -Be @($false, $false)
        ($projected | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue).Server | Should -BeExactly 'DominoB/Acme'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'does not ask with -Confirm:$false' {
        Remove-DocumentAccessField $path -Confirm:$false -PassThru | ForEach-Object { $_.HasDocumentAccess | Should -BeFalse }
        Get-FileHashText $path | Should -Not -Be $hash
    }

    It 'warns where the order changes, and keeps it with -PreserveOrder' {
        $second = Copy-Scenario 'security-on.dxl' "$path.second.dxl"
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 | Remove-DocumentAccessField -WarningVariable warned -WarningAction SilentlyContinue
        "$($warned[0])" | Should -Match "was 'BTEx' \(DominoA/Acme\), and becomes 'BTEx' \(DominoB/Acme\)"
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')

        Get-ForeignDomainDocument $second | Where-Object Priority -EQ 2 | Remove-DocumentAccessField -PreserveOrder -WarningVariable warned
        @($warned).Count | Should -Be 0
        (Get-ForeignDomainDocument $second).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        (Get-ForeignDomainDocument $second).HasDocumentAccess | Should -Be @($true, $false)
    }

    It 'removes another field with -FieldName' {
        Remove-DocumentAccessField $path -FieldName LocalAdmin
        (Get-ForeignDomainDocument $path).Authors | Should -Be @('[NetModifier]', '[NetModifier]')
    }

    It 'changes a read-only file with -Force only' {
        Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $true
        try {
            Remove-DocumentAccessField $path -ErrorVariable failure -ErrorAction SilentlyContinue
            Assert-CoexError $failure 'WriteFailed' 'Remove-DocumentAccessField' 'WriteError' $path
            Get-FileHashText $path | Should -BeExactly $hash
            Remove-DocumentAccessField $path -Force
            (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)
        }
        finally {
            Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $false
        }
    }

    It 'writes FileChanged for a file that is not the one that was read' {
        $documents = Get-ForeignDomainDocument $path
        [IO.File]::AppendAllText($path, '<!-- changed -->')
        $hash = Get-FileHashText $path
        $documents | Remove-DocumentAccessField -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileChanged' 'Remove-DocumentAccessField' 'ResourceExists' $path
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'gives a directory in memory a new state' {
        $directory = Import-DominoDirectory $path
        $before = @($directory | Get-ForeignDomainDocument)
        $before | Remove-DocumentAccessField
        $directory.ForeignDomain.HasDocumentAccess | Should -Be @($false, $false)
        $before.HasDocumentAccess | Should -Be @($true, $true)
    }

    It 'warns about a field that no document contains' {
        Remove-DocumentAccessField (Get-FieldFile 'secure.dxl') -FieldName DocumentAces -WhatIf -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match "contains the field 'DocumentAces'\. Did you mean DocumentAccess\?$"
        Remove-DocumentAccessField (Get-FieldFile 'fixed.dxl') -WhatIf -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }
}
