BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Repair-CoexistenceConfiguration' {
    BeforeEach {
        $path = Copy-Scenario 'no-security.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        $hash = Get-FileHashText $path
    }

    It 'enables failover in one change of <_>, keeps the primary server, and changes nothing when it runs again' -ForEach 'no-security.dxl', 'security-on.dxl' {
        $null = Copy-Scenario $_ $path
        $result = Repair-CoexistenceConfiguration $path
        $result.Changed | Should -BeTrue
        @($result.Action).Count | Should -Be 2
        @($result.Finding | Where-Object Severity -NE 'Information').Count | Should -Be 0
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        (Get-DirectoryChange $path).Id | Select-Object -Unique | Should -Be 1
        foreach ($state in @{}, @{ ServerDown = 'DominoA' }, @{ ServerDown = 'DominoB' }, @{ LinkDown = 'Hub01/Acme|DominoA/Acme' }) {
            Test-FreeBusyPath $path @state -Quiet -WarningAction SilentlyContinue | Should -BeTrue
            Test-MailRoute $path @state -Quiet | Should -BeTrue
            Test-MailRoute $path @state -Quiet -Kind Calendar | Should -BeTrue
        }
        $hash = Get-FileHashText $path
        $second = Repair-CoexistenceConfiguration $path
        $second.Changed | Should -BeFalse
        $second.Action | Should -BeNullOrEmpty
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'changes nothing with -WhatIf' {
        $null = Copy-Scenario 'security-on.dxl' $path
        $hash = Get-FileHashText $path
        $result = Repair-CoexistenceConfiguration $path -WhatIf
        $result.Changed | Should -BeFalse
        @($result.Action).Count | Should -Be 2
        $result.Finding.Rule | Should -Not -Contain 'CX001'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'saves the document of the primary server last' {
        $repair = Repair-CoexistenceConfiguration $path -Primary DominoB -Confirm:$false
        $repair.Action[-1].DocumentName | Should -BeExactly 'BTEx (DominoB/Acme)'
        $repair.Action[-1].Action | Should -BeLike '*; becomes the primary document (previously BTEx (DominoA/Acme))'
        $repair.Action[0].Action | Should -Not -BeLike '*primary*'
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
        $null = Repair-CoexistenceConfiguration $path -Primary Hub01 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'PrimaryNotFound' 'Repair-CoexistenceConfiguration' 'ObjectNotFound' 'Hub01'
    }

    It 'can be undone' {
        $null = Repair-CoexistenceConfiguration $path
        Undo-DirectoryChange $path -Confirm:$false
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'repairs a directory in memory' {
        $directory = Import-DominoDirectory $path
        $repair = $directory | Repair-CoexistenceConfiguration
        "$repair" | Should -BeLike "$($directory.Path): 2 documents changed in memory, *"
        # In another session, too.
        "$([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($repair)))" |
            Should -BeExactly "$repair"
        $directory | Test-CoexistenceConfiguration -Quiet | Should -BeTrue
        Get-FileHashText $path | Should -BeExactly $hash
    }
}

Describe 'The documents that Domino has not imported' {
    It 'are listed until a new export replaces them' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'not-imported.dxl')
        @((Repair-CoexistenceConfiguration $path -WhatIf).NotImported).Count | Should -Be 0
        $first = Repair-CoexistenceConfiguration $path
        "$first" | Should -BeLike '*: 2 documents changed in this file, *'
        @($first.NotImported).Count | Should -Be 2
        $second = Repair-CoexistenceConfiguration $path
        $second.Changed | Should -BeFalse
        $second.NotImported | Should -BeExactly $first.NotImported
        # An export after the import in Domino: the documents have new times.
        $times = [regex]::new('<modified><datetime>[^<]*')
        $null = [IO.File]::WriteAllText($path, $times.Replace([IO.File]::ReadAllText($path), '<modified><datetime>20991231T235959,00+00'))
        @((Repair-CoexistenceConfiguration $path -WhatIf).NotImported).Count | Should -Be 0
        # A change that is undone leaves the documents as Domino exported them last.
        $null = Get-ForeignDomainDocument $path -Domain BTEx | Set-ForeignDomainDocument -CalendarSystem mail.box -Force -WarningAction Ignore
        @((Repair-CoexistenceConfiguration $path -WhatIf).NotImported).Count | Should -Be 2
        Undo-DirectoryChange $path -Confirm:$false
        @((Repair-CoexistenceConfiguration $path -WhatIf).NotImported).Count | Should -Be 0
        # The former export, because nothing was imported: the documents are not repaired either.
        $null = Copy-Scenario 'security-on.dxl' $path
        @((Repair-CoexistenceConfiguration $path -WhatIf).NotImported).Count | Should -Be 0
    }
}

Describe 'Repair-Nightly.ps1' {
    It 'exits with 2 until a new export shows that Domino has imported the repair' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'nightly.dxl')
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
        $log = Join-Path $TestDrive 'nightly.log'
        $codes = foreach ($run in 1..4) {
            if ($run -eq 4) { $null = Copy-Scenario 'security-on-field-removed.dxl' $path }
            if ($run -eq 3) { $null = Get-ForeignDomainDocument $path | Set-ForeignDomainDocument -CalendarSystem mail.box -WarningAction SilentlyContinue }
            $lines = & $script $path -LogPath $log
            $LASTEXITCODE
            ($lines | Select-Object -Last 1 | ConvertFrom-Json).exitCode | Should -Be $LASTEXITCODE
        }
        $codes | Should -Be @(2, 2, 2, 0)
        @([IO.File]::ReadAllLines($log) | ConvertFrom-Json | Where-Object event -EQ 'end').Count | Should -Be 4
    }

    It 'warns about a repair until a new export shows that Domino has imported it' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'imported.dxl')
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
        $options = @{ LogPath = "$path.log"; MetricPath = "$path.prom" }
        $line = & $script $path @options -Nagios
        $LASTEXITCODE | Should -Be 1
        foreach ($night in 2, 3) {
            $line = & $script $path @options -Nagios
            $LASTEXITCODE | Should -Be 1
            $line | Should -Match '^COEXTOOLS WARNING - 0 errors, 0 warnings, 0 repairs in 1 file\. Repaired in the file only: import 2 changed documents'
            [IO.File]::ReadAllText("$path.prom") | Should -Match '(?m)^coextools_documents_not_imported 2$'
        }
        $record = & $script $path @options | ConvertFrom-Json | Where-Object event -EQ 'file'
        $record.notImported.Count | Should -Be 2
        $record.remark | Should -Match '^Repaired in this file\. .*import changed\.dxl into Domino'
        $null = Copy-Scenario 'security-on-field-removed.dxl' $path
        $line = & $script $path @options -Nagios
        $LASTEXITCODE | Should -Be 0
        [IO.File]::ReadAllText("$path.prom") | Should -Match '(?m)^coextools_documents_not_imported 0$'
    }

    It 'writes neither its log nor its metrics to a directory' -ForEach @(
        @{ Format = 'DXL'; Option = 'LogPath' }, @{ Format = 'DXL'; Option = 'MetricPath' }
        @{ Format = 'NSF'; Option = 'LogPath' }, @{ Format = 'NSF'; Option = 'MetricPath' }
    ) {
        $path = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $TestDrive 'target.dxl')
        $target = $path
        if ($Format -eq 'NSF') {
            $target = Join-Path $TestDrive 'target.nsf'
            [IO.File]::WriteAllBytes($target, [byte[]] (@(0x1A, 0) + @(0) * 2000))
        }
        $hash = Get-FileHashText $target
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
        $options = @{ LogPath = Join-Path $TestDrive 'target.log' }
        $options[$Option] = $target
        $null = & $script $path @options 2>&1
        $LASTEXITCODE | Should -Be 3
        Get-FileHashText $target | Should -BeExactly $hash
        Test-Path "$target.1" | Should -BeFalse
    }
}
