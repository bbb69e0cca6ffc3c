using CoexTools.Audit;
using CoexTools.Audit.Exchange;
using CoexTools.Audit.Rules;
using CoexTools.Model;

namespace CoexTools.Tests;

/// <summary>
/// Each rule for Exchange with objects that pass, objects that fail, and objects that do not show enough.
/// </summary>
public sealed class ExchangeRuleTests
{
    private const string App = "11111111-2222-3333-4444-555555555555";
    private const string On = "EwsEnabled=True; " + ExchangeSketch.Online;
    private const string Space =
        "ForestName=domino.acme.com; AccessMethod=OrgWideFB; "
            + "TargetAutodiscoverEpr=https://coex.acme.com/autodiscover.xml";
    private const string Remote =
        "DomainName=domino.acme.com; TNEFEnabled=False; AutoReplyEnabled=True; AllowedOOFType=InternalLegacy";
    private const string Connector =
        "Name=ToDomino; Enabled=True; AddressSpaces=[SMTP:domino.acme.com;1]; SmartHosts=[a.acme.com]; "
            + "DNSRoutingEnabled=False";
    private const string Outbound =
        "Name=ToDomino; Enabled=True; RecipientDomains=[domino.acme.com]; SmartHosts=[a.acme.com]; UseMXRecord=False";
    private const string Mailbox = "Name=Coex; OWAEnabled=True; EwsEnabled=True; EwsApplicationAccessPolicy=null";
    private const string Plan = "Name=Coex; RecipientTypeDetails=UserMailbox; MailboxPlan=";
    private const string Hybrid =
        "Name=ToCloud; TargetAddressDomains=[cloud.acme.com]; DiscoveryEndpoint=https://a.outlook.com; Enabled=True";
    private const string Relationship =
        "Name=Cloud; DomainNames=[cloud.acme.com]; FreeBusyAccessEnabled=True; Enabled=True";
    private const string Override =
        "Name=App; ComponentName=Global; SectionName=ExchangeOnpremAsThirdPartyAppId; Parameters=[Enabled=true]; "
        + "Server=null";
    private const string User =
        "Name=Ada; ExternalEmailAddress=SMTP:ada@domino.acme.com; RecipientTypeDetails=MailUser";

    // The rule, the objects, the outcome, and the severity or null if it does not matter.
    public static TheoryData<string, string, string, string?> Cases => new()
    {
        { "CE001", On, "Pass", null },
        { "CE001", "EwsEnabled=False; " + ExchangeSketch.Online, "Fail", "Error" },
        { "CE001", "EwsEnabled=null; " + ExchangeSketch.Online, "Fail", "Error" },
        { "CE001", "EwsEnabled=null", "Fail", "Error" },
        { "CE001", "EwsEnabled=; " + ExchangeSketch.Online, "Fail", "Error" },
        { "CE001", "EwsEnabled=null; " + ExchangeSketch.OnPremises, "Pass", null },
        { "CE001", "EwsEnabled=False; " + ExchangeSketch.OnPremises, "Fail", "Error" },
        { "CE001", "EwsEnabled=maybe; " + ExchangeSketch.OnPremises, "NotChecked", null },
        { "CE001", "EwsEnabled=[True|False]", "NotChecked", null },
        { "CE001", "EwsEnabled=!The server is not available.", "NotChecked", null },
        { "CE001", "EwsAllowList=[a]; EwsApplicationAccessPolicy=null", "NotChecked", null },
        { "CE001", "EwsAllowedAppIDs=" + App + " + " + On, "Pass", null },
        { "CE002", On, "Fail", "Warning" },
        { "CE002", "EwsEnabled=True", "Fail", "Warning" },
        { "CE002", "EwsEnabled=True; " + ExchangeSketch.OnPremises, "NotApplicable", null },
        { "CE002", On + " + EwsEnabled=True; " + ExchangeSketch.OnPremises, "Fail", "Warning" },
        { "CE003", On + "; EwsAllowedAppIDs=" + App, "Pass", null },
        { "CE003", On + "; EwsAllowedAppIDs=[" + App + "]", "Pass", null },
        { "CE003", On + "; EwsAllowedAppIDs=[99999999-2222-3333-4444-555555555555," + App + "]", "Pass", null },
        { "CE003", On + "; EwsAllowedAppIDs={11111111222233334444555555555555}", "Pass", null },
        { "CE003", On + "; EwsAllowedAppIDs=99999999-2222-3333-4444-555555555555, nonsense", "Fail", "Error" },
        { "CE003", On + "; EwsAllowedAppIDs=null", "Fail", "Warning" },
        { "CE003", On + "; EwsAllowedAppIDs=[]", "Fail", "Warning" },
        { "CE003", On, "NotChecked", null },
        { "CE003", On + "; EwsAllowedAppIDs=System.Collections.ArrayList", "NotChecked", null },
        { "CE003", On + " + EwsAllowedAppIDs=" + App, "Pass", null },
        { "CE003", "EwsAllowedAppIDs=" + App, "NotChecked", null },
        { "CE003", "EwsEnabled=null; EwsAllowedAppIDs=null; " + ExchangeSketch.Online, "NotApplicable", null },
        { "CE003", "EwsEnabled=True; " + ExchangeSketch.OnPremises, "NotApplicable", null },
        { "CE003", Connector, "NotApplicable", null },
        { "CE003", Connector + " + " + Space, "NotChecked", null },
        { "CE004", "EwsEnabled=True; EwsApplicationAccessPolicy=null", "Pass", null },
        { "CE004", "EwsEnabled=True", "NotChecked", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceAllowList; EwsAllowList=[OWA/*|Coex/*]", "Pass", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceAllowList; EwsAllowList=OWA/*, coex/*", "Pass", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceAllowList; EwsAllowList=[OWA/*]", "Fail", "Error" },
        { "CE004", "EwsApplicationAccessPolicy=EnforceAllowList; EwsAllowList=null", "Fail", "Error" },
        { "CE004", "EwsApplicationAccessPolicy=EnforceAllowList", "NotChecked", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceBlockList; EwsBlockList=[OWA/*]", "Pass", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceBlockList; EwsBlockList=null", "Pass", null },
        { "CE004", "EwsApplicationAccessPolicy=EnforceBlockList; EwsBlockList=[Coex*]", "Fail", "Error" },
        { "CE004", "EwsApplicationAccessPolicy=EnforceBlockList; EwsBlockList=[*]", "Fail", "Error" },
        { "CE004", "EwsApplicationAccessPolicy=EnforceBlockList", "NotChecked", null },
        { "CE004", "EwsApplicationAccessPolicy=1; EwsAllowList=[Coex*]; EwsBlockList=[]", "NotChecked", null },
        { "CE005", Space, "Pass", null },
        { "CE005", Space.Replace("ForestName=domino", "ForestName=Domino"), "Pass", null },
        { "CE005", Space.Replace("ForestName=domino", "ForestName=other"), "Fail", "Error" },
        { "CE005", Space.Replace("ForestName=domino", "ForestName=*"), "Fail", "Error" },
        { "CE005", Space.Replace("ForestName=domino.acme.com", "ForestName=null"), "Fail", "Error" },
        { "CE005", Space.Replace("ForestName=domino.acme.com", "ForestName=@{Domain=x}"), "NotChecked", null },
        { "CE005", Space + "; " + ExchangeSketch.Online + " + ForestName=b.com; AccessMethod=x; "
            + ExchangeSketch.OnPremises, "Fail", "Error" },
        { "CE006", Space, "Pass", null },
        { "CE006", Space.Replace("OrgWideFB", "orgwidefbbasic"), "Fail", "Error" },
        { "CE006", Space.Replace("OrgWideFB", "PublicFolder"), "Fail", "Error" },
        { "CE006", Space.Replace("OrgWideFB", "OrgWideFBToken"), "Fail", "Error" },
        { "CE006", Space.Replace("OrgWideFB", "InternalProxy"), "Fail", "Error" },
        { "CE006", Space.Replace("OrgWideFB", "PerUserFB"), "Pass", null },
        { "CE006", Space.Replace("OrgWideFB", "4"), "NotChecked", null },
        { "CE006", Space.Replace("OrgWideFB", "null"), "NotChecked", null },
        { "CE006", "ForestName=acme.mail.onmicrosoft.com; AccessMethod=OrgWideFB", "Fail", "Warning" },
        { "CE006", "ForestName=b.com; AccessMethod=OrgWideFB; "
            + "TargetAutodiscoverEpr=https://autodiscover-s.outlook.com/a.svc", "Fail", "Warning" },
        { "CE006", "ForestName=acme.mail.onmicrosoft.com; AccessMethod=OrgWideFBToken", "Pass", null },
        { "CE006", "ForestName=notonmicrosoft.com; AccessMethod=OrgWideFB", "Pass", null },
        { "CE006", "ForestName=b.com; TargetAutodiscoverEpr=null", "NotChecked", null },
        { "CE007", Space, "Pass", null },
        { "CE007", Space.Replace("https://coex.acme.com/autodiscover.xml", "null"), "Fail", "Warning" },
        { "CE007", Space.Replace("https:", "http:"), "Fail", "Warning" },
        { "CE007", Space.Replace("https://coex.acme.com/autodiscover.xml", "coex.acme.com"), "Fail", "Warning" },
        { "CE007", "ForestName=domino.acme.com; AccessMethod=OrgWideFB", "NotChecked", null },
        { "CE007", "ForestName=b.acme.com; AccessMethod=OrgWideFB", "NotApplicable", null },
        { "CE008", string.Join(" + ", Enumerable.Repeat(Space, 100)), "Pass", null },
        { "CE008", string.Join(" + ", Enumerable.Repeat(Space, 101)), "Fail", "Warning" },
        {
            "CE008", string.Join(
                " + ",
                Enumerable.Repeat($"{Space}; {ExchangeSketch.Online} + {Space}; {ExchangeSketch.OnPremises}", 51)),
            "Pass",
            null
        },
        { "CE009", "OrgWideAccount=null; AllowedTenantIds=[x]", "Pass", null },
        { "CE009", "OrgWideAccount=null; PerUserAccount=Exchange Servers; "
            + ExchangeSketch.OnPremises, "NotApplicable", null },
        { "CE009", "EwsEnabled=True; " + ExchangeSketch.OnPremises, "NotApplicable", null },
        { "CE009", "OrgWideAccount=null; PerUserAccount=x; " + ExchangeSketch.OnPremises + " + "
            + On, "NotChecked", null },
        { "CE010", Remote, "Pass", null },
        { "CE010", Remote.Replace("domino.acme.com", "*"), "Fail", "Error" },
        { "CE010", Remote.Replace("domino.acme.com", "*.acme.com"), "Fail", "Information" },
        { "CE010", Remote.Replace("domino.acme.com", "*.domino.acme.com"), "Fail", "Information" },
        { "CE010", Remote.Replace("domino.acme.com", "otherdomino.acme.com"), "Fail", "Error" },
        { "CE010", Remote.Replace("domino.acme.com", "System.Object"), "NotChecked", null },
        { "CE011", Remote, "Pass", null },
        { "CE011", Remote.Replace("TNEFEnabled=False", "TNEFEnabled=True"), "Fail", "Error" },
        { "CE011", Remote.Replace("TNEFEnabled=False", "TNEFEnabled=null"), "Fail", "Warning" },
        { "CE011", Remote.Replace("TNEFEnabled=False; ", ""), "NotChecked", null },
        { "CE011", Remote.Replace("TNEFEnabled=False", "TNEFEnabled=0"), "NotChecked", null },
        { "CE011", Remote + " + DomainName=*; TNEFEnabled=True", "Pass", null },
        { "CE011", "DomainName=*.acme.com; TNEFEnabled=False + DomainName=*; TNEFEnabled=True", "Pass", null },
        { "CE011", "DomainName=*.acme.com; TNEFEnabled=True + DomainName=*; TNEFEnabled=False", "Fail", "Error" },
        { "CE011", "DomainName=b.com; TNEFEnabled=True", "NotApplicable", null },
        { "CE012", Remote, "Pass", null },
        { "CE012", Remote.Replace("AutoReplyEnabled=True", "AutoReplyEnabled=False"), "Fail", "Warning" },
        { "CE012", Remote.Replace("InternalLegacy", "None"), "Fail", "Warning" },
        { "CE012", Remote.Replace("InternalLegacy", "External"), "Fail", "Warning" },
        { "CE012", Remote.Replace("InternalLegacy", "null"), "NotChecked", null },
        { "CE012", Remote.Replace("AutoReplyEnabled=True; ", ""), "NotChecked", null },
        { "CE013", Connector, "Pass", null },
        { "CE013", Outbound, "Pass", null },
        { "CE013", Connector.Replace(
            "[SMTP:domino.acme.com;1]", "SMTP:b.com;1, smtp:domino.acme.com;2"), "Pass", null },
        { "CE013", Connector.Replace(
            "[SMTP:domino.acme.com;1]", "{SMTP:b.com;1, SMTP:domino.acme.com;2}"), "Pass", null },
        { "CE013", Connector.Replace("SMTP:domino.acme.com;1", "SMTP:*.acme.com;1"), "Pass", null },
        { "CE013", Connector.Replace("SMTP:domino.acme.com;1", "X400:domino.acme.com;1"), "Fail", "Error" },
        { "CE013", Connector.Replace("SMTP:domino.acme.com;1", "SMTP:*;1"), "Fail", "Warning" },
        { "CE013", Connector.Replace("SMTP:domino.acme.com;1", "SMTP:b.com;1"), "Fail", "Error" },
        { "CE013", Connector.Replace("[SMTP:domino.acme.com;1]", "null"), "Fail", "Error" },
        { "CE013", Connector.Replace("[SMTP:domino.acme.com;1]", "System.Collections.ArrayList"), "NotChecked", null },
        { "CE014", Connector, "Pass", null },
        { "CE014", Connector.Replace("Enabled=True", "Enabled=False"), "Fail", "Error" },
        { "CE014", Outbound.Replace("Enabled=True", "Enabled=False"), "Fail", "Error" },
        { "CE014", Connector.Replace("Enabled=True", "Enabled=null"), "NotChecked", null },
        { "CE014", Connector.Replace("Enabled=True; ", ""), "NotChecked", null },
        { "CE014", Connector + " + " + Connector.Replace("Enabled=True", "Enabled=False"), "Pass", null },
        { "CE014", Connector.Replace("domino.acme.com", "*") + " + "
            + Connector.Replace("Enabled=True", "Enabled=False"), "Fail", "Error" },
        { "CE014", Connector.Replace("SMTP:domino.acme.com", "SMTP:b.com"), "NotApplicable", null },
        { "CE015", Connector, "Pass", null },
        { "CE015", Outbound, "Pass", null },
        { "CE015", Connector.Replace("[a.acme.com]", "null"), "Fail", "Error" },
        { "CE015", Connector.Replace("[a.acme.com]", "[]"), "Fail", "Error" },
        { "CE015", Connector.Replace("DNSRoutingEnabled=False", "DNSRoutingEnabled=True"), "Fail", "Error" },
        { "CE015", Outbound.Replace("UseMXRecord=False", "UseMXRecord=True"), "Fail", "Error" },
        { "CE015", Connector.Replace("SmartHosts=[a.acme.com]; ", ""), "NotChecked", null },
        { "CE015", Connector + " + "
            + Connector.Replace("Enabled=True", "Enabled=False").Replace("[a.acme.com]", "null"), "Pass", null },
        { "CE016", Connector, "NotApplicable", null },
        { "CE017", Space + " + " + User, "Pass", null },
        { "CE017", Space + " + " + User.Replace("SMTP:ada@domino", "smtp:Ada@DOMINO"), "Pass", null },
        { "CE017", Space + " + " + User.Replace("SMTP:", ""), "Pass", null },
        { "CE017", Space.Replace("domino", "b") + " + " + User, "Fail", "Error" },
        { "CE017", Space + " + " + User.Replace("domino", "sub.domino"), "Fail", "Warning" },
        { "CE017", Space + " + " + User.Replace("domino.acme.com", "b.com")
            .Replace("Details=MailUser", "Details=GuestMailUser"), "Pass", null },
        { "CE017", Space + " + " + User.Replace("SMTP:ada@domino.acme.com", "null"), "Pass", null },
        { "CE017", Space + " + " + User.Replace("SMTP:ada@domino.acme.com", "X400:c=us"), "Pass", null },
        { "CE017", Space + " + " + User.Replace("SMTP:ada@domino.acme.com", "@{Prefix=SMTP}"), "NotChecked", null },
        {
            "CE017",
            Space + " + " + User.Replace("SMTP:ada@domino.acme.com", "NOTES:Ada Admin/Acme@ACME"),
            "Fail", "Warning"
        },
        { "CE017", Space + " + " + User.Replace("SMTP:ada", "SMTP:IMCEANOTES-Ada+20Admin_Acme"), "Fail", "Warning" },
        { "CE017", Space + " + " + User.Replace("SMTP:ada", "smtp:ada@domino.acme.com"), "Fail", "Error" },
        {
            "CE017",
            Space + " + " + User.Replace("@domino.acme.com", "@domino.acme.com.Domino.acme.com"),
            "Fail", "Error"
        },
        { "CE017", Space + " + " + User.Replace("@domino", "@b.com@domino"), "Pass", null },
        { "CE017", Space + " + " + Relationship + " + " + User.Replace("domino.acme", "cloud.acme"), "Pass", null },
        { "CE017", Space + " + " + Hybrid + " + " + User.Replace("domino.acme", "cloud.acme"), "Pass", null },
        {
            "CE017", Space + " + " + Relationship.Replace("; Enabled=True", "; Enabled=False") + " + "
                + User.Replace("domino.acme", "cloud.acme"),
            "Fail", "Warning"
        },
        { "CE018", Mailbox, "Pass", null },
        { "CE018", Mailbox.Replace("EwsEnabled=True", "EwsEnabled=null"), "Pass", null },
        { "CE018", Mailbox.Replace("EwsEnabled=True", "EwsEnabled=False"), "Fail", "Error" },
        {
            "CE018",
            Mailbox.Replace("EwsEnabled=True", "EwsEnabled=False") + "; " + ExchangeSketch.OnPremises,
            "Fail", "Error"
        },
        { "CE018", Mailbox.Replace("EwsEnabled=True", "EwsEnabled=maybe"), "NotChecked", null },
        { "CE018", Mailbox.Replace("EwsEnabled=True; ", ""), "NotChecked", null },
        { "CE018", On, "NotChecked", null },
        { "CE019", Mailbox, "Pass", null },
        { "CE019", Mailbox.Replace("Policy=null", "Policy=EnforceAllowList; EwsAllowList=[Coex/*]"), "Pass", null },
        { "CE019", Mailbox.Replace("Policy=null", "Policy=EnforceAllowList; EwsAllowList=[OWA/*]"), "Fail", "Error" },
        { "CE019", Mailbox.Replace("Policy=null", "Policy=EnforceBlockList; EwsBlockList=[Coex/*]"), "Fail", "Error" },
        { "CE019", Mailbox.Replace("Policy=null", "Policy=EnforceAllowList"), "NotChecked", null },
        { "CE020", On + "; EwsAllowOutlook=null", "Pass", null },
        { "CE020", On + "; EwsAllowOutlook=True", "Pass", null },
        { "CE020", On + "; EwsAllowOutlook=False", "Fail", "Error" },
        { "CE020", "EwsEnabled=True; EwsAllowOutlook=False; " + ExchangeSketch.OnPremises, "Fail", "Error" },
        { "CE020", On, "NotChecked", null },
        { "CE021", Plan + "ExchangeOnlineEnterprise-0527a260-bea3-46a3-9f4f-215fdd24f4d9", "Pass", null },
        { "CE021", Plan + "ExchangeOnline", "Pass", null },
        { "CE021", Plan + "ExchangeOnlineDeskless-44e29b8d-0a51-4f21-8b1e-7ac1a8fcd1b2", "Fail", "Error" },
        { "CE021", Plan + "EURPR04A001/Acme/exchangeonlinedeskless", "Fail", "Error" },
        { "CE021", Plan + "null", "NotChecked", null },
        { "CE021", Plan + "ExchangeOnlineNew", "NotChecked", null },
        { "CE021", Plan + "System.Object", "NotChecked", null },
        { "CE021", Plan + "null; " + ExchangeSketch.OnPremises, "NotApplicable", null },
        { "CE021", Connector, "NotApplicable", null },
        { "CE022", Hybrid + " + " + Override, "Pass", null },
        { "CE022", Hybrid + " + " + Override.Replace("[Enabled=true]", "{enabled = True}"), "Pass", null },
        { "CE022", Hybrid + " + " + Override.Replace("=true", "=false"), "Fail", "Error" },
        { "CE022", Hybrid + " + " + Override.Replace("ExchangeOnprem", "Other"), "Fail", "Error" },
        { "CE022", Hybrid + " + " + Override + " + " + Override.Replace("=true", "=false"), "Fail", "Warning" },
        { "CE022", Hybrid + " + " + Override.Replace("Server=null", "Server=[EX1|EX2]"), "Fail", "Warning" },
        { "CE022", Hybrid, "NotChecked", null },
        { "CE022", Override, "NotChecked", null },
        { "CE022", Hybrid + " + " + Override.Replace("[Enabled=true]", "System.Object"), "NotChecked", null },
        { "CE022", Hybrid.Replace("Enabled=True", "Enabled=False") + " + " + Override, "NotApplicable", null },
        { "CE023", Hybrid + " + " + Relationship, "Pass", null },
        { "CE023", Hybrid.Replace("Enabled=True", "Enabled=False") + " + " + Relationship, "Pass", null },
        { "CE023", Hybrid + " + " + Relationship.Replace("AccessEnabled=True", "AccessEnabled=False"), "Pass", null },
        {
            "CE023",
            Hybrid.Replace("=True", "=False") + " + " + Relationship.Replace("; Enabled=True", "; Enabled=False"),
            "Fail", "Warning"
        },
        {
            "CE023", Hybrid.Replace("Enabled=True", "Enabled=False") + " + "
                + Relationship.Replace("AccessEnabled=True", "AccessEnabled=False"),
            "Fail", "Warning"
        },
        {
            "CE023",
            Hybrid.Replace("cloud.acme", "b") + " + "
                + Relationship.Replace("AccessEnabled=True", "AccessEnabled=False"),
            "Fail", null
        },
        { "CE023", Hybrid, "NotChecked", null },
        { "CE023", Relationship, "NotChecked", null },
        {
            "CE023",
            Hybrid.Replace("; Enabled=True", "") + " + " + Relationship.Replace("; Enabled=True", ""),
            "NotChecked", null
        },
        { "CE023", Hybrid + " + " + Relationship.Replace("[cloud.acme.com]", "System.Object"), "NotChecked", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_passes_fails_or_is_not_checked(string rule, string objects, string outcome, string? severity)
    {
        IReadOnlyList<CoexistenceFinding> findings = ExchangeSketch.Run(rule, objects, Input());
        Assert.Contains(findings, finding => finding.Outcome.ToString() == outcome);
        Assert.DoesNotContain(findings, finding => finding.Outcome == FindingOutcome.Pass && outcome != "Pass");
        if (severity is not null)
            Assert.Contains(
                findings, finding => finding.Outcome == FindingOutcome.Fail && finding.Severity.ToString() == severity);
        Assert.All(findings, finding =>
        {
            Assert.EndsWith(".", finding.Reason);
            Assert.NotNull(finding.ObjectKind);
            Assert.StartsWith("https://", finding.Source);
            Assert.Equal(
                finding.Outcome is FindingOutcome.Fail or FindingOutcome.NotChecked,
                finding.Recommendation is not null);
        });
    }

    [Fact]
    public void Every_rule_has_cases_that_pass_fail_and_are_not_checked()
    {
        ILookup<string, string> cases = Cases.Select(row => row.Data).ToLookup(row => row.Item1, row => row.Item3);
        Assert.Equal(ExchangeRules.All.Select(rule => rule.Rule.Id), cases.Select(rule => rule.Key).Order());
        // CE002 never passes, CE008 counts, and CE009 and CE016 have tests of their own.
        Assert.All(cases.Where(rule => rule.Key is not ("CE002" or "CE008" or "CE009" or "CE016")), rule =>
            Assert.Equal(["Fail", "NotChecked", "Pass"], rule.Distinct()
                .Where(outcome => outcome != "NotApplicable").Order()));
    }

    [Fact]
    public void The_rules_have_ordered_ids_and_unique_names()
    {
        Assert.Equal(
            Enumerable.Range(1, ExchangeRules.All.Count)
                .Select(i => $"CE{i:000}"), ExchangeRules.All.Select(rule => rule.Rule.Id));
        List<string> names = [
            .. DirectoryRules.All.Concat(ExchangeRules.All.Select(rule => rule.Rule)).Select(rule => rule.Name)];
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(ExchangeRules.All, rule => Assert.EndsWith(".", rule.Rule.Recommendation));
    }

    [Fact]
    public void Without_objects_nothing_is_checked_and_nothing_passes()
    {
        IReadOnlyList<CoexistenceFinding> findings = ExchangeSketch.Run("*", "", Input());
        Assert.Equal(ExchangeRules.All.Select(rule => rule.Rule.Id), findings.Select(finding => finding.Rule));
        Assert.All(findings, finding => Assert.Equal(FindingOutcome.NotChecked, finding.Outcome));
        Assert.Contains(
            "Get-SendConnector or Get-OutboundConnector", findings.Single(finding => finding.Rule == "CE013").Reason);
    }

    [Fact]
    public void A_rule_with_two_kinds_is_not_checked_without_one_of_them()
    {
        Assert.Equal("MailUser", Assert.Single(ExchangeSketch.Run("CE017", Space)).ObjectKind);
        Assert.Equal("AvailabilityAddressSpace", Assert.Single(ExchangeSketch.Run("CE017", User)).ObjectKind);
    }

    // A command that was run and returned nothing.
    [Theory]
    [InlineData("CE001", ExchangeObjectKind.OrganizationConfig, "", FindingOutcome.NotChecked)]
    [InlineData("CE005", ExchangeObjectKind.AvailabilityAddressSpace, "", FindingOutcome.Fail)]
    [InlineData("CE006", ExchangeObjectKind.AvailabilityAddressSpace, "", FindingOutcome.NotApplicable)]
    [InlineData("CE007", ExchangeObjectKind.AvailabilityAddressSpace, "", FindingOutcome.NotApplicable)]
    [InlineData("CE009", ExchangeObjectKind.AvailabilityConfig, "", FindingOutcome.Fail)]
    [InlineData("CE009", ExchangeObjectKind.AvailabilityConfig, On, FindingOutcome.Fail)]
    [InlineData("CE010", ExchangeObjectKind.RemoteDomain, "", FindingOutcome.Fail)]
    [InlineData("CE011", ExchangeObjectKind.RemoteDomain, "", FindingOutcome.NotApplicable)]
    [InlineData("CE013", ExchangeObjectKind.SendConnector, "", FindingOutcome.Fail)]
    [InlineData("CE013", ExchangeObjectKind.OutboundConnector, "", FindingOutcome.Fail)]
    [InlineData("CE014", ExchangeObjectKind.SendConnector, "", FindingOutcome.NotApplicable)]
    [InlineData("CE017", ExchangeObjectKind.MailUser, Space, FindingOutcome.NotApplicable)]
    [InlineData("CE018", ExchangeObjectKind.CASMailbox, "", FindingOutcome.NotApplicable)]
    [InlineData("CE021", ExchangeObjectKind.Mailbox, "", FindingOutcome.NotApplicable)]
    [InlineData("CE022", ExchangeObjectKind.IntraOrganizationConnector, "", FindingOutcome.NotApplicable)]
    [InlineData("CE022", ExchangeObjectKind.SettingOverride, Hybrid, FindingOutcome.Fail)]
    [InlineData("CE023", ExchangeObjectKind.OrganizationRelationship, Hybrid, FindingOutcome.Pass)]
    public void A_command_that_returned_nothing_can_be_specified(
        string rule, ExchangeObjectKind kind, string objects, FindingOutcome outcome)
    {
        Assert.Equal(FindingOutcome.NotChecked, Assert.Single(ExchangeSketch.Run(rule, objects)).Outcome);
        Assert.Equal(
            outcome, Assert.Single(ExchangeSketch.Run(rule, objects, Input() with { QueriedKinds = [kind] })).Outcome);
    }

    // Exchange Online blocks EWS on 1 October 2026, and ends it on 1 April 2027.
    [Theory]
    [InlineData("CE001", "EwsEnabled=null; " + ExchangeSketch.Online, "2026-09-30T23:59:59Z", "Warning")]
    [InlineData("CE001", "EwsEnabled=null; " + ExchangeSketch.Online, "2026-10-01T00:00:00Z", "Error")]
    [InlineData("CE001", "EwsEnabled=False; " + ExchangeSketch.Online, "2026-01-01T00:00:00Z", "Error")]
    [InlineData("CE001", "EwsEnabled=null; " + ExchangeSketch.OnPremises, "2030-01-01T00:00:00Z", null)]
    [InlineData("CE002", On, "2026-09-30T23:59:59Z", "Information")]
    [InlineData("CE002", On, "2027-03-31T23:59:59Z", "Warning")]
    [InlineData("CE002", On, "2027-04-01T00:00:00Z", "Error")]
    [InlineData("CE002", "EwsEnabled=True; " + ExchangeSketch.OnPremises, "2027-04-01T00:00:00Z", null)]
    [InlineData("CE003", On + "; EwsAllowedAppIDs=null", "2026-09-30T23:59:59Z", "Warning")]
    [InlineData("CE003", On + "; EwsAllowedAppIDs=null", "2026-10-01T00:00:00Z", "Warning")]
    [InlineData("CE021", Plan + "ExchangeOnlineDeskless", "2026-06-29T23:59:59Z", "Warning")]
    [InlineData("CE021", Plan + "ExchangeOnlineDeskless", "2026-06-30T00:00:00Z", "Error")]
    [InlineData("CE022", Hybrid + " + Name=x; ComponentName=Global; SectionName=x", "2025-10-30T23:59:59Z", "Warning")]
    [InlineData("CE022", Hybrid + " + Name=x; ComponentName=Global; SectionName=x", "2025-10-31T00:00:00Z", "Error")]
    public void The_date_matters_in_Exchange_Online_only(string rule, string objects, string date, string? severity)
    {
        var input =
            new ExchangeAuditInput([ExchangeSketch.Domain], DateTimeOffset.Parse(
                date, System.Globalization.CultureInfo.InvariantCulture));
        CoexistenceFinding finding = Assert.Single(ExchangeSketch.Run(rule, objects, input));
        Assert.Equal(severity, finding.Outcome == FindingOutcome.Fail ? finding.Severity.ToString() : null);
    }

    [Theory]
    [InlineData("EwsEnabled=null; OriginatingServer=AM0PR01.eurprd01.prod.outlook.com", true)]
    [InlineData("EwsEnabled=null; OriginatingServer=x.partner.outlook.cn", true)]
    [InlineData("EwsEnabled=null; OriginatingServer=outlook.com.acme.com", false)]
    [InlineData("EwsEnabled=null; OriginatingServer=dc01.acme.com", false)]
    [InlineData(
        "EwsEnabled=null; OrganizationId=EURPR04A001/Microsoft Exchange Hosted Organizations/acme - EURPR04A001", true)]
    [InlineData(
        "EwsEnabled=null; "
            + "DistinguishedName=CN=acme.onmicrosoft.com,CN=ConfigurationUnits,DC=EURPR04A001,DC=PROD,"
            + "DC=OUTLOOK,DC=COM", true)]
    [InlineData(
        "EwsEnabled=null; DistinguishedName=CN=Acme,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=acme,DC=com",
        false)]
    [InlineData("EwsEnabled=null; AdminDisplayVersion=0.20 (15.20.8534.25)", true)]
    [InlineData("EwsEnabled=null; AdminDisplayVersion=0.1 (8.0.535.0)", false)]
    [InlineData("EwsEnabled=null; AdminDisplayVersion=0.20 (15.2.1118.7)", false)]
    [InlineData("EwsEnabled=null; IsDehydrated=True", true)]
    [InlineData("EwsEnabled=null; IsDehydrated=False", null)]
    [InlineData("EwsEnabled=null; OrganizationId=", null)]
    [InlineData("EwsEnabled=null; EwsAllowedAppIDs=x", true)]
    [InlineData("EwsEnabled=null; EwsAllowedAppIDs=null", null)]
    [InlineData("ForestName=x; TargetTenantId=x", true)]
    [InlineData("ForestName=x; TargetTenantId=null", null)]
    [InlineData("OrgWideAccount=null; AllowedTenantIds=[x]", true)]
    [InlineData(Connector, false)]
    [InlineData(Outbound, true)]
    public void An_object_shows_its_environment(string sketch, bool? isOnline) => Assert.Equal(
        isOnline switch { true => ExchangeEnvironment.Online, false => ExchangeEnvironment.OnPremises, null => null },
        ExchangeSketch.Object(sketch).Environment);

    [Fact]
    public void An_unknown_environment_is_an_assumption_that_can_be_replaced()
    {
        CoexistenceFinding finding = Assert.Single(ExchangeSketch.Run("CE001", "EwsEnabled=null"));
        Assert.Contains(finding.Evidence, text => text.StartsWith("Assumption:", StringComparison.Ordinal));
        ExchangeAuditInput known = Input() with { Environment = ExchangeEnvironment.OnPremises };
        Assert.Equal(FindingOutcome.Pass, Assert.Single(ExchangeSketch.Run("CE001", "EwsEnabled=null", known)).Outcome);
        // An object that shows its environment is not affected.
        Assert.Equal(
            FindingOutcome.Fail, Assert.Single(
                ExchangeSketch.Run("CE001", "EwsEnabled=null; " + ExchangeSketch.Online, known)).Outcome);
        finding = Assert.Single(ExchangeSketch.Run("CE001", "EwsEnabled=null; " + ExchangeSketch.Online));
        Assert.DoesNotContain(finding.Evidence, text => text.StartsWith("Assumption:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DomainName=acme.com; DomainType=Authoritative")] // Get-AcceptedDomain
    [InlineData("ForestName=acme.com")]
    [InlineData("AddressSpaces=[x]")] // Get-ForeignConnector
    [InlineData("Name=x; Enabled=True")]
    public void Other_objects_are_not_recognized(string sketch) => Assert.Null(ExchangeSketch.TryObject(sketch));

    [Theory]
    [InlineData(On, ExchangeObjectKind.OrganizationConfig)]
    [InlineData(Mailbox, ExchangeObjectKind.CASMailbox)]
    [InlineData(Plan + "x", ExchangeObjectKind.Mailbox)]
    [InlineData(User + "; MailboxPlan=null", ExchangeObjectKind.MailUser)]
    [InlineData(Hybrid, ExchangeObjectKind.IntraOrganizationConnector)]
    [InlineData(Relationship, ExchangeObjectKind.OrganizationRelationship)]
    [InlineData(Override, ExchangeObjectKind.SettingOverride)]
    public void The_properties_of_an_object_identify_its_kind(string sketch, ExchangeObjectKind kind) =>
        Assert.Equal(kind, ExchangeSketch.Object(sketch).Kind);

    [Fact]
    public void An_empty_list_of_applications_is_described_as_the_sources_do()
    {
        CoexistenceFinding finding =
            Assert.Single(ExchangeSketch.Run("CE003", On + "; EwsAllowedAppIDs=null", Input()));
        Assert.Equal(Basis.Inferred, finding.Basis);
        Assert.Contains("admits either no application or all applications", finding.Reason);
        Assert.Contains(finding.Evidence, text => text.Contains("admits none", StringComparison.Ordinal));
        Assert.Contains(finding.Evidence, text => text.Contains("admits all", StringComparison.Ordinal));
        finding = Assert.Single(ExchangeSketch.Run("CE003", On + "; EwsAllowedAppIDs=x", Input()));
        Assert.Equal((Basis.Documented, FindingSeverity.Error), (finding.Basis, finding.Severity));
    }

    [Fact]
    public void A_value_that_is_not_set_shows_an_export_made_before_October_2026()
    {
        CoexistenceFinding finding =
            Assert.Single(ExchangeSketch.Run("CE001", "EwsEnabled=null; " + ExchangeSketch.Online, Input()));
        Assert.Contains("exported before 1 October 2026", finding.Reason);
        Assert.StartsWith("Run Get-OrganizationConfig again.", finding.Recommendation);
    }

    [Fact]
    public void Target_addresses_name_what_is_wrong_with_them()
    {
        string users = string.Join(" + ", User.Replace("SMTP:ada@domino.acme.com", "NOTES:Ada Admin/Acme@ACME"),
            User.Replace("SMTP:ada", "SMTP:ada@domino.acme.com"), User);
        IReadOnlyList<CoexistenceFinding> findings = ExchangeSketch.Run("CE017", Space + " + " + users);
        Assert.Equal(2, findings.Count);
        Assert.StartsWith("1 mail user has a target address of the type NOTES.", findings[0].Reason);
        Assert.Contains("ExternalEmailAddress: NOTES:Ada Admin/Acme@ACME", findings[0].Evidence);
        Assert.StartsWith(
            "1 mail user has a target address to which the domain 'domino.acme.com' was appended twice.",
            findings[1].Reason);
    }

    [Fact]
    public void Domains_are_checked_one_by_one()
    {
        var input = new ExchangeAuditInput(["domino.acme.com", "notes.acme.com"], ExchangeSketch.Now);
        Assert.Equal(
            ["domino.acme.com Pass", "notes.acme.com Fail"],
            ExchangeSketch.Run("CE005", Space, input).Select(finding => $"{finding.Domain} {finding.Outcome}"));
    }

    [Fact]
    public void An_application_id_and_a_user_agent_are_needed_to_check_a_list()
    {
        var input = new ExchangeAuditInput([ExchangeSketch.Domain], ExchangeSketch.Now);
        Assert.Equal(
            FindingOutcome.NotChecked, Assert.Single(
                ExchangeSketch.Run("CE003", On + "; EwsAllowedAppIDs=" + App, input)).Outcome);
        Assert.Equal(
            FindingOutcome.NotChecked,
            Assert.Single(
                ExchangeSketch.Run(
                    "CE004", "EwsApplicationAccessPolicy=EnforceAllowList; EwsAllowList=[Coex*]", input)).Outcome);
        var other = new Guid("99999999-2222-3333-4444-555555555555");
        CoexistenceFinding finding = Assert.Single(ExchangeSketch.Run(
            "CE003", On + "; EwsAllowedAppIDs=" + App, input with { ApplicationIds = [new Guid(App), other] }));
        Assert.Contains(other.ToString(), finding.Reason);
    }

    [Fact]
    public void Mail_users_are_counted_by_domain()
    {
        IEnumerable<string> users = Enumerable.Range(1, 7)
            .Select(i => $"Name=User{i}; ExternalEmailAddress=SMTP:u{i}@{(i == 7 ? "b" : "c")}.com");
        IReadOnlyList<CoexistenceFinding> findings = ExchangeSketch.Run(
            "CE017", Space + " + " + string.Join(" + ", users));
        Assert.Equal(["User7", null], findings.Select(finding => finding.ObjectName));
        Assert.Equal("mail users: User1, User2, User3, User4, User5, and 1 more", findings[1].Evidence[0]);
        Assert.StartsWith("6 mail users have a target address in the domain 'c.com'", findings[1].Reason);
    }

    // The smart hosts, and the outcomes: the severity and the server of each finding.
    [Theory]
    [InlineData("[a.acme.com|b.acme.com]", "Pass")]
    [InlineData("[10.0.0.1|B.ACME.COM]", "Pass")]
    [InlineData("[[10.0.0.1]|b.acme.com.]", "Pass")]
    [InlineData("a.acme.com, b.acme.com", "Pass")]
    [InlineData("[a.acme.com]", "Warning DominoB/Acme")]
    [InlineData("[hub.acme.com]", "Information DominoA/Acme, Information DominoB/Acme")]
    [InlineData("[a.acme.com|hub.acme.com]", "Information DominoB/Acme")]
    [InlineData("[a.acme.com|b.acme.com|hub.acme.com]", "Information ")]
    [InlineData("null", "NotApplicable")]
    [InlineData("System.Object[]", "NotChecked")]
    public void Smart_hosts_are_compared_with_the_directory(string hosts, string outcomes)
    {
        DirectorySnapshot directory = AuditSketch.WithServerItems(
            Sketch.Directory(AuditSketch.Good),
            ("DominoA/Acme", "SMTPFullHostDomain=a.acme.com; NetAddr_0=10.0.0.1"),
            ("DominoB/Acme", "SMTPFullHostDomain=b.acme.com"));
        IReadOnlyList<CoexistenceFinding> findings =
            ExchangeSketch.Run(
                "CE016", Connector.Replace("[a.acme.com]", hosts), Input() with { Directory = directory });
        Assert.Equal(outcomes, string.Join(", ", findings.Select(
            finding => finding.Outcome == FindingOutcome.Fail
                ? $"{finding.Severity} {finding.Server}" : $"{finding.Outcome}")));
    }

    [Fact]
    public void A_coexistence_server_without_a_host_name_is_not_compared()
    {
        CoexistenceFinding finding = Assert.Single(ExchangeSketch.Run(
            "CE016", Connector, Input() with { Directory = Sketch.Directory("doc BTEx; both=DominoA/Acme") }));
        Assert.Equal((FindingOutcome.NotChecked, "DominoA/Acme"), (finding.Outcome, finding.Server));
    }

    private static ExchangeAuditInput Input() => new([ExchangeSketch.Domain], ExchangeSketch.Now)
    {
        ApplicationIds = [new Guid(App)],
        UserAgents = ["Coex/1.0 (Windows)"],
    };
}
