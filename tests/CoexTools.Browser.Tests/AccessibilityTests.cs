using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CoexTools.Browser.Tests;

/// <summary>Checks reports with axe: in light and dark, in forced colors, and on a phone.</summary>
public sealed class AccessibilityTests(Chromium chromium, Reports reports)
{
    [Theory]
    [InlineData(Reports.Large)]
    [InlineData(Reports.Hostile)]
    public async Task Axe_finds_nothing(string name)
    {
        using Window window = await chromium.Open(reports.Of(name));
        AxeResult result = await window.Page.RunAxe();
        Assert.Empty(Violations(result));
        Assert.Contains(result.Passes, rule => rule.Id == "color-contrast");
    }

    [Theory]
    [InlineData(ColorScheme.Light, ForcedColors.None, 1280)]
    [InlineData(ColorScheme.Dark, ForcedColors.None, 1280)]
    [InlineData(ColorScheme.Dark, ForcedColors.Active, 1280)]
    [InlineData(ColorScheme.Light, ForcedColors.None, 360)]
    public async Task Axe_finds_nothing_in_any_colors_and_sizes(ColorScheme scheme, ForcedColors forced, int width)
    {
        using Window window = await chromium.Open(reports.Of("security-on"), new View(width, scheme, forced));
        await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
        Assert.Empty(Violations(await window.Page.RunAxe()));
    }

    // axe does not look into pictures. 4.5 is the contrast that WCAG 2.2 AA requires of text, and 3 that of lines that
    // carry a meaning.
    [Theory]
    [InlineData(ColorScheme.Light, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, ForcedColors.None)]
    [InlineData(ColorScheme.Light, ForcedColors.Active)]
    [InlineData(ColorScheme.Dark, ForcedColors.Active)]
    public async Task Texts_in_pictures_have_contrast(ColorScheme scheme, ForcedColors forced)
    {
        using Window window = await chromium.Open(reports.Of(Reports.Large), new View(Scheme: scheme, Forced: forced));
        string[] problems = await window.Page.EvaluateAsync<string[]>("""
            () => {
              const rgb = color => (color.match(/[\d.]+/g) || []).map(Number);
              const light = color => rgb(color).slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
              const page = getComputedStyle(document.body).backgroundColor;
              const problems = [];
              for (const text of document.querySelectorAll("svg text")) {
                const box = text.parentElement.querySelector(":scope > rect.ct-server, :scope > rect.ct-origin, :scope > rect.ct-domain");
                const back = text.closest(".timeline") ? page : getComputedStyle(box || text.ownerSVGElement.querySelector(".ct-page")).fill;
                const found = contrast(getComputedStyle(text).fill, back);
                if (found < 4.5) problems.push(`${text.textContent}: ${found}`);
              }
              for (const line of document.querySelectorAll("svg .ct-path, svg .ct-lost, svg .ct-first, svg .ct-line, svg .axis")) {
                const found = contrast(getComputedStyle(line).stroke, page);
                if (found < 3) problems.push(`${line.getAttribute("class")}: ${found}`);
              }
              return problems.slice(0, 10);
            }
            """);
        Assert.Empty(problems);
    }

    private static IEnumerable<string> Violations(AxeResult result) => result.Violations.SelectMany(rule =>
        rule.Nodes.Take(3).Select(node => $"{rule.Id}: {rule.Help}: {node.Html}"));
}
