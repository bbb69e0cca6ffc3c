using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Tests that what a schedule does can be read from its files.</summary>
public sealed class ScheduleDefinitionTests
{
    private static readonly Scheduler[] Schedulers = Enum.GetValues<Scheduler>();

    public static TheoryData<string> Hostile => ScheduleTests.Hostile;

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_files_contain_the_source_and_the_time(string path)
    {
        foreach (Scheduler scheduler in Schedulers)
        {
            if (scheduler != Scheduler.Systemd && path.Any(c => char.IsControl(c) && c != '\t'))
                continue;
            var script = new ScriptArguments();
            script.Add("LogPath", path);
            script.AddSwitch("Probe", true);
            script.AddSwitch("Nagios", false);
            script.AddList("SmtpHost", ["a", path]);
            script.AddList("ServerGroup", []);
            script.AddPath("/" + path);
            script.AddPath("/x");
            ScheduleDefinition read = Read(scheduler, script);
            Assert.Equal(new TimeSpan(2, 5, 0), read.At);
            Assert.True(read.IsEnabled);
            Assert.Equal(script.List(), read.Script.List());
            Assert.Equal(["/" + path, "/x"], read.Script.Source);
            Assert.Equal(path, read.Script["LogPath"]);
            Assert.False(read.UsesCredential("Nightly"));
        }
    }

    [Fact]
    public void The_source_of_a_server_is_its_address_and_scope()
    {
        foreach (Scheduler scheduler in Schedulers)
        {
            var script = new ScriptArguments();
            script.Add("Uri", "https://domino.example.com:8880/");
            script.Add("DataSource", "names");
            script.Add("CredentialName", "Nightly");
            ScheduleDefinition read = Read(scheduler, script);
            Assert.Equal(["https://domino.example.com:8880/names"], read.Script.Source);
            Assert.True(read.UsesCredential("Nightly"));
            Assert.False(read.UsesCredential("Other"));

            var notes = new ScriptArguments();
            notes.Add("NotesServer", "Hub01/Acme");
            Assert.Equal(["Hub01/Acme!!names.nsf"], Read(scheduler, notes).Script.Source);
            notes.Add("NotesDatabase", "other.nsf");
            Assert.Equal(["Hub01/Acme!!other.nsf"], Read(scheduler, notes).Script.Source);
        }
    }

    [Theory]
    [InlineData(Scheduler.Systemd, "OnCalendar=*-*-* 02:05:00", "OnCalendar=Mon *-*-* 02:05:00")]
    [InlineData(Scheduler.Systemd, "OnCalendar=*-*-* 02:05:00", "OnCalendar=daily")]
    [InlineData(Scheduler.Launchd, "<key>Hour</key>", "<key>Weekday</key>")]
    [InlineData(Scheduler.TaskScheduler, "<DaysInterval>1<", "<DaysInterval>7<")]
    [InlineData(Scheduler.TaskScheduler, "T02:05:00<", "<")]
    public void A_time_that_somebody_changed_is_not_known(Scheduler scheduler, string ours, string other)
    {
        string content = Content(scheduler, new ScriptArguments());
        Assert.Contains(ours, content);
        Assert.Null(ScheduleDefinition.Read(scheduler, content.Replace(ours, other)).At);
    }

    [Fact]
    public void A_task_that_somebody_disabled_is_not_enabled()
    {
        string content = Content(Scheduler.TaskScheduler, new ScriptArguments());
        int settings = content.LastIndexOf("<Enabled>true<", StringComparison.Ordinal);
        Assert.False(ScheduleDefinition.Read(
            Scheduler.TaskScheduler, content[..settings] + content[settings..].Replace("true", "false")).IsEnabled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]><a>&b;</a>")]
    [InlineData("ExecStart=")]
    [InlineData("ExecStart=\"pwsh\" \"-File")]
    [InlineData("ExecStart=\"pwsh\" \"-File\"")]
    public void Files_that_somebody_damaged_have_no_source_and_no_time(string content)
    {
        foreach (Scheduler scheduler in Schedulers)
        {
            ScheduleDefinition read = ScheduleDefinition.Read(scheduler, content);
            Assert.Null(read.At);
            Assert.Empty(read.Script.Source);
        }
    }

    [Fact]
    public void Other_words_of_systemd_are_read_too() => Assert.Equal(
        ["/usr/bin/pwsh", "-File", "a b", "c\td", "$x", "", "e"],
        CommandWords.OfSystemd("/usr/bin/pwsh  -File 'a b' c\\td $x \"\"\te"));

    private static ScheduleDefinition Read(Scheduler scheduler, ScriptArguments script) =>
        ScheduleDefinition.Read(scheduler, "\r\n" + Content(scheduler, script));

    private static string Content(Scheduler scheduler, ScriptArguments script) => string.Join(
        "\n", ScheduleStore.FilesOf(scheduler, new ScheduledRun(
            "Nightly", "/opt/pwsh", ["-NoProfile", "-File", "/a b/x.ps1", .. script.List()], new TimeSpan(2, 5, 0),
            IsUser: false)).Select(file => file.Text));
}
