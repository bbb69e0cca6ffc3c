# Functions that the Pester tests share. They work in Windows PowerShell 5.1 and in PowerShell 7.

$root = Split-Path (Split-Path $PSScriptRoot -Parent) -Parent
$scenarios = Join-Path (Join-Path $root 'tests') (Join-Path 'Data' 'scenarios')

function Get-ModuleFolder {
    <# .SYNOPSIS Returns the build output folder to add to PSModulePath. #>
    if ($env:COEXTOOLS_OUTPUT) { $env:COEXTOOLS_OUTPUT } else { Join-Path $root 'output' }
}

function Get-ModuleManifest {
    <# .SYNOPSIS Returns the full path of the built manifest. #>
    $manifests = @(Get-Item -Path (Join-Path (Get-ModuleFolder) (Join-Path 'CoexTools' (Join-Path '*' 'CoexTools.psd1'))))
    if ($manifests.Count -ne 1) { throw "Expected one built module in '$(Get-ModuleFolder)', but found $($manifests.Count). Run 'dotnet build src/CoexTools.Module'." }
    $manifests[0].FullName
}

function Import-BuiltModule {
    <# .SYNOPSIS Imports the built module and no other module of that name. #>
    Import-Module (Get-ModuleManifest) -Global -Force
}

function Get-PowerShell {
    <# .SYNOPSIS Returns the path of the program of this PowerShell. The process can be another program that hosts PowerShell. #>
    foreach ($name in 'pwsh', 'pwsh.exe', 'powershell.exe') {
        $path = Join-Path $PSHOME $name
        if (Test-Path -LiteralPath $path -PathType Leaf) { return $path }
    }
    throw "'$PSHOME' does not contain a PowerShell executable."
}

function Get-Scenario {
    <# .SYNOPSIS Returns the full path of a scenario. #>
    param([string] $Name)
    Join-Path $scenarios $Name
}

function Get-FieldFile {
    <# .SYNOPSIS Returns the full path of a directory from the field. #>
    param([string] $Name)
    Join-Path (Join-Path (Split-Path $scenarios -Parent) 'field') $Name
}

function Copy-Scenario {
    <# .SYNOPSIS Copies a scenario to a path where a test can change it, and returns the full path. #>
    param([string] $Name, [string] $Destination)
    [IO.File]::Copy((Get-Scenario $Name), $Destination, $true)
    $Destination
}

function Get-Expectation {
    <# .SYNOPSIS Returns the rows of the table of expected answers, each with the parameters for the network state. #>
    foreach ($row in Import-Csv (Get-Scenario 'expected.csv')) {
        $network = @{}
        $columns = @{ ServerDown = 'server_down'; ServerBusy = 'server_busy'; LinkDown = 'link_down'; HttpDown = 'http_down'; SmtpDown = 'smtp_down' }
        foreach ($parameter in $columns.Keys) {
            if ($row.($columns[$parameter])) { $network[$parameter] = $row.($columns[$parameter]).Split(';') }
        }
        @{ Row = $row; Network = $network; State = ($network.Keys | Sort-Object | ForEach-Object { "$_ $($network[$_])" }) -join ', ' }
    }
}

function Set-TestFile {
    <# .SYNOPSIS Writes text to a file in UTF-8 without a byte order mark, in any PowerShell edition, and returns the full path. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
    param([string] $LiteralPath, [string] $Text)
    [IO.File]::WriteAllText($LiteralPath, $Text)
    $LiteralPath
}

function New-DxlText {
    <# .SYNOPSIS Returns a directory in DXL with one Foreign Domain document for each specified domain. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
    param([string[]] $Domain, [string] $Server = 'CN=DominoA/O=Acme')
    $number = 0
    $documents = foreach ($name in $Domain) {
        $number++
        @"
<document form='Domain'>
<noteinfo noteid='$number' unid='$($number.ToString('X32'))' sequence='1'>
<created><datetime>20190310T093015,12+00</datetime></created>
<modified><datetime>20250310T093015,12+00</datetime></modified>
<revised><datetime>20250310T093015,12+00</datetime></revised></noteinfo>
<item name='DomainType'><text>ForeignDomain</text></item>
<item name='DomainName'><text>$name</text></item>
<item name='GatewayServer' names='true'><text>$Server</text></item>
<item name='CalendarServer' names='true'><text>$Server</text></item>
</document>
"@
    }
    "<database xmlns='http://www.lotus.com/dxl' title='Test directory'>`n$($documents -join "`n")`n</database>`n"
}

function Get-FileHashText {
    <# .SYNOPSIS Returns the SHA-256 hash of a file. #>
    param([string] $LiteralPath)
    (Get-FileHash -LiteralPath $LiteralPath -Algorithm SHA256).Hash
}

function Assert-CoexError {
    <# .SYNOPSIS Asserts that an error has the documented properties. #>
    param([object[]] $ErrorRecord, [string] $Id, [string] $Command, [string] $Category, [object] $Target)
    $ErrorRecord.Count | Should -Be 1
    $ErrorRecord[0].FullyQualifiedErrorId | Should -BeExactly "$Id,CoexTools.Commands.$($Command -replace '-')Command"
    $ErrorRecord[0].CategoryInfo.Category | Should -Be $Category
    $ErrorRecord[0].TargetObject | Should -BeExactly $Target
    $ErrorRecord[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
}

Export-ModuleMember -Function *
