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

function Get-ExchangeApplication {
    <# .SYNOPSIS Returns the application id of the coexistence software in New-ExchangeConfiguration. #>
    '11111111-2222-3333-4444-555555555555'
}

function New-ExchangeConfiguration {
    <# .SYNOPSIS Returns the objects of Exchange's commands for a good configuration of Exchange Online, with changed properties of each kind. Count is the number of objects of a kind, and Without are properties that they do not have. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
    param(
        [hashtable] $Organization = @{}, [hashtable] $Space = @{}, [hashtable] $Availability = @{}, [hashtable] $Remote = @{}, [hashtable] $Connector = @{},
        [hashtable] $User = @{}, [hashtable] $Account = @{}, [hashtable] $Mailbox = @{}, [hashtable] $Hybrid = @{}, [hashtable] $Relationship = @{},
        [hashtable] $Override = @{}
    )
    $online = 'DB7PR04A01DC003.EURPRD04.prod.outlook.com'
    $allowed = "99999999-2222-3333-4444-555555555555,$(Get-ExchangeApplication)"
    $service = 'https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc'
    $kinds = @(
        @{ EwsEnabled = $true; EwsAllowOutlook = $null; EwsApplicationAccessPolicy = $null; EwsAllowedAppIDs = $allowed; OriginatingServer = $online }, $Organization
        @{ ForestName = 'domino.acme.com'; AccessMethod = 'OrgWideFB'; TargetAutodiscoverEpr = 'https://coex.acme.com/autodiscover.xml' }, $Space
        @{ OrgWideAccount = $null; PerUserAccount = $null; AllowedTenantIds = @() }, $Availability
        @{ DomainName = 'domino.acme.com'; TNEFEnabled = $false; AutoReplyEnabled = $true; AllowedOOFType = 'InternalLegacy' }, $Remote
        @{ Name = 'To Domino'; Enabled = $true; RecipientDomains = @('domino.acme.com', 'notes.acme.com'); SmartHosts = @('a.acme.com', 'b.acme.com'); UseMXRecord = $false }, $Connector
        @{ Name = 'Ada'; ExternalEmailAddress = 'SMTP:ada@domino.acme.com'; RecipientTypeDetails = 'MailUser' }, $User
        @{ Name = 'svc'; OWAEnabled = $true; EwsEnabled = $true; EwsApplicationAccessPolicy = $null; EwsAllowList = @(); EwsBlockList = @() }, $Account
        @{ Name = 'svc'; MailboxPlan = 'ExchangeOnlineEnterprise'; RecipientTypeDetails = 'UserMailbox' }, $Mailbox
        @{ Name = 'HybridIOC'; TargetAddressDomains = @('acme.mail.onmicrosoft.com'); DiscoveryEndpoint = $service; Enabled = $true }, $Hybrid
        @{ Name = 'O365'; DomainNames = @('acme.mail.onmicrosoft.com'); FreeBusyAccessEnabled = $true; Enabled = $true }, $Relationship
        @{ Name = 'App'; ComponentName = 'Global'; SectionName = 'ExchangeOnpremAsThirdPartyAppId'; Parameters = @('Enabled=true'); Server = $null }, $Override
    )
    for ($i = 0; $i -lt $kinds.Count; $i += 2) {
        $values, $changes = $kinds[$i, ($i + 1)]
        foreach ($name in $changes.Keys | Where-Object { $_ -notin 'Count', 'Without' }) { $values[$name] = $changes[$name] }
        foreach ($name in $changes['Without']) { $values.Remove($name) }
        $count = if ($changes.ContainsKey('Count')) { $changes['Count'] } else { 1 }
        for ($number = 0; $number -lt $count; $number++) { [pscustomobject]$values }
    }
}

function ConvertTo-Saved {
    <# .SYNOPSIS Saves the objects in the input in one of the shapes in which administrators take them to another computer, and returns the saved objects. #>
    param([string] $Shape, [string] $LiteralPath)
    $objects = @($input)
    switch ($Shape) {
        'live' { $objects }
        'arrays' { $objects | Export-Clixml -LiteralPath $LiteralPath -Depth 3; Import-Clixml -LiteralPath $LiteralPath }
        'strings' { $objects | Export-Clixml -LiteralPath $LiteralPath -Depth 1; Import-Clixml -LiteralPath $LiteralPath }
        'JSON' { ConvertTo-Json $objects -Depth 5 | Set-Content -LiteralPath $LiteralPath; Get-Content -LiteralPath $LiteralPath -Raw | ConvertFrom-Json }
    }
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

# Returns an object with properties and methods. The methods see the object as $this.
function New-FakeObject {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing.')]
    param([hashtable] $Property, [hashtable] $Method)
    $object = [pscustomobject] $Property
    foreach ($name in $Method.Keys) { $object | Add-Member -MemberType ScriptMethod -Name $name -Value $Method[$name] }
    $object
}

# Returns an object that has the members of NotesSession that the scripts use, a database with the documents of a DXL text, and a log of the calls.
function New-FakeSession {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing.')]
    param([string] $Dxl = '', [switch] $Closed, [string] $Failure, [string] $ImportFailure, [string] $Log = 'The log.')
    $session = New-FakeObject @{
        Calls = [Collections.Generic.List[string]]::new(); Dxl = $Dxl; Closed = [bool] $Closed; Failure = $Failure; ImportFailure = $ImportFailure; Log = $Log
        Collection = $null; Importer = $null; Stream = $null; Seconds = 0; Imported = ''; InitializeFailure = $null; AfterExport = {}; BeforeImport = {}; AfterImport = {}
    } @{
        Initialize = { $this.Calls.Add("Initialize $($args -join ',')"); if ($this.InitializeFailure) { throw $this.InitializeFailure } }
        # Saves a document, as Domino does: with the next sequence number, and with a later time than that of every other document.
        Save = {
            param($document)
            $time = [DateTime]::new(2026, 11, 30, 2, 0, 0).AddSeconds($this.Seconds++).ToString("yyyyMMdd'T'HHmmss',00+00'")
            $document.noteinfo.SetAttribute('sequence', 1 + $document.noteinfo.sequence)
            $document.noteinfo['modified']['datetime'].InnerText = $time
            $document.noteinfo['revised']['datetime'].InnerText = $time
        }
        # Changes a document in the database.
        Edit = {
            param([string] $id, [scriptblock] $change)
            $database = [xml] $this.Dxl
            $document = $database.database.document | Where-Object { $_.noteinfo.unid -eq $id }
            & $change $document
            if ($document.ParentNode) { $this.Save($document) }
            $this.Dxl = $database.OuterXml
        }
        GetDatabase = {
            $this.Calls.Add("GetDatabase $($args -join ',')")
            $session = $this
            New-FakeObject @{ IsOpen = -not $this.Closed; Session = $session } @{
                CreateNoteCollection = {
                    $this.Session.Collection = New-FakeObject @{ All = $args[0]; SelectDocuments = $false; SelectAcl = $false; SelectionFormula = ''; Session = $this.Session } @{
                        BuildCollection = { $this.Session.Calls.Add('BuildCollection') }
                    }
                    $this.Session.Collection
                }
            }
        }
        CreateStream = {
            $this.Stream = New-FakeObject @{ Path = $null; Open = $false; Session = $this } @{
                Truncate = { [IO.File]::WriteAllText($this.Path, '') }
                Close = { $this.Session.Calls.Add('Close') }
            }
            # A property and a method cannot have the same name.
            $this.Stream.PSObject.Properties.Remove('Open')
            $this.Stream | Add-Member -MemberType ScriptMethod -Name Open -Value { $this.Path = $args[0]; $this.Session.Calls.Add("Open $($args[1])"); $true }
            $this.Stream
        }
        CreateDXLExporter = {
            New-FakeObject @{ OutputDOCTYPE = $true; Log = 'The log.'; Notes = $args[0]; Target = $args[1]; Session = $this } @{
                Process = {
                    if ($this.Session.Failure) { throw $this.Session.Failure }
                    if (-not $this.Notes) { throw 'Nothing to export.' }
                    $this.Session.Calls.Add("Export $($this.OutputDOCTYPE)")
                    $text = $this.Session.Dxl
                    if (-not $this.Notes.SelectAcl) {
                        $database = [xml]::new()
                        $database.PreserveWhitespace = $true
                        $database.LoadXml($text)
                        $forms = [regex]::Matches($this.Notes.SelectionFormula, '"([^"]*)"') | ForEach-Object { $_.Groups[1].Value }
                        $others = @($database.DocumentElement.ChildNodes | Where-Object { $_.LocalName -eq 'acl' -or ($_.LocalName -eq 'document' -and $forms -notcontains $_.form) })
                        foreach ($other in $others) { $null = $other.ParentNode.RemoveChild($other) }
                        $text = $database.OuterXml
                    }
                    [IO.File]::WriteAllText($this.Target.Path, $text)
                    & $this.Session.AfterExport $this.Session
                }
            }
        }
        CreateDXLImporter = {
            $this.Importer = New-FakeObject @{
                DocumentImportOption = 2; ACLImportOption = 0; DesignImportOption = 0; ReplicaRequiredForReplaceOrUpdate = $false; ExitOnFirstFatalError = $false
                ImportedNoteCount = 0; Log = $this.Log; Source = $args[0]; Database = $args[1]; Session = $this
            } @{
                Process = {
                    & $this.Session.BeforeImport $this.Session
                    $this.Session.Calls.Add('Import')
                    $this.Session.Imported = [IO.File]::ReadAllText($this.Source.Path)
                    $database = [xml] $this.Session.Dxl
                    foreach ($imported in @(([xml] $this.Session.Imported).database.document)) {
                        $old = $database.database.document | Where-Object { $_.noteinfo.unid -eq $imported.noteinfo.unid }
                        if (-not $old) { continue }
                        $new = $database.ImportNode($imported, $true)
                        $new.noteinfo.SetAttribute('sequence', $old.noteinfo.sequence)
                        $null = $old.ParentNode.ReplaceChild($new, $old)
                        $this.Session.Save($new)
                        $this.ImportedNoteCount++
                        if ($this.Session.ImportFailure) { $this.Session.Dxl = $database.OuterXml; throw $this.Session.ImportFailure }
                    }
                    $this.Session.Dxl = $database.OuterXml
                    & $this.Session.AfterImport $this.Session
                }
            }
            $this.Importer
        }
    }
    $session
}

Export-ModuleMember -Function *
