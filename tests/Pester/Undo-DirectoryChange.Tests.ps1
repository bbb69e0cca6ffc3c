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
        Undo-DirectoryChange $path -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        # The undo breaks free/busy in an outage.
        $warned | Should -Not -BeNullOrEmpty
        $warned | ForEach-Object { "$_" | Should -BeLike "The change breaks a request that succeeds today: Free/busy for 'BTEx' from *" }
        Get-FileHashText $path | Should -BeExactly $hash
        $changes = @(Get-DirectoryChange $path | Where-Object Id -EQ 2)
        $changes.Command | Should -Be @('Undo-DirectoryChange', 'Undo-DirectoryChange')
        $changes.Undoes | Should -Be @('1', '1')
        $changes.Field | Should -Be @('DocumentAccess', 'DocumentAccess')
        $changes.ValueBefore | Should -Be @($null, $null)
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
        @{ Name = '-Id'; Undoes = '1, 2, 3'; Undo = { Undo-DirectoryChange $path -Id 1, 2, 3 } }
        @{ Name = 'position, in any order and twice'; Undoes = '1, 2, 3'; Undo = { Undo-DirectoryChange $path 3, 1, 2, 2 } }
        @{ Name = '-Since'; Undoes = '1, 2, 3'; Undo = { Undo-DirectoryChange $path -Since '2020-01-01' } }
        @{ Name = 'the pipeline'; Undoes = '1, 2, 3'; Undo = { Get-DirectoryChange $path | Undo-DirectoryChange } }
        @{ Name = '-Id, one after another'; Undoes = '1'; Undo = { 3, 2, 1 | ForEach-Object { Undo-DirectoryChange $path -Id $_ } } }
        @{
            Name = 'the pipeline, one after another'; Undoes = '1'
            Undo = { 3, 2, 1 | ForEach-Object { $id = $_; Get-DirectoryChange $path | Where-Object Id -EQ $id | Undo-DirectoryChange } }
        }
    ) {
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 1 | Set-ForeignDomainDocument -MailFile gate.box -WarningAction SilentlyContinue
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 1 | Remove-DocumentAccessField -FieldName LocalAdmin
        $WarningPreference = 'SilentlyContinue'
        . $Undo
        Get-FileHashText $path | Should -BeExactly $hash
        @(Get-DirectoryChange $path)[-1].Undoes | Should -BeExactly $Undoes
    }

    It 'writes ChangeNotFound for a change that does not exist' {
        Undo-DirectoryChange $path -Id 1, 7 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ChangeNotFound' 'Undo-DirectoryChange' 'ObjectNotFound' 7
        Get-FileHashText $path | Should -BeExactly $changed
        $other = Copy-Scenario 'no-security.dxl' "$path.other.dxl"
        Undo-DirectoryChange $other -Id 1 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ChangeNotFound' 'Undo-DirectoryChange' 'ObjectNotFound' 1
    }

    It 'writes ChangeSuperseded if a document has changed since' {
        Set-ForeignDomainDocument $path -MailFile gate.box -WarningAction SilentlyContinue
        $later = Get-FileHashText $path
        Undo-DirectoryChange $path -Id 1 -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Assert-CoexError $failure 'ChangeSuperseded' 'Undo-DirectoryChange' 'InvalidOperation' 1
        Get-DirectoryChange $path | Where-Object Id -LT 2 | Undo-DirectoryChange -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ChangeSuperseded' 'Undo-DirectoryChange' 'InvalidOperation' 1
        Get-FileHashText $path | Should -BeExactly $later
        (Get-DirectoryChange $path).Id | Select-Object -Unique | Should -Be @(1, 2)
    }

    It 'returns the new change with -PassThru, and does not record it with -NoJournal' {
        $change = Undo-DirectoryChange $path -PassThru -WarningAction SilentlyContinue
        $change.Id | Should -Be @(2, 2)
        $change.Undoes | Should -Be @('1', '1')
        $journal = Get-FileHashText "$path.journal"
        Undo-DirectoryChange $path -Id 2 -NoJournal -PassThru | Should -BeNullOrEmpty
        Get-FileHashText "$path.journal" | Should -BeExactly $journal
        Get-FileHashText $path | Should -BeExactly $changed
    }

    It 'changes nothing with -WhatIf' {
        Undo-DirectoryChange $path -WhatIf
        Get-FileHashText $path | Should -BeExactly $changed
    }
}
