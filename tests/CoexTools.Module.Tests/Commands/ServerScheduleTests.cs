using System.Management.Automation;
using CoexTools.Module.Tests.Rest;
using CoexTools.Module.Tests.Shell;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Tests schedules that repair the directory of a server, and where their password is.</summary>
[Collection(Schedules.Collection)]
public sealed class ServerScheduleTests : IDisposable
{
    private const string Register = "Register-CoexistenceSchedule";
    private const string ToServer =
        $"{Register} -Uri $uri -DataSource names -AllowHttp -PowerShell /opt/pwsh -Name Srv";

    private readonly StubServer _server = StubServer.Start("security-on");
    private readonly ModuleSession _session = new();

    public ServerScheduleTests()
    {
        Schedules.Clear();
        _session.Set("uri", _server.Address);
        _session.Set("credential", StubServer.Credential());
        _session.Set("wrong", StubServer.Credential("wrong"));
        File.Delete(Schedules.CredentialCalls);
    }

    public void Dispose()
    {
        _session.Dispose();
        _server.Dispose();
        Schedules.Clear();
    }

    [Fact]
    public void A_server_is_read_once_and_its_credential_is_stored()
    {
        PSObject schedule = Assert.Single(_session.Run(ToServer + " -Credential $credential").Output);
        Assert.Equal([_server.Address + "names"], (IEnumerable<string>)schedule.Get("Source")!);
        Assert.Contains(
            $"\"-Uri\" \"{_server.Address.ToString().TrimEnd('/')}\" \"-DataSource\" \"names\" \"-CredentialName\" "
                + "\"Srv\" \"-AllowHttp\"\n", (string)schedule.Get("Content")!);
        Assert.NotEmpty(_server.Requests);
        Assert.DoesNotContain(_server.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
        Assert.Single(CredentialFiles());

        _session.Try(ToServer + " -Credential $credential")
            .TheError("ScheduleExists", Register, ErrorCategory.ResourceExists, "Srv");
        // The time changes, and the credential remains.
        Assert.Equal("03:00", Assert.Single(_session.Run(ToServer + " -At 3am -Force").Output).Get("At"));
        Assert.Single(CredentialFiles());
        Assert.Empty(_session.Run("Unregister-CoexistenceSchedule Srv").Output);
        Assert.Empty(Directory.GetFiles(Schedules.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_password_is_nowhere_else()
    {
        PSObject[] schedules =
        [
            .. _session.Run(ToServer + " -Credential $credential -User -Verbose -Debug").Output,
            .. _session.Run(ToServer + " -Credential $credential -OutputPath units -WarningAction Ignore").Output,
        ];
        Assert.Equal(2, schedules.Length);
        _session.Host.Lines.Clear();
        _session.Run(ToServer + " -Credential $credential -WhatIf");
        Outcome verbose = _session.Run(
            "$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; " + ToServer + " -Credential $credential");
        _session.Run("Get-CoexistenceSchedule | Export-Clixml schedules.xml; Get-CoexistenceSchedule | ConvertTo-Json "
            + "-Depth 5 > schedules.json; Get-CoexistenceSchedule | Format-List * | Out-File schedules.txt; "
            + "Get-History | Out-File history.txt");
        Outcome failure = _session.Try(ToServer + " -Credential $wrong -Force -Name Other");
        IEnumerable<string> files = new[] { _session.Folder, Schedules.Folder }
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Append(Schedules.CredentialCalls);
        IEnumerable<string> texts = files.Select(File.ReadAllText)
            .Concat(_session.Host.Lines).Concat(verbose.Verbose).Concat(verbose.Warnings).Concat(failure.Warnings)
            .Concat(schedules.Select(schedule => (string)schedule.Get("Content")!));
        Assert.All(texts, text => Assert.DoesNotContain(StubServer.Password, text));
        Assert.Contains("encrypt --name=Srv - -", File.ReadAllText(Schedules.CredentialCalls));
        Assert.Contains("encrypt --user --name=Srv - -", File.ReadAllText(Schedules.CredentialCalls));
    }

    [Fact]
    public void The_command_line_of_a_schedule_repairs_the_server()
    {
        string log = _session.PathOf("logs/nightly.log");
        PSObject schedule = Assert.Single(_session.Run(
            $"{ToServer} -Credential $credential -LogPath '{log}' -ServerGroup 'Servers Only' -AdminGroup "
                + "LocalDomainAdmins").Output);
        string line = ((string)schedule.Get("Content")!).Split('\n')
            .Single(one => one.StartsWith("ExecStart=", StringComparison.Ordinal));
        string[] words = [.. line["ExecStart=".Length..].Trim('"').Split("\" \"")];
        // systemd decrypts the credential into a folder that only the service can read.
        string folder = Directory.CreateTempSubdirectory("coextools-service-").FullName;
        try
        {
            File.WriteAllBytes(
                Path.Combine(folder, "Srv"),
                Convert.FromBase64String(File.ReadAllText(Assert.Single(CredentialFiles()))));
            ShellResult result = ShellProcess.Run(
                _session.Folder,
                [("CREDENTIALS_DIRECTORY", folder), ("XDG_DATA_HOME", folder), ("LOCALAPPDATA", folder)], words[1..]);
            Assert.Equal("", result.Error);
            Assert.Equal(2, _server.Patches.Count);
            Assert.Contains($"\"source\":\"{_server.Address}names\"", result.Output);
            Assert.Contains("\"state\":\"Repaired\"", result.Output);
            Assert.Equal(1, result.ExitCode);
            IEnumerable<string> texts = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != "Srv").Append(log).Select(File.ReadAllText);
            Assert.All(
                [result.Output, line, .. texts], text => Assert.DoesNotContain(StubServer.Password, text));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_server_that_cannot_be_read_is_not_registered_without_Force()
    {
        Outcome refused = _session.Try(ToServer + " -Credential $wrong");
        refused.TheError("LogonFailed", Register, ErrorCategory.AuthenticationError, _server.Address + "names");
        Assert.Contains("'Srv' is not registered", Assert.Single(refused.Warnings));
        _session.Try($"{Register} -Uri https://127.0.0.1:1 -DataSource names -Credential $credential -PowerShell p")
            .TheError(
                "ServerUnreachable", Register, ErrorCategory.ConnectionError, "https://127.0.0.1:1/names");
        _session.Try(ToServer.Replace("names", "nowhere") + " -Credential $credential")
            .TheError("ServerRefused", Register, ErrorCategory.ObjectNotFound, _server.Address + "nowhere");
        Assert.False(Directory.Exists(Schedules.Folder) && Directory.GetFiles(
            Schedules.Folder, "*", SearchOption.AllDirectories).Length > 0);

        Outcome forced = _session.Try(ToServer + " -Credential $wrong -Force");
        Assert.Contains("although the server cannot be read now", Assert.Single(forced.Warnings));
        Assert.Single(forced.Output);
        Assert.Single(CredentialFiles());
    }

    [Fact]
    public void WhatIf_does_not_connect()
    {
        _session.Run(ToServer + " -Credential $credential -WhatIf");
        Assert.Empty(_server.Requests);
        Assert.Empty(CredentialFiles());
    }

    [Fact]
    public void Without_a_credential_one_must_be_stored() =>
        _session.Try(ToServer).TheError("CredentialNotFound", Register, ErrorCategory.ObjectNotFound, "Srv");

    [Theory]
    [InlineData("Systemd", "", "systemd-creds encrypt --name=Srv - /etc/credstore.encrypted/Srv")]
    [InlineData("Systemd", "-User", "systemd-creds encrypt --user --name=Srv - ~/.config/credstore.encrypted/Srv")]
    [InlineData("TaskScheduler", "-User", "cmdkey /generic:CoexTools:Srv")]
    public void OutputPath_names_the_command_that_stores_the_credential(string scheduler, string user, string expected)
    {
        Outcome written = _session.Run(
            ToServer.Replace("/opt/pwsh", "pwsh")
                + $" -Credential $credential -OutputPath units -Scheduler {scheduler} {user}");
        Assert.Contains(written.Warnings, warning => warning.Contains(expected));
        Assert.Equal(scheduler == "TaskScheduler", written.Warnings.Any(warning => warning.Contains("schtasks")));
        Assert.Empty(_server.Requests);
        Assert.Empty(CredentialFiles());
    }

    [Theory]
    [InlineData("-Scheduler Launchd -OutputPath u", "CredentialStoreUnavailable", ErrorCategory.NotInstalled, "Srv")]
    [InlineData("-Scheduler TaskScheduler -OutputPath u", "ScheduleNeedsUser", ErrorCategory.InvalidArgument, "Srv")]
    [InlineData("-SmtpHost a", "ScheduleInvalid", ErrorCategory.InvalidArgument, "Srv")]
    [InlineData("-Probe -SmtpHost 'a;b'", "ScheduleInvalid", ErrorCategory.InvalidArgument, "a;b")]
    [InlineData("-Probe -SmtpHost 'a b'", "AddressInvalid", ErrorCategory.InvalidArgument, "a b")]
    [InlineData("-LogPath a -ReportPath ./a", "ScheduleInvalid", ErrorCategory.InvalidArgument, null)]
    public void What_cannot_work_is_refused(string parameters, string error, ErrorCategory category, string? target) =>
        _session.Try($"{ToServer} -Credential $credential {parameters}")
            .TheError(error, Register, category, target ?? _session.PathOf("a"));

    [Theory]
    [InlineData("-Uri http://a -DataSource names", "ServerAddressInvalid", "http://a/")]
    [InlineData("-Uri https://a -DataSource '-x'", "ScheduleInvalid", "-x")]
    [InlineData("-NotesServer Hub01/Acme -User", "ScheduleInvalid", "Systemd")]
    [InlineData("-NotesServer Hub01/Acme -Scheduler TaskScheduler", "ScheduleNeedsUser", "CoexTools-Repair")]
    [InlineData("-NotesServer '-Hub' -Scheduler TaskScheduler -User", "ScheduleInvalid", "-Hub")]
    [InlineData("names.dxl -Scheduler TaskScheduler", "ScheduleInvalid", "names.dxl")]
    [InlineData("/srv/names.dxl -Scheduler TaskScheduler", "ScheduleInvalid", "/srv/names.dxl")]
    [InlineData(@"\names.dxl -Scheduler TaskScheduler", "ScheduleInvalid", @"\names.dxl")]
    [InlineData(@"D:names.dxl -Scheduler TaskScheduler", "ScheduleInvalid", "D:names.dxl")]
    [InlineData(@"D:\names.dxl -Scheduler Launchd", "ScheduleInvalid", @"D:\names.dxl")]
    [InlineData(@"D:\a -Scheduler TaskScheduler -LogPath b", "ScheduleInvalid", "b")]
    [InlineData(@"D:\a -Scheduler TaskScheduler -MetricPath d:\A", "TargetIsSource", @"d:\A")]
    [InlineData(@"D:\a -Scheduler TaskScheduler -Script x.ps1", "ScheduleInvalid", "x.ps1")]
    [InlineData(@"D:\a -Scheduler TaskScheduler -Accepted x.csv", "ScheduleInvalid", "x.csv")]
    [InlineData(@"D:\a -Scheduler TaskScheduler -PowerShell a\pwsh", "ScheduleInvalid", @"a\pwsh")]
    public void What_the_other_system_cannot_use_is_refused(string parameters, string error, string target)
    {
        Outcome outcome = _session.Try($"{Register} {parameters} -OutputPath units");
        Assert.Equal($"{error},CoexTools.Commands.RegisterCoexistenceScheduleCommand", Assert
            .Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Equal(target, $"{outcome.Errors[0].TargetObject}");
        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(_session.PathOf("units")));
    }

    [Theory]
    [InlineData("TaskScheduler", @"D:\Domino\names.dxl", @"C:\Program Files\PowerShell\7\pwsh.exe",
        @"C:\Program Files\PowerShell\Modules\CoexTools\", @"C:\Windows\Logs\CoexTools\CoexTools-Repair.log")]
    [InlineData("TaskScheduler", @"\\server\share\*.dxl", @"C:\Program Files\PowerShell\7\pwsh.exe",
        @"C:\Program Files\PowerShell\Modules\CoexTools\", @"C:\Windows\Logs\CoexTools\CoexTools-Repair.log")]
    [InlineData("Launchd", "/srv/names.dxl", "/usr/local/bin/pwsh",
        "/usr/local/share/powershell/Modules/CoexTools/", "/Library/Logs/CoexTools/CoexTools-Repair.log")]
    public void Paths_are_those_of_the_other_system(
        string scheduler, string path, string program, string module, string log)
    {
        Outcome outcome = _session.Run($"{Register} '{path}' -Scheduler {scheduler} -OutputPath units");
        PSObject schedule = Assert.Single(outcome.Output);
        Assert.Equal([path], (IEnumerable<string>)schedule.Get("Source")!);
        Assert.Equal(log, schedule.Get("LogPath"));
        string text = (string)schedule.Get("Content")!;
        Assert.Contains(program, text);
        Assert.Contains(module, text);
        string warning = Assert.Single(outcome.Warnings);
        Assert.Contains($"'{program}'", warning);
        Assert.Contains(module, warning);
        Assert.DoesNotContain(_session.Folder, text);

        // Only the script knows the folders of the user there. A task runs as the user who creates it there.
        PSObject user = Assert.Single(_session.Run(
            $"{Register} '{path}' -Scheduler {scheduler} -OutputPath user -User -WarningAction Ignore").Output);
        Assert.Null(user.Get("LogPath"));
        Assert.DoesNotContain("<UserId>", (string)user.Get("Content")!);
    }

    [Fact]
    public void A_Notes_client_is_used_in_the_session_of_its_user()
    {
        Outcome outcome = _session.Run($"{Register} -NotesServer Hub01/Acme -NotesDatabase other.nsf -User -Scheduler "
            + "TaskScheduler -OutputPath units -PowerShell pwsh.exe -Script D:\\x.ps1");
        PSObject schedule = Assert.Single(outcome.Output);
        Assert.Equal(["Hub01/Acme!!other.nsf"], (IEnumerable<string>)schedule.Get("Source")!);
        Assert.Contains("<LogonType>InteractiveToken</LogonType>", (string)schedule.Get("Content")!);
        Assert.Contains("schtasks /change", Assert.Single(outcome.Warnings));
    }

    private static string[] CredentialFiles() => Directory.Exists(Schedules.Folder)
        ? Directory.GetFiles(Schedules.Folder, "Srv", SearchOption.AllDirectories) : [];
}
