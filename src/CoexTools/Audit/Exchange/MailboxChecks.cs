using System.Text.RegularExpressions;

namespace CoexTools.Audit.Exchange;

/// <summary>The rules on the mailbox of the account with which the coexistence software uses EWS.</summary>
internal static class MailboxChecks
{
    /// <summary>The time from which Exchange Online blocks EWS for mailboxes whose license does not include
    /// it.</summary>
    public static readonly DateTimeOffset LicenseEnforced = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<RuleVerdict> EwsOff(ExchangeAudit audit) =>
        Each(audit, ExchangeObjectKind.CASMailbox, mailbox =>
        [
            mailbox.UnlessOff( // The organization and the mailbox must both allow EWS.
                ExchangeObject.EwsEnabled, mailbox.Flag(ExchangeObject.EwsEnabled),
                $"EwsEnabled is false for {NameOf(mailbox)}, so Exchange blocks all EWS requests of this account."),
        ]);

    public static IEnumerable<RuleVerdict> UserAgentBlocked(ExchangeAudit audit) =>
        Each(audit, ExchangeObjectKind.CASMailbox, mailbox => OrganizationChecks.UserAgentBlocked(
            audit, new ExchangeSide(mailbox.Environment ?? audit.Input.Environment, [mailbox]), $" of "
                + $"{NameOf(mailbox)}"));

    public static IEnumerable<RuleVerdict> EwsNotLicensed(ExchangeAudit audit) =>
        Each(audit, ExchangeObjectKind.Mailbox, mailbox =>
        {
            if ((mailbox.Environment ?? audit.Input.Environment) == ExchangeEnvironment.OnPremises)
                return [RuleVerdict.NotApplicable("The licenses of on-premises Exchange include EWS.")];
            Setting<string?> plan = mailbox.Text(ExchangeObject.MailboxPlan);
            IReadOnlyList<string> evidence = [$"MailboxPlan: {plan.Display}"];
            string name = Regex.Match(plan.Value ?? "", "ExchangeOnline[a-z]*", RegexOptions.IgnoreCase).Value
                .ToUpperInvariant();
            return name switch
            {
                "EXCHANGEONLINE" or "EXCHANGEONLINEENTERPRISE" or "EXCHANGEONLINEESSENTIALS" =>
                    [RuleVerdict.Pass(evidence)],
                "EXCHANGEONLINEDESKLESS" =>
                [
                    RuleVerdict.Fail(
                        $"The mailbox plan of {NameOf(mailbox)} is ExchangeOnlineDeskless. Its license (Exchange "
                            + "Online Kiosk, F1, or F3) "
                        + $"does not include EWS, and {(audit.Input.Now >= LicenseEnforced ? "since" : "from")} 30 "
                        + "June 2026, "
                        + "Exchange Online blocks the EWS requests of such accounts (HTTP 403).")
                    with
                    {
                        Severity = audit.Input.Now >= LicenseEnforced ? FindingSeverity.Error : FindingSeverity.Warning,
                        Object = mailbox.Reference,
                        Evidence = evidence,
                    },
                ],
                _ when !plan.IsKnown => [mailbox.NotChecked(ExchangeObject.MailboxPlan, plan)],
                _ =>
                [
                    RuleVerdict.NotChecked(
                        $"The mailbox plan of {NameOf(mailbox)} does not show whether its license includes EWS.")
                    with
                    {
                        Object = mailbox.Reference,
                        Evidence = evidence,
                        Recommendation = "Check the license of the account in Microsoft Entra ID.",
                    },
                ],
            };
        });

    private static IEnumerable<RuleVerdict> Each(
        ExchangeAudit audit, ExchangeObjectKind kind, Func<ExchangeObject, IEnumerable<RuleVerdict>> check) =>
        audit.Objects(kind).SelectMany(check)
            .DefaultIfEmpty(RuleVerdict.NotApplicable("The account of the coexistence software does not have a "
                + "mailbox."));

    private static string NameOf(ExchangeObject mailbox) => mailbox.Name is { } name ? $"the mailbox '{name}'" : "a "
        + "mailbox";
}
