BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $expectations = @(Get-Expectation)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $noSecurity = Get-Scenario 'no-security.dxl'
}

Describe 'Test-MailRoute' {
    It 'routes <Row.directory> from <Row.from> (<State>)' -ForEach $expectations {
        $path = Get-Scenario $Row.directory
        $mail = @(Test-MailRoute $path -From $Row.from @Network -WarningAction SilentlyContinue)
        $mail.Count | Should -Be 1
        $mail[0].Kind | Should -Be 'Mail'
        $mail[0].Status | Should -Be $Row.mail_status
        $mail[0].Server | Should -BeExactly $Row.mail_server
        $mail[0].Reachable | Should -Be ($Row.mail_status -eq 'Delivered')
        $calendar = @(Test-MailRoute $path -From $Row.from -Kind Calendar @Network -WarningAction SilentlyContinue)
        $calendar.Count | Should -Be 1
        $calendar[0].Kind | Should -Be 'Calendar'
        $calendar[0].Status | Should -Be $Row.calendar_status
        $calendar[0].Server | Should -BeExactly $Row.calendar_server
    }

    It 'returns every property' {
        $result = Test-MailRoute $noSecurity -From Hub01 -ServerDown DominoA, DominoB -Kind Calendar
        $result.PSObject.TypeNames[0] | Should -BeExactly 'CoexTools.Simulation.MailRouteResult'
        $result.Kind | Should -Be 'Calendar'
        $result.Reachable | Should -BeFalse
        $result.Server | Should -BeExactly 'Hub01/Acme'
        @($result.Warning).Server | Should -Be @('Hub01/Acme')
        $result.Domain | Should -BeExactly 'BTEx'
        $result.From | Should -BeExactly 'Hub01/Acme'
        $result.Status | Should -Be 'Retrying'
        $result.Reason | Should -Match 'DominoA/Acme'
        $result.Recommendation | Should -Match 'DominoA/Acme'
        @($result.Hop).Count | Should -BeGreaterThan 1
        @($result.Assumption).Count | Should -Be 0
    }

    It 'tests from every server that is not a coexistence server by default' {
        (Test-MailRoute $noSecurity).From | Should -Be @('Hub01/Acme', 'Mail01/Acme', 'App01/Acme')
    }

    It 'accepts documents and directories from the pipeline' {
        (Get-ForeignDomainDocument $noSecurity | Test-MailRoute -From Hub01).Status | Should -Be 'Delivered'
        (Import-DominoDirectory $noSecurity | Test-MailRoute -From Hub01).Status | Should -Be 'Delivered'
        (Get-Item -LiteralPath $noSecurity | Test-MailRoute -From Hub01).Status | Should -Be 'Delivered'
    }

    It 'returns one Boolean value with -Quiet' {
        Test-MailRoute $noSecurity -Quiet -ServerDown DominoA | Should -BeExactly $true
        Test-MailRoute $noSecurity -Quiet -SmtpDown DominoA | Should -BeExactly $false
    }

    It 'is not true about a server name that does not exist: -<Name>' -ForEach @(
        @{ Name = 'ServerDown'; Value = 'DomnoA' }
        @{ Name = 'ServerBusy'; Value = 'Dmino*' }
        @{ Name = 'SmtpDown'; Value = 'DomnoA' }
        @{ Name = 'LinkDown'; Value = 'Hub01|DomnoA' }
        @{ Name = 'From'; Value = 'Hub01', 'Hub9x' }
    ) {
        $specified = @{ $Name = $Value }
        Test-MailRoute (Get-FieldFile 'fixed.dxl') -Quiet | Should -BeExactly $true
        Test-MailRoute (Get-FieldFile 'fixed.dxl') -Quiet @specified -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeExactly $false
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'ServerNotFound,CoexTools.Commands.TestMailRouteCommand'
    }

    It 'writes an error for each directory that lacks the name, and has no result for it' {
        $other = Set-TestFile (Join-Path $TestDrive 'other.dxl') (
            (New-DxlText 'Other' -Server 'CN=DominoX/O=Acme') -replace '(?=</database>)', "<document form='Server'><item name='ServerName'><text>CN=Hub09/O=Acme</text></item></document>")
        $results = Test-MailRoute $noSecurity, $other -ServerDown DominoX -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerNotFound' 'Test-MailRoute' 'ObjectNotFound' 'DominoX'
        $failure[0].Exception.Message | Should -Match 'no-security\.dxl'
        $results.Domain | Should -Be 'Other'
    }

    It 'assumes UnknownServer if the directory does not contain Server documents' {
        $path = Set-TestFile (Join-Path $TestDrive 'bare.dxl') (New-DxlText 'A')
        $result = Test-MailRoute $path -ServerDown DomnoA -WarningVariable warned -WarningAction SilentlyContinue
        @($warned).Count | Should -Be 1
        "$warned" | Should -Match 'cannot be checked.*Did you mean DominoA/Acme\?$'
        $result.Assumption | Should -Contain 'UnknownServer: DomnoA'
    }

    It 'writes ServerAmbiguous for an ambiguous server name' {
        $text = [IO.File]::ReadAllText($noSecurity).Replace('CN=Mail01/O=Acme', 'CN=Hub01/O=Other')
        $path = Set-TestFile (Join-Path $TestDrive 'clash.dxl') $text
        $null = Test-MailRoute $path -From Hub01 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerAmbiguous' 'Test-MailRoute' 'InvalidArgument' 'Hub01'
    }

    It 'displays a table for each kind and domain' {
        $shown = Test-MailRoute $noSecurity -From Hub01 -ServerBusy DominoA | Out-String -Width 100
        $shown | Should -Match 'Route: Mail for domain BTEx'
        $shown | Should -Match 'Queued\s+Hub01 > DominoA \(busy\): queued'
    }
}
