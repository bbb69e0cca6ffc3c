using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CoexTools.Browser.Tests;

/// <summary>Uses reports in the browser: links, filters, folding, and what a hostile directory could do.</summary>
public sealed partial class PageTests(Chromium chromium, Reports reports)
{
    private const string Matrix = "table.matrix";

    [Theory]
    [MemberData(nameof(Reports.All), MemberType = typeof(Reports))]
    public async Task The_page_requests_nothing_and_reports_no_error(string name)
    {
        using Window window = await chromium.Open(reports.Of(name), fragment: "#t1");
        Assert.True(await window.Page.Locator("#t1").EvaluateAsync<bool>("one => one.open"));
        Assert.Empty(window.Messages);
        Assert.Equal([window.Address], window.Requests);
    }

    [Fact]
    public async Task The_security_policy_blocks_everything_else()
    {
        using Window window = await chromium.Open(reports.Of("security-on"));
        string[] blocked = await window.Page.EvaluateAsync<string[]>("""
            async () => {
              const blocked = [];
              document.addEventListener("securitypolicyviolation", e => blocked.push(e.effectiveDirective));
              const add = (name, change) => { const e = document.createElement(name); change(e); document.body.appendChild(e); };
              add("script", e => e.textContent = "window.wasRun = true");
              add("style", e => e.textContent = "body { color: red }");
              add("img", e => e.src = "http://127.0.0.1:9/x.png");
              add("p", e => e.setAttribute("onclick", "window.wasRun = true"));
              add("p", e => e.setAttribute("style", "color: red"));
              document.body.lastElementChild.previousElementSibling.click();
              await fetch("http://127.0.0.1:9/").catch(() => {});
              // The events follow, and are the same as long as this page exists.
              for (let wait = 0; wait < 1000 && new Set(blocked).size < 6; wait++) await new Promise(done => setTimeout(done, 50));
              if (window.wasRun) blocked.push("A script was run.");
              return blocked;
            }
            """);
        Assert.Equal(
            ["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem"],
            blocked.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([window.Address],
            window.Requests.Where(address => !address.StartsWith("http://127.0.0.1:9/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_outcome_leads_to_its_trace(bool isKeyboard)
    {
        using Window window = await chromium.Open(reports.Of("security-on"));
        ILocator link = window.Page.Locator(Matrix).First.Locator("td.f a").First;
        string id = (await link.GetAttributeAsync("href"))!;
        ILocator trace = window.Page.Locator(id);
        Assert.False(await trace.EvaluateAsync<bool>("one => one.open"));
        for (int i = 0; i < 2; i++)
        {
            await Use(link, "Enter", isKeyboard);
            // The window need not be in front, so ToBeFocusedAsync is not what is meant.
            const string isHere = "one => one.open && one.firstElementChild === document.activeElement";
            for (int wait = 0; wait < 10_000 && !await trace.EvaluateAsync<bool>(isHere); wait++)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.Equal("SUMMARY", await window.Page.EvaluateAsync<string>("document.activeElement.tagName"));
            await Assertions.Expect(trace).ToBeInViewportAsync();
            Assert.Equal(window.Address + id, window.Page.Url);
            await Assertions.Expect(trace).ToContainTextAsync("DominoB/Acme lists DominoA/Acme first");
            await Assertions.Expect(trace).ToContainTextAsync("CC6, documented");
            // The second time, the address is the same already.
            await Use(trace.Locator("summary"), "Enter", isKeyboard);
            Assert.False(await trace.EvaluateAsync<bool>("one => one.open"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filters_hide_rows(bool isKeyboard)
    {
        using Window window = await chromium.Open(reports.Of("security-on"));
        ILocator service = window.Page.Locator(".services > div").First;
        ILocator rows = service.Locator("tbody tr:visible"), status = service.GetByRole(AriaRole.Status);
        ILocator search = service.GetByRole(AriaRole.Searchbox), only = service.GetByRole(AriaRole.Checkbox);
        int all = await rows.CountAsync();
        Assert.True(all > 4);
        await Use(only, "Space", isKeyboard);
        int failing = await service.Locator("tbody tr:has(td.f)").CountAsync();
        Assert.InRange(failing, 1, all - 1);
        await Assertions.Expect(rows).ToHaveCountAsync(failing);
        await Assertions.Expect(status).ToHaveTextAsync($"{failing} of {all} rows");
        await Use(only, "Space", isKeyboard);
        await Assertions.Expect(rows).ToHaveCountAsync(all);
        if (isKeyboard)
        {
            await only.FocusAsync();
            await window.Page.Keyboard.PressAsync("Shift+Tab");
            await window.Page.Keyboard.TypeAsync("notrelayed");
        }
        else
        {
            await search.ClickAsync();
            await search.FillAsync("notrelayed");
        }
        await Assertions.Expect(rows)
            .ToHaveCountAsync(await service.Locator("tbody tr:has-text('NotRelayed')").CountAsync());
        Assert.InRange(await rows.CountAsync(), 1, all - 1);
        await search.FillAsync("no such row");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(status).ToHaveTextAsync($"0 of {all} rows");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traces_fold_and_unfold(bool isKeyboard)
    {
        using Window window = await chromium.Open(reports.Of("security-on"));
        ILocator traces = window.Page.Locator("details.trace"), open = window.Page.Locator("details.trace[open]");
        int all = await traces.CountAsync();
        Assert.Equal(0, await open.CountAsync());
        await Use(
            window.Page.GetByRole(
                AriaRole.Button, new PageGetByRoleOptions { Name = "Expand all" }), "Enter", isKeyboard);
        await Assertions.Expect(open).ToHaveCountAsync(all);
        await Use(traces.First.Locator("summary"), "Space", isKeyboard);
        await Assertions.Expect(open).ToHaveCountAsync(all - 1);
        await Use(
            window.Page.GetByRole(
                AriaRole.Button, new PageGetByRoleOptions { Name = "Collapse all" }), "Space", isKeyboard);
        await Assertions.Expect(open).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Long_lists_are_folded_and_nothing_of_them_is_lost()
    {
        using Window window = await chromium.Open(reports.Of(Reports.Large));
        ILocator readers = window.Page.Locator("td.readers details").First;
        await Assertions.Expect(readers.Locator("summary")).ToHaveTextAsync(SomeReaders());
        Assert.False(await readers.EvaluateAsync<bool>("one => one.open"));
        await readers.Locator("summary").ClickAsync();
        Assert.True(await readers.EvaluateAsync<bool>("one => one.open"));
        string text = await window.Page.Locator("main").InnerTextAsync();
        Assert.All(Enumerable.Range(1, 40), i => Assert.Contains($"Mail{i:00}/", text));
    }

    [Theory]
    [MemberData(nameof(Reports.All), MemberType = typeof(Reports))]
    public async Task The_page_reads_in_full_without_script(string name)
    {
        using Window window = await chromium.Open(reports.Of(name), new View(HasScript: false));
        Assert.Equal(0, await window.Page.Locator("button, input").CountAsync());
        string[] hidden = await window.Page.EvaluateAsync<string[]>("""
            () => {
              const hidden = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node; (node = walker.nextNode());)
                if (node.data.trim() && !node.parentElement.closest("script, title, desc") && !node.parentElement.checkVisibility())
                  hidden.push(node.data);
              return hidden;
            }
            """);
        Assert.Empty(hidden);
        Assert.Contains("Trace 1:", await window.Page.Locator("main").InnerTextAsync());
        Assert.Equal([window.Address], window.Requests);
    }

    [Fact]
    public async Task No_element_attribute_or_escape_sequence_is_born_from_a_hostile_directory()
    {
        using Window window = await chromium.Open(reports.Of(Reports.Hostile));
        string[] elements = await window.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('*')].map(one => one.tagName.toLowerCase()))].sort()");
        Assert.Empty(elements.Except(
        [
            "a", "b", "body", "br", "button", "caption", "circle", "code", "dd", "defs", "desc", "details", "div", "dl",
            "dt", "footer", "g", "h1",
            "h2", "h3", "h4", "head", "header", "html", "i", "input", "label", "li", "line", "main", "marker", "meta",
            "nav", "ol", "p", "path",
            "rect", "script", "section", "span", "style", "summary", "svg", "table", "tbody", "td", "text", "th",
            "thead", "time", "title", "tr",
            "ul",
        ]));
        Assert.Equal(2, await window.Page.Locator("script").CountAsync());
        Assert.Equal(1, await window.Page.Locator("style").CountAsync());
        string[] attributes = await window.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames()))].sort()");
        Assert.Empty(attributes.Except(
        [
            "aria-label", "aria-labelledby", "charset", "class", "content", "cx", "cy", "d", "data-only",
            "data-problem", "height", "hidden", "href",
            "http-equiv", "id", "lang", "marker-end", "markerheight", "markerunits", "markerwidth", "markerHeight",
            "markerUnits", "markerWidth",
            "name", "open", "orient", "r", "refX", "refY", "role", "rx", "scope", "tabindex", "text-anchor",
            "transform", "type", "viewBox", "width",
            "x", "x1", "x2", "xmlns", "y", "y1", "y2",
        ]));
        string[] links = await window.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('[href]')].map(one => one.getAttribute('href'))");
        Assert.All(links, link => Assert.Matches("^#[a-z][a-z0-9]*$", link));
        Assert.Empty(window.Messages);
        string text = await window.Page.Locator("main").TextContentAsync() ?? "";
        Assert.Contains("<script>alert(1)</script>", text);
        Assert.Contains("[U+202E]reversed[U+202C]", text);
        string file = await File.ReadAllTextAsync(reports.Of(Reports.Hostile), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(Invisible(), file);
        Assert.Contains("[U+001B][31m", file);
    }

    [Theory]
    [InlineData(Reports.Large, 300_000)]
    [InlineData("dense", 2_000_000)]
    public void The_file_is_not_large(string name, int bytes) =>
        Assert.InRange(new FileInfo(reports.Of(name)).Length, bytes / 10, bytes);

    private static async Task Use(ILocator what, string key, bool isKeyboard)
    {
        if (isKeyboard)
        {
            await what.FocusAsync();
            await what.Page.Keyboard.PressAsync(key);
        }
        else
        {
            await what.ClickAsync();
        }
    }

    [GeneratedRegex(@"^\d+ readers$")]
    private static partial Regex SomeReaders();

    // Control characters, and those that change the direction of text or cannot be seen.
    [GeneratedRegex(@"[\x00-\x09\x0B-\x1F\x7F-\x9F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]")]
    private static partial Regex Invisible();
}
