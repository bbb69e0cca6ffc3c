# Tests rules that apply to every cmdlet of the built module in the current PowerShell. For each rule, a sample command that breaks it proves that the rule detects violations.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The sample commands break the rules on purpose.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'The sample commands break the rules on purpose.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseApprovedVerbs', '', Justification = 'The sample commands break the rules on purpose.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseProcessBlockForPipelineCommand', '', Justification = 'The sample commands break the rules on purpose.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingleValueFromPipelineParameter', '', Justification = 'The sample commands break the rules on purpose.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '', Justification = 'The sample commands break the rules on purpose.')]
param()

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $commands = @((Get-Module CoexTools).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ Name = $_ } })
    $ruleNames = @(
        'has an approved verb', 'declares its output', 'has LiteralPath if it has Path', 'has WhatIf exactly when it makes changes', 'has no Boolean parameter',
        'has no parameter with a reserved name', 'has singular, Pascal-case parameter names', 'binds one pipeline value per parameter set', 'completes every name',
        'has complete help'
    )
    $rules = @($ruleNames | ForEach-Object { @{ Rule = $_ } })
    $pairs = @(foreach ($command in $commands) { foreach ($rule in $ruleNames) { @{ Name = $command.Name; Rule = $rule } } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'

    $changing = @(
        'Add-DominoGroup', 'Add-DominoServer', 'Export-CoexistenceFinding', 'Export-CoexistenceReport', 'Export-DominoDirectory',
        'New-DominoDirectory', 'New-ForeignDomainDocument', 'Protect-ForeignDomainDocument',
        'Register-CoexistenceSchedule', 'Remove-DocumentAccessField', 'Remove-ForeignDomainDocument', 'Repair-CoexistenceConfiguration', 'Set-DominoAclEntry',
        'Set-ForeignDomainDocument', 'Undo-DirectoryChange', 'Unregister-CoexistenceSchedule'
    )
    # Parameters without a completer: new names, free text, paths that PowerShell completes itself, and hashtables of numbers.
    $free = @(
        'Connect-DominoDirectory -JournalPath',
        'ConvertTo-CoexistenceDiagram -Title', 'Export-CoexistenceFinding -LiteralPath', 'Export-CoexistenceFinding -Path', 'Export-CoexistenceReport -CompareWith', 'Export-CoexistenceReport -LiteralPath',
        'Export-CoexistenceReport -Accepted', 'Register-CoexistenceSchedule -Accepted', 'Test-CoexistenceConfiguration -Accepted',
        'Export-CoexistenceReport -Path', 'Export-CoexistenceReport -ServerAvailability', 'Export-CoexistenceReport -Title',
        'New-DominoDirectory -Name', 'New-DominoDirectory -ReplicaId', 'New-ForeignDomainDocument -UniversalId', 'Register-CoexistenceSchedule -At',
        'Register-CoexistenceSchedule -LogPath', 'Register-CoexistenceSchedule -MetricPath', 'Register-CoexistenceSchedule -OutputPath', 'Register-CoexistenceSchedule -PowerShell',
        'Register-CoexistenceSchedule -Script', 'Test-CoexistenceConfiguration -NotesIni', 'Test-CoexistenceExchange -DominoDomain',
        'Test-CoexistenceExchange -UserAgent', 'Test-CoexistenceServer -SmtpHost', 'Measure-CoexistenceAvailability -BusyProbability',
        'Measure-CoexistenceAvailability -LegAvailability', 'Measure-CoexistenceAvailability -LinkAvailability', 'Measure-CoexistenceAvailability -ServerAvailability'
    )
    $common = @([Management.Automation.Cmdlet]::CommonParameters) + @([Management.Automation.Cmdlet]::OptionalCommonParameters) + 'ProgressAction'
    $reserved = $common + 'vb', 'db', 'ea', 'wa', 'infa', 'proga', 'ev', 'wv', 'iv', 'ov', 'ob', 'pv', 'wi', 'cf'

    function Get-OwnParameter {
        param($Command)
        @($Command.Parameters.Values | Where-Object { $common -notcontains $_.Name })
    }

    # Each check returns the violations of a command, or nothing.
    $checks = @{
        'has an approved verb'                       = { param($command) if ((Get-Verb).Verb -cnotcontains ($command.Name -split '-')[0]) { $command.Name } }
        'declares its output'                        = { param($command) if (-not $command.OutputType) { 'no OutputType' } }
        'has LiteralPath if it has Path'             = {
            param($command)
            if ($command.Parameters.ContainsKey('Path')) {
                $literal = $command.Parameters['LiteralPath']
                if (-not $literal -or $literal.Aliases -notcontains 'PSPath' -or $literal.Aliases -notcontains 'LP') { 'LiteralPath' }
            }
        }
        'has WhatIf exactly when it makes changes'   = {
            param($command)
            if (($changing -contains $command.Name) -ne $command.Parameters.ContainsKey('WhatIf')) { 'WhatIf' }
        }
        'has no Boolean parameter'                   = {
            param($command)
            (Get-OwnParameter $command | Where-Object { $_.ParameterType -in [bool], [Nullable[bool]] }).Name
        }
        'has no parameter with a reserved name'      = {
            param($command)
            (Get-OwnParameter $command | Where-Object { @($_.Aliases | Where-Object { $reserved -contains $_ }) }).Name
        }
        'has singular, Pascal-case parameter names'  = {
            param($command)
            (Get-OwnParameter $command | Where-Object { $_.Name -cnotmatch '^([A-Z][a-z0-9]*)+$' -or $_.Name -cmatch '(?<!s|u|i|^A|Second)s$' }).Name
        }
        'binds one pipeline value per parameter set' = {
            param($command)
            foreach ($set in $command.ParameterSets) {
                $takers = @($set.Parameters | Where-Object ValueFromPipeline)
                if ($takers.Count -gt 1) { "$($set.Name): $($takers.Name -join ', ')" }
            }
        }
        'completes every name'                       = {
            param($command)
            foreach ($parameter in Get-OwnParameter $command) {
                $type = $parameter.ParameterType
                if ($type.IsArray) { $type = $type.GetElementType() }
                $isCompleted = @($parameter.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] -or $_ -is [Management.Automation.ValidateSetAttribute] }).Count -gt 0
                if (-not $isCompleted -and $type -in [string], [object], [hashtable] -and $free -notcontains "$($command.Name) -$($parameter.Name)") { $parameter.Name }
            }
        }
        'has complete help'                          = {
            param($command)
            $help = Get-Help $command.Name -Full
            if (-not "$($help.Synopsis)".Trim() -or "$($help.Synopsis)" -match "^\s*$($command.Name)") { 'synopsis' }
            if (-not ($help.description | Out-String).Trim()) { 'description' }
            foreach ($part in 'inputTypes', 'returnValues', 'relatedLinks') { if (-not $help.$part) { $part } }
            if (@($help.examples.example).Count -lt 3) { 'examples' }
            foreach ($parameter in Get-OwnParameter $command) {
                $found = @($help.parameters.parameter | Where-Object name -EQ $parameter.Name)
                if ($found.Count -ne 1 -or -not ($found[0].description | Out-String).Trim()) { $parameter.Name }
            }
        }
    }

    # The sample commands, one for each rule.
    function Fetch-Thing { [CmdletBinding()] [OutputType([string])] param() }
    function Get-SilentThing { [CmdletBinding()] param() }
    function Get-ThingAtPath { [CmdletBinding()] param([string] $Path, [Alias('PSPath')] [string] $LiteralPath) }
    function Get-ThingThatAsks { [CmdletBinding(SupportsShouldProcess)] param() }
    function Get-TrueThing { [CmdletBinding()] param([bool] $Strict) }
    function Get-ThingWithAlias { [CmdletBinding()] param([Alias('cf')] [switch] $Strict) }
    function Get-ThingOfServers { [CmdletBinding()] param([string] $Servers) }
    function Get-ThingTwice { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $One, [Parameter(ValueFromPipeline)] $Other) }
    function Get-NamedThing { [CmdletBinding()] param([string[]] $Server) }
    $broken = @{
        'has an approved verb'                       = 'Fetch-Thing'
        'declares its output'                        = 'Get-SilentThing'
        'has LiteralPath if it has Path'             = 'Get-ThingAtPath'
        'has WhatIf exactly when it makes changes'   = 'Get-ThingThatAsks'
        'has no Boolean parameter'                   = 'Get-TrueThing'
        'has no parameter with a reserved name'      = 'Get-ThingWithAlias'
        'has singular, Pascal-case parameter names'  = 'Get-ThingOfServers'
        'binds one pipeline value per parameter set' = 'Get-ThingTwice'
        'completes every name'                       = 'Get-NamedThing'
        'has complete help'                          = 'Get-NamedThing'
    }
}

AfterAll {
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'The command <Name>' -ForEach $pairs {
    It '<Rule>' { @(& $checks[$Rule] (Get-Command $Name -Module CoexTools)) | Should -BeNullOrEmpty }
}

Describe 'The rules' {
    It 'detect a violation: <Rule>' -ForEach $rules { @(& $checks[$Rule] (Get-Command $broken[$Rule])) | Should -Not -BeNullOrEmpty }

    It 'have one check and one sample command each' { @($checks.Keys | Sort-Object) | Should -Be @($broken.Keys | Sort-Object) }
}

Describe 'The module' {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot -Parent) -Parent
        $exported = @((Get-Module CoexTools).ExportedCmdlets.Keys | Sort-Object)
        $assembly = (Get-Command Get-ForeignDomainDocument).ImplementingType.Assembly
    }

    It 'exports every cmdlet in its assembly' {
        $cmdlets = foreach ($type in $assembly.GetExportedTypes()) {
            foreach ($cmdlet in $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)) { "$($cmdlet.VerbName)-$($cmdlet.NounName)" }
        }
        @($cmdlets | Sort-Object) | Should -Be $exported
        @((Test-ModuleManifest (Get-ModuleManifest)).ExportedCmdlets.Keys | Sort-Object) | Should -Be $exported
    }

    It 'has exactly one help page for each cmdlet' {
        @(Get-ChildItem -Path (Join-Path $root 'docs/en-US') -Filter '*-*.md' | ForEach-Object BaseName | Sort-Object) | Should -Be $exported
    }

    It 'documents every error that the tests of the cmdlets expect' {
        $topic = [IO.File]::ReadAllText((Join-Path $root 'docs/en-US/about_CoexTools_Errors.md'))
        $seen = @(Get-ChildItem -Path $PSScriptRoot -Filter '*.Tests.ps1' | ForEach-Object { [regex]::Matches([IO.File]::ReadAllText($_.FullName), "Assert-CoexError \S+ '(\w+)'") } |
                ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique)
        $seen.Count | Should -BeGreaterThan 10
        foreach ($id in $seen) { $topic | Should -Match "\| ``$id`` \|" }
    }
}

Describe '-WhatIf' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'whatif'
        $null = New-Item -ItemType Directory -Path $folder
        $file = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'names.dxl')
        $changed = Copy-Scenario 'security-on.dxl' (Join-Path $folder 'changed.dxl')
        Remove-DocumentAccessField $changed
        $directory = Import-DominoDirectory $file
        $null = Register-CoexistenceSchedule $file -Name Old -PowerShell pwsh
        $calls = @{
            'Add-DominoGroup'                 = { Add-DominoGroup New -Directory $directory -WhatIf }
            'Add-DominoServer'                = { Add-DominoServer New/Acme -Directory $directory -WhatIf }
            'Export-CoexistenceFinding'       = { Test-CoexistenceConfiguration $file | Export-CoexistenceFinding (Join-Path $folder 'new.sarif') -As Sarif -WhatIf }
            'Export-CoexistenceReport'        = { Export-CoexistenceReport $file (Join-Path $folder 'new.html') -WhatIf }
            'Export-DominoDirectory'          = { Export-DominoDirectory (Join-Path $folder 'new.dxl') -Directory $directory -WhatIf }
            'New-DominoDirectory'             = { New-DominoDirectory New -WhatIf }
            'New-ForeignDomainDocument'       = { New-ForeignDomainDocument New DominoA/Acme -Directory $directory -WhatIf }
            'Protect-ForeignDomainDocument'   = { Protect-ForeignDomainDocument $file -ServerGroup 'Servers Only' -WarningAction SilentlyContinue -WhatIf }
            'Register-CoexistenceSchedule'    = { Register-CoexistenceSchedule $file -Name New -PowerShell pwsh -WhatIf }
            'Remove-DocumentAccessField'      = { Remove-DocumentAccessField $file -WhatIf }
            'Remove-ForeignDomainDocument'    = { Remove-ForeignDomainDocument -Directory $directory -Domain * -WhatIf }
            'Repair-CoexistenceConfiguration' = { $null = Repair-CoexistenceConfiguration $file -WhatIf }
            'Set-DominoAclEntry'              = { Set-DominoAclEntry New Manager -Directory $directory -WhatIf }
            'Set-ForeignDomainDocument'       = { Set-ForeignDomainDocument $file -MailFile new.box -WarningAction SilentlyContinue -WhatIf }
            'Undo-DirectoryChange'            = { Undo-DirectoryChange $changed -WhatIf }
            'Unregister-CoexistenceSchedule'  = { Unregister-CoexistenceSchedule Old -WhatIf }
        }

        function Get-State {
            foreach ($path in Get-ChildItem -LiteralPath $TestDrive -Recurse -File | Sort-Object FullName) { "$($path.FullName) $(Get-FileHashText $path.FullName)" }
            "$($directory.Server) $($directory.Group) $($directory.Acl.Entry) $($directory.ForeignDomain)"
        }
    }

    It 'is tested for every cmdlet that makes changes' { @($calls.Keys | Sort-Object) | Should -Be @($changing | Sort-Object) }

    It 'changes nothing' {
        foreach ($name in $calls.Keys) {
            $before = Get-State
            & $calls[$name] | Should -BeNullOrEmpty -Because $name
            Get-State | Should -Be $before -Because $name
        }
    }
}
