BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    # Windows PowerShell, other systems, and a module that was built without the compiler use IL.
    $system = if ($env:OS -eq 'Windows_NT') { 'win-x64' } elseif ($IsLinux) { 'linux-x64' } else { 'other' }
    $isOnlyIL = [Environment]::Version.Major -lt 10 -or [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -ne 'X64' -or
        -not (Test-Path (Join-Path (Split-Path (Get-ModuleManifest)) "ReadyToRun/$system"))
}

BeforeAll {
    $system = if ($env:OS -eq 'Windows_NT') { 'win-x64' } else { 'linux-x64' }
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $manifest = Get-ModuleManifest
}

Describe 'The module CoexTools' {
    AfterEach {
        $env:COEXTOOLS_MANIFEST = $null
    }

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

    It 'is compiled ahead of time for this system' -Skip:$isOnlyIL {
        # The shell of this repository has imported the module when it starts.
        $script = "Import-Module '$manifest'; (Get-Command Test-FreeBusyPath).ImplementingType.Assembly.Location; " +
            '$before = [Runtime.JitInfo]::GetCompiledMethodCount(); ' +
            "`$null = Test-CoexistenceConfiguration '$(Get-Scenario 'security-on.dxl')' 6> `$null; [Runtime.JitInfo]::GetCompiledMethodCount() - `$before"
        $location, $compiled = & (Get-PowerShell) -NoProfile -NonInteractive -Command $script
        $location | Should -BeExactly ([IO.Path]::Combine((Split-Path $manifest), 'ReadyToRun', $system, 'CoexTools.Module.dll'))
        # The IL of the module alone requires more than 2000 methods.
        [int] $compiled | Should -BeLessThan 1200
    }

    It 'can be imported if <Name> for this system is <Damage>' -Skip:$isOnlyIL -ForEach @(
        foreach ($name in 'CoexTools.dll', 'CoexTools.Module.dll') {
            foreach ($damage in 'missing', 'truncated', 'no assembly') { @{ Name = $name; Damage = $damage } }
        }
    ) {
        $copy = Join-Path $TestDrive "$Damage $Name"
        Copy-Item -LiteralPath (Split-Path $manifest) -Destination $copy -Recurse
        $file = [IO.Path]::Combine($copy, 'ReadyToRun', $system, $Name)
        switch ($Damage) {
            'missing' { Remove-Item -LiteralPath $file }
            'truncated' { [IO.File]::WriteAllBytes($file, [IO.File]::ReadAllBytes($file)[0..4095]) }
            'no assembly' { Set-Content -LiteralPath $file -Value 'no assembly' }
        }
        $script = "Get-Module CoexTools | Remove-Module; Import-Module '$copy/CoexTools.psd1'; " +
            "`$null = Test-CoexistenceConfiguration '$(Get-Scenario 'security-on.dxl')' 6> `$null; ""`$((Get-Module CoexTools).ModuleBase) `$(`$error.Count)"""
        $env:COEXTOOLS_MANIFEST = "$copy/CoexTools.psd1"
        & (Get-PowerShell) -NoProfile -NonInteractive -Command $script 2>&1 | Should -BeExactly "$copy 0"
    }

    It 'says that its files were replaced while the session used them' -Skip:($isOnlyIL -or $env:OS -eq 'Windows_NT') {
        $copy = Join-Path $TestDrive 'replaced'
        Copy-Item -LiteralPath (Split-Path $manifest) -Destination $copy -Recurse
        $script = Join-Path $TestDrive 'Import-Replaced.ps1'
        Set-Content -LiteralPath $script -Value @'
param($Folder)
Get-Module CoexTools | Remove-Module
Import-Module "$Folder/CoexTools.psd1"
$file = "$Folder/CoexTools.Module.dll"
$id = (Get-Command Test-MailRoute).ImplementingType.Module.ModuleVersionId.ToByteArray()
$bytes = [IO.File]::ReadAllBytes($file)
$text = [Text.Encoding]::Latin1
$place = $text.GetString($bytes).IndexOf($text.GetString($id), [StringComparison]::Ordinal)
$bytes[$place] = $bytes[$place] -bxor 1
Remove-Item -LiteralPath $file
[IO.File]::WriteAllBytes($file, $bytes)
foreach ($i in 1, 2) {
    try { Import-Module "$Folder/CoexTools.psd1" -Force -ErrorAction Stop } catch { $_.Exception.Message }
}
'@
        $env:COEXTOOLS_MANIFEST = "$copy/CoexTools.psd1"
        $output = @(& (Get-PowerShell) -NoProfile -NonInteractive -File $script $copy)
        $output.Count | Should -Be 2
        $output | Should -BeExactly (@("The assemblies of CoexTools in '$copy' are not of the build that this session has loaded, for example " +
                'because an update replaced them. Import CoexTools in a new PowerShell session. If the error persists, install the module again.') * 2)
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
