using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Tests <c>Export-CoexistenceReport</c>.</summary>
[Collection(SearchPath)]
public sealed class ReportTests : IDisposable
{
    /// <summary>The collection of the tests that change the search path of the process: one after another.</summary>
    internal const string SearchPath = "SearchPath";

    private const string Command = "Export-CoexistenceReport";

    private readonly ModuleSession _session = new();

    private string Report => File.ReadAllText(_session.PathOf("report.html"));

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Export-CoexistenceReport security-on.dxl report.html")]
    [InlineData("Export-CoexistenceReport -LiteralSource security-on.dxl -LiteralPath report.html")]
    [InlineData("'security-on.dxl' | Export-CoexistenceReport -Path report.html")]
    [InlineData("[IO.FileInfo]\"$PWD/security-on.dxl\" | Export-CoexistenceReport -Path report.html")]
    [InlineData("Get-ForeignDomainDocument security-on.dxl | Export-CoexistenceReport -Path report.html")]
    [InlineData("Export-CoexistenceReport (Get-ForeignDomainDocument security-on.dxl) report.html")]
    [InlineData("Import-DominoDirectory security-on.dxl | Export-CoexistenceReport -Path report.html")]
    [InlineData("Export-CoexistenceReport (Import-DominoDirectory security-on.dxl) report.html")]
    public void Every_source_results_in_the_same_report(string script)
    {
        Assert.Empty(_session.Run(script).Output);
        string report = Report;
        _session.Run("Export-CoexistenceReport security-on.dxl report.html -Force");
        Assert.Equal(WithoutDate(Report), WithoutDate(report));
        Assert.Contains(
            "Free/busy stops if DominoA/Acme is down; mail and calendar mail survive the failure of any one server.",
            report);
        Assert.Contains(
            "After the proposed repair: Free/busy, mail, and calendar mail survive the failure of any one server.",
            report);
    }

    [Fact]
    public void A_former_report_is_compared_even_if_it_is_the_file_to_replace()
    {
        _session.Run("""
            Export-CoexistenceReport security-on.dxl report.html
            $null = Repair-CoexistenceConfiguration security-on.dxl -WarningAction Ignore
            Export-CoexistenceReport security-on.dxl report.html -CompareWith report.html -Force
            """);
        Assert.Contains("DominoB/Acme can no longer read BTEx (DominoA/Acme).", Report);
        Assert.Contains(
            "Free/busy, DominoA/Acme down, from Hub01/Acme, Mail01/Acme, App01/Acme: Answered at DominoB/Acme, "
                + "previously NotRelayed", Report);
        Assert.Contains("field DocumentAccess removed, previously present", Report);
        Assert.Contains("Resolved: CX001", Report);
        _session.Run("Export-CoexistenceReport security-on.dxl report.html -CompareWith report.html -Force");
        Assert.Contains("<p>Nothing changed.</p>", Report);
    }

    [Theory]
    [InlineData("", "does not contain the data")]
    [InlineData("<script type=\"application/json\" id=\"coextools-report\">{", "does not contain the data")]
    [InlineData(
        "<script type=\"application/json\" id=\"coextools-report\">{</script>",
        "The text is incomplete at character 2.")]
    [InlineData("<script type=\"application/json\" id=\"coextools-report\">{\"format\":99}</script>", "format '99'")]
    [InlineData(
        "<script type=\"application/json\" id=\"coextools-report\">{\"format\":1,\"title\":3}</script>", "'title'")]
    public void A_file_that_is_not_a_report_is_an_error(string text, string reason)
    {
        File.WriteAllText(_session.PathOf("former.html"), text);
        ErrorRecord error = _session.Try(
            "Export-CoexistenceReport security-on.dxl report.html -CompareWith former.html")
            .TheError("ReportUnreadable", Command, ErrorCategory.InvalidData, _session.PathOf("former.html"));
        Assert.Contains(reason, error.Exception.Message);
        Assert.False(File.Exists(_session.PathOf("report.html")));
        _session.Try("Export-CoexistenceReport security-on.dxl report.html -CompareWith missing.html")
            .TheError("PathNotFound", Command, ErrorCategory.ObjectNotFound, _session.PathOf("missing.html"));
    }

    [Fact]
    public void A_report_is_about_one_directory()
    {
        _session.Try("Export-CoexistenceReport security-on.dxl, no-security.dxl report.html")
            .TheError("DirectoryInvalid", Command, ErrorCategory.InvalidArgument, _session.PathOf("no-security.dxl"));
        Assert.False(File.Exists(_session.PathOf("report.html")));
        _session.Try("Export-CoexistenceReport missing.dxl report.html")
            .TheError("PathNotFound", Command, ErrorCategory.ObjectNotFound, "missing.dxl");
        _session.Try("Export-CoexistenceReport security-on.dxl report.html -ServerAvailability 2")
            .TheError("AvailabilityInvalid", Command, ErrorCategory.InvalidArgument, 2);
        Assert.False(File.Exists(_session.PathOf("report.html")));
    }

    [Fact]
    public void Show_opens_the_report_with_the_program_of_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test replaces the program that opens files on Linux.");
        string opener = _session.PathOf("xdg-open");
        File.WriteAllText(opener, $"#!/bin/sh\nprintf %s \"$1\" > \"{_session.PathOf("opened")}\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _session.Run("""
            $path = $env:PATH
            $env:PATH = "${PWD}:$path"
            try { Export-CoexistenceReport security-on.dxl report.html -Show } finally { $env:PATH = $path }
            """);
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(_session.PathOf("opened"))
                && Opened().Length > 0, Waiting.Limit));
        Assert.Equal(_session.PathOf("report.html"), Opened());

        string Opened() => File.ReadAllText(_session.PathOf("opened"));
    }

    [Fact]
    public void A_directory_without_documents_results_in_a_report_that_says_so()
    {
        _session.Run("New-DominoDirectory Empty | Export-CoexistenceReport -Path report.html");
        Assert.Contains("The directory contains no Foreign Domain document", Report);
    }

    private static string WithoutDate(string report) =>
        System.Text.RegularExpressions.Regex.Replace(
            report, @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC</time>|""written"":""[^""]*""", "");
}
