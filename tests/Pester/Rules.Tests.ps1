# Each rule with a small input that violates it, and a similar input that does not. The last test requires such inputs for every rule.

BeforeDiscovery {
    # The edits of a good directory that violate a rule, and the edits that do not. Without the latter, the good directory is the similar input.
    $directories = @(
        @{ Rule = 'CX001'; Edit = { Add-Item A DocumentAccess authors '[NetModifier]' }; Other = { Add-Item A DocumentAccess authors '[NetCreator]' } }
        @{ Rule = 'CX002'; Edit = { Add-Item A Others readers 'CN=DominoB/O=Acme' }; Other = { Add-Item A Others readers 'CN=Mail01/O=Acme' } }
        @{ Rule = 'CX003'; Edit = { Edit-Reader A 'CN=DominoA/O=Acme' 'CN=Mail01/O=Acme' }; Other = { Edit-Reader A 'CN=DominoA/O=Acme' 'DominoA/Acme' } }
        @{ Rule = 'CX004'; Edit = { Edit-Part 'Servers Only' '<text>CN=App01/O=Acme</text>' '' }; Other = { Edit-Part 'Servers Only' 'CN=App01/O=Acme' 'App01/Acme' } }
        @{
            Rule = 'CX005'
            Edit = { Edit-Part A 'LocalDomainAdmins' 'Mail Servers' -All }
            Other = { Edit-Reader A 'LocalDomainAdmins' 'Mail Servers' }
        }
        @{ Rule = 'CX006'; Edit = { Edit-Part A " readers='true'" ''; Edit-Part B " readers='true'" '' } }
        @{ Rule = 'CX007'; Edit = { Remove-Part B } }
        @{ Rule = 'CX008'; Edit = { Edit-Item A CalendarServer 'CN=DominoB/O=Acme' }; Other = { Edit-Item A CalendarServer 'DominoA/Acme' } }
        @{ Rule = 'CX009'; Edit = { Edit-Item A CalendarSystem '' } }
        @{ Rule = 'CX010'; Edit = { Edit-Item A CalendarSystem 'exchange.box' }; Other = { Edit-Item A CalendarSystem 'mail1.box' } }
        @{ Rule = 'CX011'; Edit = { Edit-Part B 'DominoB' 'DominoA' -All } }
        @{ Rule = 'CX012'; Edit = { Edit-Part B '20250309T093015,12' '20250310T093015,12' -All }; Other = { Edit-Part B '20250309T093015,12' '20250310T093015,11' -All } }
        @{
            Rule = 'CX013'
            Edit = { Edit-Part B '<revised><datetime>20250309' '<revised><datetime>20250311' }
            Other = { Edit-Part B '<revised><datetime>20250309' '<revised><datetime>20250308' }
        }
        @{ Rule = 'CX014'; Edit = { Edit-Item B DomainName 'BTEX' }; Other = { Edit-Item B DomainName 'BTCloud' } }
        @{ Rule = 'CX015'; Edit = { Remove-Part 'DominoB' } }
        @{ Rule = 'CX016'; Edit = { Edit-Reader A 'LocalDomainAdmins' 'DomainAdmins' }; Other = { Edit-Reader A 'LocalDomainAdmins' 'LocalDomainServers' } }
        @{ Rule = 'CX017'; Edit = { Edit-Item 'Servers Only' GroupType '1' }; Other = { Edit-Item 'Servers Only' GroupType '2' } }
        @{ Rule = 'CX018'; Edit = { Edit-Reader A 'CN=DominoA/O=Acme' 'DominoA/Acme' } }
        @{ Rule = 'CX019'; Edit = { Edit-Part 'Mail Servers' '<text>CN=Hub01/O=Acme</text>' '' }; Other = { Edit-Part 'Mail Servers' '<text>CN=Mail01/O=Acme</text>' '' } }
        @{ Rule = 'CX020'; Edit = { Add-Item A DocumentAccess authors '[NetModifier]' }; Other = { Add-Item A DocumentAccess authors '[NetCreator]' } }
        @{ Rule = 'CX021'; Edit = { }; Other = { foreach ($part in 'A', 'B') { Edit-Item $part Server ''; Edit-Item $part CalendarServer '' } } }
        @{ Rule = 'CX022'; Ini = 'BTEXCHANGEDOMAIN=btex'; OtherIni = 'BTEXCHANGEDOMAIN=BTEx' }
        @{ Rule = 'CX023'; Ini = "BTEXCHANGEDOMAIN=BTEx`nBTALTEXCHANGEDOMAINS=BTCloud"; OtherIni = 'BTEXCHANGEDOMAIN=BTEx' }
        @{ Rule = 'CX024'; Edit = { Edit-Item A CalendarServer 'DominoA' }; Other = { Edit-Item A CalendarServer 'DominoA/Acme' } }
        @{ Rule = 'CX025'; Edit = { Edit-Part A '<modified><datetime>20250310T093015,12+00</datetime></modified>' '' } }
        @{ Rule = 'CX026'; Edit = { Edit-Item B DomainName ' ' } }
        @{ Rule = 'CX027'; Edit = { Edit-Part B "form='Domain'" "form='Domain' conflict='true'" }; Other = { Edit-Part B "form='Domain'" "form='Domain' conflict='false'" } }
        @{ Rule = 'CX028'; Edit = { Add-Item A AllowFromDomains '' 'Acme'; Add-Item B AllowFromDomains '' 'Acme' }; Other = { Add-Item A AllowFromDomains '' '' } }
        @{ Rule = 'CX029'; Change = { param($path) Set-MailFile $path 'DominoA/Acme' }; OtherChange = { param($path) Set-MailFile $path 'DominoB/Acme' } }
        @{ Rule = 'CX030'; Ini = @{ DominoA = 'BTWait=5'; DominoB = 'BTWait=6' }; OtherIni = @{ DominoA = 'BTWait=5'; DominoB = 'BTWait=5' } }
        @{
            Rule = 'CX031'
            Edit = { Add-Item DominoA SMTPListenerEnabled '' '1'; Add-Item DominoB SMTPListenerEnabled '' '0' }
            Other = { Add-Item DominoA SMTPListenerEnabled '' '1'; Add-Item DominoB SMTPListenerEnabled '' '1' }
        }
        @{ Rule = 'CX032'; Ini = "BTEXCHANGEDOMAIN=BTEx`nBTEXCHANGEDB=exchange.box"; OtherIni = "BTEXCHANGEDOMAIN=BTEx`nBTEXCHANGEDB=mail.box" }
        @{ Rule = 'CX033'; Ini = 'BTEXCHANGEDOMAIN=BTEx'; OtherIni = "BTEXCHANGEDOMAIN=BTEx`r`n" }
        @{ Rule = 'CX034'; Edit = { Edit-Part A '</document>' '' } }
        @{ Rule = 'CX035'; Edit = { Remove-Part A; Remove-Part B }; Other = { Remove-Part A } }
        @{ Rule = 'CX036'; Edit = { Add-Item A CalendarSystem '' 'exchange.box' }; Other = { Add-Item A CalendarSystem '' 'mail.box' } }
        @{
            Rule = 'CX037'
            Edit = { Edit-Part A "CalendarServer' names='true'>" "CalendarServer' names='true'><textlist><text>CN=DominoB/O=Acme</text>"; Edit-Part A "</text></item>`n<item name='CalendarSystem'" "</text></textlist></item>`n<item name='CalendarSystem'" }
            Other = { Edit-Part A "CalendarServer' names='true'>" "CalendarServer' names='true'><textlist><text>DominoA/Acme</text>"; Edit-Part A "</text></item>`n<item name='CalendarSystem'" "</text></textlist></item>`n<item name='CalendarSystem'" }
        }
        @{ Rule = 'CX038'; Edit = { Edit-Item 'Mail Servers' ListName 'LocalDomainServers' }; Other = { Edit-Item 'Mail Servers' ListName 'Local Servers' } }
        @{
            Rule = 'CX039'
            Edit = { Edit-Part 'Mail Servers' '<text>CN=Hub01/O=Acme</text><text>CN=Mail01/O=Acme</text>' ''; Add-Item 'Mail Servers' AutoPopulate '' '1' }
            Other = { Add-Item 'Mail Servers' AutoPopulate '' '1' }
        }
        @{ Rule = 'CX040'; Edit = { Remove-Access A; Remove-Access B }; Other = { Remove-Access A } }
        @{ Rule = 'CX041'; Edit = { Edit-Part A '<modified><datetime>2025' '<modified><datetime>2999' }; Other = { Edit-Part A '<modified><datetime>2025' '<modified><datetime>2026' } }
        @{ Rule = 'CX042'; Edit = { Edit-Part A '<modified><datetime>20250310T093015,12+00' '<modified><datetime>20250310T093015,12' } }
        @{ Rule = 'CX043'; Edit = { Edit-Part 'Mail Servers' '</text><text>' ', ' }; Other = { Edit-Part 'Mail Servers' '<text>CN=Hub01/O=Acme</text><text>' '<text>Hub01, ' } }
        @{ Rule = 'CX044'; Edit = { Edit-Item 'App01' ServerName "CN=M$([char]0xC3)$([char]0xBC)nchen/O=Acme" }; Other = { Edit-Item 'App01' ServerName "CN=M$([char]0xFC)nchen/O=Acme" } }
        @{ Rule = 'CX045'; Replica = { Edit-Part A "sequence='3'" "sequence='4'"; Edit-Item A MailFile 'mail2.box' }; OtherReplica = { Edit-Part A "sequence='3'" "sequence='2'"; Edit-Item A MailFile 'mail2.box' } }
        @{
            Rule = 'CX046'
            Edit = { Edit-Part 'Mail Servers' '<modified><datetime>2024' '<modified><datetime>2026' }
            Other = { Edit-Part 'LocalDomainAdmins' '<modified><datetime>2024' '<modified><datetime>2026' }
        }
        @{
            Rule = 'CX047'
            Log = @{ DominoA = "31.05.2025 10:00:00   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request." }
            OtherLog = @{ Hub01 = "31.05.2025 10:00:00   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request." }
        }
        @{
            Rule = 'CX048'
            Log = @{ Hub01 = "31.05.2025 10:00:00   CalConn: Looking up the schedule of Eva in 'BTEx'" }
            OtherLog = @{ DominoA = "31.05.2025 10:00:00   CalConn: Looking up the schedule of Eva in 'BTEx'" }
        }
        @{
            Rule = 'CX049'
            Log = @{ Hub01 = '31.05.2025 10:00:00   No route found to domain BTEx from server Hub01/Acme.  Check Server, Connection and Domain documents in the Domino Directory.' }
            OtherLog = @{ Hub01 = '31.01.2025 10:00:00   No route found to domain BTEx from server Hub01/Acme.  Check Server, Connection and Domain documents in the Domino Directory.' }
        }
    )
    # The properties of Exchange's objects that violate a rule, and those that do not. Without the latter, the good configuration is the similar input.
    $configurations = @(
        @{ Rule = 'CE001'; With = @{ Organization = @{ EwsEnabled = $null } } }
        @{ Rule = 'CE002'; With = @{}; Other = @{ Organization = @{ OriginatingServer = 'dc01.acme.com'; Without = @('EwsAllowedAppIDs') } } }
        @{ Rule = 'CE003'; With = @{ Organization = @{ EwsAllowedAppIDs = '' } } }
        @{ Rule = 'CE004'; With = @{ Organization = @{ EwsApplicationAccessPolicy = 'EnforceAllowList'; EwsAllowList = @() } } }
        @{ Rule = 'CE005'; With = @{ Space = @{ ForestName = 'notes.acme.com' } }; Other = @{ Space = @{ ForestName = 'DOMINO.acme.com' } } }
        @{ Rule = 'CE006'; With = @{ Space = @{ AccessMethod = 'PublicFolder' } }; Other = @{ Space = @{ AccessMethod = 'PerUserFB' } } }
        @{ Rule = 'CE007'; With = @{ Space = @{ TargetAutodiscoverEpr = $null } } }
        @{ Rule = 'CE008'; With = @{ Space = @{ Count = 101 } }; Other = @{ Space = @{ Count = 100 } } }
        @{ Rule = 'CE009'; With = @{ Availability = @{ Count = 0 } } }
        @{ Rule = 'CE010'; With = @{ Remote = @{ DomainName = '*' } } }
        @{ Rule = 'CE011'; With = @{ Remote = @{ TNEFEnabled = 'True' } } }
        @{ Rule = 'CE012'; With = @{ Remote = @{ AutoReplyEnabled = $false } } }
        @{ Rule = 'CE013'; With = @{ Connector = @{ RecipientDomains = @('x.acme.com', 'y.acme.com') } } }
        @{ Rule = 'CE014'; With = @{ Connector = @{ Enabled = $false } } }
        @{ Rule = 'CE015'; With = @{ Connector = @{ SmartHosts = @() } } }
        @{ Rule = 'CE016'; With = @{ Connector = @{ SmartHosts = @('DominoA.acme.com') } }; Other = @{ Connector = @{ SmartHosts = @('DominoA.acme.com', 'DominoB.acme.com') } } }
        @{ Rule = 'CE017'; With = @{ User = @{ ExternalEmailAddress = 'SMTP:ada@elsewhere.com' } } }
        @{ Rule = 'CE017'; With = @{ User = @{ ExternalEmailAddress = 'NOTES:Ada Admin/Acme@ACME' } } }
        @{ Rule = 'CE017'; With = @{ User = @{ ExternalEmailAddress = 'SMTP:ada@domino.acme.com@domino.acme.com' } } }
        @{ Rule = 'CE018'; With = @{ Account = @{ EwsEnabled = $false } }; Other = @{ Account = @{ EwsEnabled = $null } } }
        @{ Rule = 'CE019'; With = @{ Account = @{ EwsApplicationAccessPolicy = 'EnforceAllowList' } }; Other = @{ Account = @{ EwsApplicationAccessPolicy = 'EnforceBlockList' } } }
        @{ Rule = 'CE020'; With = @{ Organization = @{ EwsAllowOutlook = $false } }; Other = @{ Organization = @{ EwsAllowOutlook = $true } } }
        @{ Rule = 'CE021'; With = @{ Mailbox = @{ MailboxPlan = 'ExchangeOnlineDeskless' } } }
        @{ Rule = 'CE022'; With = @{ Override = @{ Parameters = @('Enabled=false') } } }
        @{
            Rule = 'CE023'
            With = @{ Hybrid = @{ Enabled = $false }; Relationship = @{ FreeBusyAccessEnabled = $false } }
            Other = @{ Hybrid = @{ Enabled = $false } }
        }
    )
    $tested = @{ Tested = $directories.Rule + $configurations.Rule | Select-Object -Unique }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule

    # The parts of the good directory: the elements before the documents, and each document by its name.
    $good = [ordered]@{}
    foreach ($part in [regex]::Split([IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl')), '(?=<document |</database>)')) {
        $name = switch -Regex ($part) {
            "^<document form='Server'[\s\S]*<item name='ServerName' names='true'><text>CN=(\w+)/" { $Matches[1]; break }
            "^<document form='Group'[\s\S]*<item name='ListName'><text>([\w ]+)" { $Matches[1]; break }
            "^<document form='Domain'[\s\S]*CN=Domino([AB])/" { $Matches[1]; break }
            '^</database>' { 'End'; break }
            default { 'Start' }
        }
        $good.Add($name, $part)
    }

    function Edit-Part {
        param([string] $Name, [string] $Old, [string] $New, [switch] $All)
        $at = $parts[$Name].IndexOf($Old, [StringComparison]::Ordinal)
        if ($at -lt 0) { throw "The part '$Name' does not contain '$Old'." }
        $parts[$Name] = if ($All) { $parts[$Name].Replace($Old, $New) } else { $parts[$Name].Remove($at, $Old.Length).Insert($at, $New) }
    }

    function Edit-Item {
        param([string] $Name, [string] $Item, [string] $Value)
        $pattern = "(<item name='(?:Gateway)?$Item'[^>]*>)<text>[^<]*</text>"
        if ($parts[$Name] -notmatch $pattern) { throw "The part '$Name' does not contain the item '$Item'." }
        $parts[$Name] = $parts[$Name] -replace $pattern, "`$1<text>$Value</text>"
    }

    function Edit-Reader {
        param([string] $Name, [string] $Old, [string] $New)
        $start = $parts[$Name].IndexOf('$Readers')
        $readers = $parts[$Name].Substring($start, $parts[$Name].IndexOf('</item>', $start) - $start)
        if (-not $readers.Contains($Old)) { throw "The readers of '$Name' do not contain '$Old'." }
        $parts[$Name] = $parts[$Name].Replace($readers, $readers.Replace($Old, $New))
    }

    function Add-Item {
        param([string] $Name, [string] $Item, [string] $Flag, [string] $Value)
        $flags = if ($Flag) { " $Flag='true' names='true'" }
        Edit-Part $Name '</document>' "<item name='$Item'$flags><text>$Value</text></item>`n</document>"
    }

    function Remove-Part { param([string] $Name) $parts[$Name] = '' }

    # An export of chosen items does not contain who can read the document.
    function Remove-Access {
        param([string] $Name)
        $parts[$Name] = $parts[$Name] -replace "<item name='(\`$Readers|LocalAdmin)'[\s\S]*?</item>\n"
    }

    # Writes the good directory with edits, and returns the path.
    function New-Directory {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
        param([scriptblock] $Edit, [string] $Name = 'directory.dxl')
        $parts = [ordered]@{}
        foreach ($part in $good.Keys) { $parts[$part] = $good[$part] }
        if ($Edit) { . $Edit }
        Set-TestFile (Join-Path (New-Item (Join-Path $TestDrive ([Guid]::NewGuid())) -ItemType Directory).FullName $Name) ($parts.Values -join '')
    }

    function Get-Ini {
        param($Text)
        if ($Text -isnot [hashtable]) { return Set-TestFile (Join-Path $TestDrive 'notes.ini') $Text }
        $files = @{}
        foreach ($server in $Text.Keys) { $files[$server] = Set-TestFile (Join-Path $TestDrive "$server.ini") $Text[$server] }
        $files
    }

    function Get-Log {
        param([hashtable] $Text)
        $files = @{}
        foreach ($server in $Text.Keys) { $files[$server] = Set-TestFile (Join-Path $TestDrive "$server.log") $Text[$server] }
        $files
    }

    function Set-MailFile {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
        param([string] $Path, [string] $Server)
        Get-ForeignDomainDocument $Path | Where-Object MailServer -EQ $Server |
            Set-ForeignDomainDocument -MailFile 'mail2.box' -Confirm:$false -WarningAction Ignore
    }

    function Test-Shape {
        param([hashtable] $With, [string] $Shape, [string] $Rule)
        $more = @{ DominoDomain = 'domino.acme.com'; Directory = $domino; QueriedKind = 'AvailabilityConfig'; Date = '2026-11-26Z' }
        @(New-ExchangeConfiguration @With | ConvertTo-Saved $Shape (Join-Path $TestDrive 'exchange.saved') |
            Test-CoexistenceExchange -ApplicationId (Get-ExchangeApplication) -Rule $Rule -IncludePassed @more).Outcome
    }

    $domino = Import-DominoDirectory (New-Directory {
        Add-Item DominoA SMTPFullHostDomain '' 'DominoA.acme.com'
        Add-Item DominoB SMTPFullHostDomain '' 'DominoB.acme.com'
    })
}

Describe 'A rule of the audit' {
    It '<Rule> finds what violates it, and nothing in a similar input' -ForEach $directories {
        $case = $_
        $violated, $similar = foreach ($side in '', 'Other') {
            $path = New-Directory $case[$(if ($side) { 'Other' } else { 'Edit' })]
            if ($case["${side}Change"]) { & $case["${side}Change"] $path }
            $more = @{}
            if ($case["${side}Ini"]) { $more['NotesIni'] = Get-Ini $case["${side}Ini"] }
            if ($case["${side}Log"]) { $more['ConsoleLog'] = Get-Log $case["${side}Log"] }
            if ($case["${side}Replica"]) { $more['Replica'] = @{ Mail01 = New-Directory $case["${side}Replica"] } }
            $findings = Test-CoexistenceConfiguration $path -Rule $case.Rule @more -ErrorAction SilentlyContinue -WarningAction Ignore
            , @($findings.Rule)
        }
        $violated | Should -Contain $case.Rule
        $similar | Should -Not -Contain $case.Rule
    }
}

Describe 'A rule on Exchange' {
    It '<Rule> finds what violates it in every shape of the objects, and nothing in a similar configuration' -ForEach $configurations {
        $violating, $similar = $With, $(if ($_['Other']) { $_['Other'] } else { @{} })
        foreach ($shape in 'live', 'arrays', 'strings', 'JSON') {
            Test-Shape $violating $shape $Rule | Should -Contain 'Fail' -Because $shape
        }
        $outcomes = Test-Shape $similar 'live' $Rule
        $outcomes | Should -Not -Contain 'Fail'
        $outcomes | Should -Not -Contain 'NotChecked'
    }
}

Describe 'The rules' {
    It 'are all tested with an input that violates them' -ForEach $tested {
        $Tested -join ' ' | Should -BeExactly (@(Get-CoexistenceRule).Id -join ' ')
    }
}
