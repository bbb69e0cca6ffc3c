# Tests the views in the current PowerShell at several widths, with names of realistic length.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    [xml] $format = [IO.File]::ReadAllText((Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'CoexTools.Format.ps1xml'))
    $types = @($format.SelectNodes('//View[TableControl]/ViewSelectedBy/TypeName') | ForEach-Object { @{ Type = $_.InnerText } })
    $widths = @(foreach ($type in $types) { foreach ($width in 79, 80, 119, 120, 199, 200) { @{ Type = $type.Type; Width = $width } } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    [xml] $format = [IO.File]::ReadAllText((Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'CoexTools.Format.ps1xml'))
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'
    Push-Location $TestDrive

    $hub = 'ApplicationHub01/Servers/Organisation'
    $one, $two = 'CalendarGateway01/Coexistence/Organisation', 'CalendarGateway02/Coexistence/Organisation'
    $directory = New-DominoDirectory 'Directory of the Organisation'
    $null = $directory | Add-DominoServer $hub, $one, $two -Domain OrganisationDomain -PassThru |
        Add-DominoGroup 'All Application Servers' $hub -PassThru | Add-DominoGroup 'All Domino Administrators' 'Anna Administrator/Organisation' -PassThru |
        Set-DominoAclEntry LocalDomainServers -Level Manager -Role NetModifier
    $null = New-ForeignDomainDocument -Directory $directory ExchangeOnlineDomain $one -Reader 'All Application Servers', $one -Modified '2025-03-09T10:00Z'
    $null = New-ForeignDomainDocument -Directory $directory ExchangeOnlineDomain $two -Reader 'All Application Servers', $two -Modified '2025-03-10T10:00Z'
    $file = Join-Path $TestDrive 'organisation.dxl'
    Export-DominoDirectory -Directory $directory -Path $file

    # One object of each type, with the expected content of each table column.
    $document = @(Get-ForeignDomainDocument $file)[0]
    $path = Test-FreeBusyPath $file -ServerDown $two -WarningAction SilentlyContinue
    $route = Test-MailRoute $file -ServerBusy $two
    $note = @(Get-DominoDocument $file -Form Domain)[0]
    $reader = @(Get-DocumentReader $file -Server $hub)[0]
    $fixed = Join-Path $TestDrive 'fixed.dxl'
    [IO.File]::Copy($file, $fixed)
    Remove-DocumentAccessField $fixed
    $change = @(Get-DirectoryChange $fixed)[0]
    $answer = @(Measure-CoexistenceAvailability $file)[0]
    $difference = @(Compare-CoexistencePath $fixed $file -MaximumOrder 1)[0]
    $edited = @(Compare-ForeignDomainDocument $file $fixed)[0]
    $finding = @(Test-CoexistenceConfiguration $file)[0]
    $rule = @(Get-CoexistenceRule)[0]
    $repair = Repair-CoexistenceConfiguration $file -ServerGroup 'All Application Servers' -AdminGroup 'All Domino Administrators' -WhatIf
    $schedule = Register-CoexistenceSchedule $file -Name Nightly-Repair-Organisation -User -PowerShell pwsh
    $nightly = Join-Path $TestDrive 'nightly.dxl'
    [IO.File]::Copy($file, $nightly)
    $options = @{ LogPath = "$nightly.log"; ServerGroup = 'All Application Servers'; AdminGroup = 'All Domino Administrators' }
    $null = & (Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')) $nightly @options
    $run = @(Get-CoexistenceRun -LogPath $options.LogPath)[0]
    $watched = Join-Path $TestDrive 'watched.dxl'
    [IO.File]::Copy($fixed, $watched)
    $watchEvent = @(Watch-ForeignDomainDocument $watched -Repair -ServerGroup 'All Application Servers' -AdminGroup 'All Domino Administrators' -TimeoutSeconds 0)[0]

    $probe = @(Test-CoexistenceServer -Server $one -Address @{ $one = '127.0.0.1:1' })[0]

    $short = 'CalendarGateway02'
    $samples = @{
        'CoexTools.Model.ForeignDomainDocument'        = $document, @{ MailServer = $short; CalendarServer = $short; IsRestricted = 'True'; AccessField = 'present'; ModifiedUtc = '2025-03-10 10:00' }
        'CoexTools.Simulation.FreeBusyPathResult'      = $path, @{ Status = 'NotRelayed'; Route = 'ApplicationHub01 > CalendarGateway01: not relayed to CalendarGateway02 (down)' }
        'CoexTools.Simulation.MailRouteResult'         = $route, @{ Status = 'Queued'; Route = 'ApplicationHub01 > CalendarGateway02 (busy): queued' }
        'CoexTools.Access.DocumentReader'              = $reader, @{ Server = 'ApplicationHub01'; CanRead = 'True'; Level = 'Manager'; Match = $reader.Match.Replace($hub, 'ApplicationHub01') }
        'CoexTools.Simulation.Hop'                     = $path.Hop[0], @{ Server = 'ApplicationHub01'; Rule = 'CC1'; Decision = $path.Hop[0].Decision.Replace($one, 'CalendarGateway01').Replace($two, $short) }
        'CoexTools.Simulation.ConsoleMessage'          = $path.ConsoleMessage[0], @{ Server = 'ApplicationHub01'; Message = $path.ConsoleMessage[0].Message }
        'CoexTools.Model.DominoDirectory'              = (Import-DominoDirectory $file), @{ Name = 'Directory of the Organisation'; ForeignDomain = '2'; Server = '3'; Group = '2'; Path = $file }
        'CoexTools.Model.DominoNote'                   = $note, @{ UniversalId = $note.UniversalId; Modified = '2025-03-09 10:00Z'; Form = 'Domain' }
        'CoexTools.Model.DominoServer'                 = $directory.Server[0], @{ Name = $directory.Server[0].Name; Domain = 'OrganisationDomain' }
        'CoexTools.Model.DominoGroup'                  = $directory.Group[0], @{ Name = 'All Application Servers'; Member = $hub }
        'CoexTools.Model.AccessControlList'            = $directory.Acl, @{ IsAssumed = 'False'; Entry = $directory.Acl.Entry -join '' }
        'CoexTools.Model.AccessControlEntry'           = ($directory.Acl.Entry | Where-Object Name -EQ LocalDomainServers), @{ Name = 'LocalDomainServers'; Level = 'Manager'; Role = '[NetModifier]' }
        'CoexTools.Model.DominoItem'                   = ($document.Item | Where-Object Name -EQ 'DocumentAccess'), @{ Name = 'DocumentAccess'; Value = '[NetModifier]' }
        'CoexTools.Model.FieldSource'                  = $document.FieldSource, @{ Decision = $document.FieldSource.Decision }
        'CoexTools.Names.NotesName'                    = $directory.Group[0].Member[0], @{ Abbreviated = $hub }
        'CoexTools.Analysis.CoexistenceAvailability'   = $answer, @{ Service = 'FreeBusy'; Availability = '0.999'; DowntimePerYear = '8.8 h'; SinglePointOfFailure = $short }
        'CoexTools.Analysis.CoexistenceCutSet'         = $answer.CutSet[0], @{ Member = $short; Path = 'ApplicationHub01 > CalendarGateway01: not relayed to CalendarGateway02 (down)' }
        'CoexTools.Analysis.CoexistencePathDifference' = $difference, @{ Change = 'Lost'; Service = 'FreeBusy'; Route = "failure: $short before: ApplicationHub01 > CalendarGateway01 > Exchange: answered after: ApplicationHub01 > CalendarGateway01: not relayed to CalendarGateway02 (down)" }
        'CoexTools.Audit.CoexistenceFinding'           = $finding, @{ Rule = $finding.Rule; Result = $finding.Result; About = $finding.About.Replace($one, 'CalendarGateway01').Replace($two, $short); Reason = $finding.Reason.Replace($one, 'CalendarGateway01').Replace($two, $short).Replace($hub, 'ApplicationHub01') }
        'CoexTools.Audit.CoexistenceRule'              = $rule, @{ Id = 'CX001'; Name = $rule.Name; Severity = 'Error'; Repairable = 'True' }
        'CoexTools.Audit.CoexistenceRepair'            = $repair, @{ Path = $file; Changed = 'False'; Action = '2'; Finding = "$($repair.Finding.Count)" }
        'CoexTools.Audit.RepairAction'                 = $repair.Action[0], @{ RemovedField = 'True'; DocumentName = 'ExchangeOnlineDomain (CalendarGateway01)' }
        'CoexTools.Audit.DocumentDifference'           = $edited, @{ Kind = 'Readers'; Name = 'DocumentAccess'; Before = '[NetModifier]' }
        'CoexTools.Audit.DirectoryEvent'               = $watchEvent, @{ Kind = "$($watchEvent.Kind)"; DocumentName = $watchEvent.DocumentName.Replace($one, 'CalendarGateway01').Replace($two, $short) }
        'CoexTools.Probing.ServerProbe'                = $probe, @{ Server = $one; Protocol = 'NRPC'; Status = 'Refused'; Address = '127.0.0.1' }
        'CoexTools.Changes.DirectoryChange'            = $change, @{ Field = 'DocumentAccess'; ValueBefore = $change.ValueBefore }
        'CoexTools.Scheduling.CoexistenceRun'          = $run, @{ State = 'Prepared'; Finding = '0'; Changed = ($run.Changed -join '').Replace($one, 'CalendarGateway01').Replace($two, $short); Source = $nightly }
        'CoexTools.Scheduling.CoexistenceSchedule'     = $schedule, @{ Name = 'Nightly-Repair-Organisation'; At = '02:00'; NextRun = $schedule.NextRun.DateTime.ToString('yyyy-MM-dd HH:mm'); User = 'True'; Source = $schedule.Source -join '' }
    }

    # A session in constrained language mode.
    $constrained = [PowerShell]::Create()
    $null = $constrained.AddScript("Import-Module '$(Get-ModuleManifest)'").Invoke()
    $constrained.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'

    # A session that imports the module after it deserialized the objects, which remain property bags.
    $late = [PowerShell]::Create()
    $texts = @{}
    foreach ($type in $samples.Keys) { $texts[$type] = [Management.Automation.PSSerializer]::Serialize($samples[$type][0], 2) }
    $null = $late.AddScript('param($texts)
        $bags = @{}
        foreach ($type in $texts.Keys) { $bags[$type] = [Management.Automation.PSSerializer]::Deserialize($texts[$type]) }').AddArgument($texts).Invoke()
    $late.Commands.Clear()
    $null = $late.AddScript("Import-Module '$(Get-ModuleManifest)'").Invoke()

    function Show-Sample {
        # Returns the lines of a table without the lines that are empty.
        param([object] $Object, [int] $Width)
        @(($Object | Out-String -Width $Width).Replace("`r", '').Split("`n") | Where-Object { $_.Trim() })
    }

    function Get-Word {
        # Returns the words of a table, without the line under the headings.
        param([string[]] $Line)
        @($Line | Where-Object { $_ -notmatch '^[ -]+$' } | ForEach-Object { $_.Split(' ') } | Where-Object { $_ })
    }

    function Test-Shown {
        # Returns whether a text shows the expected one: all of it, or all but the middle of each word that does not fit.
        param([string] $Shown, [string] $Expected)
        $pattern = '^' + (($Shown -replace '\s').Split([char] 0x2026) | ForEach-Object { [regex]::Escape($_) } | Join-Text '.+') + '$'
        ($Expected -replace '\s') -cmatch $pattern
    }

    function Join-Text {
        param([string] $Separator)
        @($input) -join $Separator
    }

    function Get-ShownColumn {
        # Returns the text of each table column. The lines of a cell are joined, without white space.
        param([string] $Text, [string] $Type)
        $columns = @{}
        $format.SelectNodes("//View[ViewSelectedBy/TypeName='$Type']//TableColumnHeader") | ForEach-Object { $columns[$_.Label] = $_ }
        $lines = @($Text.Replace("`r", '').Split("`n"))
        $rule = 0
        while ($lines[$rule] -notmatch '^\s*-+( +-+)*\s*$') { $rule++ }
        $starts = @([regex]::Matches($lines[$rule], '-+'))
        $header = $lines[$rule - 1]
        $rows = @($lines[($rule + 1)..($lines.Count - 1)] | Where-Object { $_ })
        $shown = @{}
        for ($i = 0; $i -lt $starts.Count; $i++) {
            # Numbers are right-aligned under the column heading.
            $start = $starts[$i].Index
            $name = $header.PadRight(200).Substring($start, $starts[$i].Length).Trim()
            $isNumber = $columns[$name].Alignment -eq 'Right'
            $next = $(if ($isNumber) { $start + $starts[$i].Length } elseif ($i + 1 -eq $starts.Count) { 200 } else { $starts[$i + 1].Index })
            $shown[$name] = -join ($rows | ForEach-Object { $_.PadRight(200).Substring($start, $next - $start) -replace '\s' })
        }
        $shown
    }
}

AfterAll {
    $constrained.Dispose()
    $late.Dispose()
    Pop-Location
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'The views of <Type>' -ForEach $types {
    It 'consist of a table, a list, and the common wide view' {
        $controls = @((Get-FormatData -TypeName $Type).FormatViewDefinition | ForEach-Object { $_.Control.GetType().Name } | Sort-Object)
        $controls | Should -Be 'ListControl', 'TableControl'
        (Get-FormatData -TypeName CoexTools.CoexObject).FormatViewDefinition.Control.GetType().Name | Should -Be 'WideControl'
        $samples[$Type][0].PSObject.TypeNames | Should -Contain CoexTools.CoexObject
    }

    It 'show essential values in a console of 80 columns, without more than the middle of a name that is too long' {
        $object, $expected = $samples[$Type]
        $object.PSObject.TypeNames[0] | Should -BeExactly $Type
        $text = $object | Out-String -Width 79
        $shown = Get-ShownColumn $text $Type
        foreach ($column in $expected.Keys) {
            Test-Shown $shown[$column] $expected[$column] | Should -BeTrue -Because "'$($shown[$column])' should show '$($expected[$column])' in $column of`n$text"
        }
    }

    It 'have the name of a property as each heading' {
        $object = $samples[$Type][0]
        $headings = @($format.SelectNodes("//View[ViewSelectedBy/TypeName='$Type']//TableColumnHeader/Label") | ForEach-Object { $_.InnerText })
        $labels = @($format.SelectNodes("//View[ViewSelectedBy/TypeName='$Type']//ListItem") | ForEach-Object { if ($_.Label) { $_.Label } else { $_.PropertyName } })
        $headings.Count | Should -BeGreaterThan 0
        $labels.Count | Should -BeGreaterThan 0
        $properties = @(($object | Select-Object *).PSObject.Properties.Name)
        foreach ($name in $headings + $labels) { $properties | Should -Contain $name }
    }

    It 'contain no script, and do not name what does not exist' {
        $format.SelectNodes('//ScriptBlock').Count | Should -Be 0
        foreach ($name in $format.SelectNodes("//View[ViewSelectedBy/TypeName='$Type']//PropertyName")) {
            $samples[$Type][0].PSObject.Properties[$name.InnerText] | Should -Not -BeNullOrEmpty -Because $name.InnerText
        }
    }

    It 'do not repeat themselves, and do not truncate values, in a list' {
        $object = $samples[$Type][0]
        $text = $object | Format-List | Out-String -Width 200
        $text | Should -Not -Match '\.\.\.'
        ($object | Format-Wide | Out-String -Width 80).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'show the same for a deserialized object in <_> mode' -ForEach 'FullLanguage', 'ConstrainedLanguage' {
        $late.Runspace.SessionStateProxy.LanguageMode = $_
        $late.Commands.Clear()
        $script = 'param($type) $bags[$type].PSObject.TypeNames[0]; $bags[$type] | Out-String -Width 79; $bags[$type] | Out-String -Width 60'
        $shown = @($late.AddScript($script).AddArgument($Type).Invoke())
        $late.Streams.Error | Should -BeNullOrEmpty
        $shown[0] | Should -BeExactly "Deserialized.$Type"
        $shown[1] | Should -BeExactly ($samples[$Type][0] | Out-String -Width 79)
        # In another width than that of the console in which it was serialized.
        $shown[2] | Should -BeExactly ($samples[$Type][0] | Out-String -Width 60)
    }

    It 'show the same in constrained language mode' {
        $constrained.Runspace.SessionStateProxy.SetVariable('sample', $samples[$Type][0])
        $constrained.Commands.Clear()
        $script = '$ExecutionContext.SessionState.LanguageMode; $sample | Out-String -Width 80; $sample | Format-List | Out-String -Width 80; $sample | Format-Wide | Out-String -Width 80'
        $shown = @($constrained.AddScript($script).Invoke())
        $constrained.Streams.Error | Should -BeNullOrEmpty
        "$($shown[0])" | Should -BeExactly ConstrainedLanguage
        $object = $samples[$Type][0]
        $shown[1] | Should -BeExactly ($object | Out-String -Width 80)
        $shown[2] | Should -BeExactly ($object | Format-List | Out-String -Width 80)
        $shown[3] | Should -BeExactly ($object | Format-Wide | Out-String -Width 80)
    }
}

Describe 'The table of <Type> in <Width> columns' -ForEach $widths {
    It 'breaks no word, and shortens only names that do not fit, in the middle' {
        $object = $samples[$Type][0]
        $all = Get-Word (Show-Sample $object 4000)
        $lines = Show-Sample $object $Width
        foreach ($line in $lines) { $line.Length | Should -BeLessOrEqual $Width }
        foreach ($word in Get-Word $lines) {
            if (-not $word.Contains([char] 0x2026)) {
                $all | Should -Contain $word -Because ($lines -join "`n")
                continue
            }
            $pattern = '^' + ($word.Split([char] 0x2026) | ForEach-Object { [regex]::Escape($_) } | Join-Text '.+') + '$'
            @($all | Where-Object { $_ -cmatch $pattern -and $_.Length -gt $word.Length }).Count |
                Should -BeGreaterThan 0 -Because "$word of $($lines -join "`n")"
        }
    }

    It 'uses the width for names of up to 60 characters' {
        if ($Width -lt 199) { return }
        # The paths of files can be longer.
        $words = Get-Word (Show-Sample $samples[$Type][0] $Width) | Where-Object { $_ -notmatch '[/\\].*\u2026|\u2026.*[/\\]' }
        ($words -join ' ').Contains([char] 0x2026) | Should -BeFalse -Because ($words -join ' ')
    }
}

Describe 'Color' {
    BeforeAll {
        function Invoke-Child {
            # Runs in a separate process, because $PSStyle applies to the whole process.
            param([string] $Script, [hashtable] $Environment = @{})
            $text = "Import-Module '$(Get-ModuleManifest)'; `$paths = Test-FreeBusyPath '$file' -ServerDown '$two' -WarningAction Ignore; $Script"
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
            $before = $env:NO_COLOR
            try {
                $env:NO_COLOR = $Environment['NO_COLOR']
                @(& (Get-PowerShell) -NoProfile -NonInteractive -EncodedCommand $encoded)
            }
            finally {
                $env:NO_COLOR = $before
            }
        }
        $escape = [string] [char] 27
        $hasStyle = $null -ne (Get-Variable PSStyle -ErrorAction Ignore)
    }

    It 'is used if the session supports it' {
        if (-not $hasStyle) { Set-ItResult -Skipped -Because '$PSStyle does not exist in this PowerShell'; return }
        $shown = (Invoke-Child '$PSStyle.OutputRendering = "Ansi"; $paths | Out-String -Width 80') -join "`n"
        $shown.Contains("$escape[31;1mNotRelayed$escape[0m") | Should -BeTrue -Because $shown.Replace($escape, '^')
    }

    It 'is not used with <Name>' -ForEach @(
        @{ Name = 'NO_COLOR'; Environment = @{ NO_COLOR = '1' }; Script = '$paths | Out-String -Width 80' }
        @{ Name = 'NO_COLOR, for the output of the process'; Environment = @{ NO_COLOR = '1' }; Script = '$paths; $paths | Format-List; $paths | Format-Wide' }
        @{ Name = 'Out-String'; Environment = @{}; Script = '$paths | Out-String -Width 80; $paths | Format-List | Out-String; $paths | Format-Wide | Out-String' }
        @{ Name = 'a file'; Environment = @{}; Script = '$paths > shown.txt; $paths | Out-File -Append shown.txt; Get-Content shown.txt' }
        @{ Name = 'plain-text rendering'; Environment = @{}; Script = 'if ($PSStyle) { $PSStyle.OutputRendering = "PlainText" }; $paths' }
    ) {
        $shown = (Invoke-Child $Script $Environment) -join "`n"
        $shown.Contains('NotRelayed') | Should -BeTrue
        $shown.Contains($escape) | Should -BeFalse -Because $shown.Replace($escape, '^')
    }

    It 'does not appear in properties' {
        foreach ($property in $path.PSObject.Properties) { "$($property.Value)".Contains($escape) | Should -BeFalse }
    }
}
