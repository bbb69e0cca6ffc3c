BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Export-DominoDirectory' {
    BeforeEach {
        $path = Join-Path $TestDrive "out-$([Guid]::NewGuid().ToString('N')).dxl"
        $directory = New-DominoDirectory "Acme's <Directory>" -ReplicaId 852564AC004EBCCF
        $directory | Add-DominoServer Hub01/Acme, DominoA/Acme, DominoB/Acme
        $directory | Add-DominoGroup 'Servers Only' Hub01/Acme -Type ServersOnly
        $directory | Set-DominoAclEntry Hub01/Acme Editor -Role NetModifier
        $null = $directory | New-ForeignDomainDocument BTEx DominoB/Acme -Reader 'Servers Only' -UniversalId 000000000000000000000000000000A1
        $null = $directory | New-ForeignDomainDocument BTEx DominoA/Acme -NoDocumentAccess -UniversalId 000000000000000000000000000000A0
    }

    It 'preserves an imported directory' {
        $directory | Export-DominoDirectory $path | Should -BeNullOrEmpty
        $again = Import-DominoDirectory $path
        $again.Name | Should -BeExactly $directory.Name
        $again.ReplicaId | Should -BeExactly $directory.ReplicaId
        $again.Server.Name | Should -Be $directory.Server.Name
        $again.Group.Name | Should -Be $directory.Group.Name
        "$($again.Acl.Entry)" | Should -BeExactly "$($directory.Acl.Entry)"
        foreach ($property in 'UniversalId', 'MailServer', 'CalendarSystem', 'Modified', 'Revised', 'Sequence', 'IsRestricted', 'HasDocumentAccess') {
            $again.ForeignDomain.$property | Should -Be $directory.ForeignDomain.$property
        }
    }

    It 'writes DXL with the documents of each domain from oldest to newest' {
        $directory | Export-DominoDirectory $path
        $xml = New-Object System.Xml.XmlDocument
        $xml.Load($path)
        $xml.DocumentElement.Name | Should -BeExactly 'database'
        $xml.DocumentElement.NamespaceURI | Should -BeExactly 'http://www.lotus.com/dxl'
        $xml.database.replicaid | Should -BeExactly '852564AC004EBCCF'
        $xml.database.document.form | Should -Be @('Server', 'Server', 'Server', 'Group', 'Domain', 'Domain')
        ($xml.database.document | Where-Object form -EQ 'Domain').noteinfo.unid | Should -Be @('000000000000000000000000000000A1', '000000000000000000000000000000A0')
    }

    It 'writes the same bytes again after an import' {
        $directory | Export-DominoDirectory $path
        Import-DominoDirectory $path | Export-DominoDirectory "$path.again"
        Get-FileHashText "$path.again" | Should -BeExactly (Get-FileHashText $path)
    }

    It 'writes the changed document and the documents that precede it with -ForeignDomainOnly' {
        $imported = Import-DominoDirectory (Get-Scenario 'security-on.dxl')
        $imported.ForeignDomain[0] | Remove-DocumentAccessField
        $imported | Export-DominoDirectory $path -ForeignDomainOnly
        $written = @(Get-ForeignDomainDocument $path)
        $written.UniversalId | Should -Be @('000000000000000000000000000000A0')
        (Import-DominoDirectory $path).ReplicaId | Should -BeExactly '852564AC004EBCCF'

        $imported = Import-DominoDirectory (Get-Scenario 'security-on.dxl')
        $imported.ForeignDomain[1] | Remove-DocumentAccessField -PreserveOrder
        $imported | Export-DominoDirectory $path -ForeignDomainOnly -Force
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
    }

    It 'writes FileExists for an existing file and replaces it with -Force' {
        $null = Set-TestFile $path 'mine'
        $directory | Export-DominoDirectory $path -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Assert-CoexError $failure 'FileExists' 'Export-DominoDirectory' 'ResourceExists' $path
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
        [IO.File]::ReadAllText($path) | Should -BeExactly 'mine'
        Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $true
        ($directory | Export-DominoDirectory $path -Force -PassThru).FullName | Should -BeExactly $path
        (Get-ForeignDomainDocument $path).UniversalId | Should -Be @('000000000000000000000000000000A0', '000000000000000000000000000000A1')
    }

    It 'writes nothing with -WhatIf' {
        $directory | Export-DominoDirectory $path -WhatIf
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'writes only what a repair changed with -ChangedOnly, and nothing if it changed nothing' {
        $file = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "repaired-$([Guid]::NewGuid().ToString('N')).dxl")
        $changed = @(Repair-CoexistenceConfiguration $file -PassThru)
        $changed.GetType().FullName | Should -BeExactly 'System.Object[]'
        $changed[0] | Should -BeOfType ([CoexTools.Model.ForeignDomainDocument])
        $changed.HasDocumentAccess | Should -Not -Contain $true
        $changed | Export-DominoDirectory -Path $path -ChangedOnly
        @(Get-ForeignDomainDocument $path).UniversalId | Should -Be $changed.UniversalId
        (Import-DominoDirectory $path).Server.Count | Should -Be 0

        $information = $null
        Repair-CoexistenceConfiguration $file -PassThru | Export-DominoDirectory -Path "$path.again" -ChangedOnly -InformationVariable information
        Test-Path "$path.again" | Should -BeFalse
        "$information" | Should -BeExactly 'No documents were piped to the command. No file was written.'
    }

    It 'warns of an earlier file that remains with -ChangedOnly' {
        $null = Set-TestFile $path 'earlier'
        $warnings = $null
        Get-ForeignDomainDocument (Get-Scenario 'security-on.dxl') | Export-DominoDirectory -Path $path -ChangedOnly -Force -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*remains from an earlier export. Do not import it.'
        [IO.File]::ReadAllText($path) | Should -BeExactly 'earlier'
    }

    It 'reports a journal that cannot be read with -ChangedOnly' {
        $file = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "torn-$([Guid]::NewGuid().ToString('N')).dxl")
        Remove-DocumentAccessField $file
        $null = Set-TestFile "$file.journal" "this is not a journal`n<entry/>`n"
        { Get-ForeignDomainDocument $file | Export-DominoDirectory -Path $path -ChangedOnly -ErrorAction Stop } | Should -Throw -ErrorId 'JournalMalformed,*'
        Test-Path $path | Should -BeFalse
    }

    It 'writes what -WhatIf would change with -ChangedOnly' {
        $changed = Remove-DocumentAccessField (Get-Scenario 'security-on.dxl') -WhatIf -PassThru
        $changed | Export-DominoDirectory -Path $path -ChangedOnly
        (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)
    }

    It 'writes no file with -ChangedOnly for a directory that has not changed' {
        $information = $null
        Get-ForeignDomainDocument (Get-Scenario 'security-on.dxl') | Export-DominoDirectory -Path $path -ChangedOnly -InformationVariable information
        Test-Path $path | Should -BeFalse
        "$information" | Should -BeLike 'No changes to Foreign Domain documents of * are recorded since the export from Domino or the import into memory. No file was written.'
        $imported = Import-DominoDirectory (Get-Scenario 'security-on.dxl')
        $imported | Export-DominoDirectory $path -ChangedOnly
        Test-Path $path | Should -BeFalse
        $imported.ForeignDomain[0] | Remove-DocumentAccessField
        $imported | Export-DominoDirectory $path -ChangedOnly
        @(Get-ForeignDomainDocument $path)[0].HasDocumentAccess | Should -BeFalse
    }
}
