using System.Text.RegularExpressions;
using CoexTools.Text;

namespace CoexTools.Audit.Exchange;

/// <summary>
/// An Exchange object, with the properties that the rules use. Each property is text, so that live objects,
/// deserialized objects, and objects from JSON are the same.
/// </summary>
internal sealed class ExchangeObject
{
    // The names of the properties.
    public const string EwsEnabled = "EwsEnabled";
    public const string AllowedAppIds = "EwsAllowedAppIDs";
    public const string AccessPolicy = "EwsApplicationAccessPolicy";
    public const string EwsAllowList = "EwsAllowList";
    public const string EwsBlockList = "EwsBlockList";
    public const string ForestName = "ForestName";
    public const string AccessMethod = "AccessMethod";
    public const string AutodiscoverEpr = "TargetAutodiscoverEpr";
    public const string ServiceEpr = "TargetServiceEpr";
    public const string TenantId = "TargetTenantId";
    public const string AllowedTenants = "AllowedTenantIds";
    public const string DomainName = "DomainName";
    public const string TnefEnabled = "TNEFEnabled";
    public const string OofType = "AllowedOOFType";
    public const string AutoReply = "AutoReplyEnabled";
    public const string AddressSpaces = "AddressSpaces";
    public const string RecipientDomains = "RecipientDomains";
    public const string SmartHosts = "SmartHosts";
    public const string DnsRouting = "DNSRoutingEnabled";
    public const string UseMxRecord = "UseMXRecord";
    public const string Enabled = "Enabled";
    public const string ExternalAddress = "ExternalEmailAddress";
    public const string RecipientType = "RecipientTypeDetails";
    public const string EwsAllowOutlook = "EwsAllowOutlook";
    public const string MailboxPlan = "MailboxPlan";
    public const string TargetDomains = "TargetAddressDomains";
    public const string DiscoveryEndpoint = "DiscoveryEndpoint";
    public const string DomainNames = "DomainNames";
    public const string FreeBusyAccess = "FreeBusyAccessEnabled";
    public const string Section = "SectionName";
    public const string Parameters = "Parameters";
    public const string Server = "Server";

    private const int NamesShown = 5;

    // Get-OrganizationConfig does not return these properties. Get-CASMailbox returns at least one of them.
    private static readonly string[] Protocols =
        ["OWAEnabled", "MAPIEnabled", "ImapEnabled", "PopEnabled", "ActiveSyncEnabled"];

    // The properties that identify a kind (one of Required, or all if IsAll, and one of Others), and those that the
    // rules use.
    private static readonly IReadOnlyList<Signature> Signatures =
    [
        new(
            ExchangeObjectKind.OrganizationConfig, [EwsEnabled, AccessPolicy, AllowedAppIds], [],
            [EwsAllowList, EwsBlockList, EwsAllowOutlook])
        {
            Excluded = Protocols,
        },
        new(ExchangeObjectKind.CASMailbox, Protocols, [EwsEnabled, AccessPolicy], [EwsAllowList, EwsBlockList]),
        new(
            ExchangeObjectKind.AvailabilityAddressSpace, [ForestName],
            [AccessMethod, AutodiscoverEpr, ServiceEpr, TenantId, "UseServiceAccount", "ProxyUrl"], []),
        new(ExchangeObjectKind.AvailabilityConfig, ["OrgWideAccount", "PerUserAccount", AllowedTenants], [], []),
        new(
            ExchangeObjectKind.RemoteDomain, [DomainName],
            [TnefEnabled, OofType, AutoReply, "AutoForwardEnabled", "DeliveryReportEnabled", "NDREnabled",
                "ContentType"], []),
        new(
            ExchangeObjectKind.SendConnector, [AddressSpaces],
            [SmartHosts, DnsRouting, "SourceTransportServers"], [Enabled]),
        new(
            ExchangeObjectKind.OutboundConnector, [RecipientDomains],
            [SmartHosts, UseMxRecord, "ConnectorType"], [Enabled]),
        new(ExchangeObjectKind.MailUser, [ExternalAddress], [], [RecipientType]),
        new(ExchangeObjectKind.Mailbox, [MailboxPlan], [RecipientType], []),
        new(
            ExchangeObjectKind.IntraOrganizationConnector, [TargetDomains], [DiscoveryEndpoint, "TargetSharingEpr"],
            [Enabled]),
        new(ExchangeObjectKind.OrganizationRelationship, [DomainNames], [FreeBusyAccess], [Enabled]),
        new(ExchangeObjectKind.SettingOverride, [Section], ["ComponentName"], [Parameters, Server]),
    ];

    private static readonly string[] Common =
        ["Name", "Identity", "DistinguishedName", "OriginatingServer", "OrganizationId", "AdminDisplayVersion",
            "IsDehydrated"];

    private readonly Dictionary<string, PropertyText?> _properties;

    private ExchangeObject(ExchangeObjectKind kind, Dictionary<string, PropertyText?> properties)
    {
        Kind = kind;
        _properties = properties;
        Name = kind switch
        {
            ExchangeObjectKind.AvailabilityAddressSpace => Text(ForestName).Value,
            ExchangeObjectKind.RemoteDomain => Text(DomainName).Value,
            _ => null,
        } ?? Text("Name").Value ?? Text("Identity").Value;
    }

    public ExchangeObjectKind Kind { get; }

    /// <summary>
    /// Gets the name of the object: for address spaces and remote domains, their domain; null if the object has no
    /// name.
    /// </summary>
    public string? Name { get; }

    /// <summary>Gets the kind and the name, as findings contain them.</summary>
    public (string Kind, string? Name) Reference => (Kind.ToString(), Name);

    /// <summary>Specifies where the object comes from; null if it does not show this.</summary>
    public ExchangeEnvironment? Environment => FindEnvironment();

    /// <summary>Returns the verdict on a property whose value is not known.</summary>
    public RuleVerdict NotChecked<T>(string property, Setting<T> setting) => RuleVerdict.NotChecked(
        setting.State == SettingState.Missing
            ? $"{this} does not contain the property {property}."
            : $"The value of {property} in {this} cannot be interpreted: '{setting.Raw}'.")
        with
    {
        Object = Reference,
        Evidence = [$"{property}: {setting.Display}"],
        Recommendation = setting.State == SettingState.Missing
            ? "Pipe the complete object."
            : "Serialize the objects with a greater depth, and with the names of enumeration values.",
    };

    /// <summary>Returns the verdict on a property that is allowed to be true or not set, which means true.</summary>
    /// <param name="property">The name of the property.</param>
    /// <param name="setting">Its value.</param>
    /// <param name="reason">The reason of the failure if the value is false.</param>
    public RuleVerdict UnlessOff(string property, Setting<bool> setting, string reason)
    {
        if (!setting.IsKnown)
            return NotChecked(property, setting);
        IReadOnlyList<string> evidence = [$"{property}: {setting.Display}"];
        return setting.Value || setting.State == SettingState.Unset
            ? RuleVerdict.Pass(evidence)
            : RuleVerdict.Fail(reason) with { Object = Reference, Evidence = evidence };
    }

    /// <summary>Recognizes an object by the names of its properties.</summary>
    /// <param name="names">The names of all properties.</param>
    /// <param name="read">Reads the value of one property, or returns null if the value is null.</param>
    /// <returns>The object, or null if its kind is unknown.</returns>
    public static ExchangeObject? Of(IEnumerable<string> names, Func<string, PropertyText?> read)
    {
        HashSet<string> all = new(names, StringComparer.OrdinalIgnoreCase);
        if (Signatures.FirstOrDefault(signature => signature.Matches(all)) is not { } found)
            return null;
        var properties = new Dictionary<string, PropertyText?>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in found.Properties.Concat(Common).Where(all.Contains))
            properties[name] = read(name);
        return new ExchangeObject(found.Kind, properties);
    }

    /// <summary>Returns the names of the first objects, and the number of the others.</summary>
    public static string Names(IReadOnlyList<ExchangeObject> objects) => objects.Count == 0 ? "none"
        : NameList.Of([.. objects.Select(one => one.Name ?? "without a name")], NamesShown);

    /// <summary>Returns a property whose value is a truth value.</summary>
    public Setting<bool> Flag(string name) => Single(name).Select(text => text!.ToUpperInvariant() switch
    {
        "TRUE" or "$TRUE" => (true, true),
        "FALSE" or "$FALSE" => (true, false),
        _ => (false, false),
    });

    /// <summary>Returns a property whose value is text.</summary>
    public Setting<string?> Text(string name) => Single(name);

    /// <summary>Returns a property whose value is a list. The elements do not contain commas or blanks.</summary>
    public Setting<IReadOnlyList<string>> Words(string name, bool areDividedBySemicolon = true) =>
        List(name, element => Regex.Split(element, areDividedBySemicolon ? @"[\s,;{}]+" : @"[\s,{}]+"));

    /// <summary>
    /// Returns a property whose value is a list of texts. If the list has become one text, commas divide its elements.
    /// </summary>
    public Setting<IReadOnlyList<string>> Entries(string name) => List(
        name, element => _properties[name]!.IsList ? [element] : element.Trim().TrimStart('{').TrimEnd('}').Split(','));

    /// <summary>Returns the kind and the name.</summary>
    public override string ToString() => Name is null ? $"{Kind}" : $"{Kind} '{Name}'";

    private Setting<string?> Single(string name)
    {
        if (!_properties.TryGetValue(name, out PropertyText? value))
            return new Setting<string?>(SettingState.Missing, null);
        if (value?.Problem is { } problem)
            return new Setting<string?>(SettingState.Unreadable, null) { Raw = problem };
        List<string> texts = [.. (value?.Values ?? []).Select(text => text.Trim()).Where(text => text.Length > 0)];
        return texts.Count switch
        {
            0 => new Setting<string?>(SettingState.Unset, null),
            1 when !IsOnlyTypeName(texts[0]) => new Setting<string?>(SettingState.Set, texts[0]) { Raw = texts[0] },
            _ => new Setting<string?>(SettingState.Unreadable, null) { Raw = string.Join(", ", texts) },
        };
    }

    private Setting<IReadOnlyList<string>> List(string name, Func<string, IEnumerable<string>> split)
    {
        if (!_properties.TryGetValue(name, out PropertyText? value))
            return new Setting<IReadOnlyList<string>>(SettingState.Missing, []);
        IEnumerable<string> texts = value?.Values ?? [];
        if ((value?.Problem ?? texts.FirstOrDefault(IsOnlyTypeName)) is { } problem)
            return new Setting<IReadOnlyList<string>>(SettingState.Unreadable, []) { Raw = problem };
        List<string> elements =
            [.. texts.SelectMany(split).Select(element => element.Trim()).Where(element => element.Length > 0)];
        return new Setting<IReadOnlyList<string>>(elements.Count == 0 ? SettingState.Unset : SettingState.Set, elements)
        {
            Raw = string.Join(", ", elements),
        };
    }

    // A serializer that reached its depth wrote the name of the type instead of the value.
    private static bool IsOnlyTypeName(string text) =>
        Regex.IsMatch(text.Trim(), @"^(Deserialized\.)?(System|Microsoft\.Exchange)\.[\w.+`]+(\[.*\])?$")
        || text.TrimStart().StartsWith("@{", StringComparison.Ordinal);

    private ExchangeEnvironment? FindEnvironment()
    {
        if (Kind is ExchangeObjectKind.SendConnector or ExchangeObjectKind.SettingOverride)
            return ExchangeEnvironment.OnPremises;
        if (Kind == ExchangeObjectKind.OutboundConnector
            || new[] { AllowedAppIds, ServiceEpr, TenantId, AllowedTenants }.Any(
                name => Words(name).State == SettingState.Set)
            || Flag("IsDehydrated").Value)
        {
            return ExchangeEnvironment.Online;
        }
        return OfServer(Text("OriginatingServer").Value) ?? OfName(Text("OrganizationId").Value)
            ?? OfName(Text("DistinguishedName").Value)
            ?? OfName(Text("Identity").Value) ?? OfVersion(Text("AdminDisplayVersion").Value);
    }

    private static ExchangeEnvironment? OfServer(string? server) => server is null ? null
        : Regex.IsMatch(server, @"(^|\.)outlook\.(com|de|cn)$|(^|\.)office365\.us$", RegexOptions.IgnoreCase)
            ? ExchangeEnvironment.Online
        : ExchangeEnvironment.OnPremises;

    private static ExchangeEnvironment? OfName(string? name) => name is null ? null
        : Regex.IsMatch(
            name, @"Hosted Organizations|ConfigurationUnits|\.outlook\.com|DC=OUTLOOK,DC=COM|\.onmicrosoft\.",
            RegexOptions.IgnoreCase)
            ? ExchangeEnvironment.Online
        : Regex.IsMatch(name, @"CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=", RegexOptions.IgnoreCase)
            ? ExchangeEnvironment.OnPremises
        : null;

    private static ExchangeEnvironment? OfVersion(string? version) => version is null ? null
        : Regex.IsMatch(version, @"\b15\.20\.\d") ? ExchangeEnvironment.Online
        : Regex.IsMatch(version, @"\b(8|14)\.\d|\b15\.[0-2]\.\d") ? ExchangeEnvironment.OnPremises
        : null;

    private sealed record Signature(
        ExchangeObjectKind Kind, IReadOnlyList<string> Required, IReadOnlyList<string> Others,
        IReadOnlyList<string> Used)
    {
        public IReadOnlyList<string> Excluded { get; init; } = [];

        public IEnumerable<string> Properties => Required.Concat(Others).Concat(Used);

        public bool Matches(HashSet<string> names) =>
            Required.Any(names.Contains) && (Others.Count == 0 || Others.Any(names.Contains))
                && !Excluded.Any(names.Contains);
    }
}
