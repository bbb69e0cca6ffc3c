using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Objects that look like those of the commands of Exchange, with the property lists in the documentation: a
/// configuration that meets every rule, and for each rule one that does not. Each object exists in several shapes.
/// </summary>
internal static class ExchangeObjects
{
    public const string App = "11111111-2222-3333-4444-555555555555";

    private const string Online = "DB7PR04A01DC003.EURPRD04.prod.outlook.com";
    private const string OnPremises = "dc01.acme.com";

    /// <summary>The shapes of an object.</summary>
    public static IReadOnlyList<string> Shapes { get; } =
        ["live", "deserialized", "Clixml with arrays", "Clixml with strings", "JSON", "JSON with strings", "hashtable"];

    /// <summary>For each rule, the change that makes the configuration violate it.</summary>
    public static IReadOnlyDictionary<string, Action<Configuration>> Violations { get; } =
        new Dictionary<string, Action<Configuration>>
        {
            ["CE001"] = all => all.Organization.EwsEnabled = null,
            ["CE003"] = all => all.Organization.EwsAllowedAppIDs = "99999999-2222-3333-4444-555555555555",
            ["CE004"] = all => all.Organization.EwsAllowList = new("OWA/*", "Outlook/*"),
            ["CE005"] = all => all.Space.ForestName = "notes.acme.com",
            ["CE006"] = all => all.Space.AccessMethod = AvailabilityAccessMethod.OrgWideFBBasic,
            ["CE007"] = all => all.Space.TargetAutodiscoverEpr = null,
            ["CE008"] = all => all.Others.AddRange(
                Enumerable.Repeat(new AvailabilityAddressSpace { ForestName = "b.com" }, 100)),
            ["CE010"] = all => all.Remote.DomainName = new("*"),
            ["CE011"] = all => all.Remote.TNEFEnabled = true,
            ["CE012"] = all => all.Remote.AllowedOOFType = AllowedOOFType.None,
            ["CE013"] = all => all.Connector.AddressSpaces = new(new AddressSpace("b.com"), new AddressSpace("c.com")),
            ["CE014"] = all => all.Connector.Enabled = false,
            ["CE015"] = all => all.Connector.SmartHosts = new(),
            ["CE017"] = all => all.User.ExternalEmailAddress = new("ada@elsewhere.com"),
            ["CE018"] = all => all.Account.EwsEnabled = false,
            ["CE019"] = all => all.Account.EwsBlockList = new("Coex/*", "Other/*"),
            ["CE020"] = all => all.Organization.EwsAllowOutlook = false,
            ["CE021"] = all => all.AccountMailbox.MailboxPlan = "ExchangeOnlineDeskless",
            ["CE022"] = all => all.Override.Parameters = new("Enabled=false"),
            // The connector does not cover all its domains.
            ["CE023"] = all => all.Relationship.FreeBusyAccessEnabled = false,
        };

    /// <summary>An object in a shape.</summary>
    public static object InShape(object live, string shape) => shape switch
    {
        "live" => live,
        "deserialized" => Deserialize(live, 5),
        "Clixml with arrays" => Deserialize(live, 2),
        "Clixml with strings" => Deserialize(WithListsAsText(live), 2),
        "JSON" => FromJson(live, areNested: true),
        "JSON with strings" => FromJson(live, areNested: false),
        "hashtable" => new Hashtable(
            Properties(live).ToDictionary(property => property.Name, property => property.GetValue(live))),
        _ => throw new ArgumentException(shape),
    };

    private static PSObject Deserialize(object live, int depth) =>
        (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(PSObject.AsPSObject(live), depth));

    private static PSObject WithListsAsText(object live)
    {
        var made = new PSObject();
        foreach (PropertyInfo property in Properties(live))
            made.Properties.Add(
                new PSNoteProperty(
                    property.Name, property.GetValue(live) is ArrayList list ? $"{list}" : property.GetValue(live)));
        return made;
    }

    // What ConvertFrom-Json returns: an object with note properties, arrays, and the simple types of JSON.
    private static PSObject FromJson(object live, bool areNested)
    {
        var made = new PSObject();
        foreach (PropertyInfo property in Properties(live))
            made.Properties.Add(new PSNoteProperty(property.Name, Json(property.GetValue(live), areNested)));
        return made;
    }

    private static object? Json(object? value, bool areNested) => value switch
    {
        null or bool or string => value,
        int number => (long)number,
        Enum or Uri => value.ToString(),
        IEnumerable list => list.Cast<object>().Select(element => Json(element, areNested)).ToArray(),
        _ => areNested ? FromJson(value, areNested) : value.ToString(),
    };

    private static PropertyInfo[] Properties(object live) =>
        live.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>A configuration.</summary>
    internal sealed class Configuration
    {
        public OrganizationConfig Organization { get; } = new();

        public AvailabilityAddressSpace Space { get; } = new();

        public AvailabilityConfig Availability { get; } = new();

        public RemoteDomain Remote { get; } = new();

        public SendConnector Connector { get; } = new();

        public MailUser User { get; } = new();

        public CASMailbox Account { get; } = new();

        public Mailbox AccountMailbox { get; } = new();

        public IntraOrganizationConnector Hybrid { get; } = new();

        public OrganizationRelationship Relationship { get; } = new();

        public SettingOverride Override { get; } = new();

        public List<object> Others { get; } = [];

        public IEnumerable<object> All =>
        [
            Organization, Space, Availability, Remote, Connector, User, Account, AccountMailbox, Hybrid, Relationship,
            Override, .. Others,
        ];
    }

    internal sealed class OrganizationConfig
    {
        public string Name { get; set; } = "acme.onmicrosoft.com";

        public bool? EwsEnabled { get; set; } = true;

        public bool? EwsAllowOutlook { get; set; }

        public EwsApplicationAccessPolicy? EwsApplicationAccessPolicy { get; set; } =
            ExchangeObjects.EwsApplicationAccessPolicy.EnforceAllowList;

        public MultiValuedProperty<string> EwsAllowList { get; set; } = new("OWA/*", "Coex/*");

        public MultiValuedProperty<string> EwsBlockList { get; set; } = new();

        public string? EwsAllowedAppIDs { get; set; } = $"99999999-2222-3333-4444-555555555555,{App}";

        public string OriginatingServer { get; set; } = Online;
    }

    internal sealed class AvailabilityAddressSpace
    {
        public string ForestName { get; set; } = "domino.acme.com";

        public string? UserName { get; set; } = "svc-coexistence";

        public bool UseServiceAccount { get; set; }

        public AvailabilityAccessMethod AccessMethod { get; set; } = AvailabilityAccessMethod.OrgWideFB;

        public Uri? ProxyUrl { get; set; }

        public Uri? TargetAutodiscoverEpr { get; set; } = new(
            "https://coexistence.acme.com/autodiscover/autodiscover.xml");

        public string? TargetServiceEpr { get; set; }

        public string? TargetTenantId { get; set; }

        public string OriginatingServer { get; set; } = Online;
    }

    internal sealed class AvailabilityConfig
    {
        public string Name { get; set; } = "Availability Configuration";

        public string? PerUserAccount { get; set; }

        public string? OrgWideAccount { get; set; }

        public string OriginatingServer { get; set; } = Online;
    }

    internal sealed class RemoteDomain
    {
        public string Name { get; set; } = "Domino";

        public SmtpDomainWithSubdomains DomainName { get; set; } = new("domino.acme.com");

        public bool? TNEFEnabled { get; set; } = false;

        public bool AutoReplyEnabled { get; set; } = true;

        public AllowedOOFType AllowedOOFType { get; set; } = AllowedOOFType.InternalLegacy;
    }

    internal sealed class SendConnector
    {
        public string Name { get; set; } = "To Domino";

        public bool Enabled { get; set; } = true;

        public MultiValuedProperty<AddressSpace> AddressSpaces { get; set; } =
            new(new AddressSpace("notes.acme.com"), new AddressSpace("domino.acme.com"));

        public MultiValuedProperty<SmartHost> SmartHosts { get; set; } = new(
            new SmartHost("a.acme.com"), new SmartHost("b.acme.com"));

        public bool DNSRoutingEnabled { get; set; }

        public string OriginatingServer { get; set; } = OnPremises;
    }

    internal sealed class MailUser
    {
        public string Name { get; set; } = "Ada Admin";

        public ProxyAddress? ExternalEmailAddress { get; set; } = new("ada@domino.acme.com");

        public string RecipientTypeDetails { get; set; } = "MailUser";
    }

    internal sealed class CASMailbox
    {
        public string Name { get; set; } = "svc-coexistence";

        public bool OWAEnabled { get; set; }

        public bool? EwsEnabled { get; set; } = true;

        public EwsApplicationAccessPolicy? EwsApplicationAccessPolicy { get; set; } =
            ExchangeObjects.EwsApplicationAccessPolicy.EnforceBlockList;

        public MultiValuedProperty<string> EwsAllowList { get; set; } = new();

        public MultiValuedProperty<string> EwsBlockList { get; set; } = new("Other/*", "Third/*");

        public string OriginatingServer { get; set; } = Online;
    }

    internal sealed class Mailbox
    {
        public string Name { get; set; } = "svc-coexistence";

        public string? MailboxPlan { get; set; } = "ExchangeOnlineEnterprise-0527a260-bea3-46a3-9f4f-215fdd24f4d9";

        public string RecipientTypeDetails { get; set; } = "UserMailbox";

        public string OriginatingServer { get; set; } = Online;
    }

    internal sealed class IntraOrganizationConnector
    {
        public string Name { get; set; } = "HybridIOC";

        public MultiValuedProperty<SmtpDomainWithSubdomains> TargetAddressDomains { get; set; } =
            new(new SmtpDomainWithSubdomains("acme.mail.onmicrosoft.com"),
                new SmtpDomainWithSubdomains("b.onmicrosoft.com"));

        public Uri? DiscoveryEndpoint { get; set; } =
            new("https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc");

        public bool Enabled { get; set; } = true;

        public string OriginatingServer { get; set; } = OnPremises;
    }

    internal sealed class OrganizationRelationship
    {
        public string Name { get; set; } = "On-premises to O365";

        public MultiValuedProperty<SmtpDomainWithSubdomains> DomainNames { get; set; } =
            new(new SmtpDomainWithSubdomains("acme.mail.onmicrosoft.com"),
                new SmtpDomainWithSubdomains("c.onmicrosoft.com"));

        public bool FreeBusyAccessEnabled { get; set; } = true;

        public bool Enabled { get; set; } = true;

        public string OriginatingServer { get; set; } = OnPremises;
    }

    internal sealed class SettingOverride
    {
        public string Name { get; set; } = "EnableExchangeHybrid3PAppFeature";

        public string ComponentName { get; set; } = "Global";

        public string SectionName { get; set; } = "ExchangeOnpremAsThirdPartyAppId";

        public MultiValuedProperty<string> Parameters { get; set; } = new("Enabled=true");

        public MultiValuedProperty<string>? Server { get; set; }
    }

    internal enum EwsApplicationAccessPolicy
    {
        EnforceAllowList,
        EnforceBlockList,
    }

    internal enum AvailabilityAccessMethod
    {
        PerUserFB,
        OrgWideFB,
        OrgWideFBBasic,
    }

    internal enum AllowedOOFType
    {
        External,
        InternalLegacy,
        None,
    }

    /// <summary>A multi-valued property: its text contains all values.</summary>
    internal sealed class MultiValuedProperty<T>(params T[] values) : ArrayList(values)
    {
        public override string ToString() => string.Join(", ", ToArray());
    }

    internal sealed class AddressSpace(string address)
    {
        public string Type => "SMTP";

        public string Address => address;

        public int Cost => 1;

        public bool IncludeSubDomains => false;

        public override string ToString() => $"{Type}:{Address};{Cost}";
    }

    internal sealed class SmartHost(string domain)
    {
        public string? Address => null;

        public string Domain => domain;

        public override string ToString() => Domain;
    }

    internal sealed class SmtpDomainWithSubdomains(string domain)
    {
        public string Domain => domain;

        public bool IncludeSubDomains => false;

        public override string ToString() => Domain;
    }

    internal sealed class ProxyAddress(string address)
    {
        public string Prefix => "SMTP";

        public string AddressString => address;

        public string ProxyAddressString => $"{Prefix}:{AddressString}";

        public override string ToString() => ProxyAddressString;
    }
}
