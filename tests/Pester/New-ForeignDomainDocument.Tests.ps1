BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
}

Describe 'New-ForeignDomainDocument' {
    BeforeEach {
        $directory = New-DominoDirectory Acme
    }

    It 'adds a document like one that the form saves' {
        $document = $directory | New-ForeignDomainDocument BTEx DominoA/Acme
        $document.MailServer | Should -BeExactly 'DominoA/Acme'
        $document.MailFile | Should -BeExactly 'mail.box'
        $document.CalendarServer | Should -BeExactly 'DominoA/Acme'
        $document.CalendarSystem | Should -BeExactly 'mail.box'
        $document.DocumentAccess | Should -Be @('[NetModifier]')
        $document.IsRestricted | Should -BeFalse
        $document.Sequence | Should -Be 1
    }

    It 'sets every property' {
        $parameters = @{
            Directory = $directory; Domain = 'BTEx'; Server = 'Ignored/Acme'; MailServer = 'CN=DominoA/O=Acme'; MailFile = 'gate.box'; CalendarServer = 'DominoB/Acme'
            CalendarSystem = 'Exchange.box'; Reader = 'Servers Only', 'DominoA/Acme'; NoDocumentAccess = $true
            Modified = '2025-03-10T11:30:15.12+02:00'; Revised = '2025-03-09T09:30:15Z'; UniversalId = '000000000000000000000000000000ab'
        }
        $document = New-ForeignDomainDocument @parameters
        $document.MailServer | Should -BeExactly 'DominoA/Acme'
        $document.MailFile | Should -BeExactly 'gate.box'
        $document.IsRestricted | Should -BeTrue
        $document.CalendarServer | Should -BeExactly 'DominoB/Acme'
        $document.CalendarSystem | Should -BeExactly 'Exchange.box'
        $document.Readers | Should -Be @('Servers Only', 'DominoA/Acme')
        $document.HasDocumentAccess | Should -BeFalse
        $document.Modified | Should -Be ([DateTimeOffset]'2025-03-10T09:30:15.12Z')
        $document.Revised | Should -Be ([DateTimeOffset]'2025-03-09T09:30:15Z')
        $document.UniversalId | Should -BeExactly '000000000000000000000000000000AB'
    }

    It 'makes each new document the newest in its domain' {
        $null = 'DominoC/Acme', 'DominoB/Acme', 'DominoA/Acme' | ForEach-Object { $directory | New-ForeignDomainDocument BTEx $_ }
        $directory.ForeignDomain.MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme', 'DominoC/Acme')
        $directory.ForeignDomain.Priority | Should -Be @(1, 2, 3)
    }

    It 'does not change documents that were read before' {
        $first = $directory | New-ForeignDomainDocument BTEx DominoB/Acme
        $null = $directory | New-ForeignDomainDocument BTEx DominoA/Acme
        $first.Priority | Should -Be 1
        ($first | Test-FreeBusyPath -From DominoB).Server | Should -BeExactly 'DominoB/Acme'
        $directory.ForeignDomain[1].MailServer | Should -BeExactly 'DominoB/Acme'
        $directory | Remove-ForeignDomainDocument BTEx
        ($first | Test-FreeBusyPath -From DominoB).Status | Should -Be 'Answered'
    }

    It 'adds nothing with -WhatIf' {
        $directory | New-ForeignDomainDocument BTEx DominoA/Acme -WhatIf | Should -BeNullOrEmpty
        $directory.ForeignDomain.Count | Should -Be 0
    }
}
