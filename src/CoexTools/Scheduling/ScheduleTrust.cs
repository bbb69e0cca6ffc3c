using System.Runtime.InteropServices;
using System.Text;
using CoexTools.Files;

namespace CoexTools.Scheduling;

/// <summary>
/// Finds out who can change what a schedule runs, and where it writes: the program with its folder, the script, the
/// module, the log, the metrics, and the folders above them. Whoever can change what it runs, runs commands with the
/// permissions of its account. Whoever can change where it writes, can choose which file it writes to, by a link.
/// </summary>
internal sealed class ScheduleTrust
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private const string PowerShellEngine = "System.Management.Automation.dll";

    // Where Linux keeps logs. Some distributions let a group write to it that contains only their log service.
    private const string SystemLogs = "/var/log";

    private readonly List<string> _problems = [];
    private readonly List<string> _unknown = [];
    private readonly HashSet<string> _seen = [];
    private readonly bool _isUser;
    private readonly uint _account;
    private readonly string _logs;

    private ScheduleTrust(bool isUser, uint? account = null, string logs = SystemLogs)
    {
        _isUser = isUser;
        _logs = logs;
        _account = account ?? (isUser ? (uint)(FileStatus.At("/proc/self", follow: true)?.User ?? 0) : 0);
    }

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>Gets what others than the account and administrators can change: one sentence for each path.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Gets the paths of which it cannot be determined who can change them.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Returns who can change what a schedule runs, and where it writes.</summary>
    /// <param name="program">The program.</param>
    /// <param name="script">The script.</param>
    /// <param name="module">The folder of the module.</param>
    /// <param name="written">The files that the script writes, which do not have to exist.</param>
    /// <param name="isUser">Specifies whether the schedule runs as the current user instead of as the system.</param>
    /// <param name="account">On Linux, the ID of the user who runs the schedule; null for the one above. For
    /// tests.</param>
    /// <param name="logs">The folder for logs on Linux. For tests.</param>
    public static ScheduleTrust Of(
        string program, string script, string module, IReadOnlyCollection<string> written, bool isUser = false,
        uint? account = null, string logs = SystemLogs)
    {
        var trust = new ScheduleTrust(isUser, account, logs);
        if (IsWindows)
            trust.CheckWindows(program, script, module);
        else if (IsLinux)
            trust.CheckLinux(program, script, module);
        else
            trust._unknown.AddRange([program, script, module]);
        trust.CheckWritten(written);
        return trust;
    }

    /// <summary>
    /// Returns who, except the current user and administrators, can change files that are written to a folder.
    /// </summary>
    /// <param name="folder">The folder, which does not have to exist.</param>
    public static ScheduleTrust OfFolder(string folder)
    {
        var trust = new ScheduleTrust(isUser: true);
        trust.CheckWritten([Path.Combine(folder, "file")]);
        return trust;
    }

    private void CheckWritten(IReadOnlyCollection<string> written)
    {
        foreach (string path in written)
        {
            if (IsWindows)
                CheckWindowsWritten(path);
            else if (IsLinux)
                CheckLinuxWritten(path);
            else
                _unknown.Add(path);
        }
    }

    // Nobody else must be able to create a link, or another file, in the folder of the file, or in the place of a
    // folder that does not exist yet.
    private void CheckLinuxWritten(string path)
    {
        string existing = Existing(path, one => StatusOf(one) is not null);
        Follow(existing, isWritten: true, isFile: existing == path);
    }

    private static string Existing(string path, Func<string, bool> exists)
    {
        while (!exists(path) && Path.GetDirectoryName(path) is { Length: > 0 } folder)
            path = folder;
        return path;
    }

    private void CheckLinux(string program, string script, string module)
    {
        if (Follow(program) is { } file && PowerShellFolder(file) is { } folder)
            CheckContents(folder);
        Follow(script);
        if (Follow(module) is { } modules)
            CheckContents(modules);
    }

    // PowerShell loads the files in its folder.
    private static string? PowerShellFolder(string program) =>
        Path.GetDirectoryName(program) is { } folder && File.Exists(Path.Combine(folder, PowerShellEngine))
            ? folder : null;

    /// <summary>
    /// Checks a path and the folders above it, and those of the targets of symbolic links. Returns the path without
    /// links.
    /// </summary>
    private string? Follow(string path, int links = 0, bool isWritten = false, bool isFile = false)
    {
        if (!Path.IsPathRooted(path))
        {
            _unknown.Add(path);
            return null;
        }
        string[] names = Path.GetFullPath(path).Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        string at = "/";
        for (int depth = 0; depth <= names.Length; depth++)
        {
            at = depth == 0 ? at : Path.Combine(at, names[depth - 1]);
            FileStatus? status = StatusOf(at);
            if (status is null)
            {
                _unknown.Add(at);
                return null;
            }
            if (!status.IsLink)
            {
                // In a folder such as /tmp, others cannot replace files that they do not own, but they can create
                // files.
                Check(
                    at, status, isReplaceable: depth >= names.Length - (isFile ? 1 : 0) || !status.IsSticky, isWritten);
                continue;
            }
            CheckOwner(at, status);
            if (links == MostLinks || TargetOf(at) is not { } target)
            {
                _unknown.Add(at);
                return null;
            }
            return Follow(
                Path.Combine([Path.GetDirectoryName(at)!, target, .. names.Skip(depth)]), links + 1, isWritten, isFile);
        }
        return at;
    }

    private static FileStatus? StatusOf(string path) =>
        FileStatus.At(path, follow: false) is { IsComplete: true } status ? status : null;

    // The text as it is: a path without its dots could lead elsewhere if one of its folders is a link.
    private static string? TargetOf(string link)
    {
        byte[] target = new byte[4096];
        long length = (long)Native.ReadLink(link, target, (IntPtr)target.Length);
        return length > 0 && length < target.Length ? Encoding.UTF8.GetString(target, 0, (int)length) : null;
    }

    private void CheckContents(string folder)
    {
        Check(folder, StatusOf(folder), isReplaceable: true); // Others must not add files either.
        foreach (string path in Entries(folder))
        {
            FileStatus? status = StatusOf(path);
            if (status is { IsLink: true })
                Follow(path);
            else
                Check(path, status, isReplaceable: true);
        }
    }

    private void Check(string path, FileStatus? status, bool isReplaceable, bool isWritten = false)
    {
        if (status is null)
        {
            _unknown.Add(path);
            return;
        }
        CheckOwner(path, status);
        if (isReplaceable && status.CanOthersWrite)
            Add(path, "all users can change it");
        else if (isReplaceable && status.CanGroupWrite && isWritten && path == _logs)
            _unknown.Add(path);
        else if (isReplaceable && status.CanGroupWrite && !IsOwnGroup(status))
            Add(path, $"the group with the ID {(uint)status.Group} can change it, or users in its access control list");
    }

    // On many distributions, each user has a group with the same ID, and files that a user creates are writable for it.
    private bool IsOwnGroup(FileStatus status) => _isUser && _account != 0 && (uint)status.Group == _account;

    private void CheckOwner(string path, FileStatus status)
    {
        if (status.User != 0 && (uint)status.User != _account)
            Add(path, $"it belongs to the user with the ID {(uint)status.User}");
    }

    // In a folder above, others can create files, as in the root of a drive, but not replace what is there.
    private void CheckWindows(string program, string script, string module)
    {
        CheckWindows(program, WindowsAccess.Change, WindowsAccess.Change);
        CheckWindows(script, WindowsAccess.Change, WindowsAccess.Replace);
        CheckWindows(module, WindowsAccess.Change, WindowsAccess.Replace);
        foreach (string path in new[] { PowerShellFolder(program), module }.OfType<string>().SelectMany(Entries))
            CheckWindows(path, WindowsAccess.Change);
    }

    private void CheckWindowsWritten(string path)
    {
        string existing = Existing(path, one => File.Exists(one) || System.IO.Directory.Exists(one));
        CheckWindows(
            existing, WindowsAccess.Change, existing == path ? WindowsAccess.Change : WindowsAccess.Replace);
    }

    private void CheckWindows(string path, uint rights, uint rightsOfFolder)
    {
        if (!Path.IsPathRooted(path) || path.StartsWith(@"\\", StringComparison.Ordinal))
        {
            _unknown.Add(path); // The permissions of a share are not visible.
            return;
        }
        path = Path.GetFullPath(path);
        CheckWindows(path, rights);
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            CheckWindows(folder, rightsOfFolder);
            rightsOfFolder = WindowsAccess.Replace;
        }
    }

    private void CheckWindows(string path, uint rights)
    {
        if (!_seen.Add($"{path} {rights}"))
            return;
        try
        {
            // What a link or a junction leads to is not checked.
            if ((File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0
                || WindowsAccess.DescriptorOf(path) is not { } descriptor)
                _unknown.Add(path);
            else if (WindowsAccess.OthersWith(descriptor, rights, _isUser ? WindowsAccess.CurrentUser : null)
                is { Count: > 0 } accounts)
                Add(path, $"{string.Join(", ", accounts)} can change it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unknown.Add(path);
        }
    }

    // A folder that cannot be read is unknown. What is in a linked folder belongs to the target of the link.
    private IEnumerable<string> Entries(string folder)
    {
        string[] entries;
        try
        {
            entries = System.IO.Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unknown.Add(folder);
            return [];
        }
        return entries.SelectMany(path => IsOwnFolder(path) ? Entries(path).Prepend(path) : [path]);
    }

    private static bool IsOwnFolder(string path)
    {
        FileAttributes attributes = File.GetAttributes(path);
        return (attributes & FileAttributes.Directory) != 0 && (attributes & FileAttributes.ReparsePoint) == 0;
    }

    private void Add(string path, string problem)
    {
        string sentence = $"'{path}': {problem}";
        if (_seen.Add(sentence))
            _problems.Add(sentence);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "readlink", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr ReadLink(
            [MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] target, IntPtr length);
    }
}
