namespace CoexTools.Module.Tests.Shell;

/// <summary>The shell is the console of PowerShell with the built module imported.</summary>
public sealed class ShellTests
{
    [Fact]
    public void The_built_module_is_imported() =>
        Assert.Equal(
            new ShellResult(0, Path.GetDirectoryName(ShellProcess.ModuleManifest) + "\n", ""), Command(
                "(Get-Module CoexTools).ModuleBase"));

    [Fact]
    public void The_cmdlets_of_PowerShell_are_available() =>
        Assert.Equal(
            new ShellResult(5, "2\n", ""),
            Command(
                "$env:PSModulePath = ''; (1..3 | Select-Object -Skip 1 | ConvertTo-Json | "
                    + "ConvertFrom-Json).Count; exit 5"));

    private static ShellResult Command(string text) =>
        ShellProcess.Run(AppContext.BaseDirectory, "-NoProfile", "-NonInteractive", "-Command", text);
}
