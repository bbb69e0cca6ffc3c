# Tests the help and -WhatIf of every cmdlet of the built module in the current PowerShell. ConformanceTests.cs tests the rules for the declarations of the
# cmdlets, which are the same in every PowerShell.

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
    $common = @([Management.Automation.Cmdlet]::CommonParameters) + @([Management.Automation.Cmdlet]::OptionalCommonParameters) + 'ProgressAction'

    function Get-OwnParameter {
        param($Command)
        @($Command.Parameters.Values | Where-Object { $common -notcontains $_.Name })
    }

    function Get-MissingHelp {
        <# .SYNOPSIS Returns the parts that the help of a command does not have. #>
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

AfterAll {
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'The help' {
    It 'is complete for every cmdlet' {
        foreach ($command in (Get-Module CoexTools).ExportedCmdlets.Values) { Get-MissingHelp $command | Should -BeNullOrEmpty -Because $command.Name }
    }

    It 'of a command without help is not complete' {
        function Get-Thing { [CmdletBinding()] param([string] $Name) "$Name" }
        Get-MissingHelp (Get-Command Get-Thing) | Should -Contain 'Name'
    }
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
