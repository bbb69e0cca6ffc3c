using System.Runtime.InteropServices;

namespace CoexTools.Scheduling;

/// <summary>Finds the PowerShell executable that runs a scheduled script.</summary>
internal static class SchedulePrograms
{
    /// <summary>
    /// Returns the path of the current PowerShell, of the CoexTools console, or of a pwsh in PATH, in this order of
    /// preference. An executable in a package whose next update deletes it is not used. For a global .NET tool, the
    /// command of the tool is used instead.
    /// </summary>
    /// <param name="home">The folder of the current PowerShell.</param>
    /// <param name="path">The folders to search, in the format of PATH; null for PATH. For tests.</param>
    /// <exception cref="CoexException">No PowerShell executable was found.</exception>
    public static string Find(string? home, string? path = null)
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string extension = isWindows ? ".exe" : "";
        path ??= Environment.GetEnvironmentVariable("PATH") ?? "";
        IEnumerable<string> candidates =
        [
            .. string.IsNullOrEmpty(home) ? [] : Current(home!, extension),
            Path.Combine(AppContext.BaseDirectory, "CoexTools.Shell" + extension),
            .. path.Split(Path.PathSeparator).Where(Path.IsPathRooted)
                .Select(folder => Path.Combine(folder, "pwsh" + extension)),
        ];
        return candidates.FirstOrDefault(file => !IsInPackage(file) && File.Exists(file))
            ?? throw CoexException.PowerShellNotFound();
    }

    private static IEnumerable<string> Current(string home, string extension)
    {
        yield return Path.Combine(home, "pwsh" + extension);
        yield return Path.Combine(home, "powershell" + extension);
        const string Store = ".store"; // .NET keeps the packages of tools here, next to their commands.
        for (string? folder = home; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) == Store)
                yield return Path.Combine(Path.GetDirectoryName(folder)!, "pwsh" + extension);
        }
    }

    // The folders of a package have its version in their names: the packages of .NET tools (global and local), and
    // those of Microsoft Store.
    private static bool IsInPackage(string file)
    {
        string? packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        if (!string.IsNullOrEmpty(packages)
            && file.StartsWith(packages!.TrimEnd('/', '\\') + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return true;
        string[] folders = file.Split('/', '\\');
        return folders.Where((folder, index) => folder == ".store"
            || (folder == "packages" && index > 0 && folders[index - 1] == ".nuget")
            || (folder.StartsWith("Microsoft.PowerShell_", StringComparison.OrdinalIgnoreCase) && index > 0
                && folders[index - 1] == "WindowsApps")).Any();
    }
}
