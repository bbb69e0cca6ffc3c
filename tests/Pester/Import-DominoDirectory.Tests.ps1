BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
}

Describe 'Import-DominoDirectory' {
    It 'returns every property' {
        $directory = Import-DominoDirectory $securityOn
        $directory.Name | Should -BeExactly "Acme's Directory"
        $directory.Path | Should -BeExactly $securityOn
        $directory.ReplicaId | Should -BeExactly '852564AC004EBCCF'
        $directory.ForeignDomain.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $directory.Server.Name | Should -Be @('Hub01/Acme', 'Mail01/Acme', 'App01/Acme', 'DominoA/Acme', 'DominoB/Acme')
        $directory.Group.Name | Should -Be @('LocalDomainServers', 'Servers Only', 'Mail Servers', 'LocalDomainAdmins')
        $directory.Acl.Entry.Name | Should -Be @('-Default-', 'LocalDomainServers', 'LocalDomainAdmins', 'OtherDomainServers')
        $directory.Acl.IsAssumed | Should -BeFalse
    }

    It 'accepts files from Get-Item' {
        (Get-Item -LiteralPath $securityOn | Import-DominoDirectory).Path | Should -BeExactly $securityOn
    }

    It 'writes an error for an invalid file and reads the others' {
        $path = Set-TestFile (Join-Path $TestDrive 'page.dxl') '<html/>'
        $directories = @(Import-DominoDirectory -LiteralPath $path, $securityOn -ErrorVariable failure -ErrorAction SilentlyContinue)
        Assert-CoexError $failure 'DxlNotDirectory' 'Import-DominoDirectory' 'InvalidData' $path
        $directories.Count | Should -Be 1
    }

    It 'returns directories whose changes do not affect the file' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'names.dxl')
        $hash = Get-FileHashText $path
        $directory = Import-DominoDirectory $path
        $directory | Remove-DocumentAccessField
        $directory.ForeignDomain.HasDocumentAccess | Should -Be @($false, $false)
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'displays a table' {
        $text = Import-DominoDirectory $securityOn | Out-String -Width 100
        $text | Should -Match 'ForeignDomain\s+Server\s+Group\s+Acl\s+Name\s+Path'
        $text | Should -Match "2\s+5\s+4\s+4 entries\s+Acme's Directory"
    }
}
