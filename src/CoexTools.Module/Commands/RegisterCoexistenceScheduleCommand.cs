using System.Globalization;
using CoexTools.Completion;
using CoexTools.Scheduling;

namespace CoexTools.Commands;

/// <summary>Sets up the nightly repair of files with the scheduler of the system: systemd, launchd or the Task Scheduler.</summary>
[Cmdlet(VerbsLifecycle.Register, "CoexistenceSchedule", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CoexistenceSchedule))]
public sealed class RegisterCoexistenceScheduleCommand : FilePathCommand
{
    private readonly List<string> _files = [];

    /// <summary>The name of the schedule.</summary>
    [Parameter]
    [ValidatePattern(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z")]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string Name { get; set; } = "CoexTools-Repair";

    /// <summary>When it runs every day, in local time: <c>02:00</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string At { get; set; } = "02:00";

    /// <summary>Runs it as you, not as the system.</summary>
    [Parameter]
    public SwitchParameter User { get; set; }

    /// <summary>The script to run. Without it, Repair-Nightly.ps1 of the module.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Script { get; set; }

    /// <summary>The PowerShell that runs the script. Without it, the one that runs this command.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PowerShell { get; set; }

    /// <summary>The log that the script writes. Without it, one in the usual place of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>The groups that hold every mail and application server, and no coexistence server. Without it, one is looked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] ServerGroup { get; set; } = [];

    /// <summary>The groups of the administrators. Without it, they are looked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] AdminGroup { get; set; } = [];

    /// <summary>Another scheduler than that of this system, for -OutputPath and -WhatIf.</summary>
    [Parameter]
    public Scheduler? Scheduler { get; set; }

    /// <summary>Only writes the files, into this folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Replaces a schedule of the same name.</summary>
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
            throw CoexException.ScheduleInvalid(At, $"'{At}' is no time of day.");
        if (scheduler != ScheduleStore.Native && OutputPath is null && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
            throw CoexException.ScheduleInvalid(scheduler, $"{scheduler} is not the scheduler of this system: its files can only be written, with -OutputPath.");
        var run = new ScheduledRun(Name, PowerShell ?? SchedulePrograms.Find(SessionState.PSVariable.GetValue("PSHOME") as string), [.. Arguments(scheduler)], at, User);
        IReadOnlyList<ScheduleFile> files = ScheduleStore.FilesOf(scheduler, run);
        string text = string.Join("\n", files.Select(file => $"--- {file.Name}\n{file.Text}"));
        string where = OutputPath is null ? $"the scheduler {scheduler}" : $"'{OutputPath}'";
        if (!ShouldProcess($"Set up the schedule '{Name}' in {where}:\n{text}", $"Set up the schedule '{Name}' in {where}?", "Confirm"))
            return;
        if (OutputPath is null)
        {
            WriteObject(ScheduleStore.Of(User).Register(run, Force));
            return;
        }
        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(OutputPath);
        WriteObject(new CoexistenceSchedule(Name, scheduler, User, enabled: false, ScheduleStore.Write(Name, files, folder, Force), string.Join("\n", files.Select(file => file.Text))));
    });

    private IEnumerable<string> Arguments(Scheduler scheduler)
    {
        List<string> arguments = ["-NoProfile", "-NonInteractive"];
        if (scheduler == Scheduling.Scheduler.TaskScheduler)
            arguments.AddRange(["-ExecutionPolicy", "Bypass"]);
        string script = Script is null
            ? System.IO.Path.GetFullPath(System.IO.Path.Combine(MyInvocation.MyCommand.Module.ModuleBase, "Examples", "Repair-Nightly.ps1"))
            : SessionState.Path.GetUnresolvedProviderPathFromPSPath(Script);
        string log = LogPath is null ? ScheduleStore.LogPathOf(scheduler, User, Name) : SessionState.Path.GetUnresolvedProviderPathFromPSPath(LogPath);
        arguments.AddRange(["-File", script, "-LogPath", log]);
        // A list can only be handed over as one text.
        if (ServerGroup.Length > 0)
            arguments.AddRange(["-ServerGroup", string.Join(";", ServerGroup)]);
        if (AdminGroup.Length > 0)
            arguments.AddRange(["-AdminGroup", string.Join(";", AdminGroup)]);
        return arguments.Concat(_files);
    }
}
