namespace CoexTools.Audit.Exchange;

/// <summary>Contains the rules on Exchange.</summary>
internal static class ExchangeRules
{
    private const string Learn = "https://learn.microsoft.com/";
    private const string AccessToEws = Learn
        + "exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange";
    private const string AddressSpace = Learn + "powershell/module/exchangepowershell/add-availabilityaddressspace";
    private const string EndOfEws =
        "https://techcommunity.microsoft.com/blog/exchange/exchange-online-ews-your-time-is-almost-up/4492361";
    private const string CasMailbox = Learn + "powershell/module/exchangepowershell/set-casmailbox";
    private const string OrganizationConfig = Learn + "powershell/module/exchangepowershell/set-organizationconfig";
    private const string ServiceDescription =
        Learn + "office365/servicedescriptions/exchange-online-service-description/exchange-online-service-description";
    private const string HybridApplication = Learn + "exchange/hybrid-deployment/deploy-dedicated-hybrid-app";
    private const string Relationship = Learn + "powershell/module/exchangepowershell/set-organizationrelationship";
    private const string Vendor =
        "https://support.quest.com/technical-documents/integration-for-notes/20.13/user-guide---btcal/7";

    private static readonly ExchangeObjectKind[] Connectors =
        [ExchangeObjectKind.SendConnector, ExchangeObjectKind.OutboundConnector];

    /// <summary>Gets all rules, by id.</summary>
    public static IReadOnlyList<ExchangeRule> All { get; } =
    [
        New("CE001", "EwsOff", FindingSeverity.Error, Basis.Documented,
            "EWS is enabled for the organization, because the coexistence software reads free/busy through EWS.",
            "Run Set-OrganizationConfig -EwsEnabled $true. In Exchange Online, also set EwsAllowedAppIDs.", EndOfEws,
            [[ExchangeObjectKind.OrganizationConfig]], OrganizationChecks.EwsOff),
        New("CE002", "EwsRetired", FindingSeverity.Warning, Basis.Documented,
            "Free/busy does not depend on EWS in Exchange Online, which Microsoft ends on 1 April 2027.",
            "Replace the coexistence software with a version that does not use EWS before this date.", EndOfEws,
            [[ExchangeObjectKind.OrganizationConfig]], OrganizationChecks.EwsRetired) with
        {
            IsOnlineOnly = true,
        },
        New("CE003", "AppNotAllowed", FindingSeverity.Error, Basis.Documented,
            "EwsAllowedAppIDs in Exchange Online contains the application id of the coexistence software.",
            "Add the application id with Set-OrganizationConfig -EwsAllowedAppIDs. The command replaces the whole "
                + "list, so specify all ids.",
            AccessToEws, [[ExchangeObjectKind.OrganizationConfig]], OrganizationChecks.AppNotAllowed) with
        {
            IsOnlineOnly = true,
        },
        New("CE004", "UserAgentBlocked", FindingSeverity.Error, Basis.Documented,
            "The user agent lists of EWS admit the coexistence software.",
            "Add the user agent to EwsAllowList, or remove it from EwsBlockList.", AccessToEws,
            [[ExchangeObjectKind.OrganizationConfig]], OrganizationChecks.UserAgentBlocked),
        ByDomain("CE005", "NoAddressSpace", FindingSeverity.Error, Basis.Documented,
            "An availability address space exists for the Domino domain.",
            "Run Add-AvailabilityAddressSpace with the Domino domain as -ForestName.", AddressSpace,
            [[ExchangeObjectKind.AvailabilityAddressSpace]], AvailabilityChecks.NoAddressSpace),
        New("CE006", "AccessMethodDead", FindingSeverity.Error, Basis.Documented,
            "The access method of each availability address space still works for its target.",
            "Remove the address space, and add it again with -AccessMethod OrgWideFB, or OrgWideFBToken if the target "
                + "is in Exchange Online.",
            AddressSpace, [[ExchangeObjectKind.AvailabilityAddressSpace]], AvailabilityChecks.AccessMethodDead),
        ByDomain("CE007", "NoAutodiscover", FindingSeverity.Warning, Basis.Inferred,
            "The availability address space of the Domino domain specifies the Autodiscover URL of the "
                + "coexistence software.",
            "Add the address space again with -TargetAutodiscoverEpr, for example "
                + "https://coexistence.acme.com/autodiscover/autodiscover.xml.",
            AddressSpace, [[ExchangeObjectKind.AvailabilityAddressSpace]], AvailabilityChecks.NoAutodiscover),
        New("CE008", "TooManyAddressSpaces", FindingSeverity.Warning, Basis.Documented,
            "The organization has at most 100 availability address spaces, because Active Directory returns no more "
                + "to Exchange.",
            "Remove the address spaces that are not needed.", AddressSpace,
            [[ExchangeObjectKind.AvailabilityAddressSpace]], AvailabilityChecks.TooManyAddressSpaces),
        New("CE009", "NoAvailabilityConfig", FindingSeverity.Error, Basis.Documented,
            "Exchange Online has an availability configuration, which availability address spaces require.",
            "Run New-AvailabilityConfig.", AddressSpace,
            [[ExchangeObjectKind.AvailabilityConfig]], AvailabilityChecks.NoAvailabilityConfig) with
        {
            IsOnlineOnly = true,
        },
        ByDomain("CE010", "NoRemoteDomain", FindingSeverity.Error, Basis.Documented,
            "The Domino domain has its own remote domain.",
            "Run New-RemoteDomain with the Domino domain as -DomainName.", Vendor,
            [[ExchangeObjectKind.RemoteDomain]], MailChecks.NoRemoteDomain),
        ByDomain("CE011", "TnefOn", FindingSeverity.Error, Basis.Documented,
            "TNEF is off in the remote domain that applies to the Domino domain. Otherwise, Domino receives "
                + "winmail.dat attachments.",
            "Run Set-RemoteDomain -TNEFEnabled $false for the remote domain of the Domino domain.", Vendor,
            [[ExchangeObjectKind.RemoteDomain]], MailChecks.TnefOn),
        ByDomain("CE012", "NoAutomaticReply", FindingSeverity.Warning, Basis.Documented,
            "The remote domain that applies to the Domino domain allows automatic replies and internal "
                + "out-of-office replies.",
            "Run Set-RemoteDomain -AutoReplyEnabled $true -AllowedOOFType InternalLegacy for the remote domain of the "
                + "Domino domain.", Vendor,
            [[ExchangeObjectKind.RemoteDomain]], MailChecks.NoAutomaticReply),
        ByDomain("CE013", "NoSendConnector", FindingSeverity.Error, Basis.Documented,
            "A connector of Exchange has the Domino domain in its address spaces.",
            "Create a send connector, or an outbound connector in Exchange Online, for the Domino domain.", Vendor,
            [Connectors], MailChecks.NoSendConnector),
        ByDomain("CE014", "SendConnectorDisabled", FindingSeverity.Error, Basis.Documented,
            "The connector for the Domino domain is enabled.",
            "Run Set-SendConnector -Enabled $true, or Set-OutboundConnector -Enabled $true in Exchange Online.", Vendor,
            [Connectors], MailChecks.SendConnectorDisabled),
        ByDomain("CE015", "NoSmartHost", FindingSeverity.Error, Basis.Documented,
            "The connector for the Domino domain sends mail to a smart host instead of using DNS.",
            "Specify the coexistence servers as the smart hosts of the connector.", Vendor,
            [Connectors], MailChecks.NoSmartHost),
        ByDomain("CE016", "SmartHostsDiffer", FindingSeverity.Warning, Basis.Inferred,
            "The smart hosts of the connector are the coexistence servers of the Domino Directory, so that mail "
                + "survives the failure of one.",
            "Specify all coexistence servers as the smart hosts of the connector.", Vendor,
            [Connectors], MailChecks.SmartHostsDiffer),
        New("CE017", "TargetAddressOutside", FindingSeverity.Warning, Basis.Inferred,
            "The target addresses of all mail users belong to the domain of an availability address space.",
            "Add an availability address space for the domain, or correct the target addresses (ExternalEmailAddress).",
            AddressSpace,
            [[ExchangeObjectKind.MailUser], [ExchangeObjectKind.AvailabilityAddressSpace]],
            AvailabilityChecks.TargetAddressOutside),
        New("CE018", "MailboxEwsOff", FindingSeverity.Error, Basis.Documented,
            "EWS is enabled for the mailbox of the account that the coexistence software uses.",
            "Run Set-CASMailbox -EwsEnabled $true for the mailbox.", CasMailbox,
            [[ExchangeObjectKind.CASMailbox]], MailboxChecks.EwsOff),
        New("CE019", "MailboxUserAgentBlocked", FindingSeverity.Error, Basis.Documented,
            "The user agent lists of the mailbox of this account admit the coexistence software.",
            "Add the user agent to EwsAllowList of the mailbox, or remove it from EwsBlockList, with "
                + "Set-CASMailbox.", CasMailbox,
            [[ExchangeObjectKind.CASMailbox]], MailboxChecks.UserAgentBlocked),
        New("CE020", "OutlookEwsOff", FindingSeverity.Error, Basis.Documented,
            "Outlook can use EWS, through which it reads free/busy.",
            "Run Set-OrganizationConfig -EwsAllowOutlook $true.", OrganizationConfig,
            [[ExchangeObjectKind.OrganizationConfig]], OrganizationChecks.OutlookEwsOff),
        New("CE021", "EwsNotLicensed", FindingSeverity.Error, Basis.Inferred,
            "The license of the account that the coexistence software uses includes EWS.",
            "Assign a license that includes EWS, for example Exchange Online (Plan 1).", ServiceDescription,
            [[ExchangeObjectKind.Mailbox]], MailboxChecks.EwsNotLicensed) with
        {
            IsOnlineOnly = true,
        },
        New("CE022", "SharedHybridApplication", FindingSeverity.Error, Basis.Documented,
            "On-premises Exchange uses the dedicated Exchange hybrid application for requests to Exchange Online.",
            "Deploy the dedicated Exchange hybrid application, and enable it with New-SettingOverride for all "
                + "servers.", HybridApplication,
            [[ExchangeObjectKind.IntraOrganizationConnector]], HybridChecks.SharedApplication),
        New("CE023", "HybridFreeBusyOff", FindingSeverity.Warning, Basis.Documented,
            "At least one enabled intra-organization connector or organization relationship provides free/busy for "
                + "each of their domains.",
            "Run Set-IntraOrganizationConnector -Enabled $true, or Set-OrganizationRelationship -Enabled $true "
                + "-FreeBusyAccessEnabled $true.",
            Relationship,
            [[ExchangeObjectKind.IntraOrganizationConnector], [ExchangeObjectKind.OrganizationRelationship]],
            HybridChecks.FreeBusyOff),
    ];

    // A rule on the whole organization.
    private static ExchangeRule New(
        string id, string name, FindingSeverity severity, Basis basis, string description, string recommendation,
        string source, IReadOnlyList<IReadOnlyList<ExchangeObjectKind>> needs,
        Func<ExchangeAudit, IEnumerable<RuleVerdict>> check) =>
        ByDomain(id, name, severity, basis, description, recommendation, source, needs, (audit, _) => check(audit))
            with
        {
            IsByDomain = false,
        };

    private static ExchangeRule ByDomain(
        string id, string name, FindingSeverity severity, Basis basis, string description, string recommendation,
        string source, IReadOnlyList<IReadOnlyList<ExchangeObjectKind>> needs,
        Func<ExchangeAudit, string, IEnumerable<RuleVerdict>> check) =>
        new(
            new CoexistenceRule(id, name, severity, basis, description, recommendation, repairable: false, source),
            needs, IsByDomain: true, check);
}
