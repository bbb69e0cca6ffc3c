BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
    $removed = Get-Scenario 'security-on-field-removed.dxl'
}

Describe 'Get-ForeignDomainDocument' {
    It 'returns every property' {
        $document = @(Get-ForeignDomainDocument $securityOn)[0]
        $document.Domain | Should -BeExactly 'BTEx'
        $document.Priority | Should -Be 1
        $document.MailServer | Should -BeExactly 'DominoA/Acme'
        $document.MailFile | Should -BeExactly 'mail.box'
        $document.CalendarServer | Should -BeExactly 'DominoA/Acme'
        $document.CalendarSystem | Should -BeExactly 'mail.box'
        $document.Modified | Should -Be ([DateTimeOffset]::new(2025, 3, 10, 9, 30, 15, 120, [TimeSpan]::Zero))
        $document.Revised | Should -Be $document.Modified
        $document.Created | Should -Be ([DateTimeOffset]::new(2019, 3, 10, 9, 30, 15, 120, [TimeSpan]::Zero))
        $document.Sequence | Should -Be 3
        $document.UniversalId | Should -BeExactly '000000000000000000000000000000A0'
        $document.NoteId | Should -BeExactly '922'
        $document.HasDocumentAccess | Should -BeTrue
        $document.DocumentAccess | Should -Be @('[NetModifier]')
        $document.Readers | Should -Be @('Servers Only', 'LocalDomainAdmins', 'DominoA/Acme')
        $document.Authors | Should -Be @('[NetModifier]', 'LocalDomainAdmins')
        $document.IsRestricted | Should -BeTrue
        $document.Item.Count | Should -Be 10
        $document.FieldSource.MailServer | Should -BeExactly 'GatewayServer'
        $document.Path | Should -BeExactly $securityOn
    }

    It 'returns documents in order of priority' {
        (Get-ForeignDomainDocument (Get-Scenario 'security-on-then-edited.dxl')).MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
    }

    It 'accepts files from Get-ChildItem, including names with brackets' {
        $folder = Join-Path $TestDrive 'some [1] files'
        $null = [IO.Directory]::CreateDirectory($folder)
        $null = Set-TestFile (Join-Path $folder 'a [x].dxl') (New-DxlText 'A')
        $null = Set-TestFile (Join-Path $folder 'b.dxl') (New-DxlText 'B')
        (Get-ChildItem -LiteralPath $folder | Get-ForeignDomainDocument).Domain | Should -Be @('A', 'B')
        (Get-Item -LiteralPath (Join-Path $folder 'a [x].dxl') | Get-ForeignDomainDocument).Domain | Should -Be @('A')
        (Get-ForeignDomainDocument -LiteralPath (Join-Path $folder 'a [x].dxl')).Domain | Should -Be @('A')
    }

    It 'accepts wildcards' {
        $null = Set-TestFile (Join-Path $TestDrive 'w1.dxl') (New-DxlText 'A')
        $null = Set-TestFile (Join-Path $TestDrive 'w2.dxl') (New-DxlText 'B')
        (Get-ForeignDomainDocument (Join-Path $TestDrive 'w?.dxl')).Domain | Should -Be @('A', 'B')
    }

    It 'accepts paths relative to the current location and paths of a PowerShell drive' {
        $null = Set-TestFile (Join-Path $TestDrive 'relative.dxl') (New-DxlText 'A')
        Push-Location $TestDrive
        try { (Get-ForeignDomainDocument 'relative.dxl').Domain | Should -Be @('A') }
        finally { Pop-Location }
        (Get-ForeignDomainDocument 'TestDrive:\relative.dxl').Domain | Should -Be @('A')
    }

    It 'accepts a directory in memory' {
        $directory = Import-DominoDirectory $securityOn
        (Get-ForeignDomainDocument -Directory $directory).Priority | Should -Be @(1, 2)
        ($directory | Get-ForeignDomainDocument).Priority | Should -Be @(1, 2)
    }

    It 'prefers an exact domain name to a wildcard match' {
        $path = Set-TestFile (Join-Path $TestDrive 'names.dxl') (New-DxlText 'x', '[x]')
        (Get-ForeignDomainDocument $path -Domain '[x]').Domain | Should -Be @('[x]')
        (Get-ForeignDomainDocument $path '[wx]').Domain | Should -Be @('x')
    }

    It 'returns only the documents that the server of -VisibleTo can read' {
        (Get-ForeignDomainDocument $removed -VisibleTo DominoB).Priority | Should -Be @(2)
        (Get-ForeignDomainDocument $removed -VisibleTo Hub01/Acme).Priority | Should -Be @(1, 2)
    }

    It 'sorts by the time that -OrderBy specifies' {
        $text = [IO.File]::ReadAllText($securityOn).Replace('<revised><datetime>20250310', '<revised><datetime>20240310')
        $path = Set-TestFile (Join-Path $TestDrive 'order.dxl') $text
        (Get-ForeignDomainDocument $path -OrderBy Modified).MailServer | Should -Be @('DominoA/Acme', 'DominoB/Acme')
        (Get-ForeignDomainDocument $path -OrderBy Revised).MailServer | Should -Be @('DominoB/Acme', 'DominoA/Acme')
    }

    It 'reads the items that -FieldMap specifies' {
        (Get-ForeignDomainDocument $securityOn -FieldMap @{ DomainName = 'GatewayMailFile' }).Domain | Should -Be @('mail.box', 'mail.box')
    }

    It 'writes <Id> for a file that <What>' -ForEach @(
        @{ Id = 'PathNotFound'; Category = 'ObjectNotFound'; What = 'does not exist'; Text = $null }
        @{ Id = 'DxlMalformed'; Category = 'InvalidData'; What = 'is cut off'; Text = '<database><document>' }
        @{ Id = 'DxlNotDirectory'; Category = 'InvalidData'; What = 'is not a DXL file'; Text = '<html/>' }
        @{ Id = 'DxlForbidden'; Category = 'SecurityError'; What = 'declares entities'; Text = '<!DOCTYPE database [<!ENTITY e "x">]><database/>' }
    ) {
        $path = Join-Path $TestDrive "$Id.dxl"
        if ($Text) { $null = Set-TestFile $path $Text }
        $documents = @(Get-ForeignDomainDocument -LiteralPath $path, $securityOn -ErrorVariable failure -ErrorAction SilentlyContinue)
        Assert-CoexError $failure $Id 'Get-ForeignDomainDocument' $Category $path
        $documents.Count | Should -Be 2
    }

    It 'suggests the nearest domain and the nearest server' {
        $null = Get-ForeignDomainDocument (Get-FieldFile 'fixed.dxl') BTExx -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].Exception.Message | Should -Match 'Did you mean BTEx\?$'
        $documents = Get-ForeignDomainDocument (Get-FieldFile 'fixed.dxl') -VisibleTo Hub1 -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerNotFound' 'Get-ForeignDomainDocument' 'ObjectNotFound' 'Hub1'
        $documents | Should -BeNullOrEmpty
    }

    It 'writes DomainNotFound' {
        $null = Get-ForeignDomainDocument $securityOn -Domain Nowhere -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'DomainNotFound' 'Get-ForeignDomainDocument' 'ObjectNotFound' 'Nowhere'
    }

    It 'stops with -ErrorAction Stop' {
        { Get-ForeignDomainDocument -LiteralPath (Join-Path $TestDrive 'none.dxl') -ErrorAction Stop } |
            Should -Throw -ErrorId 'PathNotFound,CoexTools.Commands.GetForeignDomainDocumentCommand'
    }

    It 'displays a table' {
        $lines = (Get-ForeignDomainDocument $securityOn | Out-String -Width 100).Trim().Replace("`r", '').Split("`n")
        $lines[0] | Should -BeExactly 'Foreign domain: BTEx in security-on.dxl'
        $lines[2] | Should -Match '^Priority\s+MailServer\s+CalendarServer\s+IsRestricted\s+AccessField\s+ModifiedUtc'
        $lines[4] | Should -Match '^\s*1\s+DominoA\s+DominoA\s+True\s+present\s+2025-03-10 09:30'
        foreach ($line in $lines) { $line.Length | Should -BeLessOrEqual 100 }
    }
}
