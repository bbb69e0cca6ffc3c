BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $examples = Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'Examples'
}

Describe 'Examples/Failover.Tests.ps1' {
    It 'passes in a separate session, in which it imports the module' {
        $script = @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$((Get-Module Pester).ModuleBase)/Pester.psd1'
            `$configuration = New-PesterConfiguration
            `$configuration.Run.Path = '$(Join-Path $examples 'Failover.Tests.ps1')'
            `$configuration.Run.PassThru = `$true
            `$configuration.Output.Verbosity = 'None'
            `$result = Invoke-Pester -Configuration `$configuration
            '{0} {1} {2} passed, {3} failed' -f `$result.Result, (Split-Path (Get-Module CoexTools).ModuleBase -Parent), `$result.PassedCount, `$result.FailedCount
            `$result.Failed.ErrorRecord
"@
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $lines = @(& (Get-PowerShell) -NoProfile -NonInteractive -EncodedCommand $encoded)
        $LASTEXITCODE | Should -Be 0
        $lines[-1] | Should -BeExactly "Passed $(Split-Path (Split-Path $examples -Parent) -Parent) 12 passed, 0 failed"
    }
}

Describe 'An example script in a clone of the repository' {
    It 'imports the module that was built: <_>' -ForEach 'Show-FailoverGap.ps1', 'Failover.Tests.ps1', 'Test-Fleet.ps1' {
        $source = Join-Path (Split-Path (Split-Path $PSScriptRoot -Parent) -Parent) 'module/Examples'
        $clone = Join-Path $TestDrive "clone-$_"
        $copy = Join-Path $clone 'module/Examples'
        $null = New-Item -ItemType Directory $copy, (Join-Path $clone 'output')
        Copy-Item (Join-Path $source '*') $copy
        Copy-Item (Split-Path (Split-Path $examples -Parent) -Parent) (Join-Path $clone 'output/CoexTools') -Recurse
        $path = Join-Path $copy $_
        $call = switch ($_) {
            'Show-FailoverGap.ps1' { "`$null = & '$path'" }
            'Failover.Tests.ps1' { "Import-Module '$((Get-Module Pester).ModuleBase)/Pester.psd1'; Invoke-Pester '$path' -Output None" }
            'Test-Fleet.ps1' { "`$null = & '$path' '$(Join-Path $copy 'AcmeDirectory.dxl')'" }
        }
        # The shell of this repository imports the module when it starts.
        $script = "`$ErrorActionPreference = 'Stop'; `$WarningPreference = 'SilentlyContinue'; Get-Module CoexTools | Remove-Module; $call; (Get-Module CoexTools).ModuleBase"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $lines = @(& (Get-PowerShell) -NoProfile -NonInteractive -EncodedCommand $encoded)
        $lines[-1] | Should -BeExactly (Join-Path $clone (Join-Path 'output/CoexTools' (Split-Path (Split-Path $examples -Parent) -Leaf)))
    }
}
