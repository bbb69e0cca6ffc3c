namespace CoexTools.Audit.Exchange;

/// <summary>Specifies the kind of an Exchange object, by the command that returns it.</summary>
public enum ExchangeObjectKind
{
    /// <summary>The object comes from <c>Get-OrganizationConfig</c>.</summary>
    OrganizationConfig,

    /// <summary>The object comes from <c>Get-AvailabilityAddressSpace</c>.</summary>
    AvailabilityAddressSpace,

    /// <summary>The object comes from <c>Get-AvailabilityConfig</c>.</summary>
    AvailabilityConfig,

    /// <summary>The object comes from <c>Get-RemoteDomain</c>.</summary>
    RemoteDomain,

    /// <summary>The object comes from <c>Get-SendConnector</c>, which exists only in on-premises Exchange.</summary>
    SendConnector,

    /// <summary>The object comes from <c>Get-OutboundConnector</c>, which exists only in Exchange Online.</summary>
    OutboundConnector,

    /// <summary>The object comes from <c>Get-MailUser</c> or <c>Get-MailContact</c>.</summary>
    MailUser,

    /// <summary>The object comes from <c>Get-CASMailbox</c>.</summary>
    CASMailbox,

    /// <summary>The object comes from <c>Get-Mailbox</c>.</summary>
    Mailbox,

    /// <summary>The object comes from <c>Get-IntraOrganizationConnector</c>.</summary>
    IntraOrganizationConnector,

    /// <summary>The object comes from <c>Get-OrganizationRelationship</c>.</summary>
    OrganizationRelationship,

    /// <summary>
    /// The object comes from <c>Get-SettingOverride</c>, which exists only in on-premises Exchange.
    /// </summary>
    SettingOverride,
}
