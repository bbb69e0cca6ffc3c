BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $manifest = Get-ModuleManifest
}

Describe 'The module CoexTools' {
    It 'has a valid manifest' {
        $module = Test-ModuleManifest $manifest -ErrorAction Stop -WarningAction Stop
        $module.Name | Should -BeExactly 'CoexTools'
        $module.Version.ToString() | Should -BeExactly (Split-Path (Split-Path $manifest -Parent) -Leaf)
        $module.CompatiblePSEditions | Should -Contain 'Core'
        $module.CompatiblePSEditions | Should -Contain 'Desktop'
    }

    It 'can be imported by name if output is in PSModulePath' {
        $separator = [IO.Path]::PathSeparator
        $before = $env:PSModulePath
        Get-Module CoexTools | Remove-Module
        try {
            $env:PSModulePath = "$(Get-ModuleFolder)$separator$before"
            $module = Import-Module CoexTools -PassThru
            $module.Path | Should -BeLike (Join-Path (Split-Path $manifest -Parent) '*')
            @(Get-Module CoexTools).Count | Should -Be 1
        }
        finally {
            $env:PSModulePath = $before
        }
    }

    It 'can be imported again' {
        Import-BuiltModule
        Import-BuiltModule
        @(Get-ForeignDomainDocument -LiteralPath (Get-Scenario 'security-on.dxl')).Count | Should -Be 2
    }

    It 'exports the command <_>' -ForEach @(
        'Get-DocumentReader', 'Get-ForeignDomainDocument', 'Import-DominoDirectory', 'Remove-DocumentAccessField', 'Test-FreeBusyPath', 'Test-MailRoute'
    ) {
        Import-BuiltModule
        $command = Get-Command $_ -Module CoexTools
        $command.CommandType | Should -Be 'Cmdlet'
        (Get-Module CoexTools).ExportedCmdlets.Keys | Should -Contain $_
    }

    It 'exports exactly the cmdlets in its manifest' {
        Import-BuiltModule
        $module = Get-Module CoexTools
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
        @($module.ExportedCommands.Keys | Sort-Object) | Should -Be @((Test-ModuleManifest $manifest).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'uses approved verbs' {
        Import-BuiltModule
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module CoexTools) { $approved | Should -Contain $command.Verb }
    }
}
