using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Measure-CoexistenceAvailability: its figures, its arguments, and that it can be stopped.</summary>
public sealed class AvailabilityTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Command = "Measure-CoexistenceAvailability";

    [Fact]
    public void Without_security_one_server_stops_free_busy_and_none_stops_mail()
    {
        PSObject[] found = [.. session.Run($"{Command} no-security.dxl -From Hub01 -ServerAvailability 0.99").Output];
        Assert.Equal(["FreeBusy", "Mail", "Calendar"], found.Select(item => item.Get("Service")!.ToString()));
        Assert.All(found, item => Assert.Equal(("BTEx", "Hub01/Acme"), (item.Get("Domain"), item.Get("From"))));
        Assert.Equal(["DominoA/Acme"], found[0].GetList("SinglePointOfFailure"));
        Assert.Equal(false, found[0].Get("SurvivesAnySingleFailure"));
        Assert.Equal(0.99, (double)found[0].Get("Availability")!, 1e-12);
        Assert.Equal(TimeSpan.FromDays(3.65), (TimeSpan)found[0].Get("DowntimePerYear")!);
        Assert.Equal("CoexTools.Analysis.CoexistenceAvailability", found[0].TypeNames[0]);
        PSObject cut = Assert.Single(found[0].GetObjects("CutSet"));
        Assert.Equal((1, "NotRelayed"), (cut.Get("Order"), cut.Get("Status")));
        Assert.Equal(["DominoA/Acme"], cut.GetList("Member"));
        Assert.Equal("DominoB/Acme", PSObject.AsPSObject(cut.Get("Path")).Get("Server"));
        foreach (PSObject mail in found.Skip(1))
        {
            Assert.Empty(mail.GetList("SinglePointOfFailure"));
            Assert.Equal(true, mail.Get("SurvivesAnySingleFailure"));
            Assert.Equal(0.9999, (double)mail.Get("Availability")!, 1e-12);
            Assert.Equal(["DominoA/Acme", "DominoB/Acme"], Assert.Single(mail.GetObjects("CutSet")).GetList("Member"));
        }
        Assert.All(found, item => Assert.Equal((true, true), (item.Get("IsComplete"), item.Get("IsMonotone"))));
    }

    [Fact]
    public void With_the_field_removed_no_server_stops_anything()
    {
        foreach (PSObject item in session
            .Run($"{Command} security-on-field-removed.dxl -From Hub01 -ServerAvailability 0.99").Output)
        {
            Assert.Empty(item.GetList("SinglePointOfFailure"));
            Assert.Equal(0.9999, (double)item.Get("Availability")!, 1e-12);
        }
    }

    [Fact]
    public void Availability_is_0_999_where_nothing_is_said() =>
        Assert.Equal(
            0.999, (double)Assert.Single(session.Run($"{Command} no-security.dxl -From Hub01 -Service FreeBusy").Output)
                .Get("Availability")!, 1e-12);

    [Theory]
    [InlineData("-ServerAvailability @{ DominoA = 0.9 }", 0.9)]
    [InlineData("-ServerAvailability @{ 'DominoB/Acme' = 0 }", 0.999)]
    [InlineData("-ServerAvailability 1 -IncludeLeg -LegAvailability @{ DominoA = 0.8 }", 0.8)]
    [InlineData("-ServerAvailability 1 -IncludeLink -LinkAvailability @{ 'DominoA|Hub01' = 0.7 }", 0.7)]
    [InlineData("-ServerAvailability 1 -IncludeBusy -BusyProbability 0.25", 0.75)]
    [InlineData("-ServerAvailability 1 -IncludeBusy -BusyProbability @{ DominoA = 0.5 }", 0.5)]
    public void Numbers_are_for_all_and_tables_for_some(string arguments, double expected) =>
        Assert.Equal(
            expected,
            (double)Assert.Single(
                session.Run($"{Command} no-security.dxl -From Hub01 -Service FreeBusy {arguments}").Output)
                    .Get("Availability")!,
            1e-12);

    [Theory]
    [InlineData("-ServerAvailability 1.5", "1.5")]
    [InlineData("-ServerAvailability -0.1", "-0.1")]
    [InlineData("-ServerAvailability ([double]::NaN)", "NaN")]
    [InlineData("-ServerAvailability many", "many")]
    [InlineData("-ServerAvailability @{ DominoA = 2 }", "DominoA")]
    [InlineData("-LegAvailability @{ DominoA = 0.9; 'domINOA ' = 0.8 }", "twice")]
    [InlineData("-LinkAvailability @{ 'DominoA|DominoB' = $null }", "DominoA|DominoB")]
    [InlineData("-BusyProbability 7", "7")]
    public void What_is_no_probability_ends_the_command(string arguments, string named)
    {
        Outcome outcome = session.Try($"{Command} no-security.dxl {arguments}");
        Assert.Empty(outcome.Output);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(
            "AvailabilityInvalid,CoexTools.Commands.MeasureCoexistenceAvailabilityCommand",
            error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains(named, error.ErrorDetails.Message);
    }

    [Fact]
    public void A_link_must_name_two_servers()
    {
        ErrorRecord error = session.Try($"{Command} no-security.dxl -LinkAvailability @{{ DominoA = 0.9 }}").Errors
            .Single();
        Assert.Equal(
            "LinkInvalid,CoexTools.Commands.MeasureCoexistenceAvailabilityCommand", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_failure_that_repairs_is_reported()
    {
        PSObject found = Assert.Single(
            session.Run($"{Command} security-on-field-removed.dxl -From Hub01 -Service FreeBusy -IncludeLeg").Output);
        Assert.Equal(false, found.Get("IsMonotone"));
        Assert.Contains("harmless in combination", (string)found.Get("Remark")!);
        Assert.Equal(["DominoA/Acme HTTP"], found.GetList("SinglePointOfFailure"));
    }

    [Fact]
    public void A_service_that_fails_as_it_is_has_the_empty_cut_set()
    {
        session.Write(
            "none.dxl", Dxl.Database(Dxl.Server("CN=Hub01/O=Acme", 1), Dxl.ForeignDomain("BTEx", server: null, 2)));
        PSObject found = Assert.Single(session.Run($"{Command} none.dxl -Service Mail").Output);
        PSObject cut = Assert.Single(found.GetObjects("CutSet"));
        Assert.Equal((0, "NoRoute"), (cut.Get("Order"), cut.Get("Status")));
        Assert.Empty(cut.GetList("Member"));
        Assert.Equal(0.0, found.Get("Availability"));
        Assert.Equal(TimeSpan.FromDays(365), found.Get("DowntimePerYear"));
        Assert.Equal(false, found.Get("SurvivesAnySingleFailure"));
    }

    [Fact]
    public void MaximumOrder_leaves_larger_cut_sets_out_and_says_so()
    {
        PSObject found = Assert.Single(
            session.Run($"{Command} no-security.dxl -From Hub01 -Service Mail -MaximumOrder 1").Output);
        Assert.Empty(found.GetObjects("CutSet"));
        Assert.Equal(false, found.Get("IsComplete"));
        Assert.InRange((double)found.Get("Availability")!, (double)found.Get("AvailabilityLow")!, (double)found.Get(
            "AvailabilityHigh")!);
        Assert.NotEmpty((string)found.Get("Remark")!);
    }

    [Fact]
    public void Documents_and_directories_of_the_pipeline_are_measured_alike()
    {
        IReadOnlyList<string> expected = session.Run($"{Command} no-security.dxl").Lines;
        Assert.Equal(9, expected.Count);
        Assert.Equal(expected, session.Run($"Get-ForeignDomainDocument no-security.dxl | {Command}").Lines);
        Assert.Equal(expected, session.Run($"Import-DominoDirectory no-security.dxl | {Command} -Domain BTEx").Lines);
    }

    [Fact]
    public void Verbose_reports_what_was_pruned() =>
        Assert.Contains(
            session.Run($"{Command} no-security.dxl -From Hub01 -Service Mail -Verbose").Verbose, text => text.Contains(
                "3 of 4 states followed"));

    [Fact]
    public void The_console_shows_the_story()
    {
        IReadOnlyList<string> lines = session.Show($"{Command} no-security.dxl -From Hub01 -ServerAvailability 0.99");
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TestHost.Width));
        Assert.Contains(lines, line => line.Trim() == "Availability for domain: BTEx, from Hub01 (no-security.dxl)");
        Assert.Contains(
            lines, line => line.StartsWith("FreeBusy") && line.Contains("0.99 ") && line.Contains("3.7 d")
                && line.Contains("DominoA"));
        Assert.Contains(
            lines, line => line.Contains("Mail") && line.Contains("0.9999") && line.Contains("52.6 min")
                && line.Contains("none"));
    }

    [Fact]
    public void A_long_search_shows_progress_and_can_be_stopped()
    {
        session.Write("big.dxl", Dxl.Database([
            Dxl.Server("CN=Hub01/O=Acme", 1),
            .. Enumerable.Range(10, 40)
                .Select(
                    i => Dxl.ForeignDomain(
                        "BTEx", $"CN=Domino{i}/O=Acme", i, $"202503{10 + (i % 20)}T0930{i},00+00"))]));
        using var shown = new ManualResetEventSlim();
        using PowerShell shell =
            session.Create($"{Command} big.dxl -IncludeLink -IncludeLeg -IncludeBusy -MaximumState 100000000");
        shell.Streams.Progress.DataAdded += (_, _) => shown.Set();
        Task run = Task.Run(() => shell.Invoke(), TestContext.Current.CancellationToken);
        Assert.True(
            shown.Wait(Waiting.Limit, TestContext.Current.CancellationToken), "There was no progress.");
        IAsyncResult stop = shell.BeginStop(callback: null, state: null);
        Assert.True(stop.AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not stop.");
        shell.EndStop(stop);
        Assert.True(
            ((IAsyncResult)run).AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not come back.");
        Assert.Empty(shell.Streams.Error);
    }
}
