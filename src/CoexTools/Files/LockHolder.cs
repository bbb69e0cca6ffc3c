using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CoexTools.Files;

/// <summary>
/// The process that holds a lock. A lock file contains it where the system does not release locks, so that another
/// command can find out whether the process has ended.
/// </summary>
/// <param name="Machine">The name of the computer.</param>
/// <param name="User">The user.</param>
/// <param name="ProcessId">The ID of the process.</param>
/// <param name="Start">
/// The boot of the computer, the namespace of the process, and its start; empty if the system does not return them.
/// </param>
internal sealed record LockHolder(string Machine, string User, int ProcessId, string Start)
{
    private const string Head = "CoexTools lock";
    private const int MaximumLength = 1024;
    private const int KeyLength = 32;

    /// <summary>This process.</summary>
    public static LockHolder Current { get; } = OfThisProcess();

    /// <summary>
    /// Gets whether the process has certainly ended: it ran on this computer since the last boot, in the same
    /// namespace.
    /// </summary>
    public bool HasEnded
    {
        get
        {
            const int NoSuchProcess = 3, NoSignal = 0;
            string space = Space();
            if (Machine != Environment.MachineName || space.Length == 0
                || !Start.StartsWith(space, StringComparison.Ordinal))
                return false;
            // Without a readable start, the process can be hidden. The signal 0 only checks whether it exists.
            return StartOf(ProcessId) is { } start
                ? Start != space + start
                : Native.Kill(ProcessId, NoSignal) != 0 && Marshal.GetLastWin32Error() == NoSuchProcess;
        }
    }

    /// <summary>Identifies the process in the name of a file: 32 hexadecimal digits.</summary>
    public string Key => Sha256.Of(Encoding.UTF8.GetBytes(Text)).Substring(0, KeyLength);

    private string Text => string.Join(
        "\n", Head, Machine, User, ProcessId.ToString(CultureInfo.InvariantCulture), Start, "");

    /// <summary>Reads the holder of a lock; null if the lock does not contain one, or not completely.</summary>
    public static LockHolder? Read(FileStream file)
    {
        byte[] bytes = new byte[MaximumLength];
        file.Position = 0;
        int length = file.Read(bytes, 0, bytes.Length);
        string[] lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n');
        return lines.Length == 6 && lines[0] == Head
            && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            ? new LockHolder(lines[1], lines[2], process, lines[4])
            : null;
    }

    /// <summary>Writes the holder to its lock.</summary>
    public void Write(FileStream file)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        file.Write(bytes, 0, bytes.Length);
        file.Flush();
    }

    /// <summary>Returns the holder in a message.</summary>
    public override string ToString() =>
        $"process {ProcessId.ToString(CultureInfo.InvariantCulture)} of {User} on {Machine}";

    private static LockHolder OfThisProcess()
    {
        using Process current = Process.GetCurrentProcess();
        string space = Space();
        return new LockHolder(
            Environment.MachineName, Environment.UserName, current.Id,
            space.Length > 0 && StartOf(current.Id) is { } start ? space + start : "");
    }

    // A process ID identifies a process only since the boot, and only within its namespace, such as that of a
    // container.
    private static string Space()
    {
        try
        {
            const string Namespace = "/proc/self/ns/pid";
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return FileStatus.At(Namespace, follow: true) is { } status
                ? string.Format(CultureInfo.InvariantCulture, "{0} {1} ", boot, status.Number)
                : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // The start of a process in ticks since the boot; empty if it was killed, and its parent has not noticed it yet;
    // null if it cannot be read.
    private static string? StartOf(int process)
    {
        try
        {
            const int StartField = 19;
            string status = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name of the program, in parentheses, can contain blanks.
            string[] fields = status.Substring(status.LastIndexOf(')') + 2).Split(' ');
            return fields[0] is "Z" or "X" ? "" : fields[StartField];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
