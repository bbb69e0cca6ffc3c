using System.Diagnostics;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CoexTools.Scheduling;
using CoexTools.Text;

namespace CoexTools.Tests;

/// <summary>Tests the files that schedulers read, and their registration.</summary>
public sealed class ScheduleTests : IDisposable
{
    private static readonly string[] SpecialArguments =
    [
        "/srv/domino/names.dxl", "/srv/two words/100% $HOME 'x' \"y\".dxl", @"back\slash\", "tab\there", "Größe;1", ";",
        "", "-x", "%n", "$$",
        "line\nfeed", @"a\""b",
    ];

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("schedule-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Units_pass_systemd_analyze_verify(bool isUser, bool usesCredential)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed.");
        string program = Path.Combine(_folder, "the 50% $ program");
        File.WriteAllText(program, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        List<string> paths = Write(
            new ScheduledRun("CoexTools-Repair", program, SpecialArguments, new TimeSpan(2, 30, 0), isUser)
            {
                UsesCredential = usesCredential,
            });

        var start = new ProcessStartInfo(
            "/usr/bin/systemd-analyze", [isUser ? "--user" : "--system", "verify", "--man=no", .. paths])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // The user manager requires this folder, and the test environment has none.
        start.Environment["XDG_RUNTIME_DIR"] = _folder;
        start.Environment["SYSTEMD_LOG_TARGET"] = "console";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        // Ignores problems of other units on the computer. A line that names these files is a failure.
        Assert.DoesNotContain("CoexTools-Repair", output);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Units_contain_the_quoted_command_and_the_time()
    {
        var run = new ScheduledRun(
            "Nightly", "/opt/100%/pwsh $x", ["-File", "/a b/c%d$e\"f\\g.ps1"], new TimeSpan(23, 5, 0), false);
        IReadOnlyList<ScheduleFile> files = SystemdUnits.Of(run);
        Assert.Equal(["Nightly.service", "Nightly.timer"], files.Select(file => file.Name));
        Assert.Contains("\nExecStart=\"/opt/100%%/pwsh $x\" \"-File\" \"/a b/c%%d$$e\\\"f\\\\g.ps1\"\n", files[0].Text);
        Assert.Contains("\nType=oneshot\n", files[0].Text);
        Assert.Contains("\nOnCalendar=*-*-* 23:05:00\n", files[1].Text);
        Assert.Contains("\nUnit=Nightly.service\n", files[1].Text);
    }

    [Fact]
    public void The_property_list_contains_the_command_and_the_time()
    {
        ScheduleFile file = LaunchdPropertyList.Of(
            new ScheduledRun("Nightly", "/opt/a&b/pwsh", ["<x>", "two words"], new TimeSpan(2, 30, 0), true));
        Assert.StartsWith(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\"",
            file.Text);
        XElement dictionary = XDocument.Parse(file.Text).Root!.Element("dict")!;
        Assert.Equal(["Label", "ProgramArguments", "StartCalendarInterval", "ProcessType"], dictionary.Elements("key")
            .Select(key => key.Value));
        Assert.Equal(["/opt/a&b/pwsh", "<x>", "two words"], dictionary.Element("array")!.Elements("string")
            .Select(text => text.Value));
        Assert.Equal(["2", "30"], dictionary.Element("dict")!.Elements("integer").Select(number => number.Value));
    }

    [Theory]
    [InlineData(true, @"ACME\ada")]
    [InlineData(true, null)]
    [InlineData(false, null)]
    public void The_task_definition_conforms_to_the_schema(bool isUser, string? user)
    {
        string[] arguments = [.. SpecialArguments.Where(text => !text.Contains('\n'))];
        var run = new ScheduledRun(
            "Nightly", @"C:\Program Files\PowerShell\7\pwsh.exe", arguments, new TimeSpan(2, 30, 0), isUser);
        List<string> paths = ScheduleStore.Write(
            "Nightly", [WindowsTask.Of(run, user)], _folder, replace: false);
        byte[] bytes = File.ReadAllBytes(paths[0]);
        Assert.Equal([0xFF, 0xFE], bytes[..2]); // schtasks requires UTF-16 with a byte order mark.

        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        using (XmlReader schema = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Data", "task.xsd")))
            settings.Schemas.Add(null, schema);
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        var problems = new List<string>();
        settings.ValidationEventHandler += (_, problem) => problems.Add(problem.Message);
        using (XmlReader reader = XmlReader.Create(paths[0], settings))
        {
            while (reader.Read())
            {
            }
        }
        Assert.Empty(problems);
        XNamespace space = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        XElement exec = XDocument.Parse(Encoding.Unicode.GetString(bytes[2..])).Descendants(space + "Exec").Single();
        Assert.Equal(@"C:\Program Files\PowerShell\7\pwsh.exe", exec.Element(space + "Command")!.Value);
    }

    public static TheoryData<string> Hostile =>
    [
        "$(rm -rf ~)", "`whoami`", "'; rm -rf ~ #", "\"; rm", "a\nExecStart=/bin/evil", "%n%h", "$HOME", "\\", "\\\"",
        "; reboot", "&& x", "CON",
        "../../etc/passwd", "a\r\n[Service]", "\u001b[2J", "\u202Ex", "</Arguments><Command>evil", "<![CDATA[",
        "-EncodedCommand", "\u0085x",
        "\u2028x", "\\x41", "{x}", "@x", "+x", "a\tb",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void An_argument_remains_one_argument_of_the_unit(string argument)
    {
        string text = SystemdUnits.Of(
            new ScheduledRun("Nightly", "/opt/pwsh", ["-File", argument, "last"], TimeSpan.Zero, false))[0].Text;
        string line = Assert.Single(text.Split('\n'), line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        Assert.Equal(["/opt/pwsh", "-File", argument, "last"], Words(line["ExecStart=".Length..]));
        Assert.Equal(Texts("x").Split('\n').Length, text.Split('\n').Length); // Nothing adds a line.

        static string Texts(string other) =>
            SystemdUnits.Of(new ScheduledRun("Nightly", "/opt/pwsh", [other], TimeSpan.Zero, false))[0].Text;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void An_argument_remains_one_argument_of_the_task_and_of_the_property_list(string argument)
    {
        var run = new ScheduledRun("Nightly", "/opt/pwsh", ["-File", argument, "last"], TimeSpan.Zero, false);
        if (argument.Any(c => char.IsControl(c) && c != '\t'))
        {
            Assert.Equal("ScheduleInvalid", Assert.Throws<CoexException>(() => WindowsTask.Of(run, "x")).ErrorId);
            Assert.Equal("ScheduleInvalid", Assert.Throws<CoexException>(() => LaunchdPropertyList.Of(run)).ErrorId);
            return;
        }
        XNamespace space = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        string task = WindowsTask.Of(run, "x").Text;
        XElement exec = Assert.Single(XDocument.Parse(task[task.IndexOf('\n')..]).Descendants(space + "Exec"));
        Assert.Equal(["-File", argument, "last"], Arguments(exec.Element(space + "Arguments")!.Value));
        Assert.Equal("/opt/pwsh", exec.Element(space + "Command")!.Value);
        Assert.Equal(
            ["/opt/pwsh", "-File", argument, "last"],
            XDocument.Parse(LaunchdPropertyList.Of(run).Text).Descendants("array").Single().Elements()
                .Select(text => text.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_symbolic_link_in_the_folder_is_not_followed(bool replace)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, a symbolic link requires a privilege.");
        string victim = Path.Combine(_folder, "victim");
        string folder = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "units")).FullName;
        File.WriteAllText(victim, "untouched");
        File.CreateSymbolicLink(Path.Combine(folder, "Nightly.service"), victim);
        ScheduleFile[] files = [.. SystemdUnits.Of(new ScheduledRun("Nightly", "/opt/pwsh", [], TimeSpan.Zero, false))];
        if (replace)
            Assert.Equal(files[0].Text, File.ReadAllText(ScheduleStore.Write("Nightly", files, folder, replace)[0]));
        else
            Assert.Equal(
                "ScheduleExists", Assert
                    .Throws<CoexException>(() => ScheduleStore.Write("Nightly", files, folder, replace)).ErrorId);
        Assert.Equal("untouched", File.ReadAllText(victim));

        // A link without a target is one too: nothing creates its target.
        string other = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "others")).FullName;
        File.CreateSymbolicLink(Path.Combine(other, "Nightly.service"), Path.Combine(_folder, "missing"));
        Record.Exception(() => ScheduleStore.Write("Nightly", files, other, replace));
        Assert.False(File.Exists(Path.Combine(_folder, "missing")));
        Assert.DoesNotContain(
            System.IO.Directory.GetFiles(other), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    // The parsing rules are those of CommandLineToArgvW and of the C runtime.
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData(@"C:\a b\", @"""C:\a b\\""")]
    [InlineData(@"C:\ab\", @"C:\ab\")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"x\""y", @"""x\\\""y""")]
    public void Arguments_are_quoted_by_the_rules_of_Windows(string argument, string quoted) =>
        Assert.Equal(quoted, Escaped.WindowsArgument(argument));

    [Fact]
    public void Units_can_be_registered_listed_and_unregistered()
    {
        var calls = new List<string>();
        var store = new ScheduleStore(Scheduler.Systemd, isUser: true, _folder, (program, arguments) =>
        {
            calls.Add($"{program} {string.Join(" ", arguments)}");
            return (0, "");
        });
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", ["-File", "x.ps1"], new TimeSpan(2, 0, 0), IsUser: true);
        CoexistenceSchedule schedule = store.Register(run, replace: false);
        Assert.True(schedule.Enabled);
        Assert.Equal(["systemctl --user daemon-reload", "systemctl --user enable --now Nightly.timer"], calls);
        Assert.Equal("ScheduleExists", Assert.Throws<CoexException>(() => store.Register(run, replace: false)).ErrorId);
        store.Register(run, replace: true);

        File.WriteAllText(Path.Combine(_folder, "other.timer"), "[Timer]\n"); // Not a CoexTools schedule.
        CoexistenceSchedule listed = Assert.Single(store.List());
        Assert.Equal(("Nightly", true, true), (listed.Name, listed.User, listed.Enabled));
        Assert.Equal(2, listed.Path.Count);
        store.Unregister(listed);
        Assert.Empty(store.List());
        Assert.Equal(["other.timer"], System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Contains("systemctl --user disable --now Nightly.timer", calls);
    }

    [Fact]
    public void A_schedule_that_cannot_be_enabled_leaves_no_files()
    {
        var store = new ScheduleStore(
            Scheduler.Systemd, isUser: false, _folder, (_, _) => (1, "System has not been booted with systemd"));
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", [], TimeSpan.Zero, IsUser: false);
        CoexException failure = Assert.Throws<CoexException>(() => store.Register(run, replace: false));
        Assert.Equal("ScheduleFailed", failure.ErrorId);
        Assert.Contains("not been booted", failure.Message);
        Assert.Empty(System.IO.Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("daemon-reload")]
    [InlineData("enable")]
    [InlineData("restart")]
    public void A_schedule_that_cannot_be_replaced_works_again(string failing)
    {
        var calls = new List<string>();
        bool isFailing = false;
        var store = new ScheduleStore(Scheduler.Systemd, isUser: false, _folder, (_, arguments) =>
        {
            calls.Add(string.Join(" ", arguments));
            bool fails = isFailing && arguments[0] == failing;
            isFailing = isFailing && !fails;
            return (fails ? 1 : 0, "");
        });
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", ["old.ps1"], TimeSpan.Zero, IsUser: false);
        store.Register(run, replace: false);
        string[] expected = Contents();
        calls.Clear();
        isFailing = true;
        Assert.Equal("ScheduleFailed", Assert.Throws<CoexException>(
            () => store.Register(
                run with { Arguments = ["new.ps1"], At = TimeSpan.FromHours(1) }, replace: true)).ErrorId);
        Assert.Equal(expected, Contents());
        Assert.Equal(["daemon-reload", "enable --now Nightly.timer", "restart Nightly.timer"], calls.TakeLast(3));

        store.Register(run with { Arguments = ["new.ps1"], At = TimeSpan.FromHours(1) }, replace: true);
        Assert.NotEqual(expected, Contents());
    }

    [Fact]
    public void A_property_list_that_cannot_be_loaded_does_not_replace_one_that_works()
    {
        var calls = new List<string>();
        var store = new ScheduleStore(Scheduler.Launchd, isUser: false, _folder, (_, arguments) =>
        {
            calls.Add(arguments[0]);
            return (arguments[0] == "load" && Contents().Any(text => text.Contains("new.ps1")) ? 1 : 0, "");
        });
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", ["old.ps1"], TimeSpan.Zero, IsUser: false);
        store.Register(run, replace: true);
        string[] expected = Contents();
        Assert.Throws<CoexException>(() => store.Register(run with { Arguments = ["new.ps1"] }, replace: true));
        Assert.Equal(expected, Contents());
        Assert.Equal(["load", "unload", "load", "load"], calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_schedule_whose_second_file_cannot_be_written_has_no_first_one(bool replace)
    {
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", ["old.ps1"], TimeSpan.Zero, IsUser: false);
        string service = Path.Combine(_folder, "Nightly.service");
        if (replace)
            File.WriteAllText(service, "former");
        System.IO.Directory.CreateDirectory(Path.Combine(_folder, "Nightly.timer")); // No file can have this path.
        Assert.Equal("ScheduleFailed", Assert.Throws<CoexException>(
            () => ScheduleStore.Write("Nightly", SystemdUnits.Of(run), _folder, replace)).ErrorId);
        Assert.Equal(replace ? ["former"] : [], Contents());
    }

    [Fact]
    public void A_schedule_that_cannot_be_enabled_is_disabled_before_its_files_are_removed()
    {
        var calls = new List<string>();
        var store = new ScheduleStore(Scheduler.Systemd, isUser: false, _folder, (_, arguments) =>
        {
            calls.Add(arguments[0]);
            if (arguments[0] == "disable")
                Assert.Equal(2, Contents().Length);
            return (arguments[0] == "enable" ? 1 : 0, "");
        });
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", [], TimeSpan.Zero, IsUser: false);
        Assert.Throws<CoexException>(() => store.Register(run, replace: false));
        Assert.Empty(Contents());
        Assert.Equal(["daemon-reload", "enable", "disable", "daemon-reload"], calls);
    }

    [Fact]
    public void Names_are_compared_as_the_scheduler_compares_them()
    {
        Assert.Equal(
            OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase,
            new ScheduleStore(Scheduler.Systemd, isUser: true, _folder).NameComparison);
        Assert.Equal(
            StringComparison.OrdinalIgnoreCase, new ScheduleStore(
                Scheduler.TaskScheduler, isUser: true, _folder).NameComparison);
    }

    [Fact]
    public async Task Pipes_and_large_files_in_the_folder_are_not_schedules()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are recognized on Linux.");
        var store = new ScheduleStore(Scheduler.Systemd, isUser: true, _folder, (_, _) => (0, ""));
        var run = new ScheduledRun("Nightly", "/usr/bin/pwsh", [], TimeSpan.Zero, IsUser: true);
        store.Register(run, replace: false);
        File.Delete(Path.Combine(_folder, "Nightly.service"));
        MakePipe(Path.Combine(_folder, "Nightly.service"));
        MakePipe(Path.Combine(_folder, "pipe.timer"));
        File.CreateSymbolicLink(Path.Combine(_folder, "zero.timer"), "/dev/zero");
        using (var large = new FileStream(Path.Combine(_folder, "large.timer"), FileMode.CreateNew))
            large.SetLength(10L << 30);
        Task<List<CoexistenceSchedule>> listing =
            Task.Run(() => store.List().ToList(), TestContext.Current.CancellationToken);
        Assert.Same(
            listing, await Task.WhenAny(
                listing, Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)));
        CoexistenceSchedule schedule = Assert.Single(await listing);
        Assert.Equal([Path.Combine(_folder, "Nightly.timer")], schedule.Path);
        Assert.Equal("ScheduleFailed", Assert.Throws<CoexException>(() => store.Register(run, replace: true)).ErrorId);
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private string[] Contents() =>
        [.. System.IO.Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    [Fact]
    public void Tasks_are_registered_listed_and_unregistered_with_schtasks()
    {
        var calls = new List<string>();
        string? definition = null;
        var store = new ScheduleStore(Scheduler.TaskScheduler, isUser: false, _folder, (program, arguments) =>
        {
            calls.Add($"{program} {arguments[0]}");
            if (arguments[0] == "/create")
                definition = File.ReadAllText(arguments[Array.IndexOf(arguments, "/xml") + 1]);
            return (arguments[0], definition) switch
            {
                ("/query", null) => (1, "ERROR"),
                ("/query", _) when arguments.Contains("csv") =>
                    (0, "\"\\CoexTools\\Nightly\",\"N/A\",\"Ready\"\r\n\"\\Other\",\"N/A\",\"Ready\"\r\n"),
                ("/query", _) => (0, definition!),
                _ => (0, ""),
            };
        });
        store.Register(
            new ScheduledRun("Nightly", @"C:\pwsh.exe", ["-File", "x.ps1"], TimeSpan.FromHours(2), IsUser: false),
            replace: false);
        Assert.Equal(["schtasks /query", "schtasks /create"], calls);
        CoexistenceSchedule task = Assert.Single(store.List());
        Assert.Equal("Nightly", task.Name);
        store.Unregister(task);
        Assert.Equal("schtasks /delete", calls[^1]);
    }

    // The rules of systemd for quoted words: escape sequences, doubled percent and dollar signs.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (int at = 0; at < line.Length; at++)
        {
            Assert.Equal('"', line[at++]);
            var word = new StringBuilder();
            for (; line[at] != '"'; at++)
            {
                if (line[at] is '%' or '$')
                {
                    Assert.Equal(line[at], line[++at]);
                    word.Append(line[at]);
                }
                else if (line[at] != '\\')
                {
                    word.Append(line[at]);
                }
                else if (line[++at] == 'x')
                {
                    word.Append((char)Convert.ToInt32(line.Substring(at + 1, 2), 16));
                    at += 2;
                }
                else
                {
                    word.Append(line[at] switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        var c and ('"' or '\\') => c,
                        var c => throw new FormatException($"\\{c} is not an escape sequence."),
                    });
                }
            }
            words.Add(word.ToString());
            at++;
            Assert.True(at == line.Length || line[at] == ' ');
        }
        return words;
    }

    // The rules of the C runtime of Windows.
    private static List<string> Arguments(string line)
    {
        var arguments = new List<string>();
        var argument = new StringBuilder();
        bool isQuoted = false, isThere = false;
        for (int at = 0; at <= line.Length; at++)
        {
            if (at == line.Length || (line[at] is ' ' or '\t' && !isQuoted))
            {
                if (isThere)
                    arguments.Add(argument.ToString());
                argument.Clear();
                isThere = false;
                continue;
            }
            isThere = true;
            int backslashes = 0;
            for (; at < line.Length && line[at] == '\\'; at++)
                backslashes++;
            if (at < line.Length && line[at] == '"')
            {
                argument.Append('\\', backslashes / 2);
                if (backslashes % 2 == 1)
                    argument.Append('"');
                else
                    isQuoted = !isQuoted;
                continue;
            }
            argument.Append('\\', backslashes);
            if (backslashes > 0)
                at--;
            else
                argument.Append(line[at]);
        }
        return arguments;
    }

    private List<string> Write(ScheduledRun run) =>
        ScheduleStore.Write(run.Name, SystemdUnits.Of(run), _folder, replace: false);
}
