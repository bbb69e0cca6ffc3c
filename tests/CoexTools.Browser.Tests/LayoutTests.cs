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

    // Neither the page nor a part of it scrolls horizontally.
    [Theory]
    [InlineData("security-on", "Documents, by priority", 1280)]
    [InlineData("security-on-field-removed", "Documents, by priority", 1280)]
    [InlineData(Reports.Large, "Documents, by priority", 1280)]
    [InlineData("no-security", "Map", 400)]
    [InlineData("security-on", "Map", 400)]
    [InlineData("security-on-then-edited", "Map", 400)]
    [InlineData("security-on-field-removed", "Map", 400)]
    public async Task The_documents_and_the_map_with_its_legend_fit(string name, string heading, int width)
    {
        using Window window = await chromium.Open(reports.Of(name), new View(width));
        string[] parts = await window.Page.EvaluateAsync<string[]>(
            """
            heading => [...document.querySelectorAll("h3")].filter(h3 => h3.textContent.startsWith(heading))
              .flatMap(h3 => {
                const all = [];
                for (let e = h3.nextElementSibling; e && e.tagName !== "H3"; e = e.nextElementSibling)
                  all.push(...(e.matches(".scroll") ? [e] : e.querySelectorAll(".scroll")));
                return all;
              })
              .map(e => `${e.clientWidth} ${e.scrollWidth}`)
            """,
            heading);
        Assert.NotEmpty(parts);
        Assert.All(parts, part =>
        {
            int[] pixels = [.. part.Split(' ').Select(int.Parse)];
            Assert.InRange(pixels[1], 1, pixels[0]);
        });
        Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
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
