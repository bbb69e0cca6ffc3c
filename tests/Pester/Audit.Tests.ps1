BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    function Get-FieldFile { param([string] $Name) Join-Path (Join-Path (Split-Path $PSScriptRoot -Parent) (Join-Path 'Data' 'field')) $Name }
}

Describe 'The audit of directories from the field' {
    It 'reports a server that may not exist, and the result that passes through it' {
        $result = Test-MailRoute (Get-FieldFile 'wrong.dxl') -Domain BTEx -From Hub01 -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Delivered'
        $result.Assumption | Should -Contain 'NoServerDocument: DominX/Srv/Contoso'
        $finding = Test-CoexistenceConfiguration (Get-FieldFile 'wrong.dxl') -Rule NoServerDocument
        $finding.Severity | Should -Be 'Error'
        $finding.Server | Should -BeExactly 'DominX/Srv/Contoso'
    }

    It 'names the group that contains a coexistence server' {
        $findings = Test-CoexistenceConfiguration (Get-FieldFile 'wrong.dxl') -Rule ReaderOfAnother
        $findings | ForEach-Object { $_.Recommendation | Should -BeLike '*Coex Servers from the group Servers Only*' }
    }

    It 'makes one finding of a server that is missing in a group' {
        $findings = @(Test-CoexistenceConfiguration (Get-FieldFile 'samecn.dxl') | Where-Object Server -EQ 'Hub01/West/Contoso')
        $findings.Count | Should -Be 1
        $findings[0].Recommendation | Should -BeExactly 'Add Hub01/West/Contoso to the group Servers Only.'
        @(Test-CoexistenceConfiguration (Get-FieldFile 'samecn.dxl') -Rule CX020).Count | Should -Be 6
    }

    It 'states that the spelling of the domain differs' {
        (Test-FreeBusyPath (Get-FieldFile 'case.dxl') -From Hub01 -WarningAction SilentlyContinue).Assumption | Should -Contain 'DomainNameCase'
    }

    It 'names the parameter for other items, and the failure' {
        $findings = Test-CoexistenceConfiguration (Get-FieldFile 'othernames.dxl')
        ($findings | Where-Object Rule -EQ 'CX009')[0].Recommendation | Should -BeLike '*-FieldMap @{ MailServer = ''GWServer''; CalendarServer = ''CalSrvName'' }*'
        ($findings | Where-Object Rule -EQ 'CX020')[0].Severity | Should -Be 'Error'
    }

    It 'does not recommend a shutdown that makes requests fail' {
        Test-CoexistenceConfiguration (Get-FieldFile 'secure.dxl') -Rule CX021 |
            ForEach-Object { $_.Recommendation | Should -BeLike '*Do not shut down*' }
    }

    It 'finds a document without a mail server' {
        $finding = Test-CoexistenceConfiguration (Get-FieldFile 'nomail1.dxl') -Rule CX008
        $finding.DocumentName | Should -BeExactly 'BTEx (DominoA/Srv/Contoso)'
    }

    It 'does not claim that mail works without a server' {
        $findings = Test-CoexistenceConfiguration (Get-FieldFile (Join-Path 'exact' '06-no-server.dxl'))
        $findings.Rule | Should -Contain 'CX020'
        $findings.Reason | Should -Not -BeLike '*mail works*'
    }

    It 'shows the order of documents whose times differ by hundredths, and of one without a time zone' -ForEach @(
        @{ File = '51-hundredths-apart.dxl'; Servers = 'DominoA/Acme', 'DominoB/Acme'; Times = '2025-03-10 09:30:15.02Z', '2025-03-10 09:30:15.01Z'; Table = '09:30:15\.02[\s\S]+09:30:15\.01' }
        @{ File = '50-zone-less-close.dxl'; Servers = 'DominoB/Acme', 'DominoA/Acme'; Times = '2025-03-10 12:00:00.00Z', '2025-03-10 09:30:15.00Z'; Table = '12:00[\s\S]+09:30' }
    ) {
        $path = Get-FieldFile (Join-Path 'reports' $File)
        $rows = Get-ForeignDomainDocument $path | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $rows.Priority | Should -Be '1', '2'
        $rows.MailServer | Should -Be $Servers
        $rows.ModifiedUtc | Should -Be $Times
        Get-ForeignDomainDocument $path | Out-String -Width 200 | Should -Match $Table
    }

    It 'reads a document whose type is a list' {
        (Get-ForeignDomainDocument (Get-FieldFile (Join-Path 'exact' '14-type-list.dxl'))).MailServer | Should -BeExactly 'A/Acme'
    }

    It 'makes one finding of a conflict and its consequence' {
        $findings = Test-CoexistenceConfiguration (Get-FieldFile 'wrong.dxl')
        $findings.Rule | Should -Not -Contain 'CX011'
        $finding = @($findings | Where-Object Rule -EQ 'CX027')
        $finding.Count | Should -Be 1
        $finding[0].Recommendation | Should -BeLike 'Delete BTCloud (DominoA/Srv/Contoso) 98B2427098226CE698AF9BB3D8F84839 in Domino. Use an agent to remove the items $Conflict and $REF from *'
    }

    It 'lists what fails as evidence of <Rule> in <File>' -ForEach @(
        @{ File = 'secure.dxl'; Rule = 'CX001' }
        @{ File = 'split.dxl'; Rule = 'CX007' }
    ) {
        $findings = Test-CoexistenceConfiguration (Get-FieldFile $File)
        $findings.Rule | Should -Not -Contain 'CX020'
        ($findings | Where-Object Rule -EQ $Rule).Evidence -match '^CX020 ' | Should -Not -BeNullOrEmpty
        (Test-CoexistenceConfiguration (Get-FieldFile $File) -Rule CX020).Count | Should -BeGreaterThan 1
    }

    It 'removes the field as recommended, and the finding is gone' {
        $file = Join-Path $TestDrive 'secure.dxl'
        Copy-Item (Get-FieldFile 'secure.dxl') $file
        (Test-CoexistenceConfiguration $file -Rule CX001)[0].Recommendation | Should -BeLike '*Remove-DocumentAccessField -PreserveOrder*'
        Get-ForeignDomainDocument $file | Remove-DocumentAccessField -PreserveOrder -WarningAction SilentlyContinue
        Test-CoexistenceConfiguration $file -Rule CX001, CX020 | Should -BeNullOrEmpty
    }
}
