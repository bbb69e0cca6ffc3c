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
        $lines = @(& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -EncodedCommand $encoded)
        $LASTEXITCODE | Should -Be 0
        $lines[-1] | Should -BeExactly "Passed $(Split-Path (Split-Path $examples -Parent) -Parent) 12 passed, 0 failed"
    }
}
