using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using CoexTools.Files;
using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Who can change what a schedule runs, and where it writes, on Linux.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScheduleTrustTests : IDisposable
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const uint Other = 54321;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("coextools-trust-").FullName;

    public ScheduleTrustTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Owners and modes are only read on Linux.");
        SetMode("", Folder);
        foreach (string file in new[]
        {
            "bin/pwsh", "bin/System.Management.Automation.dll", "scripts/nightly.ps1", "module/CoexTools.psd1",
            "module/en-US/about.txt",
        })
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            SetMode(Path.GetDirectoryName(file)!, Folder);
            File.WriteAllText(At(file), "");
            SetMode(
                file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static uint Account => (uint)FileStatus.At("/proc/self", follow: false)!.User;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_and_folders_that_only_the_account_can_change_are_trusted()
    {
        ScheduleTrust trust = Trust();
        Assert.Empty(trust.Problems);
        Assert.Empty(trust.Unknown);
    }

    [Theory]
    [InlineData("bin/pwsh")]
    [InlineData("bin")]
    [InlineData("bin/System.Management.Automation.dll")]
    [InlineData("scripts/nightly.ps1")]
    [InlineData("scripts")]
    [InlineData("module")]
    [InlineData("module/CoexTools.psd1")]
    [InlineData("module/en-US")]
    [InlineData("module/en-US/about.txt")]
    [InlineData("")]
    public void What_others_can_change_is_a_problem(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(At(path));
        SetMode(path, mode | UnixFileMode.OtherWrite);
        Assert.Equal([$"'{At(path)}': all users can change it"], Trust().Problems);
        SetMode(path, mode | UnixFileMode.GroupWrite);
        Assert.StartsWith($"'{At(path)}': the group with the ID ", Assert.Single(Trust().Problems));
    }

    [Fact]
    public void In_a_sticky_folder_others_cannot_replace_what_is_there_but_can_add_files()
    {
        SetMode("", Folder | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Assert.Empty(Trust().Problems);
        SetMode("module", Folder | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Assert.Equal([$"'{At("module")}': all users can change it"], Trust().Problems);
    }

    [Fact]
    public void The_target_of_a_symbolic_link_and_the_folders_above_it_count()
    {
        System.IO.Directory.CreateDirectory(At("links"));
        SetMode("links", Folder);
        File.CreateSymbolicLink(At("links/nightly.ps1"), "../scripts/nightly.ps1");
        System.IO.Directory.CreateSymbolicLink(At("links/module"), At("module"));
        File.CreateSymbolicLink(At("links/pwsh"), At("bin/pwsh"));
        ScheduleTrust Linked() => ScheduleTrust.Of(
            At("links/pwsh"), At("links/nightly.ps1"), At("links/module"), [], account: Account);
        Assert.Empty(Linked().Problems);
        foreach (string path in new[] { "links", "scripts", "module/en-US", "bin/System.Management.Automation.dll" })
        {
            UnixFileMode mode = File.GetUnixFileMode(At(path));
            SetMode(path, mode | UnixFileMode.OtherWrite);
            Assert.Equal([$"'{At(path)}': all users can change it"], Linked().Problems);
            SetMode(path, mode);
        }
        // A link that leads to itself does not end.
        File.CreateSymbolicLink(At("links/loop"), "loop");
        Assert.Equal([At("links/loop")], ScheduleTrust.Of(
            At("bin/pwsh"), At("links/loop"), At("module"), [], account: Account).Unknown);
    }

    [Fact]
    public void The_file_of_another_user_is_a_problem()
    {
        if (Account != 0)
        {
            Assert.Contains(Trust(Other).Problems, problem =>
                problem == $"'{At("scripts/nightly.ps1")}': it belongs to the user with the ID {Account}");
            return;
        }
        Run("chown", Other.ToString(CultureInfo.InvariantCulture), At("scripts/nightly.ps1"));
        Assert.Equal([$"'{At("scripts/nightly.ps1")}': it belongs to the user with the ID {Other}"], Trust().Problems);
        Assert.Empty(Trust(Other).Problems);
    }

    [Fact]
    public void An_access_control_list_that_admits_another_user_is_a_problem()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setfacl"), "setfacl is not installed.");
        Run("setfacl", "-m", $"u:{Other}:rw", At("module/CoexTools.psd1"));
        Assert.Contains("access control list", Assert.Single(Trust().Problems));
        Run("setfacl", "-m", $"u:{Other}:r", At("module/CoexTools.psd1"));
        Assert.Empty(Trust().Problems);
    }

    [Fact]
    public void What_does_not_exist_or_has_no_full_path_is_unknown()
    {
        ScheduleTrust trust = ScheduleTrust.Of("pwsh", At("missing/nightly.ps1"), At("module"), [], account: Account);
        Assert.Equal(["pwsh", At("missing")], trust.Unknown);
        Assert.Empty(trust.Problems);
    }

    [Theory]
    [InlineData("log")] // The folder: the file can be replaced by a link.
    [InlineData("log/nightly.log")]
    [InlineData("")]
    public void Where_the_script_writes_is_a_problem_if_others_can_change_it(string path)
    {
        CreateLog();
        Assert.Empty(Trust(Account, written: "log/nightly.log").Problems);
        UnixFileMode mode = File.GetUnixFileMode(At(path));
        SetMode(path, mode | UnixFileMode.OtherWrite);
        Assert.Contains($"'{At(path)}': all users can change it", Trust(Account, written: "log/nightly.log").Problems);
        SetMode(path, mode | UnixFileMode.GroupWrite);
        Assert.Contains(
            Trust(Account, written: "log/nightly.log").Problems,
            problem => problem.StartsWith($"'{At(path)}': the group with the ID ", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_sticky_folder_others_can_create_a_link_where_the_script_writes()
    {
        CreateLog();
        SetMode("log", Folder | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        foreach (string written in new[] { "log/nightly.log", "log/missing.prom", "log/missing/nightly.log" })
            Assert.Equal([$"'{At("log")}': all users can change it"], Trust(Account, written: written).Problems);
        // Others cannot rename the folder of the account, or create files in it.
        System.IO.Directory.CreateDirectory(At("log/own"));
        SetMode("log/own", Folder);
        foreach (string written in new[] { "log/own/nightly.log", "log/own/missing/nightly.log" })
            Assert.Empty(Trust(Account, written: written).Problems);
    }

    [Fact]
    public void The_group_of_the_folder_for_logs_is_not_known()
    {
        CreateLog();
        SetMode("log", Folder | UnixFileMode.GroupWrite);
        ScheduleTrust trust = ScheduleTrust.Of(
            At("bin/pwsh"), At("scripts/nightly.ps1"), At(
                "module"), [At("log/CoexTools/nightly.log")], account: Account,
            logs: At("log"));
        Assert.Empty(trust.Problems);
        Assert.Equal([At("log")], trust.Unknown);
        SetMode("log", Folder | UnixFileMode.OtherWrite);
        Assert.NotEmpty(ScheduleTrust.Of(
            At("bin/pwsh"), At("scripts/nightly.ps1"), At("module"), [At("log/nightly.log")], account: Account,
            logs: At("log")).Problems);
    }

    [Fact]
    public void The_folder_for_files_of_a_schedule_counts_too()
    {
        CreateLog();
        Assert.Empty(ScheduleTrust.OfFolder(At("log")).Problems);
        Assert.Empty(ScheduleTrust.OfFolder(At("log/missing")).Problems);
        SetMode("log", Folder | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Assert.Equal([$"'{At("log")}': all users can change it"], ScheduleTrust.OfFolder(At("log/missing")).Problems);
    }

    [Fact]
    public void The_group_of_a_user_is_trusted_for_schedules_of_the_user_only()
    {
        Assert.SkipUnless(Account == 0, "Only root can change the group of a file.");
        Run("chown", "-R", $"{Other}:{Other}", _folder);
        SetMode("scripts", Folder | UnixFileMode.GroupWrite);
        Assert.Empty(Trust(Other, isUser: true).Problems);
        Assert.Equal(
            [$"'{At("scripts")}': the group with the ID {Other} can change it, or users in its access control list"],
            Trust(Other).Problems);
        Assert.Contains(
            $"'{At("scripts")}': it belongs to the user with the ID {Other}", Trust(Other + 1, isUser: true).Problems);
    }

    private void CreateLog()
    {
        System.IO.Directory.CreateDirectory(At("log"));
        SetMode("log", Folder);
        File.WriteAllText(At("log/nightly.log"), "");
        SetMode("log/nightly.log", UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private ScheduleTrust Trust() => Trust(Account);

    private ScheduleTrust Trust(uint account, bool isUser = false, params string[] written) => ScheduleTrust.Of(
        At("bin/pwsh"), At("scripts/nightly.ps1"), At("module"), [.. written.Select(At)], isUser, account);

    private void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(At(path), mode);

    private string At(string path) => path.Length == 0 ? _folder : Path.Combine(_folder, path);
}
