using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The commands for schedules, as far as they can be tried without changing the machine.</summary>
[Collection(Schedules.Collection)]
public sealed class ScheduleTests : IDisposable
{
    private const string Register = "Register-CoexistenceSchedule";

    private readonly ModuleSession _session = new();

    public ScheduleTests() => Schedules.Clear();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Systemd", "Nightly.service Nightly.timer", "/opt/pwsh", "security-on.dxl", "my.log")]
    [InlineData("Launchd", "Nightly.plist", "/opt/pwsh", "/srv/security-on.dxl", "/srv/my.log")]
    [InlineData("TaskScheduler", "Nightly.xml", @"C:\pwsh.exe", @"D:\a\security-on.dxl", @"D:\a\my.log")]
    public void Files_are_only_written_with_OutputPath(
        string scheduler, string files, string program, string path, string log)
    {
        string script = $"{Register} {path} -Name Nightly -At 2:05 -Scheduler {scheduler} -OutputPath units "
            + $"-PowerShell {program} -LogPath {log} -ServerGroup 'Servers Only', Hubs";
        PSObject schedule = Assert.Single(_session.Run(script).Output);
        Assert.Equal(
            files, string.Join(" ", Directory.GetFiles(_session.PathOf("units")).Select(Path.GetFileName).Order()));
        Assert.Equal(false, schedule.Get("Enabled"));
        string text = (string)schedule.Get("Content")!;
        Assert.Contains(program, text);
        Assert.Contains("Repair-Nightly.ps1", text);
        Assert.Contains(scheduler == "Systemd" ? _session.PathOf(path) : path, text);
        Assert.Contains(scheduler == "Systemd" ? _session.PathOf(log) : log, text);
        Assert.Contains("Servers Only;Hubs", text);

        _session.Try(script).TheError("ScheduleExists", Register, ErrorCategory.ResourceExists, "Nightly");
        Assert.Single(_session.Run(script + " -Force").Output);
    }

    [Fact]
    public void The_script_of_the_unit_is_there()
    {
        string text = (string)Assert.Single(
            _session
                .Run($"{Register} security-on.dxl -Scheduler Systemd -OutputPath units -PowerShell /opt/pwsh").Output)
                    .Get("Content")!;
        string script = text.Split('"').Single(word => word.EndsWith("Repair-Nightly.ps1", StringComparison.Ordinal));
        Assert.True(File.Exists(script), script);
    }

    [Theory]
    [InlineData("Systemd", "security-on.dxl", "/opt/pwsh", "ExecStart=\"/opt/pwsh\" \"-NoProfile\"")]
    [InlineData("TaskScheduler", @"D:\a.dxl", @"C:\pwsh.exe", @"<Command>C:\pwsh.exe</Command>")]
    [InlineData("Launchd", "/srv/a.dxl", "/opt/pwsh", "<string>/opt/pwsh</string>")]
    public void WhatIf_shows_the_files_and_writes_nothing(
        string scheduler, string path, string program, string expected)
    {
        _session.Host.Lines.Clear();
        Assert.Empty(
            _session
                .Run($"{Register} {path} -Scheduler {scheduler} -OutputPath units -PowerShell {program} "
                    + "-WhatIf").Output);
        Assert.Contains(_session.Host.Lines, line => line.Contains(expected));
        Assert.False(Directory.Exists(_session.PathOf("units")));
    }

    [Theory]
    [InlineData("-At 25:00", "25:00")]
    [InlineData("-At noon", "noon")]
    public void A_time_that_is_none_is_an_error(string parameters, string target) =>
        _session.Try($"{Register} security-on.dxl -OutputPath units -PowerShell /opt/pwsh {parameters}")
            .TheError("ScheduleInvalid", Register, ErrorCategory.InvalidArgument, target);

    [Theory]
    [InlineData("-ServerGroup", "Servers;Evil")]
    [InlineData("-AdminGroup", "-EncodedCommand")]
    [InlineData("-ServerGroup", "\u2013Verbose")]
    public void A_group_whose_name_the_script_would_misread_is_an_error(string parameter, string group) =>
        _session
            .Try($"{Register} security-on.dxl -OutputPath units -PowerShell /opt/pwsh {parameter} Others, '{group}'")
            .TheError("ScheduleInvalid", Register, ErrorCategory.InvalidArgument, group);

    // The files of another system are not read.
    [Fact]
    public void What_a_directory_contains_does_not_change_the_schedule()
    {
        string Registered() => (string)Assert.Single(_session.Run(
            $"{Register} names.dxl -Scheduler Systemd -OutputPath units -PowerShell /opt/pwsh -LogPath "
                + "my.log -Force").Output).Get("Content")!;
        string text = File.ReadAllText(_session.PathOf("security-on.dxl"));
        _session.Write("names.dxl", text);
        string expected = Registered();
        string[] names =
            ["$(reboot)", "&quot;&#10;ExecStart=/bin/evil&#10;", "../../evil", "CON", "&lt;/Arguments&gt;", "; reboot",
                "-Command", "&#x9B;2J"];
        foreach (string name in names)
        {
            _session.Write(
                "names.dxl", text.Replace("BTEx", name).Replace("Servers Only", name)
                    .Replace("title='", $"title='{name}"));
            Assert.Equal(expected, Registered());
        }
    }

    [Fact]
    public void A_schedule_that_is_not_there_is_an_error()
    {
        _session.Try("Get-CoexistenceSchedule None-Such")
            .TheError("ScheduleNotFound", "Get-CoexistenceSchedule", ErrorCategory.ObjectNotFound, "None-Such");
        _session.Try("Unregister-CoexistenceSchedule None-Such")
            .TheError("ScheduleNotFound", "Unregister-CoexistenceSchedule", ErrorCategory.ObjectNotFound, "None-Such");
        Assert.Empty(_session.Run("Get-CoexistenceSchedule None-*").Output);
    }

    [Fact]
    public void A_schedule_is_set_up_listed_and_removed_in_the_place_that_the_environment_names()
    {
        PSObject schedule = Assert.Single(
            _session.Run($"{Register} security-on.dxl -Name Nightly -User -PowerShell /opt/pwsh").Output);
        Assert.Equal(
            ["Nightly.service", "Nightly.timer"], Directory.GetFiles(Path.Combine(Schedules.Folder, "user"))
                .Select(Path.GetFileName).Order());
        Assert.Equal(true, schedule.Get("Enabled"));
        _session.Try($"{Register} security-on.dxl -Name Nightly -User -PowerShell /opt/pwsh")
            .TheError("ScheduleExists", Register, ErrorCategory.ResourceExists, "Nightly");
        _session.Try("Unregister-CoexistenceSchedule Nightly")
            .TheError("ScheduleNotFound", "Unregister-CoexistenceSchedule", ErrorCategory.ObjectNotFound, "Nightly");

        Assert.Empty(_session.Run("Get-CoexistenceSchedule Nightly | Unregister-CoexistenceSchedule").Output);
        Assert.Empty(_session.Run("Get-CoexistenceSchedule").Output);
        Assert.Empty(Directory.GetFiles(Schedules.Folder, "*", SearchOption.AllDirectories));
    }
}
