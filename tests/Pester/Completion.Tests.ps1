# Tests tab completion at the end of a line in the current PowerShell.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Completion reads the variables of the session.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingInvokeExpression', '', Justification = 'The test runs the completed command as the user would.')]
param()

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $env:COEXTOOLS_SCHEDULE_FOLDER = Join-Path $TestDrive 'schedules'
    $folder = Join-Path $TestDrive 'names'
    $null = New-Item -ItemType Directory -Path (Join-Path $folder 'archive')
    [IO.File]::Copy((Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'Examples/AcmeDirectory.dxl'), (Join-Path $folder 'Acme.dxl'))
    $null = Set-TestFile (Join-Path $folder '[a] b.dxl') (New-DxlText "O'Brien [test]")
    $null = Set-TestFile (Join-Path $folder 'Acme.txt') ''
    $null = Set-TestFile (Join-Path $folder 'map.dxl') ((New-DxlText 'Mapped').Replace("'DomainName'", "'Elsewhere'"))
    Push-Location $folder

    function Complete {
        param([string] $Line)
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}

AfterAll {
    Pop-Location
    $env:COEXTOOLS_SCHEDULE_FOLDER = $null
}

Describe 'Completion' {
    It 'completes <Line>' -ForEach @(
        @{ Line = 'Get-ForeignDomainDocument Acme.dxl -Domain b'; Expected = 'BTEx' }
        @{ Line = "Get-ForeignDomainDocument '[a] b.dxl' -Domain o"; Expected = "'O''Brien [test]'" }
        @{ Line = "Get-ForeignDomainDocument map.dxl -FieldMap @{ DomainName = 'Elsewhere' } -Domain m"; Expected = 'Mapped' }
        @{ Line = 'Get-ForeignDomainDocument -LiteralPath Acme.dxl -VisibleTo CN=DominoA'; Expected = 'DominoA/Acme' }
        @{ Line = 'Get-Item Acme.dxl | Test-FreeBusyPath -ServerDown DominoA/Acme, Hub'; Expected = 'Hub01/Acme' }
        @{ Line = 'Test-MailRoute Acme.dxl -LinkDown "DominoA/Acme|D'; Expected = "'DominoA/Acme|DominoB/Acme'" }
        @{ Line = 'Get-ForeignDomainDocument Acme.dxl | Protect-ForeignDomainDocument -ServerGroup s'; Expected = "'Servers Only'" }
        @{ Line = 'Remove-DocumentAccessField Acme.dxl -FieldName Doc'; Expected = 'DocumentAccess' }
        @{ Line = 'Set-ForeignDomainDocument Acme.dxl -MailFile m'; Expected = 'mail.box' }
        @{ Line = 'Get-CoexistenceRule cx001'; Expected = 'CX001' }
    ) {
        (Complete $Line).CompletionText | Should -BeExactly $Expected
        (Complete $Line).ToolTip | Should -Not -BeNullOrEmpty
    }

    It 'completes from a directory in a variable' {
        $global:directory = Import-DominoDirectory Acme.dxl
        try {
            (Complete '$directory | Set-DominoAclEntry Other').CompletionText | Should -BeExactly 'OtherDomainServers'
            (Complete '$directory | Set-DominoAclEntry X -Role netm').CompletionText | Should -BeExactly "'[NetModifier]'"
            (Complete 'Add-DominoGroup -Directory $directory New -Member "Mail S').CompletionText | Should -BeExactly "'Mail Servers'"
        }
        finally {
            Remove-Variable directory -Scope Global
        }
    }

    It 'completes the changes in a journal, newest first' {
        Copy-Item Acme.dxl changed.dxl
        Remove-DocumentAccessField changed.dxl
        Undo-DirectoryChange changed.dxl
        (Complete 'Undo-DirectoryChange changed.dxl -Id ').CompletionText | Should -Be '2', '1'
        Remove-Item changed.dxl*
    }

    It 'completes schedules' {
        $null = Register-CoexistenceSchedule Acme.dxl -Name Acme-Nightly -PowerShell pwsh
        (Complete 'Unregister-CoexistenceSchedule a').CompletionText | Should -BeExactly 'Acme-Nightly'
    }

    It 'lists DXL files and folders before other files' {
        $separator = [IO.Path]::DirectorySeparatorChar
        (Complete 'Get-ForeignDomainDocument A').CompletionText | Should -Be ".${separator}Acme.dxl", ".${separator}archive"
        (Complete "Compare-CoexistencePath 'Ac").CompletionText | Should -BeLike "*Acme.dxl*"
        $path = (Complete 'Get-ForeignDomainDocument -LiteralPath ./[').CompletionText
        @(Invoke-Expression "Get-ForeignDomainDocument -LiteralPath $path").Domain | Should -BeExactly "O'Brien [test]"
        $path = (Complete 'Get-ForeignDomainDocument ./[').CompletionText
        @(Invoke-Expression "Get-ForeignDomainDocument $path").Domain | Should -BeExactly "O'Brien [test]"
    }

    It 'completes a replica and a field map as hashtables' {
        (Complete 'Test-FreeBusyPath Acme.dxl -Replica ').CompletionText | Should -Contain "@{ 'DominoA/Acme' = 'map.dxl' }"
        (Complete 'Test-FreeBusyPath Acme.dxl -FieldMap ').CompletionText | Should -Contain "@{ MailServer = 'MailServer' }"
    }

    It 'returns nothing and writes no error if there is nothing to read' {
        $before = $Error.Count
        Complete 'Get-ForeignDomainDocument nowhere.dxl -Domain nobody' | Should -BeNullOrEmpty
        Complete 'Test-FreeBusyPath Acme.txt -From nobody' | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }
}
