BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $removed = Get-Scenario 'security-on-field-removed.dxl'
    $database = Join-Path $TestDrive 'names.nsf'
    $packed = [IO.File]::OpenRead((Join-Path $PSScriptRoot '../Data/nsf/namelook.nsf.gz'))
    $unpacked = New-Object IO.Compression.GZipStream $packed, ([IO.Compression.CompressionMode]::Decompress)
    $file = [IO.File]::Create($database)
    $unpacked.CopyTo($file)
    $file.Dispose()
    $unpacked.Dispose()
}

Describe 'Get-DominoDocument' {
    It 'returns the documents of <Kind>, with their items' -ForEach @(
        @{ Kind = 'a DXL file'; File = { $removed }; Form = 'Domain'; Value = @('BTEx', 'BTEx') }
        @{ Kind = 'an NSF file'; File = { $database }; Form = '*Domain'; Value = @('NETHERLANDS ANTILLES', 'NAGOYA', 'WASHINGTON') }
    ) {
        $documents = @(Get-DominoDocument (& $File) -Form $Form)
        @($documents | ForEach-Object { $_.Item } | Where-Object Name -EQ DomainName | ForEach-Object Value) | Should -Be $Value
        @($documents.Class | Select-Object -Unique) | Should -Be @('Document')
    }

    It 'selects notes by universal id' {
        $note = @(Get-DominoDocument $database -UniversalId 00a4003500c400b485255e690058a6a6)
        $note.Count | Should -Be 1
        $note[0].NoteId | Should -BeExactly '932'
        $note[0].Sequence | Should -Be 1
    }

    It 'returns notes of other classes from an NSF file' {
        @(Get-DominoDocument $database -Class Acl).Count | Should -Be 1
        @(Get-DominoDocument $database -Class View).Count | Should -BeGreaterThan 1
    }
}

Describe 'NSF files' {
    It 'are read by the commands that predict' {
        (Test-MailRoute $database -From BERNARD-1 -Domain WASHINGTON).Status | Should -Be 'Delivered'
    }

    It 'are not changed' {
        $before = Get-FileHash $database
        $null = Remove-DocumentAccessField $database -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'NsfReadOnly' 'Remove-DocumentAccessField' 'InvalidOperation' $database
        (Get-FileHash $database).Hash | Should -Be $before.Hash
        @(Get-ChildItem $TestDrive -Filter 'names*').Count | Should -Be 1
    }

    It 'are exported to DXL files' {
        $path = Join-Path $TestDrive 'exported.dxl'
        Import-DominoDirectory $database | Export-DominoDirectory -Path $path
        (Get-ForeignDomainDocument $path).Domain | Should -Be (Get-ForeignDomainDocument $database).Domain
    }

    It 'writes DocumentNotFound for a UNID that no document has, and suggests the nearest one' {
        $null = Get-DominoDocument (Get-FieldFile 'fixed.dxl') -UniversalId 7ba8 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DocumentNotFound' 'Get-DominoDocument' 'ObjectNotFound' '7ba8'
        $failure[0].Exception.Message | Should -Match 'Did you mean 7BA81F7F671052A2C86868EE7A944B4F\?$'
    }
}
