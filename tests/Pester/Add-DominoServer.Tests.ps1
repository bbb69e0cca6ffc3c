BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Add-DominoServer' {
    BeforeEach {
        $directory = New-DominoDirectory Acme
    }

    It 'adds servers' {
        $directory | Add-DominoServer DominoA/Acme, CN=Hub01/OU=Mail/O=Acme -Domain AcmeNet | Should -BeNullOrEmpty
        $directory.Server.Name | Should -Be @('DominoA/Acme', 'Hub01/Mail/Acme')
        $directory.Server[1].Domain | Should -BeExactly 'AcmeNet'
    }

    It 'writes NameExists for an existing server and adds the others' {
        $directory | Add-DominoServer DominoA/Acme
        $null = $directory | Add-DominoServer cn=dominoa/o=acme, DominoB/Acme -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'NameExists' 'Add-DominoServer' 'ResourceExists' 'dominoa/acme'
        $directory.Server.Name | Should -Be @('DominoA/Acme', 'DominoB/Acme')
    }

    It 'returns the directory with -PassThru' {
        $directory | Add-DominoServer DominoA/Acme -PassThru | Add-DominoServer DominoB/Acme
        $directory.Server.Count | Should -Be 2
    }

    It 'adds nothing with -WhatIf' {
        $directory | Add-DominoServer DominoA/Acme -WhatIf
        $directory.Server.Count | Should -Be 0
    }
}
