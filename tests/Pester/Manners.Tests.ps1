# Tests how the cmdlets interact with PowerShell: streams, common parameters, paths, language modes and runspaces.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $good = Get-Scenario 'security-on.dxl'
    $bad = Set-TestFile (Join-Path $TestDrive 'bad.dxl') '<database><document>'
}

Describe 'Streaming' {
    It 'outputs the documents of each file as soon as it is read' {
        $seen = [Collections.Generic.List[string]]::new()
        $first = Get-ForeignDomainDocument $good, $bad -ErrorAction Stop | Select-Object -First 1
        $first.Domain | Should -BeExactly 'BTEx'
        { Get-ForeignDomainDocument $good, $bad -ErrorAction Stop | ForEach-Object { $seen.Add($_.UniversalId) } } | Should -Throw
        $seen.Count | Should -Be 2
    }

    It 'continues with the next file after an invalid file' {
        $documents = Get-ForeignDomainDocument $bad, $good -ErrorAction SilentlyContinue -ErrorVariable failures
        @($documents).Count | Should -Be 2
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'DxlMalformed,*'
        $failures[0].TargetObject | Should -BeExactly $bad
    }
}

Describe 'Common parameters' {
    It 'stops at the first error with -ErrorAction Stop' {
        $count = 0
        { Get-ForeignDomainDocument $bad, $good -ErrorAction Stop | ForEach-Object { $count++ } } | Should -Throw -ErrorId 'DxlMalformed,*'
        $count | Should -Be 0
    }

    It 'does not record an error with -ErrorAction Ignore' {
        $before = $Error.Count
        Get-ForeignDomainDocument $bad -ErrorAction Ignore | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }

    It 'supports -OutVariable and -WarningVariable' {
        $null = Test-FreeBusyPath $good -OutVariable paths -WarningVariable warnings -WarningAction SilentlyContinue
        $paths.Count | Should -BeGreaterThan 0
        $paths[0].Domain | Should -BeExactly 'BTEx'
        $warnings.Count | Should -BeGreaterThan 0
    }

    It 'stops at a warning with -WarningAction Stop' {
        { Test-FreeBusyPath $good -WarningAction Stop } | Should -Throw
    }

    It 'supports $PSDefaultParameterValues' {
        $PSDefaultParameterValues = @{ 'Test-FreeBusyPath:From' = 'Hub01/Acme'; 'Test-*:WarningAction' = 'Ignore' }
        @(Test-FreeBusyPath $good).From | Should -Be @('Hub01/Acme')
    }

    It 'reports the file that it reads with -Verbose' {
        $messages = Get-ForeignDomainDocument $good -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$messages" | Should -BeLike "*$good*"
    }
}

Describe 'Paths' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'a [b] folder'
        $null = [IO.Directory]::CreateDirectory($folder)
        $file = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'names [1].dxl')
    }

    It 'accepts a path of a PowerShell drive' {
        $null = New-PSDrive -Name CoexDrive -PSProvider FileSystem -Root (Split-Path $good -Parent)
        try { @(Get-ForeignDomainDocument CoexDrive:security-on.dxl).Count | Should -Be 2 } finally { Remove-PSDrive CoexDrive }
    }

    It 'resolves a path relative to the current location, not to the folder of the process' {
        Push-Location -LiteralPath $folder
        try {
            @(Get-ForeignDomainDocument -LiteralPath 'names [1].dxl')[0].Path | Should -BeExactly $file
            @(Get-ForeignDomainDocument 'names*.dxl')[0].Path | Should -BeExactly $file
            @(Get-ForeignDomainDocument (Join-Path '..' (Join-Path 'a*folder' '*.dxl')))[0].Path | Should -BeExactly $file
        }
        finally { Pop-Location }
    }

    It 'accepts a path that starts with ~' {
        $name = "CoexTools.$([guid]::NewGuid().ToString('N')).dxl"
        $copy = Copy-Scenario 'security-on.dxl' (Join-Path $HOME $name)
        try { @(Get-ForeignDomainDocument (Join-Path '~' $name)).Count | Should -Be 2 } finally { [IO.File]::Delete($copy) }
    }

    It 'accepts a name with brackets' {
        @(Get-ForeignDomainDocument $file).Count | Should -Be 2
        @(Get-Item -LiteralPath $file | Get-ForeignDomainDocument).Count | Should -Be 2
    }

    It 'rejects a path that is not a file: <Path>' -TestCases @(@{ Path = 'Env:PATH' }, @{ Path = 'Function:prompt' }, @{ Path = 'NoSuchDrive:x.dxl' }) {
        param($Path)
        Get-ForeignDomainDocument $Path -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures.Count | Should -Be 1
    }
}

Describe 'Execution environments' {
    It 'works in constrained language mode' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifest))
        $shell = [powershell]::Create($state)
        try {
            $shell.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $script = "(Get-ForeignDomainDocument -LiteralPath '$good').Count; (Get-ForeignDomainDocument -LiteralPath '$good' | Test-FreeBusyPath -From Hub01/Acme -WarningAction Ignore).Status; `$ExecutionContext.SessionState.LanguageMode"
            $output = $shell.AddScript($script).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            "$output" | Should -BeExactly '2 Answered ConstrainedLanguage'
        }
        finally { $shell.Dispose() }
    }

    It 'works in ForEach-Object -Parallel, also with a shared directory in memory' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $directory = Import-DominoDirectory $good
        $manifest = Get-ModuleManifest
        $expected = (Test-FreeBusyPath $good -WarningAction Ignore | Out-String)
        $answers = 1..12 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:manifest
            if ($_ % 2) { Test-FreeBusyPath $using:good -WarningAction Ignore | Out-String }
            else { Test-FreeBusyPath -Directory $using:directory -WarningAction Ignore | Out-String }
        }
        $answers.Count | Should -Be 12
        $answers | Sort-Object -Unique | Should -BeExactly $expected
    }
}

Describe 'Test-Fleet.ps1' {
    BeforeAll {
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Test-Fleet.ps1')
        $fleet = Join-Path $TestDrive 'fleet'
        $null = [IO.Directory]::CreateDirectory($fleet)
        $null = Copy-Scenario 'security-on.dxl' (Join-Path $fleet 'on.dxl')
        $null = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $fleet 'removed [1].dxl')
        $null = Set-TestFile (Join-Path $fleet 'bad.dxl') '<database><document>'

        function Assert-Fleet($Row, $Computer) {
            $byName = @{}
            foreach ($one in $Row) { $byName[[IO.Path]::GetFileName($one.Path)] = $one }
            $byName.Count | Should -Be 3
            $Row.Computer | Sort-Object -Unique | Should -BeExactly $Computer
            $byName['on.dxl'].Outcome | Should -BeExactly 'Findings'
            $byName['removed [1].dxl'].Outcome | Should -BeIn 'Healthy', 'Findings'
            $byName['bad.dxl'].Outcome | Should -BeExactly 'Failed'
            $byName['bad.dxl'].Failure | Should -Not -BeNullOrEmpty
            $byName['on.dxl'].Finding | ForEach-Object { $_ | Should -BeOfType CoexTools.Audit.CoexistenceFinding }
            $byName['on.dxl'].Finding.Rule | Should -Be (Test-CoexistenceConfiguration (Join-Path $fleet 'on.dxl')).Rule
            $live = Test-FreeBusyPath (Join-Path $fleet 'on.dxl') -ServerDown DominoA/Acme -WarningAction Ignore
            $gathered = $byName['on.dxl'].Directory | Test-FreeBusyPath -ServerDown DominoA/Acme -WarningAction Ignore
            ($gathered | ConvertTo-Json -Depth 5) | Should -BeExactly ($live | ConvertTo-Json -Depth 5)
        }
    }

    It 'audits local directories' {
        Assert-Fleet (& $script (Join-Path $fleet '*.dxl')) ([Environment]::MachineName)
    }

    It 'audits remote directories over SSH and returns live objects' -Skip:($PSVersionTable.PSVersion.Major -lt 7 -or $IsWindows) {
        # This replacement for ssh starts the server side of the session, as sshd does for the powershell subsystem. Only the network is simulated.
        $bin = Join-Path $TestDrive 'bin'
        $null = [IO.Directory]::CreateDirectory($bin)
        $ssh = Set-TestFile (Join-Path $bin 'ssh') "#!/bin/sh`nexec '$(Get-PowerShell)' -sshs -NoLogo -NoProfile`n"
        chmod +x $ssh
        $path = $env:PATH
        try {
            $env:PATH = "$bin$([IO.Path]::PathSeparator)$path"
            Assert-Fleet (& $script (Join-Path $fleet '*.dxl') -HostName coex1 -Module (Get-ModuleManifest)) 'coex1'
        }
        finally { $env:PATH = $path }
    }
}
