using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CoexTools.Browser.Tests;

/// <summary>Checks that nothing overlaps or is cut off, on screens and on paper.</summary>
public sealed partial class LayoutTests(Chromium chromium, Reports reports)
{
    private const int PaperWidth = 688; // A4 without the margins, in pixels.
    private static readonly string Check = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layout.js"));

    [Theory]
    [MemberData(nameof(Reports.All), MemberType = typeof(Reports))]
    public async Task Nothing_overlaps_or_is_cut_off(string name)
    {
        using Window window = await chromium.Open(reports.Of(name));
        foreach (int width in new[] { 360, 1280, 1920 })
        {
            await window.Page.SetViewportSizeAsync(width, 900);
            foreach (string open in new[] { "false", "true" })
            {
                await window.Page.EvaluateAsync(
                    $"document.querySelectorAll('details').forEach(one => one.open = {open})");
                Assert
                    .Empty((await window.Page.EvaluateAsync<string[]>(Check, true)).Select(
                        problem => $"{width}: {problem}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Reports.All), MemberType = typeof(Reports))]
    public async Task Nothing_is_cut_off_on_paper(string name)
    {
        using Window window = await chromium.Open(reports.Of(name), new View(PaperWidth, Media: Media.Print));
        await window.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.Empty(await window.Page.EvaluateAsync<string[]>(Check, false));
        Assert.Equal(0, await window.Page.Locator("details:not([open])").CountAsync());
        await window.Page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        Assert.NotEqual(0, await window.Page.Locator("details:not([open])").CountAsync());
    }

    [Fact]
    public async Task Prints_on_A4()
    {
        using Window window = await chromium.Open(reports.Of("security-on"), new View(Media: Media.Print));
        string pdf = Encoding.Latin1.GetString(
            await window.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true }));
        List<Match> pages = [.. MediaBox().Matches(pdf).Cast<Match>()];
        Assert.InRange(pages.Count, 2, 12);
        Assert.All(pages, page => Assert.Equal(("594", "841"), (page.Groups[1].Value, page.Groups[2].Value)));
    }

    [GeneratedRegex(@"/MediaBox\s*\[0 0 (\d+)[.\d]* (\d+)[.\d]*\]")]
    private static partial Regex MediaBox();
}
