namespace CoexTools.Audit.Exchange;

/// <summary>The rules on hybrid organizations, which have users in on-premises Exchange and in Exchange
/// Online.</summary>
internal static class HybridChecks
{
    /// <summary>The time from which Exchange Online refuses the shared application of on-premises Exchange.</summary>
    public static readonly DateTimeOffset SharedApplicationBlocked = new(2025, 10, 31, 0, 0, 0, TimeSpan.Zero);

    private const string DedicatedApplication = "ExchangeOnpremAsThirdPartyAppId";

    public static IEnumerable<RuleVerdict> SharedApplication(ExchangeAudit audit)
    {
        // Exchange authenticates as an application only through an intra-organization connector (OAuth).
        List<ExchangeObject> connectors =
        [
            .. audit.Objects(ExchangeObjectKind.IntraOrganizationConnector)
                .Where(one => one.Flag(ExchangeObject.Enabled) is not { State: SettingState.Set, Value: false }),
        ];
        if (connectors.Count == 0)
            return [RuleVerdict.NotApplicable("There is no enabled intra-organization connector.")];
        List<string> evidence = [$"intra-organization connectors: "
            + $"{string.Join(", ", connectors.Select(one => one.Name ?? "without a name"))}"];
        if (!audit.Knows(ExchangeObjectKind.SettingOverride))
        {
            return
            [
                RuleVerdict.NotChecked(
                    "The organization is hybrid, but the input does not contain an object of Get-SettingOverride. "
                    + "The command was not run, or it did not return an object.")
                with
                {
                    Evidence = evidence,
                    Recommendation = "Pipe the output of Get-SettingOverride in on-premises Exchange. "
                        + "If it returns nothing, specify SettingOverride for -QueriedKind.",
                },
            ];
        }
        List<(ExchangeObject Object, Setting<IReadOnlyList<string>> Parameters)> overrides =
        [
            .. audit.Objects(ExchangeObjectKind.SettingOverride)
                .Where(one => string.Equals(
                    one.Text(ExchangeObject.Section).Value, DedicatedApplication, StringComparison.OrdinalIgnoreCase))
                .Select(one => (one, one.Entries(ExchangeObject.Parameters))),
        ];
        evidence.AddRange(overrides.Select(one => $"{one.Object.Name ?? DedicatedApplication}: "
            + $"{one.Parameters.Display}"));
        if (overrides.FirstOrDefault(one => !one.Parameters.IsKnown) is { Object: { } unreadable } unknown)
            return [unreadable.NotChecked(ExchangeObject.Parameters, unknown.Parameters)];
        List<ExchangeObject> enabled =
            [.. overrides.Where(one => one.Parameters.Value.Any(IsEnabled)).Select(one => one.Object)];
        if (enabled.Any(one => one.Words(ExchangeObject.Server) is not { State: SettingState.Set })
            && enabled.Count == overrides.Count)
        {
            return [RuleVerdict.Pass(evidence)];
        }
        return [NotDedicated(enabled.Count, [.. overrides.Select(one => one.Object)], audit, evidence)];
    }

    private static RuleVerdict NotDedicated(
        int enabled, IReadOnlyList<ExchangeObject> overrides, ExchangeAudit audit, IReadOnlyList<string> evidence)
    {
        bool isBlocked = audit.Input.Now >= SharedApplicationBlocked;
        string reason =
            enabled == 0 ? "No setting override enables the dedicated Exchange hybrid application"
            : enabled < overrides.Count
                ? "The setting overrides for the dedicated Exchange hybrid application contradict each other"
            : "The setting override for the dedicated Exchange hybrid application applies only to some servers";
        return RuleVerdict.Fail(
            $"{reason}. {(isBlocked ? "Since" : "From")} 31 October 2025, Exchange Online refuses the EWS "
            + "requests of the shared application, so on-premises users cannot see the free/busy information of users "
            + "in Exchange Online.")
        with
        {
            Severity = enabled == 0 && isBlocked ? FindingSeverity.Error : FindingSeverity.Warning,
            Object = overrides.FirstOrDefault()?.Reference,
            Evidence = evidence,
        };
    }

    public static IEnumerable<RuleVerdict> FreeBusyOff(ExchangeAudit audit)
    {
        IEnumerable<ExchangeSide> sides = audit.Sides(
            ExchangeObjectKind.IntraOrganizationConnector, ExchangeObjectKind.OrganizationRelationship);
        return sides.SelectMany(FreeBusyOff).DefaultIfEmpty(RuleVerdict.NotApplicable(
            "There are no intra-organization connectors and no organization relationships."));
    }

    /// <summary>
    /// Determines whether an object provides the free/busy information of its domains; null if this is not known.
    /// </summary>
    public static bool? ProvidesFreeBusy(ExchangeObject one)
    {
        IEnumerable<Setting<bool>> flags = one.Kind == ExchangeObjectKind.IntraOrganizationConnector
            ? [one.Flag(ExchangeObject.Enabled)]
            : [one.Flag(ExchangeObject.Enabled), one.Flag(ExchangeObject.FreeBusyAccess)];
        return flags.Any(flag => flag.IsKnown && !flag.Value) ? false : flags.All(flag => flag.IsKnown) ? true : null;
    }

    /// <summary>Returns the domains of an intra-organization connector or organization relationship.</summary>
    public static Setting<IReadOnlyList<string>> Domains(ExchangeObject one) => one.Words(DomainsName(one));

    private static IEnumerable<RuleVerdict> FreeBusyOff(ExchangeSide side)
    {
        if (side.Objects.FirstOrDefault(one => !Domains(one).IsKnown) is { } unreadable)
        {
            return
            [
                unreadable.NotChecked(DomainsName(unreadable), Domains(unreadable)),
            ];
        }
        return side.Objects
            .SelectMany(one => Domains(one).Value.Select(domain => (Domain: SmtpDomain.Normalize(domain), Object: one)))
            .GroupBy(one => one.Domain, one => one.Object, SmtpDomain.Comparer)
            .OrderBy(group => group.Key, SmtpDomain.Comparer)
            .Select(group => FreeBusyOff(group.Key, [.. group], side));
    }

    private static RuleVerdict FreeBusyOff(string domain, IReadOnlyList<ExchangeObject> objects, ExchangeSide side)
    {
        List<string> evidence = [.. objects.Select(one => $"{one}: {Flags(one)}")];
        if (objects.Any(one => ProvidesFreeBusy(one) == true))
            return RuleVerdict.Pass(evidence);
        if (objects.FirstOrDefault(one => ProvidesFreeBusy(one) is null) is { } unknown)
        {
            string property =
                unknown.Flag(ExchangeObject.Enabled).IsKnown ? ExchangeObject.FreeBusyAccess : ExchangeObject.Enabled;
            return unknown.NotChecked(property, unknown.Flag(property));
        }
        return RuleVerdict.Fail(
            $"Free/busy to the domain '{domain}' is off: {side.Organization} has no enabled intra-organization "
                + "connector and no "
            + "enabled organization relationship with free/busy access for it.")
        with
        {
            Object = objects.Count == 1 ? objects[0].Reference : null,
            Evidence = evidence,
        };
    }

    private static string Flags(ExchangeObject one)
    {
        string enabled = $"Enabled: {one.Flag(ExchangeObject.Enabled).Display}";
        return one.Kind == ExchangeObjectKind.IntraOrganizationConnector
            ? enabled : $"{enabled}, FreeBusyAccessEnabled: {one.Flag(ExchangeObject.FreeBusyAccess).Display}";
    }

    private static string DomainsName(ExchangeObject one) => one.Kind == ExchangeObjectKind.IntraOrganizationConnector
        ? ExchangeObject.TargetDomains : ExchangeObject.DomainNames;

    private static bool IsEnabled(string parameter) => string.Equals(
        parameter.Replace(" ", ""), "Enabled=true", StringComparison.OrdinalIgnoreCase);
}
