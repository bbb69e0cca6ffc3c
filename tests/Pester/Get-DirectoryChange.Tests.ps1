BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Get-DirectoryChange' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
    }

    It 'lists changes from oldest to newest' {
        $start = [DateTimeOffset]::UtcNow.AddMilliseconds(-10)
        Remove-DocumentAccessField $path
        $end = [DateTimeOffset]::UtcNow
        Get-ForeignDomainDocument $path | Where-Object Priority -EQ 1 | Set-ForeignDomainDocument -MailFile gate.box -WarningAction SilentlyContinue
        $changes = @(Get-DirectoryChange $path)
        $changes.Id | Should -Be @(1, 1, 2, 2)
        $changes.Command | Should -Be @('Remove-DocumentAccessField', 'Remove-DocumentAccessField', 'Set-ForeignDomainDocument', 'Set-ForeignDomainDocument')
        $changes.Document[0..1] | Should -Be @('000000000000000000000000000000A1', '000000000000000000000000000000A0')
        $changes[0].PSTypeNames[0] | Should -BeExactly 'CoexTools.Changes.DirectoryChange'
        $changes[0].Domain | Should -BeExactly 'BTEx'
        $changes[0].DocumentName | Should -BeExactly 'BTEx (DominoB/Acme)'
        $changes[0].Undoes | Should -BeNullOrEmpty
        "$($changes[0])" | Should -BeExactly '1: Remove-DocumentAccessField DocumentAccess in BTEx (DominoB/Acme)'
        $changes.Field | Should -Be @('DocumentAccess', 'DocumentAccess', 'GatewayMailFile', 'DocumentAccess')
        $changes.ValueBefore | Should -Be @('[NetModifier]', '[NetModifier]', 'mail.box', $null)
        $changes[0].User | Should -BeExactly "$([Environment]::UserName)@$([Environment]::MachineName)"
        $changes[0].Path | Should -BeExactly $path
        $changes[0].Time | Should -BeGreaterOrEqual $start
        $changes[0].Time | Should -BeLessOrEqual $end
    }

    It 'lists the changes since a specified time' {
        Remove-DocumentAccessField $path
        Remove-DocumentAccessField $path -FieldName LocalAdmin
        $time = (Get-DirectoryChange $path | Where-Object Id -EQ 2)[0].Time
        (Get-DirectoryChange $path -Since $time).Id | Should -Be @(2, 2)
        Get-DirectoryChange $path -Since '2999-01-01' | Should -BeNullOrEmpty
    }

    It 'does not list changes that were made with -NoJournal' {
        Remove-DocumentAccessField $path -NoJournal
        Get-Item -LiteralPath $path | Get-DirectoryChange | Should -BeNullOrEmpty
        Test-Path -LiteralPath "$path.journal" | Should -BeFalse
    }

    It 'lists the changes of a journal that was renamed because it had become large' {
        Remove-DocumentAccessField $path
        Rename-Item -LiteralPath "$path.journal" -NewName "$(Split-Path $path -Leaf).journal.1"
        Undo-DirectoryChange $path -Force -WarningAction SilentlyContinue
        (Get-DirectoryChange $path).Id | Select-Object -Unique | Should -Be @(1, 2)
    }

    It 'says that an interrupted change was not made, also after <_>' -ForEach '-NoJournal', 'Export-DominoDirectory -Force' {
        $first = [IO.File]::ReadAllBytes($path)
        Remove-DocumentAccessField $path
        [IO.File]::WriteAllBytes($path, $first) # As a command leaves it that is killed before it replaces the file.
        if ($_ -eq '-NoJournal') { Remove-DocumentAccessField $path -FieldName LocalAdmin -NoJournal }
        else {
            $directory = New-DominoDirectory Other
            Add-DominoServer $directory Hub01/Acme
            Export-DominoDirectory $directory $path -Force
        }
        $change = Get-DirectoryChange $path -WarningVariable warned -WarningAction SilentlyContinue
        $change.IsInFile | Select-Object -Unique | Should -Be $false
        "$warned" | Should -Match 'does not contain the last recorded change: 1'
    }

    It 'warns if another program has changed the file since' {
        Remove-DocumentAccessField $path
        [IO.File]::AppendAllText($path, '<!-- changed -->')
        $null = Get-DirectoryChange $path -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'was changed after its last recorded change'
    }

    It 'writes PathNotFound for a file that does not exist' {
        $null = Get-DirectoryChange -LiteralPath "$path.missing" -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'PathNotFound' 'Get-DirectoryChange' 'ObjectNotFound' "$path.missing"
    }
}
