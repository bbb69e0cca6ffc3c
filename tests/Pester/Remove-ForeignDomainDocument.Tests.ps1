BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Remove-ForeignDomainDocument' {
    BeforeEach {
        $directory = New-DominoDirectory Acme
        $null = $directory | New-ForeignDomainDocument BTEx DominoB/Acme
        $null = $directory | New-ForeignDomainDocument BTEx DominoA/Acme
        $null = $directory | New-ForeignDomainDocument Other DominoA/Acme
    }

    It 'removes documents from the pipeline' {
        $directory.ForeignDomain[0] | Remove-ForeignDomainDocument | Should -BeNullOrEmpty
        "$($directory.ForeignDomain)" | Should -BeExactly 'BTEx (DominoB/Acme) Other (DominoA/Acme)'
        $directory.ForeignDomain[0].Priority | Should -Be 1
    }

    It 'removes by domain and server' {
        $directory | Remove-ForeignDomainDocument B* -Server DominoB
        "$($directory.ForeignDomain)" | Should -BeExactly 'BTEx (DominoA/Acme) Other (DominoA/Acme)'
    }

    It 'writes DomainNotFound for a domain that does not exist' {
        $directory | Remove-ForeignDomainDocument Nowhere -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DomainNotFound' 'Remove-ForeignDomainDocument' 'ObjectNotFound' 'Nowhere'
        $directory.ForeignDomain.Count | Should -Be 3
    }

    It 'writes NotInMemory for a document in a file' {
        Get-ForeignDomainDocument (Get-Scenario 'security-on.dxl') | Where-Object Priority -EQ 1 |
            Remove-ForeignDomainDocument -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'NotInMemory' 'Remove-ForeignDomainDocument' 'InvalidOperation' '000000000000000000000000000000A0'
    }

    It 'writes DocumentNotFound for a document that has been removed' {
        $document = $directory.ForeignDomain[0]
        $document | Remove-ForeignDomainDocument
        $document | Remove-ForeignDomainDocument -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DocumentNotFound' 'Remove-ForeignDomainDocument' 'ObjectNotFound' $document.UniversalId
    }

    It 'removes nothing with -WhatIf' {
        $directory | Remove-ForeignDomainDocument * -WhatIf
        $directory.ForeignDomain.Count | Should -Be 3
    }
}
