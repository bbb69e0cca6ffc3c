using System.Diagnostics;

namespace CoexTools.Tests.Durability;

/// <summary>Watches, or changes, the system calls of a process with strace while it changes a file.</summary>
internal static class Tracer
{
    private const string Program = "/usr/bin/strace";

    private static readonly Lazy<string?> Cause = new(Try);

    /// <summary>Why system calls cannot be traced on this machine; null if they can.</summary>
    public static string? Problem => Cause.Value;

    /// <summary>Skips the test where system calls cannot be traced.</summary>
    public static void Require() => Assert.SkipWhen(Problem is not null, Problem ?? "");

    /// <summary>
    /// Attaches strace to a process that waits for a line after it has read the file, and lets it change the file.
    /// </summary>
    public static (string Output, string Error, int ExitCode) Run(Child child, params IEnumerable<string> options)
    {
        child.ReadUntil('R');
        using Process strace = Start(child.Id, options);
        Task<string> said = strace.StandardError.ReadToEndAsync();
        while (!strace.HasExited && !IsTraced(child.Id))
            Thread.Sleep(5);
        child.WriteLine();
        (string Output, string Error, int ExitCode) result = child.ReadToEnd();
        strace.WaitForExit();
        _ = said.Result;
        return result;
    }

    private static Process Start(int id, IEnumerable<string> options) => Process.Start(
        new ProcessStartInfo(Program, ["-f", "-qq", "-p", $"{id}", .. options]) { RedirectStandardError = true })!;

    // All threads of the process must be attached, or the first calls would be missed.
    private static bool IsTraced(int id)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{id}/task").All(task => File.ReadLines(Path.Combine(task, "status"))
                .Any(line => line.StartsWith("TracerPid:", StringComparison.Ordinal) && line[^2..] != "\t0"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // A thread ended in the meantime.
        }
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Program))
            return "This requires Linux and strace.";
        using Process sleeper = Process.Start(new ProcessStartInfo("sleep", ["60"]))!;
        using Process strace = Start(sleeper.Id, []);
        while (!strace.HasExited && !IsTraced(sleeper.Id))
            Thread.Sleep(5);
        bool isTraced = !strace.HasExited;
        sleeper.Kill();
        strace.WaitForExit();
        return isTraced ? null : "strace cannot trace a process on this machine.";
    }
}
