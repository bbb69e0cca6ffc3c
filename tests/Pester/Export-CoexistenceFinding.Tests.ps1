BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'Export-CoexistenceFinding' {
    BeforeEach {
        $path = Join-Path $TestDrive "out-$([Guid]::NewGuid().ToString('N'))"
        $findings = Test-CoexistenceConfiguration (Get-Scenario 'security-on.dxl')
    }

    It 'writes SARIF with the line of the item' {
        $findings | Export-CoexistenceFinding $path -As Sarif | Should -BeNullOrEmpty
        $log = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
        $log.version | Should -BeExactly '2.1.0'
        $result = $log.runs[0].results | Where-Object ruleId -EQ 'CX001' | Select-Object -First 1
        $line = $result.locations[0].physicalLocation.region.startLine
        (Get-Content -LiteralPath (Get-Scenario 'security-on.dxl'))[$line - 1] | Should -Match "name='DocumentAccess'"
    }

    It 'writes <As>, which is XML with a test for each finding' -ForEach @(
        @{ As = 'JUnit'; Test = 'testcase' }
        @{ As = 'NUnit'; Test = 'test-case' }
    ) {
        $findings | Export-CoexistenceFinding -Path $path -As $As
        $xml = New-Object System.Xml.XmlDocument
        $xml.Load($path)
        $xml.GetElementsByTagName($Test).Count | Should -Be $findings.Count
    }

    It 'writes metrics without a byte order mark, and with line feeds only' {
        $findings | Export-CoexistenceFinding -Path $path -As Prometheus
        $bytes = [IO.File]::ReadAllBytes($path)
        $bytes[0] | Should -Be ([int] [char] '#')
        $bytes[-1] | Should -Be 10
        $bytes | Should -Not -Contain 13
    }

    It 'replaces a file only with -Force' {
        Set-Content -LiteralPath $path -Value old
        $findings | Export-CoexistenceFinding $path -As Markdown -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        ($findings | Export-CoexistenceFinding $path -As Markdown -Force -PassThru).FullName | Should -BeExactly $path
        Get-Content -LiteralPath $path -TotalCount 1 | Should -BeExactly '# Coexistence findings'
    }

    It 'accepts findings from Import-Clixml' {
        $findings | Export-Clixml "$path.xml"
        Import-Clixml "$path.xml" | Export-CoexistenceFinding $path -As Prometheus
        Get-Content -LiteralPath $path -Raw | Should -Match 'coextools_findings\{rule="CX001",severity="Error",domain="BTEx"\} 2'
    }

    It 'is used by the nightly script, which reports the directory as it was read to Nagios' {
        $file = Join-Path $TestDrive 'nightly.dxl'
        Copy-Item (Get-Scenario 'security-on.dxl') $file
        $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'Examples/Repair-Nightly.ps1'
        $line = & (Get-PowerShell) -NoProfile -NonInteractive -File $script -Nagios -MetricPath $path -LogPath "$path.log" $file
        $LASTEXITCODE | Should -Be 1
        $line | Should -Match '^COEXTOOLS WARNING - 2 errors, 0 warnings, 2 repairs in 1 file: CX001\. Repaired in the file only: .* \| errors=2;;0;0 '
        $metrics = Get-Content -LiteralPath $path -Raw
        $metrics | Should -Match 'coextools_request_answered\{domain="BTEx",service="FreeBusy",failure="DominoA/Acme"\} 0'
        $metrics | Should -Match 'coextools_request_answered_after_repair\{domain="BTEx",service="FreeBusy",failure="DominoA/Acme"\} 1'
    }
}
