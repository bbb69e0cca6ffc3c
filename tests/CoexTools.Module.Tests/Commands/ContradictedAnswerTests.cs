namespace CoexTools.Module.Tests.Commands;

/// <summary>A console log that contradicts a result, or a server that may not exist, qualifies good news.</summary>
public sealed class ContradictedAnswerTests : IClassFixture<ModuleSession>
{
    private const string Source = "security-on-field-removed.dxl";
    private const string Log = "-ConsoleLog @{ DominoB = 'b.log' }";
    private const string Doubt =
        "The result for 'BTEx' is not certain, because the console log of DominoB/Acme contradicts the directory "
            + "(ConsoleDiffers).";

    private readonly ModuleSession _session;

    public ContradictedAnswerTests(ModuleSession session)
    {
        _session = session;
        session.Write(
            "b.log",
            "13.03.2025 08:00:00   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory\n");
    }

    [Fact]
    public void A_request_says_so_and_is_no_yes()
    {
        string request = $"Test-FreeBusyPath {Source} -From Hub01 -ServerDown DominoA";
        Assert.Equal([true], _session.Run($"{request} -Quiet").Output.Select(item => item.BaseObject));
        Outcome quiet = _session.Run($"{request} -Quiet {Log}");
        Assert.Equal([false], quiet.Output.Select(item => item.BaseObject));
        Assert.Single(quiet.Warnings, Doubt);
        string tree = string.Join(" ", _session.Run($"{request} {Log} | Format-CoexistenceTree").Lines);
        Assert.Contains("Not certain, because", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_excludes_every_line_is_named()
    {
        Outcome outcome = _session.Run(
            $"Test-CoexistenceConfiguration {Source} {Log} -Since 2999-01-01 -InformationVariable i");
        Assert.Contains("The time of -Since is in the future, so no line of a console log counts.", outcome.Warnings);
        Assert.Contains(
            "because it contains no request after the last change and -Since",
            string.Join("\n", _session.Run("$i").Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(
            _session.Run($"Test-CoexistenceConfiguration {Source} {Log} -Since 2025-03-11").Warnings,
            text => text.Contains("future", StringComparison.Ordinal));
    }

    [Fact]
    public void The_verdict_says_so()
    {
        string[] verdicts =
        [
            .. new[] { "", Log }.Select(logs => string.Join("\n", _session.Run(
                $"$null = Test-CoexistenceConfiguration {Source} {logs} -InformationVariable i; \"$i\"").Lines)),
        ];
        const string NotCertain =
            "But the console log of DominoB/Acme contradicts the directory, so the prediction can be wrong. "
                + "Replicate the directory to DominoB/Acme, and check its console again after five minutes.";
        Assert.DoesNotContain(NotCertain, verdicts[0], StringComparison.Ordinal);
        Assert.Contains(NotCertain, verdicts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_is_not_green()
    {
        _session.Run($"Export-CoexistenceReport {Source} good.html");
        _session.Run($"Export-CoexistenceReport {Source} bad.html {Log}");
        Assert.Contains("\"level\":\"Good\"", File.ReadAllText(_session.PathOf("good.html")), StringComparison.Ordinal);
        string bad = File.ReadAllText(_session.PathOf("bad.html"));
        Assert.DoesNotContain("\"level\":\"Good\"", bad, StringComparison.Ordinal);
        Assert.Contains("contradicts the directory", bad, StringComparison.Ordinal);
    }
}
