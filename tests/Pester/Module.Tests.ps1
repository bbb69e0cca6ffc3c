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

    It 'refuses a second copy with one sentence that says what to do' {
        $copies = foreach ($name in 'first', 'second') {
            $copy = Join-Path $TestDrive $name
            Copy-Item -LiteralPath (Split-Path $manifest -Parent) -Destination $copy -Recurse
            Join-Path $copy 'CoexTools.psd1'
        }
        $script = Join-Path $TestDrive 'Import-Twice.ps1'
        Set-Content -LiteralPath $script -Value @'
param($First, $Second, $Saved)
Get-Module CoexTools | Remove-Module # src/CoexTools.Shell imports the built module.
Import-Module $First
try { Import-Module $Second } catch { $null = $_ }
"$($error.Count) $($error[0].Exception.Message)"
New-DominoDirectory -Name Acme | Export-Clixml -LiteralPath $Saved
(Import-Clixml -LiteralPath $Saved).GetType().FullName
Import-Module $First -Force
(Import-Clixml -LiteralPath $Saved).GetType().FullName
Remove-Module CoexTools
Import-Module $Second
"$((Get-Module CoexTools).ModuleBase) $($error.Count)"
(Import-Clixml -LiteralPath $Saved).GetType().FullName
'@
        $output = @(& (Get-PowerShell) -NoProfile -NonInteractive -File $script @copies (Join-Path $TestDrive 'saved.xml'))
        $output[0] | Should -BeExactly ("1 CoexTools is already imported from '$(Join-Path $TestDrive 'first')'. A session can use only one copy " +
            'of the module. To use another copy, import it in a new PowerShell session.')
        $output[1] | Should -BeExactly 'CoexTools.Model.DominoDirectory'
        $output[2] | Should -BeExactly 'CoexTools.Model.DominoDirectory'
        # The error list holds the refused copy only.
        $output[3] | Should -BeExactly "$(Join-Path $TestDrive 'second') 1"
        $output[4] | Should -BeExactly 'CoexTools.Model.DominoDirectory'
    }
}
