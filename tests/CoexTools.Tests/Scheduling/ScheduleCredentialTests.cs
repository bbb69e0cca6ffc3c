using System.Net;
using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Tests where the credential of a schedule is stored, and that nothing else contains its password.</summary>
public sealed class ScheduleCredentialTests : IDisposable
{
    private const string Password = "Kein-Geheimnis 4711 \"$";

    private static readonly NetworkCredential Credential = new("Admin/Acme", Password);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("coextools-store-").FullName;
    private readonly List<string> _calls = [];

    private string Units => Path.Combine(_folder, "units");

    private string Encrypted => Path.Combine(_folder, "credstore.encrypted", "Nightly");

    private string Log => Path.Combine(_folder, "arguments.txt");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, "systemd 250 (250.4)")]
    [InlineData(true, "systemd 256 (256~rc1)")]
    public void Systemd_encrypts_the_credential_of_a_unit(bool isUser, string version)
    {
        ScheduleStore store = Systemd(isUser, version);
        CoexistenceSchedule schedule = store.Register(Run(isUser), replace: false, Credential);
        Assert.Contains("\nLoadCredentialEncrypted=Nightly:%E/credstore.encrypted/Nightly\n", schedule.Content);
        Assert.DoesNotContain(schedule.Path, path => path.Contains("credstore"));
        string user = isUser ? " --user" : "";
        Assert.Equal(["--version", $"encrypt{user} --name=Nightly - -"], File.ReadAllLines(Log));
        NetworkCredential read = store.CredentialOf("Nightly")!;
        Assert.Equal(("Admin/Acme", Password), (read.UserName, read.Password));
        Assert.Equal($"decrypt{user} --name=Nightly {Encrypted} -", File.ReadAllLines(Log)[^1]);
        AssertNoPassword(schedule);

        CoexistenceSchedule listed = Assert.Single(store.List());
        Assert.Equal(["https://domino.example.com/names"], listed.Source);
        Assert.True(listed.UsesCredential);
        store.Unregister(listed);
        Assert.False(File.Exists(Encrypted));
        Assert.Null(store.CredentialOf("Nightly"));
    }

    [Theory]
    [InlineData(false, "systemd 249 (249.11)", "250")]
    [InlineData(true, "systemd 255 (255.4)", "256")]
    [InlineData(false, "unexpected", "unknown")]
    public void An_old_systemd_is_refused(bool isUser, string version, string reason)
    {
        CoexException failure = Assert.Throws<CoexException>(
            () => Systemd(isUser, version).Register(Run(isUser), replace: false, Credential));
        Assert.Equal("CredentialStoreUnavailable", failure.ErrorId);
        Assert.Contains(reason, failure.Message);
        AssertNothing();
    }

    [Fact]
    public void A_program_that_is_missing_or_fails_leaves_nothing()
    {
        SkipWindows();
        var credentials = new SystemdCredentialStore(
            Path.GetDirectoryName(Encrypted)!, isUser: false, Path.Combine(_folder, "missing"));
        var store = new ScheduleStore(Scheduler.Systemd, false, Units, (_, _) => (0, ""), credentials);
        Assert.Equal("CredentialStoreUnavailable", Assert.Throws<CoexException>(
            () => store.Register(Run(false), replace: false, Credential)).ErrorId);
        AssertNothing();

        CoexException failure = Assert.Throws<CoexException>(
            () => Systemd(false, "systemd 252", "echo 'No key.' >&2; exit 1").Register(Run(false), false, Credential));
        Assert.Equal("CredentialStoreUnavailable", failure.ErrorId);
        Assert.Contains("exited with code 1. No key.", failure.Message);
        AssertNothing();

        // Without output, nothing would be stored. The program does not have to read its input.
        Assert.Equal("CredentialStoreUnavailable", Assert.Throws<CoexException>(
            () => Systemd(false, "systemd 252", "exit 0").Register(Run(false), false, Credential)).ErrorId);
        AssertNothing();
        Assert.Equal("CredentialStoreUnavailable", Assert.Throws<CoexException>(
            () => Systemd(false, "systemd 252", "yes").Register(Run(false), false, Credential)).ErrorId);
        AssertNothing();
    }

    [Fact]
    public void A_registration_that_fails_restores_the_former_credential()
    {
        bool isFailing = true;
        ScheduleStore store = Systemd(
            false, "systemd 252", run: (_, arguments) => (isFailing && arguments[0] == "enable" ? 1 : 0, ""));
        Assert.Equal("ScheduleFailed", Assert.Throws<CoexException>(
            () => store.Register(Run(false), replace: false, Credential)).ErrorId);
        AssertNothing();

        isFailing = false;
        store.Register(Run(false), replace: false, Credential);
        isFailing = true;
        Assert.Throws<CoexException>(
            () => store.Register(Run(false), replace: true, new NetworkCredential("Other", "other")));
        Assert.Equal("Admin/Acme", store.CredentialOf("Nightly")!.UserName);
        Assert.Throws<CoexException>(() => store.Register(FileRun, replace: true));
        Assert.Equal("Admin/Acme", store.CredentialOf("Nightly")!.UserName);
    }

    [Fact]
    public void Only_Force_replaces_a_credential()
    {
        ScheduleStore store = Systemd(false, "systemd 252");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Encrypted)!);
        File.WriteAllText(Encrypted, "stored by hand");
        CoexException failure = Assert.Throws<CoexException>(
            () => store.Register(Run(false), replace: false, Credential));
        Assert.Equal("ScheduleExists", failure.ErrorId);
        Assert.Contains(Encrypted, failure.Message);
        Assert.Equal("stored by hand", File.ReadAllText(Encrypted));

        // A schedule of files does not use it, so that it belongs to somebody else.
        store.Register(FileRun, replace: true);
        store.Unregister(Assert.Single(store.List()));
        Assert.Equal("stored by hand", File.ReadAllText(Encrypted));

        store.Register(Run(false), replace: true); // Uses the one that is stored.
        Assert.Equal("stored by hand", File.ReadAllText(Encrypted));
        store.Register(Run(false), replace: true, Credential);
        Assert.Equal("Admin/Acme", store.CredentialOf("Nightly")!.UserName);
        store.Register(FileRun, replace: true);
        Assert.False(File.Exists(Encrypted));
    }

    [Fact]
    public void The_credential_of_a_task_follows_the_task()
    {
        var credentials = new FakeCredentialStore();
        string? definition = null;
        bool isFailing = true;
        var store = new ScheduleStore(Scheduler.TaskScheduler, true, Units, (program, arguments) =>
        {
            _calls.Add($"{program} {string.Join(" ", arguments)}");
            switch (arguments[0])
            {
                case "/create":
                    string text = File.ReadAllText(arguments[Array.IndexOf(arguments, "/xml") + 1]);
                    Assert.DoesNotContain(Password, text);
                    definition = isFailing ? definition : text;
                    return (isFailing ? 1 : 0, "");
                case "/delete":
                    definition = null;
                    return (0, "");
                default:
                    const string List = "\"\\CoexTools\\Nightly\",\"N/A\",\"Ready\"\r\n";
                    return definition is null ? (1, "ERROR") : (0, arguments.Contains("csv") ? List : definition);
            }
        }, credentials);
        Assert.Throws<CoexException>(() => store.Register(Run(true), replace: false, Credential));
        Assert.Empty(credentials.Stored);

        isFailing = false;
        CoexistenceSchedule schedule = store.Register(Run(true), replace: false, Credential);
        Assert.Contains("<LogonType>InteractiveToken</LogonType>", schedule.Content);
        Assert.Equal(Password, credentials.Stored["Nightly"].Password);
        AssertNoPassword(schedule);

        isFailing = true;
        Assert.Throws<CoexException>(() => store.Register(Run(true), true, new NetworkCredential("Other", "other")));
        Assert.Equal("Admin/Acme", credentials.Stored["Nightly"].UserName);

        isFailing = false;
        store.Register(FileRun with { IsUser = true }, replace: true);
        Assert.Empty(credentials.Stored);
        Assert.Contains("<LogonType>S4U</LogonType>", Assert.Single(store.List()).Content);

        store.Register(Run(true), replace: true, Credential);
        store.Unregister(Assert.Single(store.List()));
        Assert.Empty(credentials.Stored);
        Assert.DoesNotContain(_calls, call => call.Contains(Password));
    }

    [Fact]
    public void Launchd_has_no_store()
    {
        var store = new ScheduleStore(Scheduler.Launchd, false, Units, (_, _) => (0, ""));
        Assert.Equal("CredentialStoreUnavailable", Assert.Throws<CoexException>(
            () => store.Register(Run(false), replace: false, Credential)).ErrorId);
        AssertNothing();
    }

    private static ScheduledRun FileRun =>
        new("Nightly", "/usr/bin/pwsh", ["-File", "x.ps1", "/srv/names.dxl"], TimeSpan.FromHours(2), IsUser: false);

    private static ScheduledRun Run(bool isUser) => FileRun with
    {
        IsUser = isUser,
        Arguments = ["-File", "x.ps1", "-Uri", "https://domino.example.com", "-DataSource", "names", "-CredentialName",
            "Nightly"],
        UsesCredential = true,
        NeedsLogon = true,
    };

    private static void SkipWindows() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program in place of systemd-creds is a shell script.");

    // The program in place of systemd-creds records its arguments. What it writes does not contain what it reads.
    private ScheduleStore Systemd(bool isUser, string version, string? fault = null, RunProgram? run = null)
    {
        SkipWindows();
        string program = Path.Combine(_folder, "systemd-creds");
        File.WriteAllText(program, $"""
            #!/bin/sh
            printf '%s\n' "$*" >> '{Log}'
            case $1 in
            --version) echo '{version}' ;;
            encrypt) {fault ?? "base64"} ;;
            decrypt) for last; do file=$previous previous=$last; done; base64 -d "$file" ;;
            esac

            """.Replace("\r", ""));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ScheduleStore(
            Scheduler.Systemd, isUser, Units, run ?? ((_, _) => (0, "")),
            new SystemdCredentialStore(Path.GetDirectoryName(Encrypted)!, isUser, program));
    }

    private void AssertNoPassword(CoexistenceSchedule schedule)
    {
        IEnumerable<string> texts = System.IO.Directory
            .GetFiles(_folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Concat(typeof(CoexistenceSchedule).GetProperties()
                .Select(property => string.Join("\n", property.GetValue(schedule) switch
                {
                    IEnumerable<string> texts => texts,
                    var value => [$"{value}"],
                })));
        Assert.All(texts, text => Assert.DoesNotContain(Password, text));
    }

    private void AssertNothing()
    {
        Assert.False(File.Exists(Encrypted));
        Assert.False(System.IO.Directory.Exists(Units) && System.IO.Directory.GetFiles(Units).Length > 0);
    }
}
