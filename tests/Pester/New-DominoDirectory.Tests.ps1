BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'New-DominoDirectory' {
    It 'creates an empty directory' {
        $directory = New-DominoDirectory "Acme's Directory"
        $directory.Name | Should -BeExactly "Acme's Directory"
        $directory.Path | Should -BeNullOrEmpty
        $directory.ReplicaId | Should -Match '^[0-9A-F]{16}$'
        $directory.ForeignDomain.Count | Should -Be 0
        $directory.Server.Count | Should -Be 0
        $directory.Group.Count | Should -Be 0
        $directory.Acl.IsAssumed | Should -BeTrue
        "$($directory.Acl.Entry)" | Should -BeExactly '-Default-: Author LocalDomainServers: Manager'
    }

    It 'accepts a replica ID' {
        (New-DominoDirectory Acme -ReplicaId 852564ac004ebccf).ReplicaId | Should -BeExactly '852564AC004EBCCF'
        { New-DominoDirectory Acme -ReplicaId 8525 } | Should -Throw "*'8525' is not valid. A replica id has 16 hexadecimal digits." -ErrorId 'ParameterArgumentValidationError,CoexTools.Commands.NewDominoDirectoryCommand'
    }

    It 'creates a directory for each name, and none with -WhatIf' {
        $directories = @('One', 'Two' | New-DominoDirectory)
        $directories.Name | Should -Be @('One', 'Two')
        $directories[0].ReplicaId | Should -Not -Be $directories[1].ReplicaId
        New-DominoDirectory Acme -WhatIf | Should -BeNullOrEmpty
    }
}
