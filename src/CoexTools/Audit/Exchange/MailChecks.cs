using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Exchange;

/// <summary>The rules on mail from Exchange to Domino: remote domains and connectors.</summary>
internal static class MailChecks
{
    public static IEnumerable<RuleVerdict> NoRemoteDomain(ExchangeAudit audit, string domain) =>
        audit.Sides(ExchangeObjectKind.RemoteDomain).Select(side =>
        {
            if (Unknown(side) is { } unknown)
                return unknown;
            ExchangeObject? found = Applying(side, domain, out int match);
            if (match == SmtpDomain.Exact)
                return RuleVerdict.Pass() with { Object = found?.Reference };
            bool isShared = match > SmtpDomain.Any;
            return RuleVerdict.Fail(
                isShared
                    ? $"No remote domain of {side.Organization} is for '{domain}' alone. "
                        + $"The remote domain '{found!.Name}' applies, but also to other domains."
                    : $"No remote domain of {side.Organization} is for '{domain}'. The settings for the Internet "
                        + "apply to the mail to Domino.")
            with
            {
                Severity = isShared ? FindingSeverity.Information : null,
                Object = found?.Reference,
                Evidence = [$"remote domains: {Names(side.Objects)}"],
            };
        });

    public static IEnumerable<RuleVerdict> TnefOn(ExchangeAudit audit, string domain) =>
        OfRemoteDomain(audit, domain, remote =>
        {
            Setting<bool> tnef = remote.Flag(ExchangeObject.TnefEnabled);
            if (!tnef.IsKnown)
                return remote.NotChecked(ExchangeObject.TnefEnabled, tnef);
            if (tnef is { State: SettingState.Set, Value: false })
                return RuleVerdict.Pass("TNEFEnabled: False");
            return RuleVerdict.Fail(
                tnef.State == SettingState.Set
                    ? $"TNEF is on in the remote domain '{remote.Name}', which applies to '{domain}'. Domino receives "
                        + "winmail.dat attachments."
                    : $"TNEFEnabled is not set in the remote domain '{remote.Name}', which applies to '{domain}'. "
                        + "The settings of each sender then determine whether Domino receives winmail.dat attachments.")
            with
            {
                Severity = tnef.State == SettingState.Set ? null : FindingSeverity.Warning,
                Evidence = [$"TNEFEnabled: {tnef.Display}"],
            };
        });

    public static IEnumerable<RuleVerdict> NoAutomaticReply(ExchangeAudit audit, string domain) =>
        OfRemoteDomain(audit, domain, remote =>
        {
            Setting<bool> replies = remote.Flag(ExchangeObject.AutoReply);
            Setting<string?> outOfOffice = remote.Text(ExchangeObject.OofType);
            IReadOnlyList<string> evidence =
                [$"AutoReplyEnabled: {replies.Display}", $"AllowedOOFType: {outOfOffice.Display}"];
            string? problem = replies is { State: SettingState.Set, Value: false } ? "does not allow automatic replies"
                : outOfOffice.Value?.ToUpperInvariant() switch
                {
                    "NONE" => "does not allow out-of-office replies",
                    "EXTERNAL" or "EXTERNALLEGACY" => "allows only external out-of-office replies",
                    _ => null,
                };
            if (problem is not null)
                return RuleVerdict
                    .Fail($"The remote domain '{remote.Name}', which applies to '{domain}', {problem}.")
                    with
                { Evidence = evidence };
            if (replies.State != SettingState.Set)
                return remote.NotChecked(ExchangeObject.AutoReply, replies);
            return string.Equals(outOfOffice.Value, "InternalLegacy", StringComparison.OrdinalIgnoreCase)
                ? RuleVerdict.Pass(evidence)
                : remote.NotChecked(ExchangeObject.OofType, outOfOffice);
        });

    public static IEnumerable<RuleVerdict> NoSendConnector(ExchangeAudit audit, string domain) =>
        Sides(audit).Select(side =>
        {
            IReadOnlyList<ExchangeObject> found = Connectors(side, domain, out bool isForAll);
            if (found.Count > 0 && !isForAll)
                return RuleVerdict.Pass($"connectors: {Names(found)}");
            if (side.Objects.FirstOrDefault(connector => !Spaces(connector).IsKnown) is { } unknown)
                return unknown.NotChecked(SpacesName(unknown), Spaces(unknown));
            return RuleVerdict.Fail(
                side.Objects.Count == 0
                    ? $"There is no connector in {side.Organization}. Mail to '{domain}' is not sent to the "
                        + "coexistence servers."
                    : found.Count == 0
                    ? $"No connector of {side.Organization} has '{domain}' in its address spaces. "
                        + "Mail to this domain is not sent to the coexistence servers."
                    : $"No connector of {side.Organization} is for '{domain}'. "
                        + $"Mail to this domain is sent through the connector for all domains: {Names(found)}.")
            with
            {
                Severity = found.Count == 0 ? null : FindingSeverity.Warning,
                Object = found.FirstOrDefault()?.Reference,
                Evidence = [.. side.Objects.Select(connector => $"{connector}: {Spaces(connector).Display}")],
            };
        });

    public static IEnumerable<RuleVerdict> SendConnectorDisabled(ExchangeAudit audit, string domain) =>
        OfConnectors(audit, domain, connectors =>
        {
            List<(ExchangeObject Connector, Setting<bool> Enabled)> states =
                [.. connectors.Select(connector => (connector, connector.Flag(ExchangeObject.Enabled)))];
            if (states.Any(state => state.Enabled.Value))
                return [RuleVerdict.Pass($"connectors: {Names(connectors)}")];
            if (states.FirstOrDefault(
                state => state.Enabled.State != SettingState.Set) is { Connector: { } unknown } undecided)
                return [unknown.NotChecked(ExchangeObject.Enabled, undecided.Enabled)];
            return
            [
                RuleVerdict.Fail(connectors.Count == 1
                    ? $"The connector '{connectors[0].Name}' for '{domain}' is disabled. Exchange does not send "
                        + "mail through it."
                    : $"All connectors for '{domain}' are disabled: {Names(connectors)}.")
                with { Object = connectors[0].Reference, Evidence = [
                    .. connectors.Select(connector => $"{connector}: Enabled is False")] },
            ];
        });

    public static IEnumerable<RuleVerdict> NoSmartHost(ExchangeAudit audit, string domain) =>
        OfConnectors(audit, domain, connectors => InUse(connectors).Select(connector =>
        {
            string byDnsName = connector.Kind == ExchangeObjectKind.SendConnector
                ? ExchangeObject.DnsRouting : ExchangeObject.UseMxRecord;
            Setting<IReadOnlyList<string>> hosts = SmartHosts(connector);
            Setting<bool> byDns = connector.Flag(byDnsName);
            if (byDns.Value || hosts.State == SettingState.Unset)
            {
                return RuleVerdict.Fail(
                    $"The connector '{connector.Name}' for '{domain}' has no smart host. "
                    + "Exchange sends the mail to the hosts in the MX records of the domain.")
                with
                {
                    Object = connector.Reference,
                    Evidence = [$"SmartHosts: {hosts.Display}", $"{byDnsName}: {byDns.Display}"],
                };
            }
            return hosts.State == SettingState.Set
                ? RuleVerdict.Pass($"SmartHosts: {hosts.Display}")
                : connector.NotChecked(ExchangeObject.SmartHosts, hosts);
        }));

    public static IEnumerable<RuleVerdict> SmartHostsDiffer(ExchangeAudit audit, string domain)
    {
        if (audit.Input.Directory is not { } directory)
            return [RuleVerdict.NotApplicable("The Domino Directory was not specified.")];
        List<CoexistenceHost> servers =
        [
            .. directory.Unordered.Select(document => document.MailServerName).OfType<NotesName>().Distinct()
                .Select(name => HostOf(directory, name)),
        ];
        if (servers.Count == 0)
            return [
                RuleVerdict.NotApplicable(
                    "The Domino Directory has no Foreign Domain document with a mail server.")];
        return OfConnectors(audit, domain, connectors => Compare(servers, InUse(connectors), domain));
    }

    private static IEnumerable<RuleVerdict> Compare(
        List<CoexistenceHost> servers, IReadOnlyList<ExchangeObject> connectors, string domain)
    {
        if (connectors.FirstOrDefault(connector => !SmartHosts(connector).IsKnown) is { } unreadable)
            return [unreadable.NotChecked(ExchangeObject.SmartHosts, SmartHosts(unreadable))];
        List<string> hosts = [
            .. connectors.SelectMany(connector => SmartHosts(connector).Value).Distinct(SmtpDomain.Comparer)];
        if (hosts.Count == 0)
            return [RuleVerdict.NotApplicable("The connector has no smart hosts (CE015).")];
        List<string> strangers =
            [.. hosts.Where(host => !servers.Any(server => server.Hosts.Contains(SmtpDomain.Normalize(host))))];
        List<CoexistenceHost> absent =
            [.. servers.Where(server => !server.Hosts.Overlaps(hosts.Select(SmtpDomain.Normalize)))];
        List<string> evidence =
        [
            $"smart hosts: {string.Join(", ", hosts)}",
            .. servers.Select(
                server =>
                    $"{server.Server}: {(server.Hosts.Count == 0 ? "no host name" : string.Join(", ", server.Hosts))}"),
        ];
        if (absent.Count == 0 && strangers.Count == 0)
            return [RuleVerdict.Pass(evidence)];
        var verdicts = new List<RuleVerdict>();
        foreach (CoexistenceHost server in absent)
        {
            verdicts.Add(server.Hosts.Count == 0
                ? RuleVerdict.NotChecked(
                    $"The Server document of {server.Server} contains neither a host name nor a network address.") with
                {
                    Recommendation = "Export the Server documents too.",
                }
                : RuleVerdict.Fail(
                    $"{server.Server} is not a smart host of the connector for '{domain}'. "
                    + (strangers.Count == 0
                        ? "If the other coexistence servers fail, Exchange does not send mail to it."
                        : $"The smart hosts might include it under another name: {string.Join(", ", strangers)}."))
                with
                { Severity = strangers.Count == 0 ? null : FindingSeverity.Information });
        }
        if (absent.Count == 0)
        {
            verdicts.Add(RuleVerdict.Fail(
                $"The connector for '{domain}' has smart hosts that are not coexistence servers in the "
                + $"Domino Directory: {string.Join(", ", strangers)}.")
                with
            { Severity = FindingSeverity.Information });
        }
        return
        [
            .. verdicts.Select((verdict, index) => verdict with
            {
                Object = connectors[0].Reference,
                Server = index < absent.Count ? absent[index].Server : null,
                Evidence = evidence,
            }),
        ];
    }

    private static IEnumerable<RuleVerdict> OfRemoteDomain(
        ExchangeAudit audit, string domain, Func<ExchangeObject, RuleVerdict> check) =>
            audit.Sides(ExchangeObjectKind.RemoteDomain).Select(side => Unknown(side)
                ?? (Applying(side, domain, out _) is { } remote
                    ? check(remote) with { Object = remote.Reference }
                    : RuleVerdict.NotApplicable($"No remote domain applies to '{domain}' (CE010).")));

    // A remote domain whose domain is unknown may be the one that applies.
    private static RuleVerdict? Unknown(ExchangeSide side) =>
        side.Objects.FirstOrDefault(remote => !remote.Text(ExchangeObject.DomainName).IsKnown) is { } unknown
            ? unknown.NotChecked(ExchangeObject.DomainName, unknown.Text(ExchangeObject.DomainName))
            : null;

    private static ExchangeObject? Applying(ExchangeSide side, string domain, out int match)
    {
        (ExchangeObject? best, int value) = side.Objects
            .Select(
                remote =>
                    (Remote: (ExchangeObject?)remote, Match: SmtpDomain.Match(
                        remote.Text(ExchangeObject.DomainName).Value ?? "", domain)))
            .OrderByDescending(one => one.Match)
            .FirstOrDefault(one => one.Match > SmtpDomain.None);
        match = best is null ? SmtpDomain.None : value;
        return best;
    }

    private static IReadOnlyList<ExchangeSide> Sides(ExchangeAudit audit) =>
        audit.Sides(ExchangeObjectKind.SendConnector, ExchangeObjectKind.OutboundConnector);

    private static IEnumerable<RuleVerdict> OfConnectors(
        ExchangeAudit audit, string domain, Func<IReadOnlyList<ExchangeObject>, IEnumerable<RuleVerdict>> check) =>
        Sides(audit).SelectMany(
            side => Connectors(side, domain, out bool isForAll) is { Count: > 0 } connectors && !isForAll
            ? check(connectors)
            : [RuleVerdict.NotApplicable($"No connector of {side.Organization} is for '{domain}' (CE013).")]);

    // The connectors with the most specific address space that matches the domain.
    private static IReadOnlyList<ExchangeObject> Connectors(ExchangeSide side, string domain, out bool isForAll)
    {
        var matching = side.Objects.Select(connector => (Connector: connector, Match: Spaces(connector).Value
                .Select(
                    space => SmtpDomain.OfAddressSpace(space) is { } pattern
                        ? SmtpDomain.Match(pattern, domain) : SmtpDomain.None)
                .DefaultIfEmpty(SmtpDomain.None).Max()))
            .Where(one => one.Match > SmtpDomain.None).ToList();
        int best = matching.Select(one => one.Match).DefaultIfEmpty(SmtpDomain.None).Max();
        isForAll = best == SmtpDomain.Any;
        return [.. matching.Where(one => one.Match == best).Select(one => one.Connector)];
    }

    // If all connectors are disabled, they are checked as if they were enabled.
    private static IReadOnlyList<ExchangeObject> InUse(IReadOnlyList<ExchangeObject> connectors)
    {
        List<ExchangeObject> used =
            [.. connectors.Where(
                connector => connector.Flag(ExchangeObject.Enabled) is not { State: SettingState.Set, Value: false })];
        return used.Count > 0 ? used : connectors;
    }

    private static string SpacesName(ExchangeObject connector) =>
        connector.Kind == ExchangeObjectKind.SendConnector
            ? ExchangeObject.AddressSpaces : ExchangeObject.RecipientDomains;

    private static Setting<IReadOnlyList<string>> Spaces(ExchangeObject connector) =>
        connector.Words(SpacesName(connector), areDividedBySemicolon: false);

    private static Setting<IReadOnlyList<string>> SmartHosts(ExchangeObject connector)
    {
        Setting<IReadOnlyList<string>> hosts = connector.Words(ExchangeObject.SmartHosts);
        return hosts with { Value = [.. hosts.Value.Select(host => host.Trim('[', ']'))] };
    }

    private static string Names(IEnumerable<ExchangeObject> objects) =>
        string.Join(", ", objects.Select(one => one.Name ?? "without a name")) is { Length: > 0 } names
            ? names : "none";

    private static CoexistenceHost HostOf(DirectorySnapshot directory, NotesName name)
    {
        DominoServer? server = directory.Content.Servers.FirstOrDefault(known => known.NotesName == name);
        IEnumerable<string> addresses = server is null ? [] : server.Settings.Values
            .Where(item => item.Key.StartsWith(ServerSettings.AddressPrefix, StringComparison.OrdinalIgnoreCase))
            .SelectMany(item => item.Value);
        IEnumerable<string> hosts = addresses.Append(server?.HostName ?? "").Select(SmtpDomain.Normalize)
            .Where(host => host.Length > 0);
        return new CoexistenceHost(name, new HashSet<string>(hosts, SmtpDomain.Comparer));
    }

    /// <summary>A coexistence server with its names in the network.</summary>
    private sealed record CoexistenceHost(NotesName Server, HashSet<string> Hosts);
}
