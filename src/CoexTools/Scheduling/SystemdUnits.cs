using System.Globalization;
using System.Text;
using CoexTools.Text;

namespace CoexTools.Scheduling;

/// <summary>Creates the service unit and the timer unit of a schedule for systemd.</summary>
internal static class SystemdUnits
{
    public static IReadOnlyList<ScheduleFile> Of(ScheduledRun run)
    {
        // A user manager does not have these targets.
        string target = run.IsUser ? ""
            : run.UsesCredential
                ? "Wants=network-online.target\nAfter=local-fs.target remote-fs.target network-online.target\n"
            : "After=local-fs.target remote-fs.target\n";
        string credential = run.UsesCredential ? SystemdCredentialStore.UnitLine(run.Name) + "\n" : "";
        string service = $"""
            # {ScheduledRun.Mark}
            [Unit]
            Description={ScheduledRun.Description}
            {target}
            [Service]
            Type=oneshot
            ExecStart={CommandLine(run)}
            # Exit code 1 means that problems were repaired. Codes 2 (findings remain) and 3 (the run failed) put the
            # unit in the failed state, so that monitoring can detect them.
            SuccessExitStatus=1
            StandardInput=null
            {credential}
            """;
        string timer = $"""
            # {ScheduledRun.Mark}
            [Unit]
            Description={ScheduledRun.Description}, daily

            [Timer]
            OnCalendar=*-*-* {run.At.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}:00
            Persistent=true
            Unit={run.Name}.service

            [Install]
            WantedBy=timers.target

            """;
        var encoding = new UTF8Encoding(false);
        return
        [
            new ScheduleFile($"{run.Name}.service", service.Replace("\r\n", "\n"), encoding),
            new ScheduleFile($"{run.Name}.timer", timer.Replace("\r\n", "\n"), encoding),
        ];
    }

    // systemd expands only specifiers in the path of the program, but also variables in arguments.
    private static string CommandLine(ScheduledRun run) =>
        string.Join(
            " ", new[] { Escaped.SystemdWord(run.Program, isProgram: true) }.Concat(
                run.Arguments.Select(argument => Escaped.SystemdWord(argument, isProgram: false))));
}
