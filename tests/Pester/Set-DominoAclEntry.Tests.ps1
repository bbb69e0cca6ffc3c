BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Set-DominoAclEntry' {
    BeforeEach {
        $directory = New-DominoDirectory Acme
    }

    It 'adds an entry to the assumed ACL' {
        $directory | Set-DominoAclEntry Hub01/Acme Editor -Role NetModifier, '[ServerModifier]'
        $directory.Acl.IsAssumed | Should -BeFalse
        $directory.Acl.Entry.Name | Should -Be @('-Default-', 'LocalDomainServers', 'Hub01/Acme')
        $directory.Acl.Entry[2].Level | Should -Be 'Editor'
        $directory.Acl.Entry[2].Role | Should -Be @('[NetModifier]', '[ServerModifier]')
    }

    It 'does not change settings that are not specified' {
        $directory | Set-DominoAclEntry Hub01/Acme Editor -Role NetModifier
        $directory | Set-DominoAclEntry CN=Hub01/O=Acme Reader
        $directory.Acl.Entry[2].Level | Should -Be 'Reader'
        $directory.Acl.Entry[2].Role | Should -Be @('[NetModifier]')
    }

    It 'sets the default entry, which applies to everyone else' {
        $null = $directory | New-ForeignDomainDocument BTEx DominoA/Acme
        $directory | Add-DominoGroup LocalDomainServers -Type ServersOnly
        $directory | Set-DominoAclEntry -Default -Level NoAccess
        $directory.Acl.Entry[0].Level | Should -Be 'NoAccess'
        ($directory | Get-DocumentReader -Server DominoA).CanRead | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        $directory | Set-DominoAclEntry -Default -Level NoAccess -WhatIf
        $directory.Acl.IsAssumed | Should -BeTrue
    }
}
