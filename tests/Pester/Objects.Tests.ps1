BeforeDiscovery {
    # The properties of each type in JSON and CSV, as about_CoexTools_Objects documents them. Depth is the value that ConvertTo-Json requires for an array.
    $shapes = @(
        @{ Type = 'ForeignDomainDocument'; Depth = 4; Property = 'Domain,Priority,MailServer,MailFile,CalendarServer,CalendarSystem,Modified,ModifiedUtc,Revised,Created,Sequence,UpdatedBy,LastEditor,Revision,UniversalId,NoteId,HasDocumentAccess,AccessField,DocumentAccess,Readers,Authors,IsRestricted,Item,FieldSource,Path' }
        @{ Type = 'DominoDirectory'; Depth = 6; Property = 'Name,Path,ReplicaId,ForeignDomain,Server,Group,Acl' }
        @{ Type = 'DocumentReader'; Depth = 2; Property = 'Domain,Document,DocumentName,Server,CanRead,Entry,Via,Match,Level,Rule,Assumption,Path' }
        @{ Type = 'FreeBusyPathResult'; Depth = 3; Property = 'Status,Reachable,Warning,Domain,From,Server,Route,Reason,Recommendation,Hop,ConsoleMessage,Assumption,Failure,Path,OriginCount,Origin' }
        @{ Type = 'MailRouteResult'; Depth = 3; Property = 'Kind,Status,Reachable,Warning,Domain,From,Server,Route,Reason,Recommendation,Hop,ConsoleMessage,Assumption,Failure,Path,OriginCount,Origin' }
        @{ Type = 'CoexistenceAvailability'; Depth = 6; Property = 'Domain,Service,From,SurvivesAnySingleFailure,SinglePointOfFailure,CutSet,IsMonotone,Availability,AvailabilityLow,AvailabilityHigh,DowntimePerYear,StateCount,IsComplete,Component,Remark,Path' }
        @{ Type = 'CoexistencePathDifference'; Depth = 4; Property = 'Domain,Service,From,Failure,Change,Before,After,Route,Reason,Recommendation,LastSave' }
        @{ Type = 'CoexistenceFinding'; Depth = 2; Property = 'Rule,Name,Severity,Outcome,Result,Basis,Domain,Document,DocumentName,Server,Reason,Recommendation,Evidence,Repairable,Path,ObjectKind,ObjectName,About,Source,Item,Line,IsLatent,ConsoleLog' }
        @{ Type = 'CoexistenceRule'; Depth = 2; Property = 'Id,Name,Severity,Basis,Description,Recommendation,Repairable,Source' }
        @{ Type = 'DominoNote'; Depth = 4; Property = 'Form,Class,UniversalId,NoteId,Created,Modified,Revised,Sequence,Item,Path' }
        @{ Type = 'CoexistenceRepair'; Depth = 4; Property = 'Path,Directory,Changed,Action,Lost,FindingBefore,Finding,NotImported' }
        @{ Type = 'CoexistenceSchedule'; Depth = 2; Property = 'Name,Source,At,NextRun,LastState,Scheduler,User,Enabled,LogPath,Path,Content' }
        @{ Type = 'CoexistenceRun'; Depth = 2; Property = 'Time,Source,State,Reason,FindingBefore,Finding,ErrorBefore,WarningBefore,InformationBefore,Error,Warning,Information,Changed,Document,Editor,Duration,NextStep,ExitCode,User,Machine,Run,Log' }
        @{ Type = 'DirectoryChange'; Depth = 2; Property = 'Id,Time,User,Command,Domain,Document,DocumentName,Field,ValueBefore,Undoes,Path,IsInFile' }
        @{ Type = 'ServerProbe'; Depth = 2; Property = 'Server,Address,Port,AddressSource,Protocol,Status,AnsweredName,Latency,Time,Reason,Recommendation,StartTls,Certificate,CertificateExpires' }
        @{ Type = 'DirectoryEvent'; Depth = 2; Property = 'Kind,Path,Time,Reason,Domain,Document,DocumentName,Before,After' }
        @{ Type = 'DocumentDifference'; Depth = 2; Property = 'Domain,Document,DocumentName,Kind,Name,Before,After,Editor,Time,Path' }
    )
    $types = @($shapes | ForEach-Object { $_.Type })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $WarningPreference = 'SilentlyContinue'
    $removed = Get-Scenario 'security-on-field-removed.dxl'

    # Returns objects of the specified output type.
    function Get-Sample {
        param([string] $Type)
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "names-$([Guid]::NewGuid().ToString('N')).dxl")
        switch ($Type) {
            'ForeignDomainDocument' { Get-ForeignDomainDocument $path }
            'DominoDirectory' { Import-DominoDirectory $path }
            'DocumentReader' { Get-DocumentReader $path }
            'FreeBusyPathResult' { Test-FreeBusyPath $path -ServerDown DominoA }
            'MailRouteResult' { Test-MailRoute $path -ServerDown DominoA, DominoB }
            'CoexistenceAvailability' { Measure-CoexistenceAvailability $path }
            'CoexistencePathDifference' { Compare-CoexistencePath $path $removed }
            'CoexistenceFinding' { Test-CoexistenceConfiguration $path }
            'CoexistenceRule' { Get-CoexistenceRule }
            'DominoNote' { Get-DominoDocument $path }
            'CoexistenceRepair' { Repair-CoexistenceConfiguration $path }
            'CoexistenceSchedule' { Register-CoexistenceSchedule $(if ($IsLinux) { $path } else { '/srv/domino/names.dxl' }) -Scheduler Systemd -OutputPath (Join-Path $TestDrive 'units') -PowerShell /opt/pwsh -Force }
            'CoexistenceRun' { Get-CoexistenceRun -LogPath (Join-Path (Split-Path (Split-Path $removed)) 'runs/nightly.jsonl') }
            'DirectoryChange' { Remove-DocumentAccessField $path; Get-DirectoryChange $path }
            'ServerProbe' { Test-CoexistenceServer $path -Address @{ DominoA = '127.0.0.1:1'; DominoB = '127.0.0.1:1' } }
            'DocumentDifference' { Compare-ForeignDomainDocument $path $removed }
            'DirectoryEvent' { Watch-ForeignDomainDocument $path -Repair -Count 2 -TimeoutSeconds 600 }
        }
    }

    # Returns the full content of objects for comparison.
    function ConvertTo-Text {
        param([object[]] $InputObject)
        ConvertTo-Json -InputObject $InputObject -Depth 20
    }

    # The properties that PowerShell adds to the output of jobs.
    $added = 'PSComputerName', 'RunspaceId', 'PSShowComputerName', 'PSSourceJobInstanceId'
    function ConvertTo-BareText {
        param([object[]] $InputObject)
        ConvertTo-Text @($InputObject | ForEach-Object { $one = $_; $added | ForEach-Object { $one.PSObject.Properties.Remove($_) }; $one })
    }
}

Describe 'Serialized objects' {
    It 'are rehydrated without loss from Export-Clixml: <_>' -ForEach $types {
        $before = @(Get-Sample $_)
        $file = Join-Path $TestDrive "$_.xml"
        foreach ($depth in 1, 2, 5) {
            $before | Export-Clixml $file -Depth $depth
            $after = @(Import-Clixml $file)
            $after.Count | Should -Be $before.Count
            $after | ForEach-Object { $_.GetType() | Should -Be $before[0].GetType() }
            ConvertTo-Text $after | Should -BeExactly (ConvertTo-Text $before)
        }
    }

    It 'look as before Export-Clixml: <Name>' -ForEach @(
        @{ Name = 'free/busy'; Get = { Test-FreeBusyPath $removed -ServerDown DominoA -WarningAction Ignore } }
        @{ Name = 'free/busy that is not relayed'; Get = { Test-FreeBusyPath (Get-Scenario 'security-on.dxl') -ServerDown DominoA -WarningAction Ignore } }
        @{ Name = 'free/busy without a server'; Get = { Test-FreeBusyPath (Get-Scenario 'security-on.dxl') -ServerDown DominoA -LinkDown 'Hub01|DominoB' -WarningAction Ignore } }
        @{ Name = 'mail'; Get = { Test-MailRoute $removed -ServerDown DominoA, DominoB -WarningAction Ignore } }
        @{ Name = 'calendar mail'; Get = { Test-MailRoute (Get-Scenario 'security-on.dxl') -Kind Calendar -LinkDown 'DominoB|DominoA' -WarningAction Ignore } }
        @{ Name = 'differences'; Get = { Compare-CoexistencePath $removed (Get-Scenario 'security-on.dxl') -WarningAction Ignore } }
    ) {
        $before = @(& $Get)
        $file = Join-Path $TestDrive 'look.xml'
        $before | Export-Clixml $file
        Import-Clixml $file | Export-Clixml "$file.again"
        foreach ($after in @(Import-Clixml $file), @(Import-Clixml "$file.again")) {
            $after[0].GetType() | Should -Be $before[0].GetType()
            $after | Format-Table | Out-String -Width 100 | Should -BeExactly ($before | Format-Table | Out-String -Width 100)
            $after | Format-List | Out-String -Width 100 | Should -BeExactly ($before | Format-List | Out-String -Width 100)
            $after | Format-Wide | Out-String -Width 100 | Should -BeExactly ($before | Format-Wide | Out-String -Width 100)
            if ($before[0] -is [CoexTools.Simulation.PathResult]) {
                $after.Hop | Out-String -Width 100 | Should -BeExactly ($before.Hop | Out-String -Width 100)
                $after.ConsoleMessage | Out-String -Width 100 | Should -BeExactly ($before.ConsoleMessage | Out-String -Width 100)
            }
            $after | Format-CoexistenceTree | Should -BeExactly ($before | Format-CoexistenceTree)
            foreach ($format in 'Svg', 'Mermaid', 'Dot') {
                $after | ConvertTo-CoexistenceDiagram -As $format | Should -BeExactly ($before | ConvertTo-CoexistenceDiagram -As $format)
            }
        }
    }

    It 'are rehydrated without loss from a job' {
        $manifest = Get-ModuleManifest
        $path = Get-Scenario 'security-on.dxl'
        $job = Start-Job {
            Import-Module $using:manifest
            Get-ForeignDomainDocument $using:path
            Test-FreeBusyPath $using:path
            Measure-CoexistenceAvailability $using:path -From Hub01
            Import-DominoDirectory $using:path
        }
        try {
            $after = @($job | Wait-Job | Receive-Job)
        }
        finally {
            $job | Remove-Job -Force
        }
        $before = @(Get-ForeignDomainDocument $path) + @(Test-FreeBusyPath $path) + @(Measure-CoexistenceAvailability $path -From Hub01) + @(Import-DominoDirectory $path)
        ConvertTo-BareText $after | Should -BeExactly (ConvertTo-Text $before)
        $documents = @($after | Where-Object { $_ -is [CoexTools.Model.ForeignDomainDocument] })
        ConvertTo-Text ($documents | Test-FreeBusyPath -ServerDown DominoA) | Should -BeExactly (ConvertTo-Text (Test-FreeBusyPath $path -ServerDown DominoA))
        ConvertTo-Text ($after[-1] | Test-MailRoute) | Should -BeExactly (ConvertTo-Text (Test-MailRoute $path))
    }

    It 'can be passed to a job and used there' {
        $manifest = Get-ModuleManifest
        $documents = @(Get-ForeignDomainDocument $removed)
        $job = Start-Job {
            Import-Module $using:manifest
            $using:documents | Test-FreeBusyPath -From Hub01 -ServerDown DominoA
        }
        try {
            $result = @($job | Wait-Job | Receive-Job)
        }
        finally {
            $job | Remove-Job -Force
        }
        $result.Count | Should -Be 1
        $result[0].Server | Should -BeExactly 'DominoB/Acme'
        "$($result[0].Status)" | Should -BeExactly 'Answered'
    }

    It 'are accepted if the module is imported after deserialization' {
        $file = Join-Path $TestDrive 'early.xml'
        Get-ForeignDomainDocument $removed | Export-Clixml $file
        $manifest = Get-ModuleManifest
        $engine = [PowerShell]::Create()
        try {
            $script = {
                param($file, $manifest)
                $bags = Import-Clixml $file
                $bags[0].PSObject.TypeNames[0]
                $bags[0].CalendarServer
                Import-Module $manifest
                $bags | Select-Object -First 2 | Test-FreeBusyPath -From Hub01 -ServerDown DominoA | ForEach-Object { "$($_.Status) by $($_.Server)" }
                Get-DocumentReader -InputObject $bags -Server DominoB | ForEach-Object { $_.CanRead }
            }
            $lines = $engine.AddScript($script).AddArgument($file).AddArgument($manifest).Invoke()
            $engine.Streams.Error | Should -BeNullOrEmpty
            $lines | Should -Be @('Deserialized.CoexTools.Model.ForeignDomainDocument', 'DominoA/Acme', 'Answered by DominoB/Acme', $false, $true)
        }
        finally {
            $engine.Dispose()
        }
    }

    It 'are accepted in constrained language mode, in which PowerShell does not convert them' {
        $file = Join-Path $TestDrive 'constrained.xml'
        @(Get-ForeignDomainDocument $removed) + @(Test-FreeBusyPath $removed) | Export-Clixml $file
        $manifest = Get-ModuleManifest
        $engine = [PowerShell]::Create()
        try {
            $null = $engine.AddScript({ param($manifest) Import-Module $manifest }).AddArgument($manifest).Invoke()
            $engine.Commands.Clear()
            $engine.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $script = {
                param($file)
                $some = Import-Clixml $file
                $some | Export-Clixml "$file.again"
                $some = Import-Clixml "$file.again"
                $some | Select-Object -First 2 | Test-FreeBusyPath -From Hub01 | ForEach-Object { "$($_.Server)" }
                "$($some[0])"
            }
            $lines = $engine.AddScript($script).AddArgument($file).Invoke()
            $engine.Streams.Error | Should -BeNullOrEmpty
            $lines | Should -Be @('DominoA/Acme', 'BTEx (DominoA/Acme)')
        }
        finally {
            $engine.Dispose()
        }
    }

    It 'change their file only if it has not changed since it was read' {
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'change.dxl')
        $file = Join-Path $TestDrive 'change.xml'
        Get-ForeignDomainDocument $path | Export-Clixml $file
        Import-Clixml $file | Remove-DocumentAccessField
        (Get-ForeignDomainDocument $path).HasDocumentAccess | Should -Be @($false, $false)
        $hash = Get-FileHashText $path
        Import-Clixml $file | Remove-DocumentAccessField -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'FileChanged' 'Remove-DocumentAccessField' 'ResourceExists' $path
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'are rejected if they were modified' {
        $file = Join-Path $TestDrive 'tampered.xml'
        Get-ForeignDomainDocument $removed | Select-Object -First 1 | Export-Clixml $file
        $null = Set-TestFile $file ([IO.File]::ReadAllText($file).Replace('<I32 N="Priority">1</I32>', '<I32 N="Priority">2</I32>'))
        $bag = Import-Clixml $file
        $bag.PSObject.TypeNames[0] | Should -BeExactly 'Deserialized.CoexTools.Model.ForeignDomainDocument'
        $bag | Test-FreeBusyPath -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($failure[0])" | Should -Match 'Cannot rehydrate the deserialized object .*: It was changed after it was serialized'
    }
}

Describe 'The shape of <Type>' -ForEach $shapes {
    BeforeAll {
        $samples = @(Get-Sample $Type)
    }

    It 'is defined for every output type' {
        $samples[0].GetType().Name | Should -BeExactly $Type
        $outputTypes = (Get-Command -Module CoexTools).OutputType.Type | Where-Object { $_ -and $_.Namespace -like 'CoexTools*' } | ForEach-Object { $_.Name } | Sort-Object -Unique
        $outputTypes | Should -Contain $Type
        # The number of types in the table at the top of this file.
        @($outputTypes).Count | Should -Be 17
    }

    It 'has the documented properties in JSON' {
        $json = $samples[0] | ConvertTo-Json -Depth $Depth -WarningVariable warned
        @(($json | ConvertFrom-Json).PSObject.Properties | ForEach-Object { $_.Name }) -join ',' | Should -BeExactly $Property
        $json | Should -Not -MatchExactly 'System\.'
    }

    It 'is complete in JSON with -Depth <Depth>, and contains no .NET type names without it' {
        $null = ConvertTo-Json $samples -Depth $Depth -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        ConvertTo-Json $samples -WarningAction SilentlyContinue | Should -Not -MatchExactly 'System\.|CoexTools\.[A-Z]'
    }

    It 'has the documented columns in CSV' {
        foreach ($delimiter in ',', ';') {
            $lines = @($samples | ConvertTo-Csv -NoTypeInformation -Delimiter $delimiter)
            $lines[0].Replace('"', '').Replace($delimiter, ',') | Should -BeExactly $Property
            @($lines | ConvertFrom-Csv -Delimiter $delimiter).Count | Should -Be $samples.Count
            $lines -join "`n" | Should -Not -MatchExactly 'System\.|CoexTools\.[A-Z]'
        }
    }

    It 'has the same properties for Select-Object and Format-List' {
        ($samples[0] | Select-Object *).PSObject.Properties.Name -join ',' | Should -BeExactly $Property
        $samples[0] | Format-List * | Out-String | Should -Not -Match 'Payload'
    }
}

Describe 'Hostile values in CSV' {
    BeforeAll {
        # Quotation marks, delimiters, line breaks, and the characters that start a formula in a spreadsheet.
        $values = '=1+1', '+1', '-1', '@x', "`"a`"`",b;c|`nd$([char] 0x85)$([char] 0x2028)$([char] 0x9B)e`$(exit)'"
        $text = [IO.File]::ReadAllText((Get-Scenario 'security-on.dxl'))
        $hostile = @(
            foreach ($value in $values) {
                $written = [Security.SecurityElement]::Escape($value).Replace("`n", '&#10;')
                $path = Join-Path $TestDrive "csv-$([Guid]::NewGuid().ToString('N')).dxl"
                @{ Value = $value; Path = Set-TestFile $path ($text.Replace('BTEx', $written)) }
            }
        )
    }

    It 'are written unchanged and read back: <_>' -ForEach 'Get-ForeignDomainDocument', 'Get-DocumentReader', 'Test-FreeBusyPath', 'Test-MailRoute', 'Measure-CoexistenceAvailability', 'Test-CoexistenceConfiguration' {
        $command = $_
        foreach ($one in $hostile) {
            $objects = @(& $command $one.Path)
            $file = Join-Path $TestDrive 'out.csv'
            $objects | Export-Csv $file -NoTypeInformation -Encoding utf8
            $rows = @(Import-Csv $file -Encoding utf8)
            $rows.Count | Should -Be $objects.Count
            $rows.Domain -join '|' | Should -BeExactly ($objects.Domain -join '|')
            if ($command -ne 'Test-CoexistenceConfiguration') { $rows[0].Domain | Should -BeExactly $one.Value }
        }
    }
}
