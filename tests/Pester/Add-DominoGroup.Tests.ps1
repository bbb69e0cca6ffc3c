BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Add-DominoGroup' {
    BeforeEach {
        $directory = New-DominoDirectory Acme
    }

    It 'adds a group with its members and type' {
        $directory | Add-DominoGroup 'Servers Only' Hub01/Acme, '*/Mail/Acme', 'Mail Servers' -Type ServersOnly
        $directory.Group[0].Name | Should -BeExactly 'Servers Only'
        $directory.Group[0].Type | Should -Be 'ServersOnly'
        "$($directory.Group[0].Member)" | Should -BeExactly 'Hub01/Acme */Mail/Acme Mail Servers'
        $directory | Add-DominoGroup Plain CN=Hub01/O=Acme
        $directory | Add-DominoGroup Empty -Type 3
        $directory.Group.Type | Should -Be @('ServersOnly', 'MultiPurpose', 'DenyListOnly')
        $directory.Group[1].Member | Should -Be @('Hub01/Acme')
        $directory.Group[2].Member.Count | Should -Be 0
    }

    It 'grants access through nested groups, but not through a mail-only group' {
        $directory | Add-DominoServer Hub01/Acme, Hub02/Acme
        $directory | Add-DominoGroup Inner Hub01/Acme
        $directory | Add-DominoGroup Outer Inner
        $directory | Add-DominoGroup Post Hub02/Acme -Type MailOnly
        $null = $directory | New-ForeignDomainDocument BTEx DominoA/Acme -Reader Outer, Post -NoDocumentAccess
        ($directory | Get-DocumentReader -Server Hub01).CanRead | Should -BeTrue
        ($directory | Get-DocumentReader -Server Hub02).CanRead | Should -BeFalse
    }

    It 'writes NameExists for an existing group' {
        $directory | Add-DominoGroup Hubs Hub01/Acme
        $directory | Add-DominoGroup ' HUBS' Hub02/Acme -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'NameExists' 'Add-DominoGroup' 'ResourceExists' 'HUBS'
        $directory.Group.Count | Should -Be 1
        $directory.Group[0].Member | Should -Be @('Hub01/Acme')
    }

    It 'adds nothing with -WhatIf' {
        $directory | Add-DominoGroup Hubs Hub01/Acme -WhatIf
        $directory.Group.Count | Should -Be 0
    }
}
