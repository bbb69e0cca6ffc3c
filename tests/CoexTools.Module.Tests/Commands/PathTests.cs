using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Test-FreeBusyPath and Test-MailRoute: their output, origins, network and warnings.</summary>
public sealed class PathTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string ConsoleWarning =
        "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.";

    public static TheoryData<string> Commands => ["Test-FreeBusyPath", "Test-MailRoute"];

    // The journal beside the file knows that DominoB could read the document of DominoA. A directory in memory and an
    // export of its replica do not need it.
    [Fact]
    public void Result_that_depends_on_a_server_not_seeing_a_document_that_it_could_read_assumes_a_stale_copy()
    {
        File.Copy(session.PathOf("security-on.dxl"), session.PathOf("stale.dxl"), overwrite: true);
        session.Run("Get-ForeignDomainDocument stale.dxl | Where-Object Priority -eq 1 | Remove-DocumentAccessField");
        const string Test = "-From Hub01 -ServerDown DominoA -WarningAction Ignore).Assumption";
        const string Stale = "StaleCopy: BTEx (DominoA/Acme) at DominoB/Acme";
        Assert.Equal([Stale], session.Run($"(Test-FreeBusyPath stale.dxl {Test}").Lines);
        Assert.Equal([Stale], session.Run($"(Get-ForeignDomainDocument stale.dxl | Test-FreeBusyPath {Test}").Lines);
        Assert.Empty(session.Run($"(Test-FreeBusyPath stale.dxl {Test.Replace("DominoA", "DominoB")}").Lines);
        Assert.Empty(session.Run($"(Test-FreeBusyPath -Directory (Import-DominoDirectory stale.dxl) {Test}").Lines);
        session.Run(
            "$own = Import-DominoDirectory stale.dxl; $own.ForeignDomain | Where-Object CalendarServer -eq "
                + "DominoA/Acme | Remove-ForeignDomainDocument -WarningAction Ignore -Confirm:$false");
        Assert.Empty(session.Run($"(Test-FreeBusyPath stale.dxl -Replica @{{ DominoB = $own }} {Test}").Lines);

        File.AppendAllText(session.PathOf("stale.dxl.journal"), "<change\n");
        Assert.Equal(["JournalUnreadable"], session.Run($"(Test-FreeBusyPath stale.dxl {Test}").Lines);
        File.Delete(session.PathOf("stale.dxl.journal"));
        Assert.Empty(session.Run($"(Test-FreeBusyPath stale.dxl {Test}").Lines);
    }

    [Theory]
    [InlineData("Test-FreeBusyPath", "Answered")]
    [InlineData("Test-MailRoute", "Delivered")]
    public void Origins_are_the_servers_that_are_no_coexistence_servers(string command, string status)
    {
        Outcome outcome = session.Run($"{command} no-security.dxl");
        Assert.Equal(["Hub01/Acme", "Mail01/Acme", "App01/Acme"], outcome.Values("From"));
        Assert.All(outcome.Values("Status"), value => Assert.Equal(status, $"{value}"));
        Assert.All(outcome.Values("Reachable"), value => Assert.Equal(true, value));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Origins_are_all_servers_where_all_are_coexistence_servers(string command)
    {
        session.Write(
            "only.dxl",
            Dxl.Database(
                Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain(
                    "BTEx", "CN=DominoB/O=Acme", 2, "20240101T000000,00+00")));
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], session.Run($"{command} only.dxl").Values("From"));
    }

    [Theory, MemberData(nameof(Commands))]
    public void From_takes_flat_and_canonical_names_once_each(string command) =>
        Assert.Equal(["DominoB/Acme", "Hub01/Acme"],
            session.Run($"{command} no-security.dxl -From dominob, CN=Hub01/O=Acme, Hub01").Values("From"));

    [Theory, MemberData(nameof(Commands))]
    public void There_is_a_result_for_each_domain_and_origin(string command)
    {
        session.Write("two.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.Server("CN=Hub02/O=Acme", 9),
            Dxl.ForeignDomain("Zulu", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("Alpha", "CN=DominoA/O=Acme", 2),
            Dxl.ForeignDomain("ALPHA", "CN=DominoB/O=Acme", 3, "20240101T000000,00+00")));
        Assert.Equal(
            ["Alpha Hub01/Acme", "Alpha Hub02/Acme", "Zulu Hub01/Acme", "Zulu Hub02/Acme"],
            session.Run($"{command} two.dxl | ForEach-Object {{ \"$($_.Domain) $($_.From)\" }}").Lines);
    }

    [Fact]
    public void Console_warning_appears_for_each_domain()
    {
        session.Write("domains.dxl", Dxl.Database([.. new[] { "A", "B" }.SelectMany((domain, i) => new[]
        {
            Dxl.ForeignDomain(domain, "CN=DominoA/O=Acme", 1 + i), Dxl.ForeignDomain(
                domain, "CN=DominoB/O=Acme", 11 + i, "20240101T000000,00+00"),
        })]));
        Assert.Equal(
            new[] { "A", "B" }.Select(domain =>
                "DominoA/Acme would print: Warning: Multiple documents detected for domain "
                    + $"'{domain}' in Domino Directory for the scheduling request."),
            session.Run("Test-FreeBusyPath domains.dxl -From DominoA").Warnings);
    }

    [Fact]
    public void Console_warning_appears_once_for_domain_names_that_differ_in_case()
    {
        foreach ((string domain, string server) in new[] { ("BTEx", "Hub01"), ("btex", "Hub02") })
        {
            session.Write($"{domain}-{server}.dxl", Dxl.Database(
                Dxl.Server($"CN={server}/O=Acme", 9), Dxl.ForeignDomain(domain, "CN=DominoA/O=Acme", 1),
                Dxl.ForeignDomain(domain, "CN=DominoB/O=Acme", 2, "20240101T000000,00+00")));
        }
        Assert.Equal(
            [$"Hub01/Acme, DominoA/Acme, Hub02/Acme would print: {ConsoleWarning}"],
            session.Run("Test-FreeBusyPath BTEx-Hub01.dxl, btex-Hub02.dxl -WarningVariable +w").Warnings);
    }

    [Fact]
    public void Warnings_of_the_results_stay_one_for_each_server() => Assert.Equal(
        ["Hub01/Acme", "DominoA/Acme", "Mail01/Acme", "DominoA/Acme", "App01/Acme", "DominoA/Acme"],
        session.Run(
            "Test-FreeBusyPath no-security.dxl -WarningAction Ignore | ForEach-Object { $_.Warning.Server }").Lines);

    [Theory]
    [InlineData("Test-FreeBusyPath", "", true)]
    [InlineData("Test-FreeBusyPath", "-ServerDown DominoA", false)]
    [InlineData("Test-FreeBusyPath", "-From Hub01, DominoA -ServerDown DominoB", true)]
    [InlineData("Test-FreeBusyPath", "-From Hub01, DominoB -ServerDown DominoB", false)]
    [InlineData("Test-MailRoute", "-ServerDown DominoA", true)]
    [InlineData("Test-MailRoute", "-ServerDown DominoA, DominoB", false)]
    [InlineData("Test-MailRoute", "-SmtpDown DominoA -Kind Calendar", false)]
    public void Quiet_gives_one_Boolean(string command, string network, bool expected) =>
        Assert.Equal([expected], session.Run($"{command} no-security.dxl {network} -Quiet").Output
            .Select(item => item.BaseObject));

    [Theory, MemberData(nameof(Commands))]
    public void Quiet_is_false_where_there_was_nothing_to_test(string command) =>
        Assert.Equal([false], session.Run($"{command} no-security.dxl -Domain 'none*' -Quiet").Output
            .Select(item => item.BaseObject));

    [Theory, MemberData(nameof(Commands))]
    public void VD2_server_that_no_document_contains_is_an_error_and_there_is_no_result(string command)
    {
        foreach (string parameter in new[]
        {
            "ServerDown DomnoA", "ServerBusy DomnoA", "HttpDown DomnoA", "SmtpDown DomnoA", "LinkDown 'Hub01|DomnoA'",
            "From Hub01, DomnoA",
            "Replica @{ DomnoA = 'security-on.dxl' }", "ServerDown DominoA, DomnoA -From Hub01, DomnoA",
        })
        {
            Outcome outcome = session.Try($"{command} security-on-field-removed.dxl -{parameter}");
            ErrorRecord error = outcome.TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "DomnoA");
            Assert.Contains(session.PathOf("security-on-field-removed.dxl"), error.Exception.Message);
            Assert.EndsWith(" Did you mean DominoA/Acme?", error.Exception.Message);
            Assert.Empty(outcome.Output);
            Assert.Empty(outcome.Warnings);
            outcome = session.Try($"{command} security-on-field-removed.dxl -{parameter} -Quiet");
            Assert.Equal([false], outcome.Output.Select(item => item.BaseObject));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void VD2_each_name_that_is_not_there_is_an_error(string command)
    {
        Outcome outcome = session
            .Try($"{command} security-on.dxl -ServerDown DomnoA, Nobody/Other -LinkDown 'Hubb01|Mail01'");
        Assert.Equal(["DomnoA", "Nobody/Other", "Hubb01"], outcome.Errors.Select(error => error.TargetObject));
        Assert.Empty(outcome.Output);
    }

    [Theory, MemberData(nameof(Commands))]
    public void VD2_source_that_lacks_the_name_has_no_result_and_the_others_have(string command)
    {
        session.Write(
            "other-site.dxl", Dxl.Database(
                Dxl.Server("CN=Hub09/O=Acme", 8), Dxl.ForeignDomain("Other", "CN=DominoX/O=Acme", 1)));
        Outcome outcome = session.Try($"{command} security-on.dxl, other-site.dxl -ServerDown DominoX");
        ErrorRecord error = outcome.TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "DominoX");
        Assert.Contains("security-on.dxl", error.Exception.Message);
        Assert.Equal(["Other"], outcome.Values("Domain"));
        Assert
            .Equal([false], session
                .Try($"{command} security-on.dxl, other-site.dxl -ServerDown DominoX -From Hub* -Quiet").Output
                .Select(item => item.BaseObject));
    }

    [Theory, MemberData(nameof(Commands))]
    public void VD2_wildcards_match_abbreviated_and_common_names(string command)
    {
        Assert.Equal(["Mail01/Acme"], session.Run($"{command} no-security.dxl -From mail* -WarningAction Ignore")
            .Values("From"));
        Assert.Equal(["Hub01/Acme", "Mail01/Acme"],
            session.Run($"{command} no-security.dxl -From CN=*01/O=Acme, Hub01 -WarningAction Ignore")
            .Values("From").Where(name => !$"{name}".StartsWith("App", StringComparison.Ordinal)));
        Assert.Equal(
            ["DominoA/Acme DominoB/Acme"],
            session
                .Run($"({command} no-security.dxl -From Hub01 -ServerDown Domino? -WarningAction "
                    + "Ignore).Failure -join ' '").Lines);
        Assert.Equal([false], session.Run($"{command} no-security.dxl -ServerDown Domino* -Quiet").Output
            .Select(item => item.BaseObject));

        Outcome outcome = session.Try($"{command} no-security.dxl -ServerDown Dmino*");
        ErrorRecord error = outcome.TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "Dmino*");
        Assert.EndsWith(" Did you mean DominoA/Acme or DominoB/Acme?", error.Exception.Message);
        Assert.Empty(outcome.Output);
        session.Try($"{command} no-security.dxl -LinkDown 'Hub*|DominoA'")
            .TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "Hub*");
    }

    [Theory, MemberData(nameof(Commands))]
    public void VD2_exact_name_has_precedence_over_a_wildcard(string command)
    {
        session.Write("brackets.dxl", Dxl.Database(
            Dxl.Server("CN=Hub[1]/O=Acme", 8), Dxl.Server("CN=Hub1/O=Acme", 9), Dxl.Server("CN=Odd[/O=Acme", 10),
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1)));
        Assert.Equal(["Hub[1]/Acme"], session.Run($"{command} brackets.dxl -From 'Hub[1]'").Values("From"));
        Assert.Equal(["Hub1/Acme"], session.Run($"{command} brackets.dxl -From 'Hub[1]*'").Values("From"));
        Assert.Equal(["Odd[/Acme"], session.Run($"{command} brackets.dxl -From 'Odd['").Values("From"));
        session.Try($"{command} brackets.dxl -From 'Odt['")
            .TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "Odt[");
    }

    [Theory, MemberData(nameof(Commands))]
    public void VD2_name_cannot_be_checked_without_Server_documents(string command)
    {
        session.Write("bare.dxl", Dxl.Database(Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1)));
        Outcome outcome = session.Run($"{command} bare.dxl -ServerDown DomnoA");
        string warning = Assert.Single(outcome.Warnings);
        Assert.Contains("'DomnoA' cannot be checked", warning);
        Assert.EndsWith(" Did you mean DominoA/Acme?", warning);
        Assert.Contains("UnknownServer: DomnoA", Assert.Single(outcome.Output).GetList("Assumption"));
        Assert.Contains(
            "UnknownServer: Hub01/Acme", session.Run($"{command} bare.dxl -From Hub01/Acme").Output[0].GetList(
                "Assumption"));
        Assert.Contains(
            "UnknownServer: Hub01/Acme",
            session.Run($"{command} bare.dxl -Replica @{{ 'Hub01/Acme' = 'bare.dxl' }}").Output[0].GetList(
                "Assumption"));
        Assert.DoesNotContain(
            session.Run($"{command} bare.dxl -ServerDown DominoA").Output[0].GetList("Assumption"), assumption =>
                $"{assumption}".StartsWith("UnknownServer: Domno", StringComparison.Ordinal));
        session.Try($"{command} bare.dxl -ServerDown Domno*")
            .TheError("ServerNotFound", command, ErrorCategory.ObjectNotFound, "Domno*");
    }

    [Fact]
    public void OrderBy_makes_the_priority()
    {
        session.Write("order.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 9),
            Dxl.ForeignDomain(
                "BTEx", "CN=DominoA/O=Acme", 2, modified: "20250101T000000,00+00", revised: "20250301T000000,00+00"),
            Dxl.ForeignDomain(
                "BTEx", "CN=DominoB/O=Acme", 3, modified: "20250201T000000,00+00", revised: "20250201T000000,00+00")));
        foreach (string command in new[] { "Test-FreeBusyPath", "Test-MailRoute" })
        {
            Assert.Equal(
                ["DominoB/Acme", "DominoB/Acme", "DominoA/Acme"],
                session
                    .Run($"{command} order.dxl; {command} order.dxl -OrderBy Modified; {command} order.dxl "
                        + "-OrderBy Revised").Values("Server"));
        }
        Assert.Contains("OrderDiffers", session.Run("Test-FreeBusyPath order.dxl").Output[0].GetList("Assumption"));
    }

    [Theory]
    [InlineData("Mail", "DominoM/Acme")]
    [InlineData("Calendar", "DominoC/Acme")]
    public void Kind_says_which_server_of_the_document_counts(string kind, string server)
    {
        string document = Dxl.ForeignDomain("BTEx", "CN=DominoM/O=Acme", 1);
        int calendar = document.IndexOf("'CalendarServer'", StringComparison.Ordinal);
        session.Write(
            "kind.dxl", Dxl.Database(
                Dxl.Server("CN=Hub01/O=Acme", 9), document[..calendar]
                    + document[calendar..].Replace("DominoM", "DominoC")));
        Assert.Equal([server], session.Run($"Test-MailRoute kind.dxl -Kind {kind}").Values("Server"));
    }

    [Fact]
    public void Kind_is_mail_by_default() =>
        Assert.All(
            session.Run("Test-MailRoute no-security.dxl").Values("Kind"), kind => Assert.Equal("Mail", $"{kind}"));

    [Fact]
    public void Part_of_a_domain_is_tested_alone_with_a_warning_and_an_assumption()
    {
        Outcome outcome = session.Run(
            "Get-ForeignDomainDocument no-security.dxl | Where-Object Priority -eq 2 | Test-FreeBusyPath -From Hub01");
        PSObject result = Assert.Single(outcome.Output);
        Assert.Equal("DominoB/Acme", result.Get("Server"));
        Assert.Contains("PartialDomain", result.GetList("Assumption"));
        Assert.Contains(
            "contains 2 documents for 'BTEx', but only 1 of them was specified", Assert.Single(outcome.Warnings));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Network_state_is_the_same_from_a_file_a_directory_or_documents(string command)
    {
        const string Network = "-From Hub01 -ServerDown DominoA -WarningAction Ignore";
        IReadOnlyList<string> fromFile = session.Run($"{command} security-on.dxl {Network}").Lines;
        Assert.Single(fromFile);
        Assert.Equal(fromFile, session.Run($"Import-DominoDirectory security-on.dxl | {command} {Network}").Lines);
        Assert.Equal(fromFile, session.Run($"Get-ForeignDomainDocument security-on.dxl | {command} {Network}").Lines);
    }
}
