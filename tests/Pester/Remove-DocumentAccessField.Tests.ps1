BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Remove-DocumentAccessField' {
    BeforeEach {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
    }

    It 'removes the field and keeps the order' {
        Remove-DocumentAccessField $path -WarningVariable warned | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.HasDocumentAccess | Should -Be @($false, $false)
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents.Sequence | Should -Be @(4, 4)
    }

    It 'makes failover work' {
        $test = @{ Path = $path; From = 'Hub01'; ServerDown = 'DominoA'; WarningAction = 'SilentlyContinue' }
        (Test-FreeBusyPath @test | ForEach-Object { "$($_.Status) $($_.Server)" }) | Should -BeExactly 'NotRelayed DominoB/Acme'
        Get-Item -LiteralPath $path | Remove-DocumentAccessField
        (Test-FreeBusyPath @test | ForEach-Object { "$($_.Status) $($_.Server)" }) | Should -BeExactly 'Answered DominoB/Acme'
    }

    It 'changes no byte the second time, and says so with -Verbose' {
        Remove-DocumentAccessField $path
        $hash = Get-FileHashText $path
        $time = [DateTime]::new(2020, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
        [IO.File]::SetLastWriteTimeUtc($path, $time)
        $output = @(Remove-DocumentAccessField $path -PassThru -Verbose 4>&1)
        Get-FileHashText $path | Should -BeExactly $hash
        [IO.File]::GetLastWriteTimeUtc($path) | Should -Be $time
        ($output | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).HasDocumentAccess | Should -Be @($false, $false)
        $output.Message | Should -Contain 'BTEx (DominoA/Acme) does not contain the field DocumentAccess, and is not changed.'
    }

    It 'changes nothing with -WhatIf, and gives the documents as they would be' {
        $projected = @(Remove-DocumentAccessField $path -WhatIf -PassThru)
        $projected.HasDocumentAccess | Should -Be @($false, $false)
        $projected.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $result = $projected | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction SilentlyContinue
        "$($result.Status) $($result.Server)" | Should -BeExactly 'Answered DominoB/Acme'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'warns where the order changes, and keeps it with -PreserveOrder' {
        $second = Copy-Scenario 'security-on.dxl' "$path.second.dxl"
        foreach ($whatIf in $true, $false) {
            Get-ForeignDomainDocument $path | Where-Object Priority -EQ 2 |
                Remove-DocumentAccessField -WhatIf:$whatIf -WarningVariable warned -WarningAction SilentlyContinue
            "$($warned[0])" | Should -BeLike "The order of priority of 'BTEx' changes*-PreserveOrder*"
            "$($warned[0])" | Should -Match "The primary document changes from BTEx \(DominoA/Acme\) to BTEx \(DominoB/Acme\)"
        }
        # The connections of the new primary to Exchange are now the ones that matter.
        @($warned | Select-Object -Skip 1) -like ("The change breaks a request that succeeds today: Free/busy for 'BTEx' from " +
            '*the HTTP connection of DominoB/Acme down*') | Should -Not -BeNullOrEmpty
        $documents = Get-ForeignDomainDocument $path
        $documents.MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
        $documents.HasDocumentAccess | Should -Be @($false, $true)

        $passed = Get-ForeignDomainDocument $second | Where-Object Priority -EQ 2 | Remove-DocumentAccessField -PreserveOrder -PassThru -WarningVariable warned
        @($warned).Count | Should -Be 0
        $passed.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $passed.HasDocumentAccess | Should -Be @($true, $false)
        (Get-ForeignDomainDocument $second).Sequence | Should -Be @(4, 4)
        (Get-ForeignDomainDocument $second).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        (Get-ForeignDomainDocument $second).HasDocumentAccess | Should -Be @($true, $false)
    }

    It 'removes another field with -FieldName, whatever its case' {
        Remove-DocumentAccessField $path -FieldName localADMIN
        $documents = Get-ForeignDomainDocument $path
        $documents.Authors | Should -Be @('[NetModifier]', '[NetModifier]')
        $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $documents.HasDocumentAccess | Should -Be @($true, $true)
    }

    It 'changes a read-only file with -Force only' {
        Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $true
        try {
            Remove-DocumentAccessField $path -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            Assert-CoexError $failure 'WriteFailed' 'Remove-DocumentAccessField' 'WriteError' $path
            $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
            Get-FileHashText $path | Should -BeExactly $hash
            Remove-DocumentAccessField $path -Force
            $documents = Get-ForeignDomainDocument $path
            $documents.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
            $documents.HasDocumentAccess | Should -Be @($false, $false)
            (Get-Item -LiteralPath $path).IsReadOnly | Should -BeTrue
        }
        finally {
            Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $false
        }
    }

    It 'writes FileChanged for a file that is not the one that was read, and changes the others' {
        $second = Copy-Scenario 'security-on.dxl' "$path.second.dxl"
        $documents = Get-ForeignDomainDocument $path, $second
        [IO.File]::AppendAllText($path, '<!-- changed -->')
        $hash = Get-FileHashText $path
        $changed = $documents | Remove-DocumentAccessField -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileChanged' 'Remove-DocumentAccessField' 'ResourceExists' $path
        Get-FileHashText $path | Should -BeExactly $hash
        $changed.Path | Should -Be @($second, $second)
        (Get-ForeignDomainDocument $second).HasDocumentAccess | Should -Be @($false, $false)
    }

    It 'gives a directory in memory a new state, and documents keep theirs' {
        $directory = Import-DominoDirectory $path
        $before = @($directory | Get-ForeignDomainDocument)
        $directory | Remove-DocumentAccessField
        $directory.ForeignDomain.HasDocumentAccess | Should -Be @($false, $false)
        $before.HasDocumentAccess | Should -Be @($true, $true)
        $test = @{ From = 'Hub01'; ServerDown = 'DominoA'; WarningAction = 'SilentlyContinue' }
        ($directory | Test-FreeBusyPath @test).Status | Should -Be 'Answered'
        ($before | Test-FreeBusyPath @test).Status | Should -Be 'NotRelayed'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'warns about a field that no document contains' {
        Remove-DocumentAccessField (Get-FieldFile 'secure.dxl') -FieldName DocumentAces -WhatIf -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match "contains the field 'DocumentAces'\. Did you mean DocumentAccess\?$"
        Remove-DocumentAccessField (Get-FieldFile 'fixed.dxl') -WhatIf -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }
}
