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
        $directory | Add-DominoServer -Name App01/Acme
        $directory.Server.Name | Should -Be @('DominoA/Acme', 'Hub01/Mail/Acme', 'App01/Acme')
        $directory.Server.Domain | Should -Be @('AcmeNet', 'AcmeNet', $null)
    }

    It 'writes NameExists for an existing server and adds the others' {
        $directory | Add-DominoServer DominoA/Acme
        $directory | Add-DominoServer cn=dominoa/o=acme, DominoB/Acme -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue | Should -Be $directory
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
