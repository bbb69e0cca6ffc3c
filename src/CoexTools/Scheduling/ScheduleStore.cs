using System.Net;
using System.Runtime.InteropServices;
using CoexTools.Files;

namespace CoexTools.Scheduling;

/// <summary>
/// Registers, lists and removes the schedules of one scheduler, for the system or for the current user.
/// </summary>
internal sealed class ScheduleStore
{
    /// <summary>
    /// The environment variable that specifies a folder to use instead of the scheduler. Schedules are then systemd
    /// unit files in that folder, and nothing on the system is read, changed or run.
    /// </summary>
    public const string FolderVariable = "COEXTOOLS_SCHEDULE_FOLDER";

    private const string TaskFolder = @"\CoexTools\";

    // In bytes. A schedule has about a thousand.
    private const int LargestFile = 1 << 20;

    private readonly string _folder;
    private readonly RunProgram _run;
    private readonly ICredentialStore? _credentials;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="isUser">Specifies whether to use the schedules of the current user instead of those of the
    /// system.</param>
    /// <param name="folder">The folder of the schedule files, or null for the default folder of the scheduler.</param>
    /// <param name="run">Runs the programs of the scheduler, or null to start real processes.</param>
    /// <param name="credentials">The store for credentials, or null for that of the platform.</param>
    public ScheduleStore(
        Scheduler scheduler, bool isUser, string? folder = null, RunProgram? run = null,
        ICredentialStore? credentials = null)
    {
        Scheduler = scheduler;
        IsUser = isUser;
        _folder = folder ?? FolderOf(scheduler, isUser);
        _run = run ?? SystemProgram.Run;
        _credentials = credentials ?? CredentialsOf(scheduler, isUser);
    }

    /// <summary>Gets the scheduler of the operating system.</summary>
    public static Scheduler Native =>
        Variable(FolderVariable) is not null ? Scheduler.Systemd
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Scheduler.TaskScheduler
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? Scheduler.Launchd
        : Scheduler.Systemd;

    /// <summary>Returns the schedules of the system, or of the current user.</summary>
    public static ScheduleStore Of(bool isUser)
    {
        if (Variable(FolderVariable) is not { } root)
            return new ScheduleStore(Native, isUser);
        string folder = Path.Combine(root, isUser ? "user" : "system");
        return new ScheduleStore(
            Native, isUser, folder, (_, _) => (0, ""),
            new SystemdCredentialStore(Path.Combine(folder, SystemdCredentialStore.FolderName), isUser));
    }

    /// <summary>
    /// Gets whether schedules are files in a folder that the environment specifies. No account runs them.
    /// </summary>
    public static bool IsRedirected => Variable(FolderVariable) is not null;

    public Scheduler Scheduler { get; }

    public bool IsUser { get; }

    /// <summary>
    /// Gets how the scheduler compares names. systemd distinguishes uppercase and lowercase letters, except where a
    /// folder replaces it on another system.
    /// </summary>
    public StringComparison NameComparison =>
        Scheduler == Scheduler.Systemd && RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;

    /// <summary>
    /// Returns the files of a schedule. A task that is for another system does not name its user: it runs as the user
    /// who creates it there.
    /// </summary>
    public static IReadOnlyList<ScheduleFile> FilesOf(Scheduler scheduler, ScheduledRun run) => scheduler switch
    {
        Scheduler.Systemd => SystemdUnits.Of(run),
        Scheduler.Launchd => [LaunchdPropertyList.Of(run)],
        _ => [WindowsTask.Of(
            run, scheduler == Native ? $"{Environment.UserDomainName}\\{Environment.UserName}" : null)],
    };

    /// <summary>Checks that XML can represent a command.</summary>
    /// <exception cref="CoexException">The program or an argument contains a control character, which XML changes or
    /// does not allow.</exception>
    internal static void RefuseControlCharacters(ScheduledRun run)
    {
        if (run.Arguments.Append(run.Program)
            .FirstOrDefault(text => text.Any(c => char.IsControl(c) && c != '\t')) is { } text)
            throw CoexException.ScheduleInvalid(
                text, $"The scheduler cannot run a command with a control character: '{text}'.");
    }

    /// <summary>
    /// Returns the default log path of a schedule. For the schedule of a user on another system, it is null: only the
    /// script knows the folders of this user.
    /// </summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="isUser">Specifies whether it is a schedule of the user.</param>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="isForeign">Specifies whether the schedule is for another system.</param>
    /// <remarks>
    /// Everybody can create files in ProgramData on Windows, and could choose what the system writes to.
    /// </remarks>
    public static string? LogPathOf(Scheduler scheduler, bool isUser, string name, bool isForeign)
    {
        if (isForeign)
        {
            return isUser ? null : scheduler switch
            {
                Scheduler.TaskScheduler => $@"C:\Windows\Logs\CoexTools\{name}.log",
                Scheduler.Launchd => $"/Library/Logs/CoexTools/{name}.log",
                _ => $"/var/log/CoexTools/{name}.log",
            };
        }
        string folder = scheduler switch
        {
            Scheduler.TaskScheduler when isUser => Local,
            Scheduler.TaskScheduler =>
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.Windows), "Logs"),
            Scheduler.Launchd => isUser ? Path.Combine(Home, "Library", "Logs") : "/Library/Logs",
            _ => isUser ? Variable("XDG_STATE_HOME") ?? Path.Combine(Home, ".local", "state") : "/var/log",
        };
        return Path.Combine(folder, "CoexTools", name + ".log");
    }

    /// <summary>
    /// Writes the files of a schedule and enables it. If that fails, the schedule that the files replaced works again,
    /// or the files are removed.
    /// </summary>
    /// <param name="run">The command to run.</param>
    /// <param name="replace">Specifies whether to replace a schedule of the same name.</param>
    /// <param name="credential">The credential to store under the name of the schedule; null for the one that is
    /// already stored, or if the command does not use any.</param>
    /// <exception cref="CoexException">The schedule already exists, or it cannot be registered.</exception>
    public CoexistenceSchedule Register(ScheduledRun run, bool replace, NetworkCredential? credential = null)
    {
        IReadOnlyList<ScheduleFile> files = FilesOf(Scheduler, run);
        if (!replace)
            RequireNew(run.Name, files, credential is not null);
        bool hasFormerCredential = replace && UsesCredential(run.Name);
        Action undo = credential is null ? () => { } : Credentials(run.Name).Write(run.Name, credential);
        CoexistenceSchedule schedule;
        try
        {
            schedule = Scheduler == Scheduler.TaskScheduler
                ? RegisterTask(run, files[0], replace) : RegisterFiles(run, files, replace);
        }
        catch
        {
            Undo(undo);
            throw;
        }
        if (hasFormerCredential && !run.UsesCredential)
            Credentials(run.Name).Remove(run.Name);
        return schedule.WithNextRun(DateTimeOffset.Now, TimeZoneInfo.Local);
    }

    /// <summary>Returns the credential that is stored for a schedule, or null if it does not exist.</summary>
    /// <exception cref="CoexException">The scheduler has no store, or the credential cannot be read.</exception>
    public NetworkCredential? CredentialOf(string name) => Credentials(name).Read(name);

    /// <summary>Returns where the credential of a schedule is stored.</summary>
    /// <exception cref="CoexException">The scheduler has no store.</exception>
    public string CredentialPlaceOf(string name) => Credentials(name).PlaceOf(name);

    private ICredentialStore Credentials(string name) => _credentials
        ?? throw CoexException.CredentialStoreUnavailable(name, $"{Scheduler} has no store for credentials.");

    private void RequireNew(string name, IReadOnlyList<ScheduleFile> files, bool storesCredential)
    {
        if (Scheduler != Scheduler.TaskScheduler)
            RequireNew(name, files.Select(file => Path.Combine(_folder, file.Name)));
        else if (_run("schtasks", "/query", "/tn", TaskFolder + name).ExitCode == 0)
            throw CoexException.ScheduleExists(name, TaskFolder + name);
        if (storesCredential && Credentials(name).Contains(name))
            throw CoexException.ScheduleExists(name, Credentials(name).PlaceOf(name));
    }

    private static void RequireNew(string name, IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(File.Exists) is { } existing)
            throw CoexException.ScheduleExists(name, existing);
    }

    // The error that ended the registration matters more than one here.
    private static void Undo(Action undo)
    {
        try
        {
            undo();
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException)
        {
            // The credential remains. Only the account, or systemd, can read it.
        }
    }

    private CoexistenceSchedule RegisterFiles(ScheduledRun run, IReadOnlyList<ScheduleFile> files, bool replace)
    {
        List<FormerFile> former = WriteAll(run.Name, files, _folder, replace);
        bool isNew = former.TrueForAll(file => file.Content is null);
        try
        {
            if (Scheduler == Scheduler.Launchd && !isNew)
                _run("launchctl", "unload", "-w", former[0].Path);
            Enable(run.Name, former[0].Path, isNew);
        }
        catch (CoexException)
        {
            if (isNew && Scheduler == Scheduler.Systemd)
                _run("systemctl", [.. UserOption, "disable", "--now", $"{run.Name}.timer"]);
            Restore(former);
            Resume(run.Name, former[0].Path, isNew);
            throw;
        }
        return new CoexistenceSchedule(
            run.Name, Scheduler, IsUser, enabled: true, [.. former.Select(file => file.Path)],
            string.Join("\n", files.Select(file => file.Text)));
    }

    // Returns whether a registered schedule uses the credential of its name.
    private bool UsesCredential(string name)
    {
        string? content = Scheduler switch
        {
            Scheduler.Systemd => OwnTextOf(Path.Combine(_folder, $"{name}.service")),
            Scheduler.TaskScheduler => DefinitionOf(name),
            _ => null,
        };
        return content is not null && ScheduleDefinition.Read(Scheduler, content).UsesCredential(name);
    }

    private void Enable(string name, string path, bool isNew)
    {
        if (Scheduler == Scheduler.Launchd)
        {
            Control(name, "launchctl", ["load", "-w", path]);
            return;
        }
        Control(name, "systemctl", [.. UserOption, "daemon-reload"]);
        Control(name, "systemctl", [.. UserOption, "enable", "--now", $"{name}.timer"]);
        if (!isNew)
            Control(name, "systemctl", [.. UserOption, "restart", $"{name}.timer"]); // A running timer keeps its time.
    }

    // The error that ended the registration matters more than one here.
    private void Resume(string name, string path, bool isNew)
    {
        try
        {
            if (!isNew)
                Enable(name, path, isNew);
            else if (Scheduler == Scheduler.Systemd)
                _run("systemctl", [.. UserOption, "daemon-reload"]);
        }
        catch (CoexException)
        {
            // The files are those of the former schedule. It is not enabled.
        }
    }

    /// <summary>Writes the files of a schedule to a folder without enabling it: all of them, or none.</summary>
    /// <exception cref="CoexException">A file already exists or cannot be written.</exception>
    public static List<string> Write(string name, IEnumerable<ScheduleFile> files, string folder, bool replace) =>
        [.. WriteAll(name, files, folder, replace).Select(file => file.Path)];

    // Returns what was at the paths before.
    private static List<FormerFile> WriteAll(string name, IEnumerable<ScheduleFile> files, string folder, bool replace)
    {
        var paths = files.Select(file => (File: file, Path: Path.Combine(folder, file.Name))).ToList();
        if (!replace)
            RequireNew(name, paths.Select(pair => pair.Path));
        var former = new List<FormerFile>();
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            foreach ((ScheduleFile file, string path) in paths)
            {
                var replaced = new FormerFile(path, ContentOf(path));
                Write(file, path, replace);
                former.Add(replaced);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Restore(former);
            throw CoexException.ScheduleFailed(name, e.Message, e);
        }
        return former;
    }

    private static void Restore(IEnumerable<FormerFile> former)
    {
        foreach (FormerFile file in former)
        {
            try
            {
                if (file.Content is { } content)
                    Write(file.Path, replace: true, stream => stream.Write(content, 0, content.Length));
                else
                    File.Delete(file.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The error that ended the registration matters more.
            }
        }
    }

    /// <summary>
    /// Returns the content of a file, or null if there is no file of a reasonable size. The target of a symbolic link
    /// is not the file.
    /// </summary>
    public static byte[]? ContentOf(string path)
    {
        if (!File.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
            return null;
        FilePlace.RefuseDevice(path); // Reading a pipe would wait for another program.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > LargestFile)
            return null;
        long length = stream.Length;
        byte[] content = stream.ReadBytes(length);
        return content.Length == length ? content : null;
    }

    private static void Write(ScheduleFile file, string path, bool replace) => Write(path, replace, stream =>
    {
        using var writer = new StreamWriter(stream, file.Encoding);
        writer.Write(file.Text);
    });

    /// <summary>Writes a file atomically.</summary>
    /// <remarks>
    /// A symbolic link is not followed: a user who can write to the folder could otherwise choose the file that is
    /// written to.
    /// </remarks>
    public static void Write(string path, bool replace, Action<Stream> write)
    {
        bool isNew = !File.Exists(path);
        string temporary = FileReplacement.TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                write(stream);
            if (replace)
                FilePlace.Rename(temporary, path);
            else
                File.Move(temporary, path);
        }
        finally
        {
            FileReplacement.DiscardTemporary(temporary, path, isNew);
        }
    }

    /// <summary>Returns the schedules that CoexTools registered.</summary>
    public IEnumerable<CoexistenceSchedule> List()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        return Registered().Select(schedule => schedule.WithNextRun(now, TimeZoneInfo.Local));
    }

    private IEnumerable<CoexistenceSchedule> Registered()
    {
        if (Scheduler == Scheduler.TaskScheduler)
            return ListTasks();
        if (!System.IO.Directory.Exists(_folder))
            return [];
        return System.IO.Directory.GetFiles(_folder, Scheduler == Scheduler.Systemd ? "*.timer" : "*.plist")
            .OrderBy(path => path, StringComparer.Ordinal)
            .Select(Describe)
            .OfType<CoexistenceSchedule>();
    }

    /// <summary>Disables a schedule, and removes its files and its credential.</summary>
    /// <exception cref="CoexException">The schedule cannot be removed.</exception>
    public void Unregister(CoexistenceSchedule schedule)
    {
        try
        {
            if (Scheduler == Scheduler.TaskScheduler)
                Control(schedule.Name, "schtasks", ["/delete", "/tn", TaskFolder + schedule.Name, "/f"]);
            else if (Scheduler == Scheduler.Systemd)
                Control(schedule.Name, "systemctl", [.. UserOption, "disable", "--now", $"{schedule.Name}.timer"]);
            else
                Control(schedule.Name, "launchctl", ["unload", "-w", schedule.Path[0]]);
            foreach (string path in schedule.Path.Where(File.Exists))
                File.Delete(path);
            if (Scheduler == Scheduler.Systemd)
                Control(schedule.Name, "systemctl", [.. UserOption, "daemon-reload"]);
            if (schedule.UsesCredential)
                Credentials(schedule.Name).Remove(schedule.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.ScheduleFailed(schedule.Name, e.Message, e);
        }
    }

    private string[] UserOption => IsUser ? ["--user"] : [];

    private static string Local => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string FolderOf(Scheduler scheduler, bool isUser) => scheduler switch
    {
        Scheduler.Systemd when isUser => Path.Combine(UserConfiguration, "systemd", "user"),
        Scheduler.Systemd => "/etc/systemd/system",
        Scheduler.Launchd when isUser => Path.Combine(Home, "Library", "LaunchAgents"),
        Scheduler.Launchd => "/Library/LaunchDaemons",
        _ => "",
    };

    private static ICredentialStore? CredentialsOf(Scheduler scheduler, bool isUser) => scheduler switch
    {
        Scheduler.Systemd => new SystemdCredentialStore(
            Path.Combine(isUser ? UserConfiguration : "/etc", SystemdCredentialStore.FolderName), isUser),
        Scheduler.TaskScheduler => new WindowsCredentialStore(),
        _ => null,
    };

    private static string UserConfiguration => Variable("XDG_CONFIG_HOME") ?? Path.Combine(Home, ".config");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // Returns the text of a file that CoexTools wrote, or null. Others can put pipes, devices, and large files into the
    // folder.
    private static string? OwnTextOf(string path)
    {
        try
        {
            FilePlace.RefuseDevice(path);
            if (new FileInfo(path).Length > LargestFile)
                return null;
            string text = File.ReadAllText(path);
            return text.Contains(ScheduledRun.Mark) ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private CoexistenceSchedule? Describe(string path)
    {
        if (OwnTextOf(path) is not { } text)
            return null;
        string name = Path.GetFileNameWithoutExtension(path);
        bool isEnabled = Scheduler == Scheduler.Systemd
            ? _run("systemctl", [.. UserOption, "is-enabled", "--quiet", $"{name}.timer"]).ExitCode == 0
            : _run("launchctl", "list", name).ExitCode == 0;
        string service = Path.ChangeExtension(path, ".service");
        return Scheduler == Scheduler.Systemd && OwnTextOf(service) is { } serviceText
            ? new CoexistenceSchedule(name, Scheduler, IsUser, isEnabled, [service, path], serviceText + "\n" + text)
            : new CoexistenceSchedule(name, Scheduler, IsUser, isEnabled, [path], text);
    }

    // Tasks of the system and of users are in the same folder. The definition of a task specifies the account that runs
    // it.
    private IEnumerable<CoexistenceSchedule> ListTasks()
    {
        (int exitCode, string output) = _run("schtasks", "/query", "/fo", "csv", "/nh");
        if (exitCode != 0)
            yield break;
        IEnumerable<string> names = output.Split('\n')
            .Select(line => line.Trim().Split(',')[0].Trim('"'))
            .Where(name => name.StartsWith(TaskFolder, StringComparison.OrdinalIgnoreCase))
            .Select(name => name.Substring(TaskFolder.Length))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names)
        {
            if (DefinitionOf(name) is { } definition && definition.Contains("S-1-5-18") != IsUser)
            {
                yield return new CoexistenceSchedule(
                    name, Scheduler, IsUser, ScheduleDefinition.Read(Scheduler, definition).IsEnabled,
                    [TaskFolder + name], definition);
            }
        }
    }

    private string? DefinitionOf(string name)
    {
        (int exitCode, string definition) = _run("schtasks", "/query", "/tn", TaskFolder + name, "/xml");
        return exitCode == 0 ? definition : null;
    }

    private CoexistenceSchedule RegisterTask(ScheduledRun run, ScheduleFile file, bool replace)
    {
        string task = TaskFolder + run.Name;
        string folder = Path.Combine(Path.GetTempPath(), $"CoexTools-{Guid.NewGuid():N}");
        try
        {
            List<string> paths = Write(run.Name, [file], folder, replace: true);
            string[] force = replace ? ["/f"] : [];
            Control(run.Name, "schtasks", ["/create", "/tn", task, "/xml", paths[0], .. force]);
        }
        finally
        {
            if (System.IO.Directory.Exists(folder))
                System.IO.Directory.Delete(folder, recursive: true);
        }
        return new CoexistenceSchedule(run.Name, Scheduler, IsUser, enabled: true, [task], file.Text);
    }

    private void Control(string name, string program, string[] arguments)
    {
        (int exitCode, string output) = _run(program, arguments);
        if (exitCode != 0)
            throw CoexException.ScheduleFailed(
                name, $"'{program} {string.Join(" ", arguments)}' exited with code {exitCode}. {output.Trim()}");
    }

    /// <summary>Represents what was at a path before a file was written.</summary>
    /// <param name="Path">The path.</param>
    /// <param name="Content">The content of the file, or null if there was no file.</param>
    private sealed record FormerFile(string Path, byte[]? Content);
}
