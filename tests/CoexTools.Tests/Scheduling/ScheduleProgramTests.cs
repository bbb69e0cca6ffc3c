using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Which PowerShell a schedule runs.</summary>
public sealed class ScheduleProgramTests : IDisposable
{
    private static readonly string Executable = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("coextools-programs-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_current_PowerShell_precedes_PATH()
    {
        string current = Make("powershell", "7");
        Assert.Equal(
            current, SchedulePrograms.Find(Path.GetDirectoryName(current), Path.GetDirectoryName(Make("bin"))));
    }

    [Fact]
    public void A_global_tool_is_run_by_its_command()
    {
        string tool = Make(
            "tools", ".store", "powershell", "7.6.9", "powershell", "7.6.9", "tools", "net10.0", "any", "unix");
        string command = Make("tools");
        Assert.Equal(command, SchedulePrograms.Find(Path.GetDirectoryName(tool), Path.GetDirectoryName(Make("bin"))));
    }

    [Theory]
    [InlineData(".nuget", "packages", "powershell", "7.6.9", "tools", "net10.0", "any", "unix")]
    [InlineData("WindowsApps", "Microsoft.PowerShell_7.5.4.0_x64__8wekyb3d8bbwe")]
    public void The_package_of_a_local_tool_or_of_an_app_is_not_used(params string[] folders)
    {
        string? home = Path.GetDirectoryName(Make(folders));
        string installed = Make("bin");
        Assert.Equal(
            installed, SchedulePrograms.Find(
                home, string.Join(Path.PathSeparator, home, Path.GetDirectoryName(installed))));
        Assert.Equal(
            "PowerShellNotFound", Assert.Throws<CoexException>(() => SchedulePrograms.Find(home, home)).ErrorId);
    }

    private string Make(params string[] folders)
    {
        string folder = Path.Combine([_folder, .. folders]);
        System.IO.Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Executable);
        File.WriteAllText(path, "");
        return path;
    }
}
