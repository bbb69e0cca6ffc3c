BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Undo-DirectoryChange' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
        Remove-DocumentAccessField $path
        $changed = Get-FileHashText $path
    }

    It 'undoes the last change as a new change, which can be undone too' {
        Undo-DirectoryChange $path | Should -BeNullOrEmpty
        Get-FileHashText $path | Should -BeExactly $hash
        $change = @(Get-DirectoryChange $path)[-1]
        $change.Id | Should -Be 2
        $change.Command | Should -BeExactly 'Undo-DirectoryChange'
        $change.Undoes | Should -BeExactly '1'
        Undo-DirectoryChange $path -Id 2
        Get-FileHashText $path | Should -BeExactly $changed
    }

    It 'goes one step further back each time' {
        Set-ForeignDomainDocument $path -MailFile gate.box -WarningAction SilentlyContinue
        Undo-DirectoryChange $path
        Get-FileHashText $path | Should -BeExactly $changed
        Undo-DirectoryChange $path
        Get-FileHashText $path | Should -BeExactly $hash
        Undo-DirectoryChange $path -PassThru | Should -BeNullOrEmpty
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'undoes changes by <Name>' -ForEach @(
        @{ Name = '-Id'; Undo = { Undo-DirectoryChange $path -Id 1, 2 } }
        @{ Name = '-Since'; Undo = { Undo-DirectoryChange $path -Since '2020-01-01' } }
        @{ Name = 'the pipeline'; Undo = { Get-DirectoryChange $path | Undo-DirectoryChange } }
    ) {
        Set-ForeignDomainDocument $path -MailFile gate.box -WarningAction SilentlyContinue
        . $Undo
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'writes ChangeNotFound for a change that does not exist' {
        Undo-DirectoryChange $path -Id 7 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ChangeNotFound' 'Undo-DirectoryChange' 'ObjectNotFound' 7
        Get-FileHashText $path | Should -BeExactly $changed
    }

    It 'writes ChangeSuperseded if a document has changed since' {
        Set-ForeignDomainDocument $path -MailFile gate.box -WarningAction SilentlyContinue
        $later = Get-FileHashText $path
        Undo-DirectoryChange $path -Id 1 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ChangeSuperseded' 'Undo-DirectoryChange' 'InvalidOperation' 1
        Get-FileHashText $path | Should -BeExactly $later
    }

    It 'returns the new change with -PassThru, and does not record it with -NoJournal' {
        (Undo-DirectoryChange $path -PassThru).Id | Should -Be @(2, 2)
        $journal = Get-FileHashText "$path.journal"
        Undo-DirectoryChange $path -Id 2 -NoJournal
        Get-FileHashText "$path.journal" | Should -BeExactly $journal
        Get-FileHashText $path | Should -BeExactly $changed
    }

    It 'changes nothing with -WhatIf' {
        Undo-DirectoryChange $path -WhatIf
        Get-FileHashText $path | Should -BeExactly $changed
    }
}
