# Tests what commands do with objects in the place of paths.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $file = Get-Scenario 'security-on.dxl'
    $directory = Import-DominoDirectory -LiteralPath $file
    $documents = @(Get-ForeignDomainDocument -LiteralPath $file)
    $none = @{ DomainType = 'None'; MailServer = 'None'; CalendarServer = 'None' }
}

Describe 'A directory in memory with a parameter of files' {
    It 'is read with the field map' {
        @(Get-ForeignDomainDocument $directory -FieldMap @{ MailFile = 'None' }).Count | Should -Be 2
        @(Get-ForeignDomainDocument $directory -FieldMap @{ MailFile = 'None' }).MailFile | ForEach-Object { $_ | Should -BeNullOrEmpty }
        (Get-ForeignDomainDocument $directory).MailFile | Should -Be 'mail.box', 'mail.box'
        Get-ForeignDomainDocument $directory -FieldMap $none -ErrorAction Stop | Should -BeNullOrEmpty
        $directory | Test-FreeBusyPath -FieldMap $none -ErrorAction Stop | Should -BeNullOrEmpty
        @(Test-FreeBusyPath $directory -FieldMap @{ MailFile = 'None' } -WarningAction Ignore).Count |
            Should -Be @(Test-FreeBusyPath $directory -WarningAction Ignore).Count
    }

    It 'is read with the field map by <_>' -ForEach @(
        'ConvertTo-CoexistenceDiagram', 'Export-CoexistenceReport', 'Format-CoexistenceTree', 'Get-DocumentReader', 'Get-ForeignDomainDocument',
        'Measure-CoexistenceAvailability', 'Test-CoexistenceConfiguration', 'Test-CoexistenceServer', 'Test-FreeBusyPath', 'Test-MailRoute'
    ) {
        $more = @{}
        if ($_ -eq 'Export-CoexistenceReport') { $more = @{ Path = (Join-Path $TestDrive 'map.html'); Force = $true } }
        # Nothing is a Foreign Domain document with this map, so no domain has a path or a reader.
        $output = @(& $_ -Directory $directory -FieldMap $none @more -ErrorAction Stop -WarningAction Ignore)
        if ($_ -eq 'Test-CoexistenceConfiguration') { $output.Rule | Should -Contain 'CX035' }
        elseif ($_ -eq 'Export-CoexistenceReport') { Get-Content $more.Path -Raw | Should -Not -BeLike '*BTEx (DominoA/Acme)*' }
        else { ($output -join ' ') | Should -Not -BeLike '*DominoA*' }
    }

    It 'covers every command that accepts -Directory and -FieldMap' {
        # Watch-ForeignDomainDocument reads the directory of a server again, with the field map with which it was connected.
        $commands = (Get-Command -Module CoexTools | Where-Object { $_.Parameters.ContainsKey('Directory') -and $_.Parameters.ContainsKey('FieldMap') -and $_.Name -ne 'Watch-ForeignDomainDocument' })
        $other = 'Protect-ForeignDomainDocument', 'Remove-DocumentAccessField', 'Repair-CoexistenceConfiguration', 'Set-ForeignDomainDocument'
        @($commands.Name | Where-Object { $_ -notin $other }) -join ' ' | Should -BeExactly (
            'ConvertTo-CoexistenceDiagram Export-CoexistenceReport Format-CoexistenceTree Get-DocumentReader Get-ForeignDomainDocument ' +
            'Measure-CoexistenceAvailability Test-CoexistenceConfiguration Test-CoexistenceServer Test-FreeBusyPath Test-MailRoute')
        foreach ($command in $commands) {
            @($command.Parameters['FieldMap'].ParameterSets.Keys | Where-Object { $_ -like 'Directory*' }).Count | Should -BeGreaterThan 0
        }
    }

    It 'is compared with the field map' {
        $other = Get-Scenario 'security-on-field-removed.dxl'
        { Compare-CoexistencePath $directory $other -FieldMap $none -From Hub01 -MaximumOrder 1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'NothingToCompare,*'
        Compare-CoexistencePath $directory $other -From Hub01 -MaximumOrder 1 | Should -Not -BeNullOrEmpty
    }

    It 'is changed with the field map' {
        $other = Import-DominoDirectory -LiteralPath $file
        Remove-DocumentAccessField -Directory $other -FieldMap @{ MailFile = 'Other' } -WarningAction Ignore -Confirm:$false
        (Get-ForeignDomainDocument $other).HasDocumentAccess | Should -Be $false, $false
    }

    It 'is changed if only the given field map recognizes the documents' {
        $other = Import-DominoDirectory -LiteralPath $file -FieldMap $none
        $map = @{ MailFile = 'Other' }
        $returned = Remove-DocumentAccessField -Directory $other -FieldMap $map -PassThru -WarningAction Ignore -Confirm:$false -ErrorAction Stop
        $returned.HasDocumentAccess | Should -Be $false, $false
        (Get-ForeignDomainDocument $other -FieldMap $map).HasDocumentAccess | Should -Be $false, $false
        Get-ForeignDomainDocument $other | Should -BeNullOrEmpty # The directory keeps its own field map.
    }

    It 'is repaired if only the given field map recognizes the documents' {
        $other = Import-DominoDirectory -LiteralPath $file -FieldMap $none
        $map = @{ MailFile = 'Other' }
        $repair = Repair-CoexistenceConfiguration -Directory $other -FieldMap $map -WarningAction Ignore -ErrorAction Stop
        $repair.Changed | Should -BeTrue
        $repair.Action.Count | Should -Be 2
        (Get-ForeignDomainDocument $other -FieldMap $map).HasDocumentAccess | Should -Be $false, $false
        $again = Repair-CoexistenceConfiguration -Directory $other -FieldMap $map -WarningAction Ignore -ErrorAction Stop
        $again.Changed | Should -BeFalse
        $again.Action.Count | Should -Be 0
        Get-ForeignDomainDocument $other | Should -BeNullOrEmpty
    }
}

Describe 'An object that is not a path' {
    It 'is an error: <Text>' -ForEach @(
        @{ Text = 'a number'; Object = { 5 }; Type = 'System.Int32' }
        @{ Text = 'a time'; Object = { [datetime]'2026-01-01' }; Type = 'System.DateTime' }
        @{ Text = 'a hashtable'; Object = { @{ a = 1 } }; Type = 'System.Collections.Hashtable' }
        @{ Text = 'a custom object'; Object = { [pscustomobject]@{ a = 1 } }; Type = 'System.Management.Automation.PSCustomObject' }
    ) {
        $value = & $Object
        foreach ($problems in @(
                { Get-ForeignDomainDocument $value -ErrorAction SilentlyContinue -ErrorVariable found; , $found }
                { Test-FreeBusyPath -Path $value -ErrorAction SilentlyContinue -ErrorVariable found; , $found }
                { , $value | Test-MailRoute -ErrorAction SilentlyContinue -ErrorVariable found; , $found }
            ) | ForEach-Object { , (& $_) }) {
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathInvalid,*'
            $problems[0].Exception.Message | Should -BeLike "An object of the type '$Type' is not a path.*"
        }
    }

    It 'is refused by every parameter for a path' {
        $isPath = { $_.ParameterType -in [string], [string[]] -and ($_.Name -like '*Path' -or $_.Name -in 'Source', 'LiteralSource', 'CompareWith') }
        $found = 0
        foreach ($command in Get-Command -Module CoexTools) {
            foreach ($parameter in $command.Parameters.Values | Where-Object $isPath) {
                $found++
                "$command -$($parameter.Name): $(@($parameter.Attributes | ForEach-Object { $_.GetType().Name }) -contains 'PathTextAttribute')" |
                    Should -BeExactly "$command -$($parameter.Name): True"
            }
        }
        $found | Should -BeGreaterThan 45
    }

    It 'is an error of <_> -Path' -ForEach @(
        'ConvertTo-CoexistenceDiagram', 'Format-CoexistenceTree', 'Get-DirectoryChange', 'Get-DocumentReader', 'Get-DominoDocument',
        'Get-ForeignDomainDocument', 'Import-DominoDirectory', 'Measure-CoexistenceAvailability', 'Protect-ForeignDomainDocument',
        'Register-CoexistenceSchedule', 'Remove-DocumentAccessField', 'Repair-CoexistenceConfiguration', 'Set-ForeignDomainDocument',
        'Test-CoexistenceConfiguration', 'Test-CoexistenceServer', 'Test-FreeBusyPath', 'Test-MailRoute', 'Undo-DirectoryChange',
        'Watch-ForeignDomainDocument'
    ) {
        $more = @{}
        if ($_ -in 'Register-CoexistenceSchedule', 'Set-ForeignDomainDocument') { $more = @{ WhatIf = $true } }
        $null = & $_ -Path @{ a = 1 } @more -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathInvalid,*'
    }

    It 'is an error of the file to write of <Name>' -ForEach @(
        @{ Name = 'Export-CoexistenceReport'; More = { @{ Directory = $directory } } }
        @{ Name = 'Export-DominoDirectory'; More = { @{ Directory = $directory } } }
        @{ Name = 'Export-CoexistenceFinding'; More = { @{ InputObject = Test-CoexistenceConfiguration $directory; As = 'Markdown' } } }
    ) {
        $arguments = & $More
        Push-Location $TestDrive
        try { $null = & $Name @arguments -Path @{ a = 1 } -ErrorAction SilentlyContinue -ErrorVariable problems }
        finally { Pop-Location }
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathInvalid,*'
        Join-Path $TestDrive 'System.Collections.Hashtable' | Should -Not -Exist
    }

    It 'says what documents from <_> lack' -ForEach 'Select-Object', 'Select-Object *', 'JSON' {
        $made = switch ($_) {
            'Select-Object' { $documents | Select-Object Domain, MailServer }
            'Select-Object *' { $documents | Select-Object * }
            'JSON' { $documents | Select-Object * -ExcludeProperty Item | ConvertTo-Json -Depth 2 | ConvertFrom-Json | ForEach-Object { $_ } }
        }
        $null = $made | Test-FreeBusyPath -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 2
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathInvalid,*'
        $problems[0].Exception.Message | Should -BeLike '*contains properties of a Foreign Domain document, but not its directory*Export-Clixml*'
    }

    It 'does not keep paths in properties from being used' {
        @(Get-Item -LiteralPath $file | Get-ForeignDomainDocument).Count | Should -Be 2
        @(Get-ForeignDomainDocument (Get-Item -LiteralPath $file)).Count | Should -Be 2
        @(Resolve-Path -LiteralPath $file | Get-ForeignDomainDocument).Count | Should -Be 2
        @(Get-ForeignDomainDocument $file, $file).Count | Should -Be 4
    }

    It 'cuts the contents of a file in the message' {
        $null = Get-ForeignDomainDocument ([IO.File]::ReadAllText($file)) -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        $problems[0].Exception.Message.Length | Should -BeLessThan 300
        $problems[0].ErrorDetails.RecommendedAction | Should -Be 'Specify the path of the file, not its contents.'
        $null = Get-ForeignDomainDocument ('x' * 100000) -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].Exception.Message.Length | Should -BeLessThan 300
    }
}

Describe 'The time of a document' {
    It 'is text with hundredths in a CSV file' {
        $early = New-DominoDirectory -Name Acme
        $null = New-ForeignDomainDocument -Directory $early BTEx DominoA/Acme -Modified '2025-03-10T09:30:15.02Z'
        $null = New-ForeignDomainDocument -Directory $early BTEx DominoB/Acme -Modified '2025-03-10T09:30:15.01Z'
        $rows = Get-ForeignDomainDocument $early | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $rows.ModifiedUtc | Should -Be '2025-03-10 09:30:15.02Z', '2025-03-10 09:30:15.01Z'
        (Get-ForeignDomainDocument $early)[0].Modified | Should -BeOfType [DateTimeOffset]
        $table = Get-ForeignDomainDocument $early | Out-String -Width 200
        $table | Should -Match '2025-03-10\s+09:30:15\.02'
        $table | Should -Match '09:30:15\.01'
    }

    It 'stays short in tables if no other document of the domain has the same minute' {
        $documents | Out-String -Width 200 | Should -Match '2025-03-10 09:30\s'
    }
}
