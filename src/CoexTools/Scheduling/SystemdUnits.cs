using System.Globalization;
using System.Text;

namespace CoexTools.Scheduling;

/// <summary>Writes a service and a timer for systemd.</summary>
internal static class SystemdUnits
{
    public static IReadOnlyList<ScheduleFile> Of(ScheduledRun run)
    {
        string target = run.IsUser ? "" : "After=local-fs.target remote-fs.target\n";
        string service = $"""
            # {ScheduledRun.Mark}
            [Unit]
            Description={ScheduledRun.Description}
            {target}
            [Service]
            Type=oneshot
            ExecStart={CommandLine(run)}
            # 1: something was repaired. 2 (findings are left) and 3 (failed) are failures of the unit, for whoever watches it.
            SuccessExitStatus=1
            StandardInput=null

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
        return [new ScheduleFile($"{run.Name}.service", service.Replace("\r\n", "\n"), encoding), new ScheduleFile($"{run.Name}.timer", timer.Replace("\r\n", "\n"), encoding)];
    }

    // In the program's path systemd expands specifiers only, in arguments variables too.
    private static string CommandLine(ScheduledRun run) =>
        string.Join(" ", new[] { Quote(run.Program, isProgram: true) }.Concat(run.Arguments.Select(argument => Quote(argument, isProgram: false))));

    /// <summary>A word as systemd takes it back: in double quotes, with its escapes, and with the signs doubled that it expands.</summary>
    internal static string Quote(string text, bool isProgram)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '\\' => @"\\",
                '"' => "\\\"",
                '%' => "%%",
                '$' when !isProgram => "$$",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                < ' ' or '\x7F' => $@"\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
