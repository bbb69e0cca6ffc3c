using System.Diagnostics;
using Microsoft.Playwright;

namespace CoexTools.Browser.Tests;

/// <summary>Checks pages with html-validate, and diagrams with Mermaid, where npm has installed them.</summary>
public sealed class OtherToolsTests(Chromium chromium, Reports reports)
{
    [Fact]
    public async Task Html_validate_finds_nothing()
    {
        string? program = Find("html-validate", "bin", "html-validate.mjs");
        Assert.SkipWhen(program is null, "html-validate is not installed.");
        string folder = Directory.CreateTempSubdirectory("CoexTools-").FullName;
        try
        {
            string settings = Path.Combine(folder, "settings.json");
            // The titles of hostile pages are longer than 70 characters only because each < in them is counted as four.
            await File.WriteAllTextAsync(
                settings,
                """{ "root": true, "extends": ["html-validate:recommended"], "rules": { "long-title": "off" } }""");
            var start = new ProcessStartInfo(
                "node")
            { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            foreach (string argument in new[] { program!, "--config", settings }.Concat(
                Reports.All.Select(row => reports.Of(row.Data))))
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0 && output.Trim().Length == 0, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Mermaid_reads_the_diagrams()
    {
        string? script = Find("mermaid", "dist", "mermaid.min.js");
        Assert.SkipWhen(script is null, "mermaid is not installed.");
        string folder = Directory.CreateTempSubdirectory("CoexTools-").FullName;
        try
        {
            string page = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(page, "<!DOCTYPE html><title>Mermaid</title>");
            using Window window = await chromium.Open(page);
            await window.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = script });
            foreach (string name in Reports.All.Select(row => row.Data))
            {
                string diagram = reports.Run(
                    name, "Get-ForeignDomainDocument $directory | ConvertTo-CoexistenceDiagram -As Mermaid");
                Assert.Contains("flowchart LR", diagram);
                Assert.Equal(
                    "flowchart-v2", await window.Page.EvaluateAsync<string>(
                        "async text => (await mermaid.parse(text)).diagramType", diagram));
            }
            await Assert.ThrowsAsync<PlaywrightException>(() => window.Page.EvaluateAsync(
                "mermaid.parse('flowchart LR\\n a[\"b')"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Find(string package, params string[] path)
    {
        string nodePath = Environment.GetEnvironmentVariable("NODE_PATH") ?? "";
        List<string> folders = [.. nodePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            folders.Add(Path.Combine(folder.FullName, "node_modules"));
        folders.AddRange(["/usr/local/lib/node_modules", "/usr/lib/node_modules"]);
        return folders.Select(folder => Path.Combine([folder, package, .. path])).FirstOrDefault(File.Exists);
    }
}
