# Tests the views in the current PowerShell at the width of a small console, with names of realistic length.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    [xml] $format = [IO.File]::ReadAllText((Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'CoexTools.Format.ps1xml'))
    $types = @($format.SelectNodes('//View[TableControl]/ViewSelectedBy/TypeName') | ForEach-Object { @{ Type = $_.InnerText } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
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
    $finding = @(Test-CoexistenceConfiguration $file)[0]
    $rule = @(Get-CoexistenceRule)[0]
    $repair = Repair-CoexistenceConfiguration $file -ServerGroup 'All Application Servers' -AdminGroup 'All Domino Administrators' -WhatIf
    $schedule = Register-CoexistenceSchedule $file -Name Nightly-Repair-Organisation -User -PowerShell pwsh
    $watched = Join-Path $TestDrive 'watched.dxl'
    [IO.File]::Copy($fixed, $watched)
    $watchEvent = @(Watch-ForeignDomainDocument $watched -Repair -ServerGroup 'All Application Servers' -AdminGroup 'All Domino Administrators' -TimeoutSeconds 0)[0]

    $probe = @(Test-CoexistenceServer -Server $one -Address @{ $one = '127.0.0.1:1' })[0]

    $samples = @{
        'CoexTools.Model.ForeignDomainDocument'          = $document, @{ MailServer = $two; CalendarServer = $two; Restricted = 'yes'; AccessField = 'present'; 'Modified UTC' = '2025-03-10 10:00' }
        'CoexTools.Simulation.FreeBusyPathResult'               = $path, @{ Status = 'NotRelayed'; Path = 'ApplicationHub01 > CalendarGateway01 > CalendarGateway02 (down): not relayed' }
        'CoexTools.Simulation.MailRouteResult'                  = $route, @{ Status = 'Queued'; Path = 'ApplicationHub01 > CalendarGateway02 (busy): queued' }
        'CoexTools.Access.DocumentReader'                    = $reader, @{ Server = $hub; CanRead = 'True'; Level = 'Manager'; Entry = 'All Application Servers'; Via = $reader.Via }
        'CoexTools.Simulation.Hop'                              = $path.Hop[0], @{ Server = $hub; Rule = 'CC1'; Decision = $path.Hop[0].Decision }
        'CoexTools.Simulation.ConsoleMessage'                   = $path.ConsoleMessage[0], @{ Server = $path.ConsoleMessage[0].Server; Message = $path.ConsoleMessage[0].Message }
        'CoexTools.Model.DominoDirectory'                = (Import-DominoDirectory $file), @{ Name = 'Directory of the Organisation'; Documents = '2'; Servers = '3'; Groups = '2'; Path = $file }
        'CoexTools.Model.DominoNote'                     = $note, @{ UniversalId = $note.UniversalId; 'Modified UTC' = '2025-03-09 10:00'; Form = 'Domain' }
        'CoexTools.Model.DominoServer'                   = $directory.Server[0], @{ Name = $directory.Server[0].Name; Domain = 'OrganisationDomain' }
        'CoexTools.Model.DominoGroup'                    = $directory.Group[0], @{ Name = 'All Application Servers'; Member = $hub }
        'CoexTools.Model.AccessControlList'              = $directory.Acl, @{ IsAssumed = 'False'; Entry = $directory.Acl.Entry -join '' }
        'CoexTools.Model.AccessControlEntry'             = ($directory.Acl.Entry | Where-Object Name -EQ LocalDomainServers), @{ Name = 'LocalDomainServers'; Level = 'Manager'; Role = '[NetModifier]' }
        'CoexTools.Model.DominoItem'                     = ($document.Item | Where-Object Name -EQ '$Readers'), @{ Name = '$Readers'; Flags = 'Summary, Names, Readers'; Value = "All Application ServersCN=CalendarGateway02/OU=Coexistence/O=Organisation" }
        'CoexTools.Model.FieldSource'                    = $document.FieldSource, @{ Decision = $document.FieldSource.Decision }
        'CoexTools.Names.NotesName'                          = $directory.Group[0].Member[0], @{ Abbreviated = $hub }
        'CoexTools.Analysis.CoexistenceAvailability'     = $answer, @{ Service = 'FreeBusy'; Availability = '0.999'; 'Downtime/year' = '8.8 h'; 'Single points' = $two }
        'CoexTools.Analysis.CoexistenceCutSet'           = $answer.CutSet[0], @{ Member = $answer.CutSet[0].Member -join ''; Path = 'ApplicationHub01 > CalendarGateway01 > CalendarGateway02 (down): not relayed' }
        'CoexTools.Analysis.CoexistencePathDifference'   = $difference, @{ Change = 'Lost'; Service = 'FreeBusy'; Paths = "failure: $two before: ApplicationHub01 > CalendarGateway01 > Exchange: answered after: ApplicationHub01 > CalendarGateway01 > CalendarGateway02 (down): not relayed" }
        'CoexTools.Audit.CoexistenceFinding'                 = $finding, @{ Rule = $finding.Rule; Name = $finding.Name; Severity = "$($finding.Severity)"; Domain = 'ExchangeOnlineDomain'; Server = $finding.Server }
        'CoexTools.Audit.CoexistenceRule'                    = $rule, @{ Id = 'CX001'; Name = $rule.Name; Severity = 'Error'; Repairable = 'True' }
        'CoexTools.Audit.CoexistenceRepair'                  = $repair, @{ Path = $file; Changed = 'False'; Actions = '2'; Findings = "$($repair.Finding.Count)" }
        'CoexTools.Audit.RepairAction'                       = $repair.Action[0], @{ DocumentName = $repair.Action[0].DocumentName; Action = $repair.Action[0].Action }
        'CoexTools.Audit.DirectoryEvent'                     = $watchEvent, @{ Kind = "$($watchEvent.Kind)"; Domain = 'ExchangeOnlineDomain'; DocumentName = $watchEvent.DocumentName }
        'CoexTools.Probing.ServerProbe'                  = $probe, @{ Server = $one; Protocol = 'NRPC'; Status = 'Refused'; Address = '127.0.0.1' }
        'CoexTools.Changes.DirectoryChange'                  = $change, @{ DocumentName = $change.DocumentName; Field = 'DocumentAccess'; ValueBefore = $change.ValueBefore }
        'CoexTools.Scheduling.CoexistenceSchedule'           = $schedule, @{ Name = 'Nightly-Repair-Organisation'; Scheduler = 'Systemd'; Enabled = 'True'; Path = $schedule.Path -join '' }
    }

    function Get-ShownColumn {
        # Returns the text of each table column. The lines of a cell are joined, without white space.
        param([string] $Text)
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
            $isNumber = $name -in 'Priority', 'Documents', 'Servers', 'Groups', 'Order', 'Actions', 'Lost', 'Findings', 'Downtime/year'
            $next = $(if ($isNumber) { $start + $starts[$i].Length } elseif ($i + 1 -eq $starts.Count) { 200 } else { $starts[$i + 1].Index })
            $shown[$name] = -join ($rows | ForEach-Object { $_.PadRight(200).Substring($start, $next - $start) -replace '\s' })
        }
        $shown
    }
}

AfterAll {
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

    It 'do not truncate essential values at 80 columns' {
        $object, $expected = $samples[$Type]
        $object.PSObject.TypeNames[0] | Should -BeExactly $Type
        $text = $object | Out-String -Width 80
        $text | Should -Not -Match '\u2026|\.\.\.'
        foreach ($line in $text.Replace("`r", '').Split("`n")) { $line.Length | Should -BeLessOrEqual 80 }
        $shown = Get-ShownColumn $text
        foreach ($column in $expected.Keys) { $shown[$column] | Should -BeExactly ($expected[$column] -replace '\s') -Because "$column of`n$text" }
    }

    It 'include a list without truncated values, and a wide view' {
        $object = $samples[$Type][0]
        $object | Format-List | Out-String -Width 80 | Should -Not -Match '\u2026|\.\.\.'
        ($object | Format-Wide | Out-String -Width 80).Trim() | Should -Not -BeNullOrEmpty
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
