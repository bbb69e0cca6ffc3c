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
        $directory.ForeignDomain | Where-Object Domain -EQ BTEx | Remove-ForeignDomainDocument
        "$($directory.ForeignDomain)" | Should -BeExactly 'Other (DominoA/Acme)'
    }

    It 'removes by domain and server' {
        $directory | Remove-ForeignDomainDocument B* -Server DominoB
        "$($directory.ForeignDomain)" | Should -BeExactly 'BTEx (DominoA/Acme) Other (DominoA/Acme)'
        Remove-ForeignDomainDocument -Directory $directory -Domain B*, O* -Server CN=DominoB/O=Acme
        $directory.ForeignDomain.Count | Should -Be 2
        $directory | Remove-ForeignDomainDocument btex DominoA
        "$($directory.ForeignDomain)" | Should -BeExactly 'Other (DominoA/Acme)'
        $directory | Remove-ForeignDomainDocument *
        $directory.ForeignDomain.Count | Should -Be 0
    }

    It 'writes DomainNotFound for a domain that does not exist, and removes the others' {
        $directory | Remove-ForeignDomainDocument Nowhere, BTEx -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DomainNotFound' 'Remove-ForeignDomainDocument' 'ObjectNotFound' 'Nowhere'
        "$($directory.ForeignDomain)" | Should -BeExactly 'Other (DominoA/Acme)'
    }

    It 'writes NotInMemory for a document in a file, and removes the others' {
        $path = Get-Scenario 'security-on.dxl'
        $hash = Get-FileHashText $path
        @(Get-ForeignDomainDocument $path)[0], $directory.ForeignDomain[2] |
            Remove-ForeignDomainDocument -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'NotInMemory' 'Remove-ForeignDomainDocument' 'InvalidOperation' '000000000000000000000000000000A0'
        Get-FileHashText $path | Should -BeExactly $hash
        "$($directory.ForeignDomain)" | Should -BeExactly 'BTEx (DominoA/Acme) BTEx (DominoB/Acme)'
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
