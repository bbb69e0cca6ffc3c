using System.Runtime.InteropServices;

namespace CoexTools.Scheduling;

/// <summary>Finds the PowerShell executable that runs a scheduled script.</summary>
internal static class SchedulePrograms
{
    /// <summary>Returns the path of the current PowerShell, of the CoexTools console, or of a pwsh in PATH, in this order of preference.</summary>
    /// <exception cref="CoexException">No PowerShell executable was found.</exception>
    public static string Find(string? home)
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string extension = isWindows ? ".exe" : "";
        string[] current = string.IsNullOrEmpty(home) ? [] : [Path.Combine(home, "pwsh" + extension), Path.Combine(home, "powershell" + extension)];
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted);
        IEnumerable<string> candidates =
        [
            .. current,
            Path.Combine(AppContext.BaseDirectory, "CoexTools.Shell" + extension),
            .. folders.Select(folder => Path.Combine(folder, "pwsh" + extension)),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? throw CoexException.PowerShellNotFound();
    }
}
