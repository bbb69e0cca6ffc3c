# Tests that nothing is green if nothing was audited (VD1): each kind of missing source, in everything that tells a verdict. A healthy directory is green in each.
# The formats come from the command, the commands with -Quiet from the manifest, and the scripts from the examples.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $sources = @(
        @{ Source = 'a healthy directory'; Path = 'healthy.dxl'; IsGreen = $true }
        @{ Source = 'no file'; Path = 'none*.dxl' }
        @{ Source = 'a file that does not exist'; Path = 'missing.dxl' }
        @{ Source = 'an unreadable file'; Path = 'damaged.dxl' }
        @{ Source = 'an empty file'; Path = 'empty.dxl' }
        @{ Source = 'no Domain document'; Path = 'nofd.dxl' }
        @{ Source = 'a good file and no Domain document'; Path = 'healthy.dxl', 'nofd.dxl' }
        @{ Source = 'a good file and no file'; Path = 'healthy.dxl', 'none*.dxl' }
        @{ Source = 'a good file and an unreadable file'; Path = 'healthy.dxl', 'damaged.dxl' }
    )
    $names = @(
        @{ Source = 'a wrong domain'; Path = 'healthy.dxl'; Arguments = @{ Domain = 'Wrong' } }
        @{ Source = 'a wrong pattern for domains'; Path = 'healthy.dxl'; Arguments = @{ Domain = 'Wrong*' } }
        @{ Source = 'a right and a wrong domain'; Path = 'healthy.dxl'; Arguments = @{ Domain = 'BTEx', 'Wrong' } }
        @{ Source = 'a right domain and a wrong pattern'; Path = 'healthy.dxl'; Arguments = @{ Domain = 'BTEx', 'Wrong*' } }
    )
    $audits = $sources + $names + @(
        @{ Source = 'a wrong rule'; Path = 'healthy.dxl'; Arguments = @{ Rule = 'Wrong' } }
        @{ Source = 'a right and a wrong rule'; Path = 'healthy.dxl'; Arguments = @{ Rule = 'CX001', 'Wrong' } }
        @{ Source = 'a wrong pattern for rules'; Path = 'healthy.dxl'; Arguments = @{ Rule = 'Wrong*' } }
        @{ Source = 'no rule'; Path = 'healthy.dxl'; Arguments = @{ ExcludeRule = '*' } }
        @{ Source = 'one rule, and no Domain document'; Path = 'nofd.dxl'; Arguments = @{ Rule = 'CX001' } }
        @{ Source = 'an excluded rule, and no Domain document'; Path = 'nofd.dxl'; Arguments = @{ ExcludeRule = 'CX03?' } }
        @{ Source = 'an excluded rule, and an unreadable file'; Path = 'damaged.dxl'; Arguments = @{ ExcludeRule = 'NotReadable' } }
        @{ Source = 'an accepted rule, and no Domain document'; Path = 'nofd.dxl'; Arguments = @{ Accepted = @{ Rule = 'CX035' }; ErrorAction = 'SilentlyContinue' } }
        @{ Source = 'a notes.ini that does not exist'; Path = 'healthy.dxl'; Arguments = @{ NotesIni = 'missing.ini' } }
    )
    $formats = (Get-Command Export-CoexistenceFinding).Parameters['As'].ParameterType.GetEnumNames()
    $cells = @(foreach ($format in $formats) { foreach ($audit in $audits) { @{ As = $format } + @{ Arguments = @{}; IsGreen = $false } + @{} | ForEach-Object { foreach ($key in $audit.Keys) { $_[$key] = $audit[$key] }; $_ } } })

    $quiet = @((Get-Module CoexTools).ExportedCmdlets.Values | Where-Object { $_.Parameters.ContainsKey('Quiet') })
    $answers = @(foreach ($command in $quiet | Where-Object { $_.Parameters.ContainsKey('Path') }) {
            $cases = if ($command.Parameters.ContainsKey('Rule')) { $audits } else { $sources + $names }
            foreach ($case in $cases) {
                $cell = @{ Command = $command.Name; Arguments = @{}; IsGreen = $false }
                foreach ($key in $case.Keys) { $cell[$key] = $case[$key] }
                $cell
            }
        })
    $quietCommands = @($quiet | ForEach-Object { @{ Command = $_.Name } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $examples = Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'Examples'
    $folder = Join-Path $TestDrive 'verdict'
    $null = [IO.Directory]::CreateDirectory($folder)
    $healthy = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $folder 'healthy.dxl')
    $text = [IO.File]::ReadAllText($healthy)
    $null = Set-TestFile (Join-Path $folder 'damaged.dxl') $text.Substring(0, [int] ($text.Length / 2))
    $null = Set-TestFile (Join-Path $folder 'empty.dxl') ''
    $data = Split-Path (Get-Scenario '') -Parent
    [IO.File]::Copy((Join-Path (Join-Path $data 'field') 'nofd.dxl'), (Join-Path $folder 'nofd.dxl'))
    $silent = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }

    function Get-FullPath([string[]] $Path) { @($Path | ForEach-Object { Join-Path $folder $_ }) }

    function Get-Argument([hashtable] $Arguments) {
        $result = $silent.Clone()
        foreach ($key in $Arguments.Keys) { $result[$key] = $Arguments[$key] }
        $result
    }

    # Returns whether a program that reads a file takes it for good news.
    function Test-Green([string] $As, [string] $File) {
        $content = [IO.File]::ReadAllText($File)
        switch ($As) {
            'Sarif' {
                $run = ($content | ConvertFrom-Json).runs[0]
                $bad = @($run.results | Where-Object { $_.kind -eq 'fail' -and $_.level -ne 'note' })
                $run.invocations[0].executionSuccessful -and $bad.Count -eq 0 -and $run.invocations[0].toolExecutionNotifications.level -notcontains 'error'
            }
            'JUnit' {
                $suites = ([xml] $content).testsuites
                [int] $suites.failures -eq 0 -and [int] $suites.errors -eq 0
            }
            'NUnit' {
                $run = ([xml] $content).'test-run'
                $run.result -eq 'Passed' -and [int] $run.failed -eq 0
            }
            'Markdown' { $content -match 'No problems were found|0 errors, 0 warnings' -and $content -notmatch 'failed' }
            'Prometheus' { $content -match '(?m)^coextools_run_success 1$' -and $content -notmatch '(?m)^coextools_findings\{[^}]*severity="(Error|Warning)"[^}]*\} [1-9]' }
            default { throw "The test does not know the format $As." }
        }
    }
}

Describe 'A verdict' {
    It 'of <Command> -Quiet for <Source> is <IsGreen>' -ForEach $answers {
        $parameters = Get-Argument $Arguments
        & $Command -Path (Get-FullPath $Path) -Quiet @parameters | Should -BeExactly $IsGreen
    }

    It 'of <Command> -Quiet for an empty pipeline is False' -ForEach $quietCommands {
        $mandatory = if ((Get-Command $Command).Parameters.ContainsKey('DominoDomain')) { @{ DominoDomain = 'acme.example'; QueriedKind = [enum]::GetValues((Get-Command $Command).Parameters['QueriedKind'].ParameterType.GetElementType()) } } else { @{} }
        @() | & $Command -Quiet @mandatory @silent | Should -BeExactly $false
    }

    It 'in <As> for <Source> is green: <IsGreen>' -ForEach $cells {
        $file = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $parameters = Get-Argument $Arguments
        Test-CoexistenceConfiguration -Path (Get-FullPath $Path) -IncludePassed @parameters | Export-CoexistenceFinding -As $As -LiteralPath $file @silent
        Test-Green $As $file | Should -BeExactly $IsGreen
        if (-not $IsGreen) {
            Test-CoexistenceConfiguration -Path (Get-FullPath $Path) @parameters | Export-CoexistenceFinding -As $As -LiteralPath $file -Force @silent
            Test-Green $As $file | Should -BeExactly $false
        }
    }

    It 'in <As> for an empty pipeline is green only with -RunFailed:$false' -ForEach @($formats | ForEach-Object { @{ As = $_ } }) {
        $file = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        @() | Export-CoexistenceFinding -As $As -LiteralPath $file -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'NothingAudited' 'Export-CoexistenceFinding' 'InvalidData' $file
        Test-Green $As $file | Should -BeExactly $false
        @() | Export-CoexistenceFinding -As $As -LiteralPath $file -Force -RunFailed:$false
        Test-Green $As $file | Should -BeExactly $true
    }

    It 'in <As> is not green after an object that is no finding' -ForEach @($formats | ForEach-Object { @{ As = $_ } }) {
        $passed = Test-CoexistenceConfiguration $healthy -IncludePassed
        foreach ($other in 'text', 1, $null, [pscustomobject] @{ Rule = 'CX001' }, (Get-CoexistenceRule CX001)) {
            $file = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
            @($passed) + @(, $other) | Export-CoexistenceFinding -As $As -LiteralPath $file -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'FindingInvalid,*'
            Test-Green $As $file | Should -BeExactly $false
        }
    }

    It 'in <As> is not green if nothing could be checked' -ForEach @($formats | ForEach-Object { @{ As = $_ } }) {
        $file = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $unchecked = @() | Test-CoexistenceExchange -DominoDomain acme.example
        $unchecked.Outcome | Sort-Object -Unique | Should -BeExactly 'NotChecked'
        $unchecked | Export-CoexistenceFinding -As $As -LiteralPath $file @silent
        Test-Green $As $file | Should -BeExactly $false
    }

    It 'in a report about <Source> is green: <IsGreen>' -ForEach ($sources + $names | Where-Object { @($_.Path).Count -eq 1 } | ForEach-Object { $case = @{ Arguments = @{}; IsGreen = $false }; foreach ($key in $_.Keys) { $case[$key] = $_[$key] }; $case }) {
        $report = Set-TestFile (Join-Path $TestDrive "$([Guid]::NewGuid().ToString('N')).html") '<div class="verdict good">Available</div>'
        $parameters = Get-Argument $Arguments
        Export-CoexistenceReport @(Get-FullPath $Path)[0] $report -Force @parameters
        $content = [IO.File]::ReadAllText($report)
        $content -match 'class="verdict good"' -and $content -notmatch 'Not audited: ' | Should -BeExactly $IsGreen
        $content -match 'class="verdict failing"' | Should -BeExactly (-not $IsGreen)
    }

    It 'of every example that audits is tested' {
        $scripts = Get-ChildItem -LiteralPath $examples -Filter *.ps1 | Where-Object {
            $script = [Management.Automation.Language.Parser]::ParseFile($_.FullName, [ref] $null, [ref] $null)
            $script.Find({ param($part) $part -is [Management.Automation.Language.CommandAst] -and $part.GetCommandName() -eq 'Test-CoexistenceConfiguration' }, $true)
        }
        $scripts.Name | Sort-Object | Should -BeExactly @('Repair-Nightly.ps1', 'Test-Fleet.ps1')
    }

    It 'of Test-Fleet.ps1 for <Source> is green: <IsGreen>' -ForEach $sources {
        $rows = @(& (Join-Path $examples 'Test-Fleet.ps1') -Path (Get-FullPath $Path))
        $rows.Count | Should -BeGreaterOrEqual @($Path).Count
        @($rows | Where-Object Outcome -NE 'Healthy').Count -eq 0 | Should -BeExactly ([bool] $IsGreen)
        if (-not $IsGreen) { @($rows | Where-Object Outcome -NE 'Healthy') | ForEach-Object { $_.Outcome | Should -BeExactly 'Failed'; $_.Failure | Should -Not -BeNullOrEmpty } }
    }

    It 'of Repair-Nightly.ps1 for <Source> is green: <IsGreen>' -ForEach $sources {
        $script = Join-Path $examples 'Repair-Nightly.ps1'
        $metrics = Join-Path $TestDrive "$([Guid]::NewGuid().ToString('N')).prom"
        $options = @{ LogPath = "$metrics.log"; MetricPath = $metrics }
        $line = & $script @options -Nagios (Get-FullPath $Path)
        $LASTEXITCODE | Should -BeExactly $(if ($IsGreen) { 0 } else { 3 })
        $line | Should -Match $(if ($IsGreen) { '^COEXTOOLS OK ' } else { '^COEXTOOLS UNKNOWN ' })
        Test-Green Prometheus $metrics | Should -BeExactly ([bool] $IsGreen)
        $null = & $script @options (Get-FullPath $Path)
        $LASTEXITCODE | Should -BeExactly $(if ($IsGreen) { 0 } else { 3 })
    }
}

Describe 'Accepted findings' {
    BeforeAll {
        $file = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'accepted.dxl')
        $problems = @(Test-CoexistenceConfiguration $file | Where-Object Severity -NE 'Information')
        function Get-Acceptance([string] $Expiry) {
            $problems | Select-Object Rule, Domain, Server, Document, @{ Name = 'Reason'; Expression = { 'Ticket 4711' } }, @{ Name = 'Expiry'; Expression = { $Expiry } }
        }
    }

    It 'in <Name> count for nothing and are listed' -ForEach @(
        @{ Name = 'CLIXML'; Save = { Get-Acceptance 2999-12-31 | Export-Clixml $saved } }
        @{ Name = 'JSON'; Save = { Set-TestFile $saved (Get-Acceptance 2999-12-31 | ConvertTo-Json) } }
        @{ Name = 'CSV'; Save = { Get-Acceptance 2999-12-31 | Export-Csv $saved -NoTypeInformation } }
        @{ Name = 'CSV with semicolons'; Save = { Get-Acceptance 2999-12-31 | Export-Csv $saved -Delimiter ';' } }
        @{ Name = 'saved findings'; Save = { $problems | Export-Clixml $saved } }
    ) {
        $saved = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = . $Save
        $found = Test-CoexistenceConfiguration $file -Accepted $saved
        @($found | Where-Object Outcome -EQ 'Accepted').Count | Should -Be $problems.Count
        @($found | Where-Object { $_.Outcome -eq 'Fail' -and $_.Severity -ne 'Information' }).Count | Should -Be 0
        Test-CoexistenceConfiguration $file -Accepted $saved -Quiet | Should -BeTrue
    }

    It 'fail again after they expire' {
        $expired = Get-Acceptance 2026-01-31
        $found = Test-CoexistenceConfiguration $file -Accepted $expired
        @($found | Where-Object Outcome -EQ 'Accepted').Count | Should -Be 0
        $found[0].Evidence[-1] | Should -BeExactly 'accepted: expired at 2026-02-01 00:00 UTC'
        Test-CoexistenceConfiguration $file -Accepted $expired -Quiet | Should -BeFalse
    }

    It 'do not cover another domain, server, document, or rule' {
        foreach ($property in 'Rule', 'Domain', 'Server', 'Document') {
            $other = Get-Acceptance
            foreach ($one in $other) { $one.$property = if ($property -eq 'Rule') { 'CX002' } else { 'Other' } }
            @(Test-CoexistenceConfiguration $file -Accepted $other | Where-Object Outcome -EQ 'Accepted').Count | Should -Be 0
        }
    }

    It 'are listed in <As>, where they are not problems' -ForEach @($formats | ForEach-Object { @{ As = $_ } }) {
        $target = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        Test-CoexistenceConfiguration $file -Accepted (Get-Acceptance) -IncludePassed | Export-CoexistenceFinding -As $As -LiteralPath $target
        $content = [IO.File]::ReadAllText($target)
        $content | Should -MatchExactly $(if ($As -eq 'Prometheus') { 'coextools_accepted_findings\{rule="CX001"' } else { 'CX001' })
        if ($As -ne 'Prometheus') { $content | Should -Match 'Ticket 4711' }
        if ($As -ne 'Sarif') { Test-Green $As $target | Should -BeTrue }
        else { @(($content | ConvertFrom-Json).runs[0].results | Where-Object { $_.kind -eq 'fail' -and $_.level -ne 'note' -and -not $_.suppressions }).Count | Should -Be 0 }
    }

    It 'are listed in a report' {
        $report = Join-Path $TestDrive 'accepted.html'
        Export-CoexistenceReport $file $report -Accepted (Get-Acceptance)
        [IO.File]::ReadAllText($report) | Should -Match 'Ticket 4711'
    }

    It 'that are not valid are an error and accept nothing' -ForEach @(
        @{ Entry = @{ Domain = 'BTEx' }; Text = 'no rule' }
        @{ Entry = @{ Rule = 'Wrong' }; Text = "The rule 'Wrong' does not exist" }
        @{ Entry = @{ Rule = 'CX020'; Expiry = '31.01.2999' }; Text = 'not an ISO 8601 date' }
        @{ Entry = @{ Rule = 'CX034' }; Text = 'cannot be accepted' }
    ) {
        $found = Test-CoexistenceConfiguration $file -Accepted $Entry -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AcceptedInvalid,*'
        $failure[0].ToString() | Should -BeLike "*$Text*"
        @($found | Where-Object Outcome -EQ 'Accepted').Count | Should -Be 0
    }

    It 'affect neither the exit code nor the line of the nightly script' {
        $copy = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $TestDrive 'nightly-accepted.dxl')
        $null = [IO.File]::WriteAllText($copy, [IO.File]::ReadAllText($copy).Replace("<item name='CalendarSystem'><text>mail.box</text>", "<item name='CalendarSystem'><text>other.box</text>"))
        $saved = Join-Path $TestDrive 'risks.csv'
        Test-CoexistenceConfiguration $copy | Where-Object Severity -NE 'Information' | Select-Object Rule, Domain, Server, Document | Export-Csv $saved -NoTypeInformation
        $script = Join-Path $examples 'Repair-Nightly.ps1'
        $options = @{ LogPath = "$saved.log"; Accepted = $saved }
        $line = & $script @options -Nagios $copy
        $line | Should -Match '^COEXTOOLS OK - 0 errors, 0 warnings, '
        $LASTEXITCODE | Should -Be 0
        $lines = & $script @options $copy | ConvertFrom-Json
        @($lines | Where-Object { $_.event -eq 'finding' -and $_.outcome -eq 'Accepted' }).Count | Should -BeGreaterThan 0
        $LASTEXITCODE | Should -Be 0
    }
}
