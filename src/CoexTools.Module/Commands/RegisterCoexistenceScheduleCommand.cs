using System.Globalization;
using CoexTools.Completion;
using CoexTools.Files;
using CoexTools.Input;
using CoexTools.Scheduling;
using CoexTools.Text;

namespace CoexTools.Commands;

/// <summary>
/// Schedules the daily repair of files with the scheduler of the system: systemd, launchd, or Task Scheduler.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Register, "CoexistenceSchedule", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CoexistenceSchedule))]
public sealed class RegisterCoexistenceScheduleCommand : FileCommand
{
    private const int MostPaths = 3;

    private readonly List<string> _files = [];

    /// <summary>Specifies the name of the schedule.</summary>
    [Parameter, ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateText(
        @"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z",
        "The name of a schedule starts with a letter or a digit. It has at most 100 letters, digits, hyphens, "
        + "underscores, and periods.")]
    public string Name { get; set; } = "CoexTools-Repair";

    /// <summary>Specifies the local time of the daily run, for example <c>02:00</c>.</summary>
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

    /// <summary>Specifies the scheduler of another system, for -OutputPath and -WhatIf.</summary>
    [Parameter]
    public Scheduler? Scheduler { get; set; }

    /// <summary>Specifies a folder. The command only writes the files into this folder.</summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>
    /// Replaces a schedule of the same name, and asks before it registers one that others can change.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachFile(_files.Add);

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        if (_files.Count == 0)
            return;
        Scheduler scheduler = Scheduler ?? ScheduleStore.Native;
        if (!TimeSpan.TryParseExact(At, [@"h\:mm", @"hh\:mm"], CultureInfo.InvariantCulture, out TimeSpan at))
            throw CoexException.ScheduleInvalid(
                At, $"The time '{At}' is not valid. Specify a time of day, for example 02:00.");
        if (scheduler != ScheduleStore.Native && OutputPath is null
            && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            throw CoexException.ScheduleInvalid(
                scheduler, $"{scheduler} is not the scheduler of this system. To write its files, use -OutputPath.");
        }
        if (ServerGroup.Concat(AdminGroup).FirstOrDefault(name => !CanBePassed(name)) is { } group)
        {
            throw CoexException.ScheduleInvalid(
                group, $"The group '{group}' cannot be specified for a schedule, because its name contains a "
                    + "semicolon or starts with a hyphen.");
        }
        if (Accepted.FirstOrDefault(file => file.IndexOf(';') >= 0) is { } accepted)
        {
            throw CoexException.ScheduleInvalid(
                accepted, $"The file '{accepted}' cannot be specified for a schedule, because its name contains "
                    + "a semicolon.");
        }
        // The script would refuse these files every night (VD7).
        foreach (string written in new[] { LogPath, MetricPath }.OfType<string>())
            NewFile.RequireOther(FullPath(written), _files);
        string program = PowerShell ?? SchedulePrograms.Find(SessionState.PSVariable.GetValue("PSHOME") as string);
        RefuseSpecial(ScriptPath);
        IReadOnlyList<string> problems = Untrusted(scheduler, program);
        if (OutputPath is not null)
            WarnAboutFolder(FullPath(OutputPath));
        var run = new ScheduledRun(Name, program, [.. Arguments(scheduler)], at, User);
        IReadOnlyList<ScheduleFile> files = ScheduleStore.FilesOf(scheduler, run);
        string text = string.Join("\n", files.Select(file => $"--- {file.Name}\n{file.Text}"));
        string? output = OutputPath is null ? null : FullPath(OutputPath);
        string action = OutputPath is null
            ? $"Register the schedule '{Name}' with {scheduler}" : $"Write the schedule '{Name}' to '{OutputPath}'";
        string shown = string.Join("\n", text.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r'))));
        if (!ShouldProcess($"{VisibleText.Of(action)}:\n{shown}", $"{VisibleText.Of(action)}?", "Confirm"))
            return;
        if (problems.Count > 0 && !MayRegister(problems))
            return;
        if (output is null)
        {
            WriteObject(ScheduleStore.Of(User).Register(run, Force));
            return;
        }
        string folder = output;
        foreach (ScheduleFile file in files)
            NewFile.RequireOther(System.IO.Path.Combine(folder, file.Name), _files); // VD7
        WriteObject(new CoexistenceSchedule(
            Name, scheduler, User, enabled: false, ScheduleStore.Write(Name, files, folder, Force),
            string.Join("\n", files.Select(file => file.Text))));
    });

    private string ModuleFolder => MyInvocation.MyCommand.Module.ModuleBase;

    private string ScriptPath => Script is null
        ? System.IO.Path.GetFullPath(System.IO.Path.Combine(ModuleFolder, "Examples", "Repair-Nightly.ps1"))
        : FullPath(Script);

    // PowerShell would wait for a pipe every night.
    private static void RefuseSpecial(string script)
    {
        try
        {
            FilePlace.RefuseDevice(script);
        }
        catch (IOException e)
        {
            throw CoexException.ScheduleInvalid(script, $"The script cannot be scheduled. {e.Message}");
        }
    }

    // Whoever can change what a schedule runs, can run commands as its account.
    private IReadOnlyList<string> Untrusted(Scheduler scheduler, string program)
    {
        if (OutputPath is not null || scheduler != ScheduleStore.Native || ScheduleStore.IsRedirected)
            return [];
        string[] written =
            [.. new[] { LogOf(scheduler), MetricPath is null ? null : FullPath(MetricPath) }.OfType<string>()];
        var trust = ScheduleTrust.Of(program, ScriptPath, ModuleFolder, written, User);
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

    private string Others => User ? "Others than you and administrators" : "Others than administrators";

    private string WhatItDoes =>
        $"what the schedule '{Name}' runs as {(User ? "you" : "the system")}, or where it writes";

    // Nobody runs the files yet, but somebody could change them before they are installed.
    private void WarnAboutFolder(string folder)
    {
        if (ScheduleStore.IsRedirected)
            return;
        foreach (string problem in ScheduleTrust.OfFolder(folder).Problems)
        {
            WriteWarning("Others than you and administrators can change the files of the schedule "
                + $"'{Name}' before you install them: {problem}.");
        }
    }

    private bool MayRegister(IReadOnlyList<string> problems) =>
        (MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm)
            && !LanguagePrimitives.IsTrue(confirm))
        || MayContinue(
            $"{Others} can change {WhatItDoes}. Do you want to register it anyway?",
            () => CoexException.ScheduleUntrusted(Name, problems, User));

    // The names come from a directory. The script separates them at semicolons, and PowerShell takes an argument that
    // starts with any of its hyphens for the name of a parameter.
    private static bool CanBePassed(string group) =>
        group.IndexOf(';') < 0 && group[0] is not ('-' or '\u2013' or '\u2014' or '\u2015');

    private IEnumerable<string> Arguments(Scheduler scheduler)
    {
        List<string> arguments = ["-NoProfile", "-NonInteractive"];
        if (scheduler == Scheduling.Scheduler.TaskScheduler)
            arguments.AddRange(["-ExecutionPolicy", "Bypass"]);
        arguments.AddRange(["-File", ScriptPath, "-LogPath", LogOf(scheduler)]);
        if (MetricPath is not null)
            arguments.AddRange(["-MetricPath", FullPath(MetricPath)]);
        // A list must be passed as one argument.
        if (ServerGroup.Length > 0)
            arguments.AddRange(["-ServerGroup", string.Join(";", ServerGroup)]);
        if (AdminGroup.Length > 0)
            arguments.AddRange(["-AdminGroup", string.Join(";", AdminGroup)]);
        if (Accepted.Length > 0)
            arguments.AddRange(["-Accepted", string.Join(";", Accepted.Select(FullPath))]);
        return arguments.Concat(_files);
    }

    private string LogOf(Scheduler scheduler) =>
        LogPath is null ? ScheduleStore.LogPathOf(scheduler, User, Name) : FullPath(LogPath);

    private string FullPath(string path) => NotPath.Error(path) is { } notPath
        ? throw notPath
        : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
