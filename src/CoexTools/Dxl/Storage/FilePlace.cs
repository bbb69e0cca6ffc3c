using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CoexTools.Dxl.Storage;

/// <summary>
/// The system operations that replace a file with another one, so that links, permissions, and owners do not change and the
/// change survives a crash.
/// </summary>
internal static class FilePlace
{
    private const int BufferSize = 1 << 17;

    // As of PowerShell 7.2. A delegate throws the exceptions of the method as they are: .NET under Wine does not survive one that passes through
    // MethodInfo.Invoke and is thrown again.
    private static readonly Func<string, bool, FileSystemInfo?>? ResolveLinkTarget =
        (Func<string, bool, FileSystemInfo?>?)typeof(File).GetMethod(nameof(ResolveLinkTarget), [typeof(string), typeof(bool)])
            ?.CreateDelegate(typeof(Func<string, bool, FileSystemInfo?>));

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>
    /// Returns whether a file exists. <see cref="File.Exists"/> also returns false if the system cannot say, for example because of an input
    /// or output error. A journal would then be taken for an empty one, and permissions would not be copied.
    /// </summary>
    /// <exception cref="IOException">The system cannot say whether the file exists.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to know whether the file exists.</exception>
    public static bool Exists(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.Directory) == 0;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            return false;
        }
    }

    /// <summary>Deletes a file that is no longer needed. If that fails, the next command deletes or uses it.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the command did is done, or the error that ended it matters more.
        }
    }

    /// <summary>
    /// Returns the target of a path that is a symbolic link, or otherwise the path itself. On Windows, it is the one
    /// path that the lock and the journal of the file are named after: Windows ignores dots and blanks at the end of
    /// a name, and a file can also have a short name.
    /// </summary>
    public static string FinalTarget(string path)
    {
        if (IsWindows)
            path = Path.GetFullPath(path); // Expands short names, too.
        try
        {
            return ResolveLinkTarget?.Invoke(path, true)?.FullName ?? path;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return path;
        }
    }

    /// <summary>Creates a folder, if it does not exist, that only the user can access.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public static void CreatePrivateFolder(string path)
    {
        const int UserOnly = 0x1C0; // rwx------
        if (!IsWindows && typeof(File).Assembly.GetType("System.IO.UnixFileMode") is { } mode)
            Call(typeof(System.IO.Directory), "CreateDirectory", path, Enum.ToObject(mode, UserOnly));
        else
            System.IO.Directory.CreateDirectory(path);
    }

    /// <summary>
    /// Creates a file. If it belongs to an existing file, it has at most the permissions of this file from the first moment. If anything exists at
    /// the path, even a symbolic link without a target, the call fails.
    /// </summary>
    /// <param name="path">The path of the new file.</param>
    /// <param name="owner">The file that the new file belongs to.</param>
    /// <param name="isPrivate">Whether only the user can access the file until it gets its permissions.</param>
    /// <param name="access">The access.</param>
    /// <param name="share">What others can do with the file while it is open.</param>
    /// <exception cref="IOException">The file exists or cannot be created.</exception>
    public static FileStream Create(string path, string owner, bool isPrivate, FileAccess access, FileShare share)
    {
        const int UserOnly = 0x180; // rw-------
        if (!IsWindows && Exists(owner) && typeof(FileStream).Assembly.GetType("System.IO.FileStreamOptions") is { } type
            && type.GetProperty("UnixCreateMode") is { } createMode)
        {
            object options = Activator.CreateInstance(type)!;
            type.GetProperty("Mode")!.SetValue(options, FileMode.CreateNew);
            type.GetProperty("Access")!.SetValue(options, access);
            type.GetProperty("Share")!.SetValue(options, share);
            type.GetProperty("BufferSize")!.SetValue(options, BufferSize);
            object mode = CallFile("GetUnixFileMode", owner)!;
            createMode.SetValue(
                options, Enum.ToObject(mode.GetType(), isPrivate ? UserOnly : UserOnly | Convert.ToInt32(mode, CultureInfo.InvariantCulture)));
            try
            {
                return (FileStream)Activator.CreateInstance(typeof(FileStream), path, options)!;
            }
            catch (TargetInvocationException e)
            {
                ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
            }
        }
        return new FileStream(path, FileMode.CreateNew, access, share, BufferSize);
    }

    /// <summary>Opens a file for writing that belongs to another file, or creates it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="owner">The file that it belongs to.</param>
    /// <exception cref="IOException">
    /// The file cannot be opened, or it is not a file. A user who can write to the folder could otherwise choose the file that is written to.
    /// </exception>
    public static FileStream OpenOwned(string path, string owner)
    {
        RefuseOther(path);
        if (!Exists(path))
            return Create(path, owner, isPrivate: true, FileAccess.Write, FileShare.Read);
        FileStream stream = Open(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 1));
        if (IsAt(stream, path))
            return stream;
        stream.Dispose();
        throw new IOException($"Another program replaced '{path}' while CoexTools opened it.");
    }

    /// <summary>Checks that a path of a lock or a journal, if it exists, is a file.</summary>
    /// <exception cref="IOException">It is a symbolic link, a folder, a device, a pipe, or a socket.</exception>
    public static void RefuseOther(string path)
    {
        if (IsLink(path))
            throw new IOException($"'{path}' is a symbolic link. CoexTools does not follow it.");
        if (System.IO.Directory.Exists(path))
            throw new IOException($"'{path}' is a folder.");
        RefuseDevice(path);
    }

    /// <summary>
    /// Checks that a path does not name a device, a pipe, or a socket. A command that opens a pipe waits until another program opens it
    /// too, and a command that replaces a device deletes it. On Windows, the path must not name a stream of a file
    /// either: a stream cannot be replaced.
    /// </summary>
    /// <exception cref="IOException">The path names a device, a pipe, a socket, or a stream.</exception>
    public static void RefuseDevice(string path)
    {
        if (IsWindows && IsStreamName(path))
            throw new IOException($"'{path}' is an alternate data stream of a file.");
        if (IsWindows ? IsDeviceName(path) : FileIdentity.IsDevice(path))
            throw new IOException($"'{path}' is a device, a pipe, or a socket.");
    }

    /// <summary>Returns whether Windows treats a path as a device, such as <c>NUL</c>, in any folder and with any extension.</summary>
    internal static bool IsDeviceName(string path)
    {
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal))
            return true;
        string name = path.Substring(path.LastIndexOfAny(['\\', '/']) + 1).Split('.', ':')[0].TrimEnd(' ').ToUpperInvariant();
        return name is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (name.Length == 4 && (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal))
                && name[3] is (>= '1' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3');
    }

    /// <summary>Returns whether a path names a stream of a file on Windows, such as <c>names.dxl:stream</c>.</summary>
    internal static bool IsStreamName(string path)
    {
        const int DriveLength = 2;
        return path.IndexOf(':', Math.Max(path.LastIndexOfAny(['\\', '/']) + 1, Math.Min(path.Length, DriveLength))) >= 0;
    }

    /// <summary>Returns whether an open file is the one that a path names now, and the path is not a symbolic link.</summary>
    public static bool IsAt(FileStream file, string path) => FileIdentity.IsAt(file, path) ?? !IsLink(path);

    // A symbolic link without a target is one too.
    private static bool IsLink(string path)
    {
        try
        {
            return ResolveLinkTarget?.Invoke(path, false) is not null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Copies the permissions and the owner of a file to another, open file, if the first file exists. On Windows, the rename does this.
    /// </summary>
    /// <param name="from">The path of the file with the permissions.</param>
    /// <param name="to">The file that gets them. It is open, because the path could name another file by now.</param>
    /// <param name="isWritable">Whether the user can write to the file in any case.</param>
    public static void CopyPermissions(string from, FileStream to, bool isWritable = false)
    {
        if (IsWindows || !Exists(from))
            return;
        CopyOwner(from, to); // Before the mode, because a change of the owner clears bits of the mode.
        object mode = CallFile("GetUnixFileMode", from) // Fails instead of writing a file with more permissions than before.
            ?? throw new PlatformNotSupportedException(
                "On this system, CoexTools requires PowerShell 7.3 or later to change files. Earlier runtimes cannot keep their permissions.");
        const int UserWrite = 0x80;
        if (isWritable)
            mode = Enum.ToObject(mode.GetType(), Convert.ToInt32(mode, CultureInfo.InvariantCulture) | UserWrite);
        CallFile("SetUnixFileMode", to.SafeFileHandle, mode);
    }

    /// <summary>Renames a file to its final path, and replaces an existing file.</summary>
    /// <param name="temporary">The file. It is in the same folder.</param>
    /// <param name="target">The final path.</param>
    /// <param name="replace">The system call for <see cref="FileReplacement"/>; null for the one of this system.</param>
    /// <exception cref="FileKeptException">The call failed, and another file or no file is at the path.</exception>
    /// <exception cref="IOException">The call failed. An existing file is unchanged.</exception>
    public static void Rename(string temporary, string target, Action<string, string, string>? replace = null)
    {
        if (!Exists(target))
            Try(() => File.Move(temporary, target));
        else if (replace is not null || IsWindows)
            FileReplacement.Replace(temporary, target, replace ?? File.Replace);
        else
            RenameOver(temporary, target);
    }

    /// <summary>Opens a file. On Windows, another program can prevent this for a moment.</summary>
    public static FileStream Open(Func<FileStream> open)
    {
        FileStream? stream = null;
        Try(() => stream = open());
        return stream!;
    }

    /// <summary>Deletes a file. On Windows, another program can prevent this for a moment.</summary>
    public static void Delete(string path) => Try(() => File.Delete(path));

    // Unix replaces a file atomically, and checks the permissions of the folder, not of the file.
    private static void RenameOver(string temporary, string target)
    {
        FileStream? replaced = Hold(target);
        try
        {
            File.Replace(temporary, target, destinationBackupFileName: null);
        }
        finally
        {
            if (replaced is not null)
                _ = System.Threading.Tasks.Task.Run(replaced.Dispose);
        }
    }

    // The system frees the blocks of the old file when its last handle is closed. This takes a third of the time of a copy, so another thread closes
    // the handle.
    private static FileStream? Hold(string target)
    {
        try
        {
            return new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The rename frees them.
        }
    }

    /// <summary>Makes a completed rename durable, if the system supports this.</summary>
    public static void FlushFolder(string target)
    {
        if (IsWindows)
            return;
        int folder = Native.Open(Path.GetDirectoryName(target)!, 0);
        if (folder < 0)
            return;
        _ = Native.Fsync(folder); // Some file systems refuse it, and have no alternative.
        _ = Native.Close(folder);
    }

    /// <summary>Lets the system copy bytes from one file to another. A file system that can share extents does not copy the bytes.</summary>
    /// <returns>The number of bytes copied, which can be fewer than requested, or 0 if the system cannot copy.</returns>
    public static long CopyRange(FileStream source, long offset, FileStream destination, long place, long count)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return 0;
        try
        {
            IntPtr copied = Native.CopyFileRange(source.SafeFileHandle, ref offset, destination.SafeFileHandle, ref place, (IntPtr)count, 0);
            return Math.Max(0, (long)copied);
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Lets the disk start to write the new content, so that the final flush takes less time.</summary>
    public static void StartWriting(FileStream file, long offset, long count)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return;
        const int Write = 2;
        try
        {
            _ = Native.SyncFileRange(file.SafeFileHandle, offset, count, Write);
        }
        catch (EntryPointNotFoundException)
        {
            // The flush writes all of it.
        }
    }

    private static void Try(Action operation)
    {
        if (IsWindows)
            Patience.Try(operation);
        else
            operation();
    }

    // Methods for modes that netstandard2.0 does not define: as of PowerShell 7.3. Windows PowerShell does not have them.
    private static object? CallFile(string method, params object[] arguments) => Call(typeof(File), method, arguments);

    private static object? Call(Type type, string method, params object[] arguments)
    {
        try
        {
            return type.GetMethod(method, [.. arguments.Select(argument => argument.GetType())])?.Invoke(null, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
            throw;
        }
    }

    // Only an administrator can set the owner. For other users, the new file is their own, as with any editor.
    private static void CopyOwner(string from, FileStream to)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || Native.GetEffectiveUser() != 0)
            return;
        byte[] status = new byte[256];
        const int CurrentFolder = -100, UserAndGroup = 0x18;
        if (Native.Statx(CurrentFolder, from, 0, UserAndGroup, status) == 0)
            _ = Native.Chown(to.SafeFileHandle, BitConverter.ToInt32(status, 20), BitConverter.ToInt32(status, 24));
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int handle);

        [DllImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr CopyFileRange(
            SafeHandle source, ref long offset, SafeHandle destination, ref long place, IntPtr count, int flags);

        [DllImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SyncFileRange(SafeHandle file, long offset, long count, int flags);

        [DllImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetEffectiveUser();

        [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Chown(SafeHandle file, int user, int group);

        // This structure has the same layout on all processors: the user is at 20, and the group at 24.
        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);
    }
}
