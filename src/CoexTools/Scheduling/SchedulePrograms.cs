using System.Runtime.InteropServices;

namespace CoexTools.Scheduling;

/// <summary>Finds the PowerShell executable for scheduled scripts.</summary>
internal static class SchedulePrograms
{
    /// <summary>Returns the current PowerShell, or else the console of CoexTools, or else a PowerShell on the path.</summary>
    /// <exception cref="CoexException">No PowerShell was found.</exception>
    public static string Find(string? home)
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string extension = isWindows ? ".exe" : "";
        IEnumerable<string> places =
        [
            .. from name in new[] { "pwsh", "powershell" } where !string.IsNullOrEmpty(home) select Path.Combine(home, name + extension),
            Path.Combine(AppContext.BaseDirectory, "CoexTools.Shell" + extension),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted)
                .Select(folder => Path.Combine(folder, "pwsh" + extension)),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw CoexException.PowerShellNotFound();
    }
}
