using System.Collections;
using System.Globalization;
using System.Net;
using CoexTools.Completion;
using CoexTools.Files;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Scheduling;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Rest;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Schedules the daily repair of files, or of the directory of a server, with the scheduler of the system: systemd,
/// launchd, or Task Scheduler.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Register, "CoexistenceSchedule", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CoexistenceSchedule))]
public sealed class RegisterCoexistenceScheduleCommand : FileCommand
{
    private const string ServerSet = "Server";
    private const string NotesSet = "NotesServer";
    private const string DefaultScript = "Repair-Nightly.ps1";
    private const int MostPaths = 3;

    private readonly List<string> _files = [];
    private TargetPaths _paths = null!;

    /// <summary>
    /// Specifies the address of the Domino REST API of the server whose directory is repaired, for example
    /// https://domino.example.com.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet), ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>Specifies the scope in which the Domino REST API publishes the directory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataSourceCompleter))]
    public string DataSource { get; set; } = "";

    /// <summary>
    /// Specifies the account on the server. The default is the credential that is already stored for the schedule.
    /// </summary>
    [Parameter(ParameterSetName = ServerSet), ValidateNotNull, Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Allows HTTP without encryption.</summary>
    [Parameter(ParameterSetName = ServerSet)]
    public SwitchParameter AllowHttp { get; set; }

    /// <summary>
    /// Specifies the server whose directory is repaired through the Notes client of this computer.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NotesSet), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string NotesServer { get; set; } = "";

    /// <summary>Specifies the database on the server, relative to its data directory.</summary>
    [Parameter(ParameterSetName = NotesSet), ValidateNotNullOrEmpty]
    public string NotesDatabase { get; set; } = "names.nsf";

    /// <summary>Specifies the name of the schedule.</summary>
    [Parameter, ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateText(ScheduledRun.NamePattern, ScheduledRun.NameDescription)]
    public string Name { get; set; } = "CoexTools-Repair";

    /// <summary>
    /// Specifies the local time of the daily run, for example <c>02:00</c>, or in the format of the current culture.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string At { get; set; } = "02:00";

    /// <summary>Runs the script as the current user instead of the system.</summary>
    [Parameter]
    public SwitchParameter User { get; set; }

    /// <summary>Specifies the script. The default is Repair-Nightly.ps1 of the module.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? Script { get; set; }

    /// <summary>Specifies the PowerShell executable. The default is the current one.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? PowerShell { get; set; }

    /// <summary>Specifies the log file of the script. The default is in the standard folder of the system.</summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>
    /// Specifies the file to which the script writes metrics for Prometheus. By default, it does not write any.
    /// </summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? MetricPath { get; set; }

    /// <summary>
    /// Specifies the file to which the script writes a report after each run. By default, it does not write any.
    /// </summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Probes the coexistence servers in each run.</summary>
    [Parameter]
    public SwitchParameter Probe { get; set; }

    /// <summary>Specifies the SMTP hosts of Exchange that each run probes.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string[] SmtpHost { get; set; } = [];

    /// <summary>Specifies the addresses of Exchange that each run probes.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public Uri[] ExchangeUrl { get; set; } = [];

    /// <summary>Writes the output of a Nagios plug-in, and exits with its codes.</summary>
    [Parameter]
    public SwitchParameter Nagios { get; set; }

    /// <summary>
    /// Specifies the groups that contain every mail and application server but no coexistence server. By default, one
    /// is found.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>Specifies the groups of administrators. By default, they are found.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>Specifies CLIXML, JSON, or CSV files with findings that the script accepts as risks.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string[] Accepted { get; set; } = [];

    /// <summary>
    /// Specifies the console logs of servers that each run compares with the documents, as a hashtable of files by
    /// server. Wildcards are allowed.
    /// </summary>
    [Parameter, ValidateNotNull, SupportsWildcards, ArgumentCompleter(typeof(ConsoleLogCompleter))]
    public Hashtable? ConsoleLog { get; set; }

    /// <summary>Specifies the time zone of the servers, or a hashtable of time zones by server.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(TimeZoneCompleter))]
    public object? ConsoleTimeZone { get; set; }

    /// <summary>Specifies a time. Earlier lines of the console logs do not count.</summary>
    [Parameter]
    public DateTimeOffset? ConsoleSince { get; set; }

    /// <summary>Specifies a number of days. In each run, only console lines of the last days count.</summary>
    [Parameter, ValidateRange(1, 36500)]
    public int? ConsoleDay { get; set; }

    /// <summary>Specifies the scheduler of another system, for -OutputPath and -WhatIf.</summary>
    [Parameter]
    public Scheduler? Scheduler { get; set; }

    /// <summary>Specifies a folder. The command only writes the files into this folder.</summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>
    /// Replaces a schedule of the same name, registers one although the server cannot be read now, and asks before it
    /// registers one that others can change.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsServer => ParameterSetName == ServerSet;

    private bool IsNotes => ParameterSetName == NotesSet;

    private Scheduler Target => Scheduler ?? ScheduleStore.Native;

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _paths = new TargetPaths(this, Target);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsServer || IsNotes)
            return;
        bool isLiteral = ParameterSetName == LiteralPathSet;
        if (!_paths.IsForeign)
            ForEachFile(_files.Add);
        else
        {
            foreach (string path in isLiteral ? LiteralPath : Path)
                Attempt(() => _files.Add(_paths.Full(path, isLiteral ? nameof(LiteralPath) : nameof(Path))));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        if (_files.Count == 0 && !IsServer && !IsNotes)
        {
            WarnAboutPatterns();
            return;
        }
        TimeSpan at = ScheduleTime.Parse(At, CultureInfo.CurrentCulture);
        RequirePossible();
        RequirePassable();
        ScheduledConsoles consoles = Consoles();
        ServerAddress? address = IsServer ? ServerAddress.Parse(Uri, DataSource, AllowHttp) : null;
        string[] written = [.. new[] { Log, Full(MetricPath, nameof(MetricPath)), Full(ReportPath, nameof(ReportPath)) }
            .OfType<string>()];
        _paths.RequireOther(written, _files);
        RequireFiles();
        string program = Program;
        string script = ScriptPath;
        string? output = OutputPath is null ? null : Local(OutputPath);
        IReadOnlyList<string> problems = Untrusted(program, script, [.. written, .. Companions(script)]);
        WarnAboutTarget(output);
        var run = new ScheduledRun(Name, program, [.. Arguments(script, address, consoles)], at, User)
        {
            UsesCredential = IsServer,
            NeedsLogon = IsServer || IsNotes,
        };
        IReadOnlyList<ScheduleFile> files = ScheduleStore.FilesOf(Target, run);
        if (!MayRegister(at, files) || (problems.Count > 0 && !MayRegister(problems)))
            return;
        if (output is null)
        {
            var store = ScheduleStore.Of(User);
            NetworkCredential? given = Credential is null ? null : ServerConnection.CredentialOf(Credential);
            if (address is not null)
                RequireServer(address, given ?? StoredCredential(store));
            WriteObject(store.Register(run, Force, given));
            return;
        }
        foreach (ScheduleFile file in files)
            NewFile.RequireOther(System.IO.Path.Combine(output, file.Name), _files); // VD7
        WriteObject(new CoexistenceSchedule(
            Name, Target, User, enabled: false, ScheduleStore.Write(Name, files, output, Force),
            string.Join("\n", files.Select(file => file.Text))));
    });

    // A module that contains this one as a nested module has another folder.
    private string ModuleFolder
    {
        get
        {
            string assembly = typeof(RegisterCoexistenceScheduleCommand).Assembly.Location;
            string imported = MyInvocation.MyCommand.Module.ModuleBase;
            if (File.Exists(System.IO.Path.Combine(imported, System.IO.Path.GetFileName(assembly))))
                return imported;
            DirectoryInfo folder = new FileInfo(assembly).Directory;
            return folder.Parent is { Name: "ReadyToRun", Parent: { } root } ? root.FullName : folder.FullName;
        }
    }

    // PowerShell would wait for a pipe every night.
    private string ScriptPath
    {
        get
        {
            if (_paths.IsForeign)
                return Full(Script, nameof(Script)) ?? _paths.ScriptOf(MyInvocation.MyCommand.Module, DefaultScript);
            string script = Full(Script, nameof(Script))
                ?? System.IO.Path.GetFullPath(System.IO.Path.Combine(ModuleFolder, "Examples", DefaultScript));
            try
            {
                FilePlace.RefuseDevice(script);
            }
            catch (IOException e)
            {
                throw CoexException.ScheduleInvalid(script, $"The script cannot be scheduled. {e.Message}");
            }
            return script;
        }
    }

    private string Program => _paths.IsForeign
        ? PowerShell is null ? _paths.PowerShell : _paths.Program(PowerShell)
        : PowerShell ?? SchedulePrograms.Find(SessionState.PSVariable.GetValue("PSHOME") as string);

    private string? Log =>
        Full(LogPath, nameof(LogPath)) ?? ScheduleStore.LogPathOf(Target, User, Name, _paths.IsForeign);

    private string? Full(string? path, string parameter) => path is null ? null : _paths.Full(path, parameter);

    // The files are written on this system, for whichever system they are.
    private string Local(string path) => NotPath.Error(path) is { } notPath
        ? throw notPath
        : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private void RequirePossible()
    {
        if (_paths.IsForeign && OutputPath is null && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            throw CoexException.ScheduleInvalid(
                Target, $"{Target} is not the scheduler of this system. To write its files, use -OutputPath.");
        }
        if (IsNotes && Target != Scheduling.Scheduler.TaskScheduler)
        {
            throw CoexException.ScheduleInvalid(
                Target, "-NotesServer requires a Notes client, and therefore Windows. "
                    + $"{Target} does not run on Windows.");
        }
        if (IsServer && Target == Scheduling.Scheduler.Launchd)
        {
            throw CoexException.CredentialStoreUnavailable(
                Name, "launchd has no store for the credential of a scheduled script.");
        }
        if ((IsServer || IsNotes) && Target == Scheduling.Scheduler.TaskScheduler && !User)
        {
            throw CoexException.ScheduleNeedsUser(Name, IsServer
                ? "Windows stores each credential for one account, and only this account can store it."
                : "The Notes client uses the ID file of a user.");
        }
        if (Credential is { } given && (given.UserName.Trim('\\', ' ').Length == 0 || given.Password.Length == 0))
            throw CoexException.CredentialInvalid(Name, "The user name or the password is empty.");
    }

    // The names come from a directory. The script separates them at semicolons, and PowerShell takes an argument that
    // starts with any of its hyphens for the name of a parameter.
    private void RequirePassable()
    {
        if (ServerGroup.Concat(AdminGroup).FirstOrDefault(name => !CanBePassed(name)) is { } group)
            throw NotPassable(group, "group");
        if (SmtpHost.FirstOrDefault(host => !CanBePassed(host)) is { } host)
            throw NotPassable(host, "host");
        if (ExchangeUrl.FirstOrDefault(url => !CanBePassed(url.OriginalString)) is { } url)
            throw NotPassable(url.OriginalString, "address");
        if (new[] { DataSource, NotesServer, NotesDatabase }.FirstOrDefault(
            name => name.Length > 0 && !CanBePassed(name)) is { } name)
            throw NotPassable(name, "name");
        if (Accepted.FirstOrDefault(file => file.IndexOf(';') >= 0) is { } accepted)
        {
            throw CoexException.ScheduleInvalid(
                accepted, $"The file '{accepted}' cannot be specified for a schedule, because its name contains "
                    + "a semicolon.");
        }
        if (SmtpHost.Length + ExchangeUrl.Length > 0 && !Probe)
        {
            throw CoexException.ScheduleInvalid(
                Name, "-SmtpHost and -ExchangeUrl specify what the script probes. Use -Probe too.");
        }
        const int AnyPort = 1352;
        _ = new ProbeTargets([], null, AnyPort, SmtpHost, ExchangeUrl); // The script would refuse an invalid address.
    }

    private ScheduledConsoles Consoles()
    {
        var consoles = new ScheduledConsoles(_paths) { Since = ConsoleSince, Days = ConsoleDay };
        consoles.Add(ConsoleLog, ConsoleTimeZone, DateTimeOffset.UtcNow);
        if (consoles.Missing.Count > 0)
        {
            WriteWarning($"These console logs do not exist yet: {NameList.Of(consoles.Missing, MostPaths)}. The script "
                + "warns in each run until they exist.");
        }
        return consoles;
    }

    private static CoexException NotPassable(string name, string kind) => CoexException.ScheduleInvalid(
        name, $"The {kind} '{name}' cannot be specified for a schedule, because its name contains a semicolon or "
            + "starts with a hyphen.");

    private static bool CanBePassed(string group) =>
        group.IndexOf(';') < 0 && group[0] is not ('-' or '\u2013' or '\u2014' or '\u2015');

    // The files beside the script: the stored credential, and the scripts for the Notes client, which can be missing.
    private IEnumerable<string> Companions(string script)
    {
        if (IsServer && Target == Scheduling.Scheduler.Systemd)
            yield return ScheduleStore.Of(User).CredentialPlaceOf(Name);
        if (IsNotes && System.IO.Path.GetDirectoryName(script) is { } folder)
        {
            yield return System.IO.Path.Combine(folder, "Export-NotesDirectory.ps1");
            yield return System.IO.Path.Combine(folder, "Import-NotesDirectory.ps1");
        }
    }

    // Whoever can change what a schedule runs, can run commands as its account.
    private IReadOnlyList<string> Untrusted(string program, string script, IReadOnlyList<string> written)
    {
        if (OutputPath is not null || _paths.IsForeign || ScheduleStore.IsRedirected)
            return [];
        var trust = ScheduleTrust.Of(program, script, ModuleFolder, written, User);
        if (trust.Problems.Count > 0 && !Force)
            throw CoexException.ScheduleUntrusted(Name, trust.Problems, User);
        foreach (string problem in trust.Problems)
            WriteWarning($"{Others} can change {WhatItDoes}: {problem}.");
        if (trust.Unknown.Count > 0)
        {
            WriteWarning($"CoexTools cannot determine who can change {WhatItDoes}. Make sure that only "
                + $"{(User ? "you and " : "")}administrators can change the "
                + $"following: {NameList.Of(trust.Unknown, MostPaths)}.");
        }
        return trust.Problems;
    }

    private string Others => User ? "Users other than you and administrators" : "Users other than administrators";

    private string WhatItDoes =>
        $"what the schedule '{Name}' runs as {(User ? "you" : "the system")}, or where it writes";

    // What the administrator has to do or to know, because this command cannot do it.
    private void WarnAboutTarget(string? output)
    {
        // Nobody runs the files yet, but somebody could change them before they are installed.
        if (output is not null && !ScheduleStore.IsRedirected)
        {
            foreach (string problem in ScheduleTrust.OfFolder(output).Problems)
            {
                WriteWarning("Users other than you and administrators can change the files of the schedule "
                    + $"'{Name}' before you install them: {problem}.");
            }
        }
        if (_paths.IsForeign && (PowerShell is null || Script is null))
        {
            string[] assumed = [.. new[] { PowerShell is null ? Program : null, Script is null ? ScriptPath : null }
                .OfType<string>()];
            WriteWarning($"The schedule requires {string.Join(" and ", assumed.Select(path => $"'{path}'"))} on the "
                + "other system. If they are in other places there, specify -PowerShell and -Script.");
        }
        if (IsServer && output is not null)
        {
            WriteWarning("The password is not written to a file. To store the credential, run the following command "
                + $"on the system where the schedule runs: {StoreCommand}");
        }
        if ((IsServer || IsNotes) && Target == Scheduling.Scheduler.TaskScheduler)
        {
            WriteWarning("The schedule runs only while you are logged on. To run it while you are logged off, run the "
                + "following command, which prompts for your Windows password: schtasks /change /tn "
                + $"\"\\CoexTools\\{Name}\" /ru \"%USERDOMAIN%\\%USERNAME%\" /rp *");
        }
    }

    private string StoreCommand => Target == Scheduling.Scheduler.TaskScheduler
        ? $"cmdkey /generic:{WindowsCredentialStore.TargetOf(Name)} /user:<user name> /pass"
        : SystemdCredentialStore.StoreCommand(Name, User);

    private bool MayRegister(TimeSpan at, IReadOnlyList<ScheduleFile> files)
    {
        string text = string.Join("\n", files.Select(file => $"--- {file.Name}\n{file.Text}"));
        string shown = string.Join("\n", text.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r'))));
        string time = at.ToString(ScheduleTime.Format, CultureInfo.InvariantCulture);
        string action = VisibleText.Of(OutputPath is null
            ? $"Register the schedule '{Name}' with {Target}, every day at {time}"
            : $"Write the schedule '{Name}', every day at {time}, to '{OutputPath}'");
        return ShouldProcess($"{action}:\n{shown}", $"{action}?", "Confirm");
    }

    private bool MayRegister(IReadOnlyList<string> problems) =>
        (MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm)
            && !LanguagePrimitives.IsTrue(confirm))
        || MayContinue(
            $"{Others} can change {WhatItDoes}. Do you want to register it anyway?",
            () => CoexException.ScheduleUntrusted(Name, problems, User));

    private NetworkCredential StoredCredential(ScheduleStore store) => store.CredentialOf(Name)
        ?? throw CoexException.CredentialNotFound(Name, "Without -Credential, it must already be stored.");

    private void WarnAboutPatterns()
    {
        if (!HasFailed)
        {
            WriteWarning( // VD1
                $"No file matches {NameList.Of([.. Path], MostPaths)}, so the schedule '{Name}' is not registered.");
        }
    }

    private void RequireFiles()
    {
        if (_paths.IsForeign)
            return;
        _files.ForEach(DirectoryFile.RefuseNsf); // The repair would fail in each run.
        var reader = new DirectoryReader(this, fieldMap: null, isStrict: false);
        RequireConsoles(
            [.. _files.Select(file => Read($"the file '{VisibleText.Of(file)}'", () => reader.Read(file)))]);
    }

    private void RequireServer(ServerAddress address, NetworkCredential credential)
    {
        DirectorySnapshot? directory = Read("the server", () => ServerConnection.Read(
            this, new RestOptions { Address = address, Credential = credential },
            new RestDirectoryOptions(new ItemRules(FieldMap.Default, [], [])), FieldMap.Default));
        using RestClient? client = (directory?.Content.Origin as RestOrigin)?.Client;
        RequireConsoles(directory);
    }

    // A schedule that fails every night because of a mistyped address, password, or file is noticed now.
    private DirectorySnapshot? Read(string source, Func<DirectoryContent> read)
    {
        try
        {
            var directory = new DirectorySnapshot(read());
            if (directory.Domains.Count == 0)
            {
                WriteWarning($"{directory.DisplayName} contains no Foreign Domain document that specifies a domain. "
                    + "The state of each run is Unknown until it does.");
            }
            return directory;
        }
        catch (CoexException e) when (Force)
        {
            WriteWarning($"The schedule is registered, although {source} cannot be read now. {e.Message}");
            return null;
        }
        catch (CoexException)
        {
            WriteWarning($"The schedule '{Name}' is not registered, because {source} cannot be read. To register it "
                + "anyway, use -Force.");
            throw;
        }
    }

    // Without one of the directories, it is not known which servers exist.
    private void RequireConsoles(params DirectorySnapshot?[] directories)
    {
        if (ConsoleLog is null || directories.Length == 0 || directories.Contains(null))
            return;
        var names = new ServerNames(this, directories!);
        _ = ConsoleLogFiles.Of(this, ConsoleLog, ConsoleTimeZone, since: null, report: _ => { }).For(names);
        names.Check();
    }

    private IEnumerable<string> Arguments(
        string script, ServerAddress? address, ScheduledConsoles consoles)
    {
        List<string> arguments = ["-NoProfile", "-NonInteractive"];
        if (Target == Scheduling.Scheduler.TaskScheduler)
            arguments.AddRange(["-ExecutionPolicy", "Bypass"]);
        arguments.AddRange(["-File", script]);
        var options = new ScriptArguments();
        options.Add(nameof(LogPath), Log);
        options.Add(nameof(MetricPath), Full(MetricPath, nameof(MetricPath)));
        options.Add(nameof(ReportPath), Full(ReportPath, nameof(ReportPath)));
        options.AddList(nameof(ServerGroup), ServerGroup);
        options.AddList(nameof(AdminGroup), AdminGroup);
        options.AddList(nameof(Accepted), [.. Accepted.Select(file => _paths.Full(file, nameof(Accepted)))]);
        consoles.AddTo(options);
        options.AddSwitch(nameof(Probe), Probe);
        options.AddList(nameof(SmtpHost), SmtpHost);
        options.AddList(nameof(ExchangeUrl), [.. ExchangeUrl.Select(url => url.OriginalString)]);
        options.AddSwitch(nameof(Nagios), Nagios);
        if (address is not null)
        {
            options.Add(nameof(Uri), address.Server);
            options.Add(nameof(DataSource), address.DataSource);
            options.Add("CredentialName", Name);
            options.AddSwitch(nameof(AllowHttp), AllowHttp);
        }
        if (IsNotes)
        {
            options.Add(nameof(NotesServer), NotesServer);
            options.Add(nameof(NotesDatabase), NotesDatabase);
        }
        _files.ForEach(options.AddPath);
        return arguments.Concat(options.List());
    }
}
