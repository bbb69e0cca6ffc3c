BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $noSecurity = Get-Scenario 'no-security.dxl'
    $removed = Get-Scenario 'security-on-field-removed.dxl'
}

Describe 'Measure-CoexistenceAvailability' {
    It 'finds <Single> for <Service> in <File>' -ForEach @(
        @{ File = 'no-security.dxl'; Service = 'FreeBusy'; Single = @('DominoA/Acme'); Availability = 0.99 }
        @{ File = 'no-security.dxl'; Service = 'Mail'; Single = @(); Availability = 0.9999 }
        @{ File = 'no-security.dxl'; Service = 'Calendar'; Single = @(); Availability = 0.9999 }
        @{ File = 'security-on-field-removed.dxl'; Service = 'FreeBusy'; Single = @(); Availability = 0.9999 }
        @{ File = 'security-on-field-removed.dxl'; Service = 'Mail'; Single = @(); Availability = 0.9999 }
    ) {
        $found = @(Measure-CoexistenceAvailability (Get-Scenario $File) -From Hub01 -Service $Service -ServerAvailability 0.99)
        $found.Count | Should -Be 1
        $found[0].From | Should -BeExactly 'Hub01/Acme'
        @($found[0].SinglePointOfFailure) | Should -Be $Single
        $found[0].SurvivesAnySingleFailure | Should -Be ($Single.Count -eq 0)
        [Math]::Abs($found[0].Availability - $Availability) | Should -BeLessThan 1e-12
        [Math]::Abs($found[0].DowntimePerYear.TotalDays - 365 * (1 - $Availability)) | Should -BeLessThan 1e-6
        $found[0].IsComplete | Should -BeTrue
    }

    It 'returns a result for each domain, service and source server' {
        $found = @(Measure-CoexistenceAvailability $noSecurity)
        $found.Count | Should -Be 9
        @($found.From | Select-Object -Unique) | Should -Be @('Hub01/Acme', 'Mail01/Acme', 'App01/Acme')
        @($found.Service | Select-Object -Unique) | Should -Be @('FreeBusy', 'Mail', 'Calendar')
    }

    It 'returns the cut sets with their paths' {
        $cut = @((Measure-CoexistenceAvailability $removed -From Hub01 -Service FreeBusy -IncludeBusy).CutSet)
        $cut[0].Order | Should -Be 1
        $cut[0].Member | Should -Be @('DominoA/Acme (busy)')
        $cut[0].Status | Should -Be 'Busy'
        $cut[0].Path.Hop.Count | Should -BeGreaterThan 1
        ($cut | ForEach-Object { $_.Member -join ', ' }) | Should -Contain 'DominoA/Acme, DominoB/Acme'
    }

    It 'accepts documents from the pipeline' {
        $found = Get-ForeignDomainDocument $noSecurity | Measure-CoexistenceAvailability -From Hub01 -Service FreeBusy
        $found.SinglePointOfFailure | Should -Be @('DominoA/Acme')
    }

    It 'throws a terminating error if <Value> is not a probability' -ForEach @(@{ Value = 2 }, @{ Value = 'x' }, @{ Value = @{ DominoA = -1 } }) {
        { Measure-CoexistenceAvailability $noSecurity -ServerAvailability $Value } |
            Should -Throw -ErrorId 'AvailabilityInvalid,CoexTools.Commands.MeasureCoexistenceAvailabilityCommand'
    }

    It 'reports what it pruned' {
        $messages = Measure-CoexistenceAvailability $noSecurity -From Hub01 -Service Mail -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$messages" | Should -Match '3 of 4 states'
    }

    It 'displays a table' {
        $shown = Measure-CoexistenceAvailability $noSecurity -From Hub01 -ServerAvailability 0.99 | Out-String -Width 100
        $shown | Should -Match 'Availability for domain: BTEx, from Hub01 \(no-security.dxl\)'
        $shown | Should -Match 'FreeBusy\s+0\.99\s+3\.7 d\s+DominoA\s'
    }
}
