namespace CoexTools.Module.Tests.Shell;

/// <summary>Verifies that the README shows the real output of the example script, which fits one screen.</summary>
public sealed class ReadmeTests
{
    private const int ScreenLines = 45;

    [Fact]
    public void The_readme_shows_what_the_example_script_prints()
    {
        string folder = Path.GetDirectoryName(ShellProcess.ModuleManifest)!;
        ShellResult result = ShellProcess.Run(
            folder, "-File", Path.Combine(folder, "Examples", "Show-FailoverGap.ps1"));
        Assert.Equal(0, result.ExitCode);
        string[] printed =
            [.. result.Output.Replace("\r\n", "\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())];
        Assert.InRange(printed.Sum(line => Math.Max(1, (line.Length + 79) / 80)), 1, ScreenLines);

        string readme = File.ReadAllText(Path.Combine(ShellProcess.HelpPages, "..", "..", "README.md"))
            .Replace("\r\n", "\n");
        const string Start = "```output\n";
        int start = readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        string shown = readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
        Assert.Equal(shown.Split('\n').Select(line => line.TrimEnd()), printed);
    }

    [Fact]
    public void Names_with_a_vertical_bar_are_complete_in_the_table_of_the_script()
    {
        string folder = Path.GetDirectoryName(ShellProcess.ModuleManifest)!;
        string path = Path.Combine(System.IO.Directory.CreateTempSubdirectory("gap-").FullName, "names.dxl");
        string text = File.ReadAllText(Path.Combine(folder, "Examples", "AcmeDirectory.dxl"));
        File.WriteAllText(path, text.Replace("Servers Only", "$(exit)|x"));
        ShellResult result = ShellProcess.Run(
            folder, "-File", Path.Combine(folder, "Examples", "Show-FailoverGap.ps1"), "-Path", path);
        System.IO.Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Equal("", result.Error);
        Assert.Matches(@"\n    Hub01/Acme and 2 more +through \$\(exit\)\|x +through \$\(exit\)\|x\n", result.Output);
    }
}
