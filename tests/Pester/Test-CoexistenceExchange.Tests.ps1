# Tests Test-CoexistenceExchange with saved objects: Clixml files and JSON, as administrators take them to another computer.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule

    $online = 'DB7PR04A01DC003.EURPRD04.prod.outlook.com'
    $app = '11111111-2222-3333-4444-555555555555'

    function New-Configuration {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
        param([hashtable] $Organization = @{}, [hashtable] $Space = @{}, [hashtable] $Remote = @{}, [hashtable] $Connector = @{}, [hashtable] $User = @{}, [hashtable] $Account = @{}, [hashtable] $Mailbox = @{}, [hashtable] $Hybrid = @{}, [hashtable] $Relationship = @{}, [hashtable] $Override = @{})
        $all = @(
            @{ EwsEnabled = $true; EwsAllowOutlook = $null; EwsApplicationAccessPolicy = $null; EwsAllowedAppIDs = "99999999-2222-3333-4444-555555555555,$app"; OriginatingServer = $online }, $Organization
            @{ ForestName = 'domino.acme.com'; AccessMethod = 'OrgWideFB'; TargetAutodiscoverEpr = 'https://coex.acme.com/autodiscover.xml' }, $Space
            @{ OrgWideAccount = $null; PerUserAccount = $null; AllowedTenantIds = @() }, @{}
            @{ DomainName = 'domino.acme.com'; TNEFEnabled = $false; AutoReplyEnabled = $true; AllowedOOFType = 'InternalLegacy' }, $Remote
            @{ Name = 'To Domino'; Enabled = $true; RecipientDomains = @('domino.acme.com', 'notes.acme.com'); SmartHosts = @('a.acme.com', 'b.acme.com'); UseMXRecord = $false }, $Connector
            @{ Name = 'Ada'; ExternalEmailAddress = 'SMTP:ada@domino.acme.com'; RecipientTypeDetails = 'MailUser' }, $User
            @{ Name = 'svc'; OWAEnabled = $true; EwsEnabled = $true; EwsApplicationAccessPolicy = $null; EwsAllowList = @(); EwsBlockList = @() }, $Account
            @{ Name = 'svc'; MailboxPlan = 'ExchangeOnlineEnterprise'; RecipientTypeDetails = 'UserMailbox' }, $Mailbox
            @{ Name = 'HybridIOC'; TargetAddressDomains = @('acme.mail.onmicrosoft.com'); DiscoveryEndpoint = 'https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc'; Enabled = $true }, $Hybrid
            @{ Name = 'O365'; DomainNames = @('acme.mail.onmicrosoft.com'); FreeBusyAccessEnabled = $true; Enabled = $true }, $Relationship
            @{ Name = 'App'; ComponentName = 'Global'; SectionName = 'ExchangeOnpremAsThirdPartyAppId'; Parameters = @('Enabled=true'); Server = $null }, $Override
        )
        for ($i = 0; $i -lt $all.Count; $i += 2) {
            $values = $all[$i]
            foreach ($name in $all[$i + 1].Keys) { $values[$name] = $all[$i + 1][$name] }
            [pscustomobject]$values
        }
    }

    function Test-Saved {
        param($Objects, $How)
        $file = Join-Path $TestDrive 'exchange.saved'
        $saved = switch ($How) {
            'live' { $Objects }
            'arrays' { $Objects | Export-Clixml $file -Depth 3; Import-Clixml $file }
            'strings' { $Objects | Export-Clixml $file -Depth 1; Import-Clixml $file }
            'JSON' { ConvertTo-Json @($Objects) -Depth 5 | Set-Content $file; Get-Content $file -Raw | ConvertFrom-Json }
        }
        $saved | Test-CoexistenceExchange -DominoDomain domino.acme.com -ApplicationId $app -Date 2026-11-26Z
    }
}

Describe 'Test-CoexistenceExchange' {
    It 'has no finding but the end of EWS for a good configuration (<_>)' -ForEach 'live', 'arrays', 'strings', 'JSON' {
        (Test-Saved (New-Configuration) $_).Rule | Should -Be 'CE002'
    }

    It 'finds <Rule> in every shape' -ForEach @(
        @{ Rule = 'CE001'; With = @{ Organization = @{ EwsEnabled = $null } } }
        @{ Rule = 'CE003'; With = @{ Organization = @{ EwsAllowedAppIDs = '' } } }
        @{ Rule = 'CE004'; With = @{ Organization = @{ EwsApplicationAccessPolicy = 'EnforceAllowList'; EwsAllowList = @() } } }
        @{ Rule = 'CE006'; With = @{ Space = @{ AccessMethod = 'PublicFolder' } } }
        @{ Rule = 'CE007'; With = @{ Space = @{ TargetAutodiscoverEpr = $null } } }
        @{ Rule = 'CE010'; With = @{ Remote = @{ DomainName = '*' } } }
        @{ Rule = 'CE011'; With = @{ Remote = @{ TNEFEnabled = 'True' } } }
        @{ Rule = 'CE012'; With = @{ Remote = @{ AutoReplyEnabled = $false } } }
        @{ Rule = 'CE013'; With = @{ Connector = @{ RecipientDomains = @('x.acme.com', 'y.acme.com') } } }
        @{ Rule = 'CE014'; With = @{ Connector = @{ Enabled = $false } } }
        @{ Rule = 'CE015'; With = @{ Connector = @{ SmartHosts = @() } } }
        @{ Rule = 'CE017'; With = @{ User = @{ ExternalEmailAddress = 'SMTP:ada@elsewhere.com' } } }
        @{ Rule = 'CE017'; With = @{ User = @{ ExternalEmailAddress = 'NOTES:Ada Admin/Acme@ACME' } } }
        @{ Rule = 'CE018'; With = @{ Account = @{ EwsEnabled = $false } } }
        @{ Rule = 'CE019'; With = @{ Account = @{ EwsApplicationAccessPolicy = 'EnforceAllowList' } } }
        @{ Rule = 'CE020'; With = @{ Organization = @{ EwsAllowOutlook = $false } } }
        @{ Rule = 'CE021'; With = @{ Mailbox = @{ MailboxPlan = 'ExchangeOnlineDeskless' } } }
        @{ Rule = 'CE022'; With = @{ Override = @{ Parameters = @('Enabled=false') } } }
        @{ Rule = 'CE023'; With = @{ Hybrid = @{ Enabled = $false }; Relationship = @{ FreeBusyAccessEnabled = $false } } }
    ) {
        $changes = $With
        foreach ($how in 'live', 'arrays', 'strings', 'JSON') {
            $findings = Test-Saved (New-Configuration @changes) $how | Where-Object Outcome -EQ Fail
            $findings.Rule | Should -Contain $Rule -Because $how
        }
    }

    It 'reports missing kinds as NotChecked, and never as passed' {
        $findings = @() | Test-CoexistenceExchange -DominoDomain domino.acme.com -IncludePassed
        $findings.Count | Should -Be (@(Get-CoexistenceRule CE*).Count)
        $findings.Outcome | Sort-Object -Unique | Should -Be 'NotChecked'
        @() | Test-CoexistenceExchange -DominoDomain domino.acme.com -Quiet | Should -BeFalse
    }

    It 'reports an object of another kind as an error and tests the rest' {
        $findings = @{ Name = 'x' }, @{ EwsEnabled = $false } |
            Test-CoexistenceExchange -DominoDomain domino.acme.com -Rule EwsOff -ErrorVariable problems -ErrorAction SilentlyContinue
        $findings.Outcome | Should -Be 'Fail'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ExchangeObjectUnknown,*'
    }
}
