BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $removed = Get-Scenario 'security-on-field-removed.dxl'
}

Describe 'Get-DocumentReader' {
    It 'evaluates every server for every document' {
        $readers = @(Get-DocumentReader $removed)
        $readers.Count | Should -Be 10
        @($readers | Where-Object { -not $_.CanRead } | ForEach-Object { "$($_.Server) $($_.Document.Substring(30))" }) | Should -Be @('DominoB/Acme A0', 'DominoA/Acme A1')
    }

    It 'reports the entry that lets a server read the document' {
        $reader = @(Get-DocumentReader $removed -Server Hub01)[0]
        $reader.Domain | Should -BeExactly 'BTEx'
        $reader.Document | Should -BeExactly '000000000000000000000000000000A0'
        $reader.Server | Should -BeExactly 'Hub01/Acme'
        $reader.CanRead | Should -BeTrue
        $reader.Entry | Should -BeExactly 'Servers Only'
        $reader.Via | Should -BeExactly 'Hub01/Acme > Mail Servers > Servers Only'
        $reader.Level | Should -Be 'Manager'
        @($reader.Assumption).Count | Should -Be 0
    }

    It 'accepts documents from the pipeline' {
        (Get-ForeignDomainDocument $removed | Where-Object Priority -EQ 2 | Get-DocumentReader -Server DominoA, DominoB).CanRead | Should -Be @($false, $true)
    }

    It 'accepts a directory in memory' {
        (Import-DominoDirectory $removed | Get-DocumentReader -Server DominoA -Domain bte?).CanRead | Should -Be @($true, $false)
    }

    It 'reports its assumptions' {
        $path = Set-TestFile (Join-Path $TestDrive 'bare.dxl') (New-DxlText 'A')
        (Get-DocumentReader $path).Assumption | Should -Be @('DefaultAcl', 'DefaultLocalDomainServers')
    }

    It 'writes ServerNotFound for a name that the directory does not contain' {
        $readers = Get-DocumentReader $removed -Server Hub01, DomnoB -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerNotFound' 'Get-DocumentReader' 'ObjectNotFound' 'DomnoB'
        $failure[0].Exception.Message | Should -Match 'Did you mean DominoB/Acme\?$'
        $readers | Should -BeNullOrEmpty
    }

    It 'writes ServerAmbiguous and lists the servers' {
        $text = [IO.File]::ReadAllText($removed).Replace('CN=Mail01/O=Acme', 'CN=Hub01/O=Other')
        $path = Set-TestFile (Join-Path $TestDrive 'clash.dxl') $text
        $null = Get-DocumentReader $path -Server Hub01 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerAmbiguous' 'Get-DocumentReader' 'InvalidArgument' 'Hub01'
        $failure[0].Exception.Message | Should -Match 'Hub01/Acme, Hub01/Other'
    }

    It 'displays a table for each document' {
        $text = Get-DocumentReader $removed -Server DominoB | Out-String -Width 100
        $text | Should -Match 'Readers of: BTEx \(DominoA/Acme\)'
        $text | Should -Match 'CanRead\s+Server\s+Level\s+Match'
        $text | Should -Match 'False\s+DominoB\s+Manager'
    }
}
