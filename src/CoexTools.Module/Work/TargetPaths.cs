using System.Text.RegularExpressions;
using CoexTools.Input;
using CoexTools.Scheduling;

namespace CoexTools.Work;

/// <summary>
/// Resolves the paths of a schedule. If the schedule is for another system, its paths are those of that system: they
/// are not resolved here, and must be full paths.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="scheduler">The scheduler, which determines the system.</param>
internal sealed class TargetPaths(PSCmdlet command, Scheduler scheduler)
{
    private const string ProviderSeparator = "::";

    /// <summary>Gets whether the schedule is for another system.</summary>
    public bool IsForeign { get; } = scheduler != ScheduleStore.Native;

    /// <summary>Gets where PowerShell 7 is on another system, if its package or installer has installed it.</summary>
    public string PowerShell => scheduler switch
    {
        Scheduler.TaskScheduler => @"C:\Program Files\PowerShell\7\pwsh.exe",
        Scheduler.Launchd => "/usr/local/bin/pwsh",
        _ => "/usr/bin/pwsh",
    };

    /// <summary>Gets the folder of modules that are installed for all users of another system.</summary>
    private string Modules => IsWindows
        ? @"C:\Program Files\PowerShell\Modules" : "/usr/local/share/powershell/Modules";

    private bool IsWindows => scheduler == Scheduler.TaskScheduler;

    private StringComparison Comparison =>
        IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Returns the path of the script on another system where the module is installed for all users.</summary>
    public string ScriptOf(PSModuleInfo module, string script)
    {
        char separator = IsWindows ? '\\' : '/';
        return string.Join(
            separator.ToString(), Modules, module.Name, module.Version.ToString(), "Examples", script);
    }

    /// <summary>Returns the full path that a user specified.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The name of the parameter, for errors.</param>
    /// <exception cref="CoexException">It is not a path, or not a full path on the other system.</exception>
    public string Full(string path, string parameter)
    {
        if (NotPath.Error(path) is { } notPath)
            throw notPath;
        if (!IsForeign)
            return command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        // A file object contains its provider.
        int end = path.IndexOf(ProviderSeparator, StringComparison.Ordinal);
        string plain = end < 0 ? path : path.Substring(end + ProviderSeparator.Length);
        return IsFull(plain) ? plain : throw CoexException.ScheduleInvalid(
            path, $"-{parameter}: '{plain}' is not a full path on the system of {scheduler}. The schedule is for "
                + "another system, so specify a path such as "
                + $"{(IsWindows ? @"D:\Domino\names.dxl" : "/srv/domino/names.dxl")}.");
    }

    /// <summary>Returns the program on another system: a full path, or a name that the system finds.</summary>
    /// <exception cref="CoexException">It is neither.</exception>
    public string Program(string program) =>
        program.IndexOfAny(['/', '\\', ':']) < 0 ? program : Full(program, "PowerShell");

    /// <summary>Checks that a file that the script writes is not a directory, and not another of these files.</summary>
    /// <param name="written">The full paths of the files that the script writes.</param>
    /// <param name="sources">The full paths of the files that it reads.</param>
    /// <exception cref="CoexException">A file is a source, or two files are the same.</exception>
    public void RequireOther(IReadOnlyList<string> written, IReadOnlyList<string> sources)
    {
        for (int index = 0; index < written.Count; index++)
        {
            string path = written[index];
            // The script would refuse these files every night (VD7).
            if (!IsForeign)
                NewFile.RequireOther(path, sources);
            if (sources.Any(source => string.Equals(source, path, Comparison)))
                throw CoexException.TargetIsSource(path, "The script reads this file.");
            if (written.Take(index).Any(other => string.Equals(other, path, Comparison)))
                throw CoexException.ScheduleInvalid(path, $"The script cannot write two different files to '{path}'.");
        }
    }

    private bool IsFull(string path) => IsWindows
        ? Regex.IsMatch(path, @"^([A-Za-z]:[\\/]|\\\\[^\\/?.])", RegexOptions.CultureInvariant)
        : path.StartsWith("/", StringComparison.Ordinal);
}
