BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $securityOn = Get-Scenario 'security-on.dxl'
    $removed = Get-Scenario 'security-on-field-removed.dxl'
    $text = [IO.File]::ReadAllText($securityOn)

    $document = [regex]::Matches($text, '(?s)<document form=.Domain.>.*?</document>')[0].Value

    # Writes the directory with a changed fragment, and returns its path.
    function New-Edited {
        param([string] $Old, [string] $New)
        $text.Contains($Old) | Should -BeTrue
        Set-TestFile (Join-Path $TestDrive "edited-$([Guid]::NewGuid().ToString('N')).dxl") $text.Replace($Old, $New)
    }
}

Describe 'Compare-ForeignDomainDocument' {
    It 'returns nothing for a directory and itself' {
        $information = $null
        @(Compare-ForeignDomainDocument $securityOn $securityOn -InformationVariable information).Count | Should -Be 0
        "$information" | Should -BeExactly 'There are no differences.'
    }

    It 'shows the field that was removed, and from which document' {
        $found = @(Compare-ForeignDomainDocument $securityOn $removed)
        $found.Count | Should -Be 2
        $found.Kind | Should -Be @('Readers', 'Readers')
        $found.Name | Should -Be @('DocumentAccess', 'DocumentAccess')
        $found.Before | Should -Be @('[NetModifier]', '[NetModifier]')
        $found.After | Should -Be @($null, $null)
        $found.DocumentName | Should -Be @('BTEx (DominoA/Acme)', 'BTEx (DominoB/Acme)')
        $found[0].Path | Should -BeExactly $removed
        $found.Editor | Should -Be @($null, $null) # No save was recorded.
    }

    It 'shows the new value of an item, who edited the document, and when' {
        $edited = New-Edited $document $document.Replace('<text>mail.box</text></item>', '<text>smtp.box</text></item>').Replace('CN=Admin/', 'CN=Bo Admin/').Replace('<revised><datetime>20250310', '<revised><datetime>20250402')
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Name | Should -Be @('GatewayMailFile', 'CalendarSystem')
        $found.Kind | Should -Be @('Item', 'Item')
        $found[0].Before, $found[0].After | Should -Be @('mail.box', 'smtp.box')
        $found[0].Editor | Should -BeExactly 'Bo Admin/Acme'
        $found[0].Time.UtcDateTime.ToString('yyyy-MM-dd') | Should -BeExactly '2025-04-02'
    }

    It 'shows the flags of an item if they differ' {
        $edited = New-Edited $document $document.Replace("<item name='`$Readers' names='true' readers='true'>", "<item name='`$Readers' names='true'>")
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Kind | Should -Be 'Readers'
        $found.Before | Should -BeLike '*(TextList, *Readers*)'
        $found.After | Should -BeLike '*(TextList, *Names*)'
        $found.After | Should -Not -BeLike '*(*Readers*)'
    }

    It 'shows an item that became blank' {
        $edited = New-Edited $document $document.Replace("<item name='GatewayMailFile'><text>mail.box</text>", "<item name='GatewayMailFile'><text/>")
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Before, $found.After | Should -Be @('mail.box', 'blank')
        $absent = New-Edited $document $document.Replace("<item name='GatewayMailFile'><text>mail.box</text></item>", '')
        (Compare-ForeignDomainDocument $edited $absent).Before | Should -BeExactly 'blank'
        (Compare-ForeignDomainDocument $edited $absent).After | Should -BeNullOrEmpty
    }

    It 'shows a document that became a conflict' {
        $edited = New-Edited $document $document.Replace("<document form='Domain'", "<document form='Domain' conflict='true'")
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Name | Should -BeExactly 'conflict'
        $found.After | Should -BeExactly 'attribute: conflict'
    }

    It 'shows a member of a group that readers contain' {
        $edited = New-Edited '<text>CN=Ada Admin/O=Acme</text>' ''
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Count | Should -Be 1
        $found[0].Kind | Should -Be 'Group'
        $found[0].Name | Should -BeExactly 'LocalDomainAdmins'
        $found[0].Before | Should -BeExactly 'Ada Admin/Acme'
        $found[0].After | Should -BeNullOrEmpty
        @(Compare-ForeignDomainDocument $edited $securityOn)[0].After | Should -BeExactly 'Ada Admin/Acme'
    }

    It 'shows an entry of the access control list' {
        $edited = New-Edited "default='true' level='author'" "default='true' level='noaccess'"
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Kind | Should -Be 'AccessControlList'
        $found.Name | Should -BeExactly '-Default-'
        $found.Before, $found.After | Should -Be @('Author', 'NoAccess')
    }

    It 'shows a document that was saved again, without a change of its items' {
        $edited = New-Edited $document $document.Replace('<revised><datetime>20250310', '<revised><datetime>20250402')
        $found = @(Compare-ForeignDomainDocument $securityOn $edited)
        $found.Kind | Should -Be 'Saved'
        $found.Before, $found.After | Should -Be @('2025-03-10 09:30:15.12Z', '2025-04-02 09:30:15.12Z')
    }

    It 'shows documents that were added or removed' {
        $other = New-Edited $document ''
        $found = @(Compare-ForeignDomainDocument $securityOn $other)
        $found.Kind | Should -Be 'Removed'
        $found.Name | Should -BeExactly 'BTEx (DominoA/Acme)'
        @(Compare-ForeignDomainDocument $other $securityOn).Kind | Should -Be 'Added'
    }

    It 'compares only the documents that were specified' {
        $found = @(Compare-ForeignDomainDocument (Get-ForeignDomainDocument $securityOn)[1] $removed)
        $found.DocumentName | Should -BeExactly 'BTEx (DominoB/Acme)'
    }

    It 'accepts documents from the pipeline that were changed with -WhatIf' {
        $found = @(Remove-DocumentAccessField $securityOn -WhatIf -PassThru | Compare-ForeignDomainDocument $securityOn)
        $found.Name | Should -Be @('DocumentAccess', 'DocumentAccess')
    }

    It 'reports a domain that neither side contains, and compares nothing else' {
        $failures = $null
        @(Compare-ForeignDomainDocument $securityOn $removed -Domain BTExx -ErrorAction SilentlyContinue -ErrorVariable failures).Count | Should -Be 0
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'DomainNotFound,*'
    }

    It 'reports a file that does not exist' {
        { Compare-ForeignDomainDocument $securityOn missing.dxl -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        { Compare-ForeignDomainDocument missing.dxl $securityOn -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }
}
