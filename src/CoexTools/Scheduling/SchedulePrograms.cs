using System.Runtime.InteropServices;

namespace CoexTools.Scheduling;

/// <summary>Finds the PowerShell that is to run a scheduled script.</summary>
internal static class SchedulePrograms
{
    /// <summary>The PowerShell that runs this, else the console of CoexTools, else one on the path.</summary>
    /// <exception cref="CoexException">There is none.</exception>
    public static string Find(string? home)
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string extension = isWindows ? ".exe" : "";
        IEnumerable<string> places =
        [
            .. string.IsNullOrEmpty(home) ? Array.Empty<string>() : [Path.Combine(home, "pwsh" + extension), Path.Combine(home, "powershell" + extension)],
            Path.Combine(AppContext.BaseDirectory, "CoexTools.Shell" + extension),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, "pwsh" + extension)),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw CoexException.PowerShellNotFound();
    }
}
