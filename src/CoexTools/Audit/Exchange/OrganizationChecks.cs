using System.Text.RegularExpressions;

namespace CoexTools.Audit.Exchange;

/// <summary>The rules on the organization configuration: who can use EWS.</summary>
internal static class OrganizationChecks
{
    /// <summary>The time from which Exchange Online blocks EWS for organizations that have not enabled it.</summary>
    public static readonly DateTimeOffset EwsBlocked = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time from which Exchange Online does not offer EWS.</summary>
    public static readonly DateTimeOffset EwsEnded = new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<RuleVerdict> EwsOff(ExchangeAudit audit) => Sides(audit, side =>
    {
        Setting<bool> enabled = Enabled(side);
        if (!enabled.IsKnown)
            return [side.Objects[0].NotChecked(ExchangeObject.EwsEnabled, enabled)];
        bool isUnset = enabled.State == SettingState.Unset;
        if (enabled.Value || (isUnset && !side.IsOnline)) // On-premises, not set means enabled.
            return [RuleVerdict.Pass([$"EwsEnabled: {enabled.Display}"])];
        bool isBlocked = !isUnset || audit.Input.Now >= EwsBlocked;
        string reason =
            !isUnset ? $"EwsEnabled is false, so {side.Organization} blocks all EWS requests"
                + $"{(side.IsOnline ? " (HTTP 403)" : "")}. Free/busy fails."
            : isBlocked ? "EwsEnabled is not set, so the object was exported before 1 October 2026. Since "
                + "then, Exchange Online stores false for such organizations and blocks their EWS requests (HTTP 403). "
                + "Free/busy fails, unless EWS was enabled after the export."
            : "EwsEnabled is not set. From 1 October 2026, Exchange Online blocks EWS for such organizations "
                + "(HTTP 403). Free/busy will then fail.";
        return
        [
            RuleVerdict.Fail(reason) with
            {
                Severity = isBlocked ? FindingSeverity.Error : FindingSeverity.Warning,
                Object = side.Objects[0].Reference,
                Evidence = [$"EwsEnabled: {enabled.Display}", .. side.Assumed],
                Recommendation = !side.IsOnline ? "Run Set-OrganizationConfig -EwsEnabled $true."
                    : isUnset && isBlocked
                        ? "Run Get-OrganizationConfig again. If EwsEnabled is false, run Set-OrganizationConfig "
                            + "-EwsEnabled $true, and set EwsAllowedAppIDs."
                    : null,
            },
        ];
    });

    public static IEnumerable<RuleVerdict> EwsRetired(ExchangeAudit audit) => Sides(audit, side =>
        !side.IsOnline ? [RuleVerdict.NotApplicable("Microsoft is not retiring EWS in on-premises Exchange.")]
        :
        [
            RuleVerdict.Fail(audit.Input.Now >= EwsEnded
                ? "Exchange Online ended EWS on 1 April 2027. Free/busy fails regardless of the settings."
                : "Exchange Online ends EWS on 1 April 2027. From this date, free/busy fails regardless of "
                    + "the settings.")
            with
            {
                Severity = audit.Input.Now >= EwsEnded ? FindingSeverity.Error
                    : audit.Input.Now >= EwsBlocked ? FindingSeverity.Warning : FindingSeverity.Information,
                Object = side.Objects[0].Reference,
                Evidence = side.Assumed,
            },
        ]);

    public static IEnumerable<RuleVerdict> AppNotAllowed(ExchangeAudit audit) => Sides(audit, side =>
    {
        if (!side.IsOnline)
            return [RuleVerdict.NotApplicable("On-premises Exchange does not have EwsAllowedAppIDs.")];
        Setting<bool> enabled = Enabled(side);
        if (!enabled.IsKnown)
            return [side.Objects[0].NotChecked(ExchangeObject.EwsEnabled, enabled)];
        if (!enabled.Value)
            return [RuleVerdict.NotApplicable("EwsAllowedAppIDs takes effect only if EwsEnabled is true.")];
        Setting<IReadOnlyList<string>> allowed = side.Best(one => one.Words(ExchangeObject.AllowedAppIds));
        string[] evidence = [$"EwsAllowedAppIDs: {allowed.Display}", .. side.Assumed];
        return AppNotAllowed(audit.Input, side.Objects[0], allowed, evidence);
    });

    private static IEnumerable<RuleVerdict> AppNotAllowed(
        ExchangeAuditInput input, ExchangeObject subject, Setting<IReadOnlyList<string>> allowed, string[] evidence)
    {
        if (!allowed.IsKnown)
        {
            return
            [
                subject.NotChecked(ExchangeObject.AllowedAppIds, allowed) with
                {
                    Recommendation = "Run Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy, which returns this "
                        + "property, and pipe its output too.",
                    Evidence = evidence,
                },
            ];
        }
        if (allowed.State == SettingState.Unset)
            return [EmptyList(subject, input.Now >= EwsBlocked, evidence)];
        if (input.ApplicationIds.Count == 0)
        {
            return
            [
                RuleVerdict.NotChecked("The application id of the coexistence software was not specified.") with
                {
                    Object = subject.Reference,
                    Evidence = evidence,
                    Recommendation = "Specify the application id with -ApplicationId.",
                },
            ];
        }
        HashSet<Guid> ids =
            [.. allowed.Value.Select(text => Guid.TryParse(text, out Guid id) ? id : (Guid?)null).OfType<Guid>()];
        List<Guid> blocked = [.. input.ApplicationIds.Where(id => !ids.Contains(id))];
        if (blocked.Count == 0)
            return [RuleVerdict.Pass(evidence)];
        return blocked.Select(id => RuleVerdict.Fail(
            $"EwsAllowedAppIDs does not contain the application id {id}. "
            + "Exchange Online blocks the EWS requests of this application (HTTP 403).") with
        { Object = subject.Reference, Evidence = evidence });
    }

    // The parameter reference and the announcements of Microsoft describe an empty list differently.
    private static RuleVerdict EmptyList(ExchangeObject subject, bool isBlocked, string[] evidence) =>
        RuleVerdict.Fail(
            $"EwsAllowedAppIDs is empty. {(isBlocked ? "Since" : "From")} 1 October 2026, Exchange Online admits "
            + "either no application or all applications: the sources contradict each other.")
        with
        {
            Severity = FindingSeverity.Warning,
            Basis = Basis.Inferred,
            Object = subject.Reference,
            Evidence =
            [
                .. evidence, "Get-OrganizationConfig returns the list only with -RetrieveEwsOperationAccessPolicy.",
                "One source: if EwsEnabled is true, only the applications in the list can use EWS, so an empty list "
                    + "admits none.",
                "Another source: the list restricts EWS only if it contains an application, so an empty "
                    + "list admits all.",
            ],
        };

    public static IEnumerable<RuleVerdict> OutlookEwsOff(ExchangeAudit audit) => Sides(audit, side =>
    [
        side.Objects[0].UnlessOff(ExchangeObject.EwsAllowOutlook,
            side.Best(one => one.Flag(ExchangeObject.EwsAllowOutlook)),
            $"EwsAllowOutlook is false, so {side.Organization} blocks the EWS requests of Outlook. "
                + "Users of Outlook cannot see free/busy information."),
    ]);

    public static IEnumerable<RuleVerdict> UserAgentBlocked(ExchangeAudit audit) =>
        Sides(audit, side => UserAgentBlocked(audit, side, ""));

    /// <summary>Tests the user agent lists of an organization or a mailbox.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="side">The objects that contain the lists.</param>
    /// <param name="owner">The owner of the lists in sentences, with a blank before it.</param>
    public static IEnumerable<RuleVerdict> UserAgentBlocked(ExchangeAudit audit, ExchangeSide side, string owner)
    {
        ExchangeObject subject = side.Objects[0];
        Setting<string?> policy = side.Best(one => one.Text(ExchangeObject.AccessPolicy));
        if (policy.State == SettingState.Unset)
            return [RuleVerdict.Pass("EwsApplicationAccessPolicy: not set")];
        bool isAllowList = Is(policy, "EnforceAllowList");
        if (!isAllowList && !Is(policy, "EnforceBlockList"))
            return [subject.NotChecked(ExchangeObject.AccessPolicy, policy)];
        string name = isAllowList ? ExchangeObject.EwsAllowList : ExchangeObject.EwsBlockList;
        Setting<IReadOnlyList<string>> list = side.Best(one => one.Entries(name));
        if (!list.IsKnown)
            return [subject.NotChecked(name, list)];
        List<string> evidence = [$"EwsApplicationAccessPolicy: {policy.Value}", $"{name}: {list.Display}"];
        if (isAllowList && list.Value.Count == 0)
            return [Fail(
                $"EwsApplicationAccessPolicy{owner} is EnforceAllowList, but EwsAllowList is empty. "
                + "Exchange blocks all applications.")];
        if (!isAllowList && list.Value.Count == 0)
            return [RuleVerdict.Pass(evidence)];
        if (!isAllowList && list.Value.Any(pattern => pattern.Trim('*').Length == 0))
            return [Fail($"EwsBlockList{owner} blocks all applications.")];
        if (audit.Input.UserAgents.Count == 0)
        {
            return
            [
                RuleVerdict.NotChecked(
                    "Exchange admits applications by their user agent, but the user agent of the coexistence software "
                        + "was not specified.") with
                {
                    Object = subject.Reference,
                    Evidence = evidence,
                    Recommendation = "Specify the user agent with -UserAgent.",
                },
            ];
        }
        List<string> blocked =
            [.. audit.Input.UserAgents.Where(
                agent => list.Value.Any(pattern => IsMatch(pattern, agent)) != isAllowList)];
        return blocked.Count == 0
            ? [RuleVerdict.Pass(evidence)]
            : blocked.Select(agent => Fail(
                $"{name}{owner} {(isAllowList ? "does not contain" : "contains")} the user agent '{agent}'. "
                + "Exchange blocks this application (HTTP 403)."));

        RuleVerdict Fail(string reason) =>
            RuleVerdict.Fail(reason) with { Object = subject.Reference, Evidence = evidence };
    }

    private static IEnumerable<RuleVerdict> Sides(
        ExchangeAudit audit, Func<ExchangeSide, IEnumerable<RuleVerdict>> check) =>
            audit.Sides(ExchangeObjectKind.OrganizationConfig).SelectMany(side => side.Objects.Count > 0
                ? check(side)
                : [RuleVerdict.NotChecked("Exchange did not return an organization configuration.")]);

    private static Setting<bool> Enabled(ExchangeSide side) => side.Best(one => one.Flag(ExchangeObject.EwsEnabled));

    private static bool Is(Setting<string?> setting, string value) =>
        string.Equals(setting.Value, value, StringComparison.OrdinalIgnoreCase);

    // An asterisk stands for any text.
    private static bool IsMatch(string pattern, string agent) => Regex.IsMatch(
        agent, $"^{Regex.Escape(pattern.Trim()).Replace(@"\*", ".*")}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
