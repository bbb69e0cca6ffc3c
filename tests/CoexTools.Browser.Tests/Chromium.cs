using System.ComponentModel;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(CoexTools.Browser.Tests.Chromium))]

namespace CoexTools.Browser.Tests;

/// <summary>The only browser of all tests: an installed Chromium. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Only a defect takes so long, also on a busy computer.
    private const float Limit = 300_000;

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome.exe",
            "msedge.exe"];

    private readonly SemaphoreSlim _free = new(1);
    private readonly Dictionary<bool, IPage> _pages = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why there is no browser; null if there is one.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            Missing = "Chromium is not installed.";
            return;
        }
        try
        {
            _playwright = await Playwright.CreateAsync();
        }
        catch (Exception e) when (e is PlaywrightException or Win32Exception or IOException)
        {
            Missing = $"The driver of Playwright cannot run. {e.Message}";
            return;
        }
        // Chromium refuses its sandbox to root, who runs the tests in containers.
        bool isRoot = Environment.UserName == "root";
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path, Args = isRoot ? ["--no-sandbox"] : [], Timeout = Limit,
            });
        Assertions.SetDefaultExpectTimeout(Limit);
    }

    /// <summary>
    /// Opens a file in the only window, once no other test uses it: a new window for each test would take most of the
    /// time.
    /// </summary>
    public async Task<Window> Open(string path, View? view = null, string fragment = "")
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        view ??= new View();
        await _free.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_pages.TryGetValue(view.HasScript, out IPage? page))
            {
                IBrowserContext context = await _browser!.NewContextAsync(
                    new BrowserNewContextOptions { JavaScriptEnabled = view.HasScript });
                context.SetDefaultTimeout(Limit);
                _pages.Add(view.HasScript, page = await context.NewPageAsync());
            }
            await page.GotoAsync("about:blank");
            await page.SetViewportSizeAsync(view.Width, 900);
            await page.EmulateMediaAsync(
                new PageEmulateMediaOptions
                {
                    Media = view.Media,
                    ColorScheme = view.Scheme,
                    ForcedColors =
                    view.Forced
                });
            var window = new Window(page, new Uri(path).AbsoluteUri, _free);
            await page.GotoAsync(window.Address + fragment);
            return window;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _free.Dispose();
    }

    private static string? Find()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append("/usr/bin").Append("/Applications/Google Chrome.app/Contents/MacOS");
        foreach (Environment.SpecialFolder programs in new[] { Environment.SpecialFolder.ProgramFiles,
            Environment.SpecialFolder.ProgramFilesX86 })
        {
            string folder = Environment.GetFolderPath(programs);
            folders = folders.Append(Path.Combine(folder, "Google", "Chrome", "Application"))
                .Append(Path.Combine(folder, "Microsoft", "Edge", "Application"));
        }
        return folders.Where(folder => folder.Length > 0)
            .SelectMany(folder => Names.Append("Google Chrome").Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>How a page is looked at.</summary>
/// <param name="Width">The width of the window, in pixels.</param>
/// <param name="Scheme">Light or dark.</param>
/// <param name="Forced">Whether the user chooses the colors.</param>
/// <param name="Media">On a screen or on paper.</param>
/// <param name="HasScript">Whether scripts may run.</param>
public sealed record View(
    int Width = 1280, ColorScheme Scheme = ColorScheme.Light, ForcedColors Forced = ForcedColors.None,
    Media Media = Media.Screen,
    bool HasScript = true);

/// <summary>A page that a test uses alone, and everything that it asks for or complains about.</summary>
public sealed class Window : IDisposable
{
    private readonly SemaphoreSlim _free;

    internal Window(IPage page, string address, SemaphoreSlim free)
    {
        Page = page;
        Address = address;
        _free = free;
        page.Console += Record;
        page.PageError += Record;
        page.Dialog += Record;
        page.Request += Record;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The address of the page.</summary>
    public string Address { get; }

    /// <summary>What the console and dialogs showed.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>The addresses of all requests.</summary>
    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        Page.Console -= Record;
        Page.PageError -= Record;
        Page.Dialog -= Record;
        Page.Request -= Record;
        _free.Release();
    }

    private void Record(object? sender, IConsoleMessage message) => Messages.Add($"{message.Type}: {message.Text}");

    private void Record(object? sender, string error) => Messages.Add($"error: {error}");

    private void Record(object? sender, IDialog dialog) => Messages.Add($"dialog: {dialog.Message}");

    private void Record(object? sender, IRequest request) => Requests.Add(request.Url);
}
