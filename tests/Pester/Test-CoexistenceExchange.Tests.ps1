# Tests Test-CoexistenceExchange with saved objects: Clixml files and JSON, as administrators take them to another computer.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Test-CoexistenceExchange' {
    It 'has no finding but the end of EWS for a good configuration (<_>)' -ForEach 'live', 'arrays', 'strings', 'JSON' {
        $findings = New-ExchangeConfiguration | ConvertTo-Saved $_ (Join-Path $TestDrive 'exchange.saved') |
            Test-CoexistenceExchange -DominoDomain domino.acme.com -ApplicationId (Get-ExchangeApplication) -Date 2026-11-26Z
        $findings.Rule | Should -Be 'CE002'
    }

    It 'reports missing kinds as NotChecked, and never as passed' {
        $findings = @() | Test-CoexistenceExchange -DominoDomain domino.acme.com -IncludePassed
        $findings.Count | Should -Be (@(Get-CoexistenceRule CE*).Count)
        $findings.Outcome | Sort-Object -Unique | Should -Be 'NotChecked'
        @() | Test-CoexistenceExchange -DominoDomain domino.acme.com -Quiet | Should -BeFalse
    }

    It 'reports an object of another kind as an error and tests the rest' {
        $findings = @{ Name = 'x' }, @{ EwsEnabled = $false } |
            Test-CoexistenceExchange -DominoDomain domino.acme.com -Rule EwsOff -ErrorVariable problems -ErrorAction SilentlyContinue
        $findings.Outcome | Should -Be 'Fail'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ExchangeObjectUnknown,*'
    }
}
