BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
    # Nothing listens at this port.
    $closed = @{ DominoA = '127.0.0.1:1'; DominoB = '127.0.0.1:1' }
}

Describe 'Test-CoexistenceServer' {
    It 'probes the servers that the documents name' {
        $probes = @(Test-CoexistenceServer $securityOn -Address $closed)
        $probes.Server | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        $probes.Status | Should -Be @('Refused', 'Refused')
        $probes.Protocol | Should -Be @('Nrpc', 'Nrpc')
        $probes.AddressSource | Should -Be @('Address', 'Address')
        $probes[0].Address | Should -BeExactly '127.0.0.1'
        $probes[0].Port | Should -Be 1
        $probes[0].Reason | Should -Not -BeNullOrEmpty
        $probes[0].Recommendation | Should -Not -BeNullOrEmpty
    }

    It 'accepts documents, directories, and files from the pipeline' {
        @(Get-ForeignDomainDocument $securityOn | Test-CoexistenceServer -Address $closed).Count | Should -Be 2
        @(Import-DominoDirectory $securityOn | Test-CoexistenceServer -Address $closed).Count | Should -Be 2
        @(Get-Item -LiteralPath $securityOn | Test-CoexistenceServer -Address $closed).Count | Should -Be 2
        @(Import-DominoDirectory $securityOn | Test-CoexistenceServer -Server DominoB -Address @{ DominoB = '127.0.0.1:1' }).Server | Should -BeExactly 'DominoB/Acme'
    }

    It 'probes servers without documents' {
        (Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' }).Server | Should -BeExactly 'DominoA'
        (Test-CoexistenceServer -Server 'DominoA/Acme' -Address @{ DominoA = '127.0.0.1' } -Port 1).Status | Should -Be 'Refused'
    }

    It 'recognizes a server that accepts connections and says nothing' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            # On a busy computer, the connection alone can take longer than the shortest time.
            foreach ($seconds in 2, 8, 32, 128) {
                $probe = Test-CoexistenceServer -Address @{ DominoA = "127.0.0.1:$($listener.LocalEndpoint.Port)" } -TimeoutSeconds $seconds
                if ($probe.Status -ne 'TimedOut') { break }
            }
            $probe.Status | Should -Be 'Silent'
            $probe.Reason | Should -Match "within $seconds s"
        }
        finally { $listener.Stop() }
    }

    It 'probes Exchange' {
        $probes = @(Test-CoexistenceServer -SmtpHost 127.0.0.1:1 -ExchangeUrl http://127.0.0.1:1, http://127.0.0.1:1/ews/exchange.asmx)
        $probes.Protocol | Should -Be @('Smtp', 'Http', 'Http', 'Http')
        $probes[1].Address | Should -BeExactly 'http://127.0.0.1:1/ews/healthcheck.htm'
        $probes[3].Address | Should -BeExactly 'http://127.0.0.1:1/ews/exchange.asmx'
    }

    It 'throws a terminating error if an address is not valid' {
        { Test-CoexistenceServer $securityOn -Address @{ DominoA = 'a b' } } | Should -Throw -ErrorId 'AddressInvalid,CoexTools.Commands.TestCoexistenceServerCommand'
    }

    It 'displays a table and a list' {
        $shown = Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' } | Out-String -Width 80
        $shown | Should -Match 'Status\s+Protocol\s+Server\s+Address'
        $shown | Should -Match 'Refused\s+NRPC\s+DominoA\s+127\.0\.0\.1'
        Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' } | Format-List | Out-String | Should -Match 'AddressSource\s+: Address'
    }
}

Describe '-Network' {
    BeforeAll {
        $network = Test-CoexistenceServer $securityOn -Server DominoA -Address @{ DominoA = '127.0.0.1:1' }
        $path = Join-Path $TestDrive 'network.xml'
        $network | Export-Clixml $path
    }

    It 'makes what was down when it was probed down for <Command>' -ForEach @(
        @{ Command = 'Test-FreeBusyPath'; Status = 'NotRelayed' }, @{ Command = 'Test-MailRoute'; Status = 'Delivered' }
    ) {
        foreach ($given in $network, (Import-Clixml $path)) {
            $result = & $Command $securityOn -From Hub01 -Network $given -WarningAction SilentlyContinue
            $result.Status | Should -Be $Status
            $result.Server | Should -BeExactly 'DominoB/Acme'
            $hop = @($result.Hop | Where-Object Basis -EQ 'Observed')[0]
            $hop.Time | Should -Be $network.Time
            $result.Assumption | Should -Contain 'NotProbed: DominoB/Acme'
        }
    }

    It 'is the state before further failures for Compare-CoexistencePath' {
        $gained = Compare-CoexistencePath $securityOn (Get-Scenario 'security-on-field-removed.dxl') -From Hub01 -MaximumOrder 0 -Network $network |
            Where-Object Change -EQ 'Gained'
        $gained.Service | Should -Be 'FreeBusy'
        @($gained.Failure).Count | Should -Be 0
    }
}
