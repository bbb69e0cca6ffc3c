using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CoexTools.Files;

/// <summary>
/// The system operations that replace a file with another one, so that links, permissions, and owners do not change and
/// the change survives a crash.
/// </summary>
internal static class FilePlace
{
    private const int BufferSize = 1 << 17;

    // As of PowerShell 7.2. A delegate throws the exceptions of the method as they are: .NET under Wine does not
    // survive one that passes through MethodInfo.Invoke and is thrown again.
    private static readonly Func<string, bool, FileSystemInfo?>? ResolveLinkTarget =
        (Func<string, bool, FileSystemInfo?>?)typeof(File).GetMethod(
            nameof(ResolveLinkTarget), [typeof(string), typeof(bool)])
            ?.CreateDelegate(typeof(Func<string, bool, FileSystemInfo?>));

    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>
    /// Returns whether a file exists. <see cref="File.Exists"/> also returns false if the system cannot say, for
    /// example because of an input or output error. A journal would then be taken for an empty one, and permissions
    /// would not be copied.
    /// </summary>
    /// <exception cref="IOException">The system cannot say whether the file exists.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to know whether the file
    /// exists.</exception>
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
    /// Creates a file. If anything exists at the path, even a symbolic link without a target, the call fails.
    /// </summary>
    /// <param name="path">The path of the new file.</param>
    /// <param name="isPrivate">
    /// Specifies whether only the user can access the file until it gets the permissions of another file. Otherwise, it
    /// has those of a new file. On Windows, a file has the permissions of its folder.
    /// </param>
    /// <param name="access">The access.</param>
    /// <param name="share">The access that others have to the file while it is open.</param>
    /// <exception cref="IOException">The file exists or cannot be created.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The runtime cannot create a file that only the user can access.
    /// </exception>
    public static FileStream Create(string path, bool isPrivate, FileAccess access, FileShare share)
    {
        const int UserOnly = 0x180; // rw-------
        if (IsWindows || !isPrivate)
            return new FileStream(path, FileMode.CreateNew, access, share, BufferSize);
        if (typeof(FileStream).Assembly.GetType("System.IO.FileStreamOptions") is not { } type
            || type.GetProperty("UnixCreateMode") is not { } createMode)
        {
            throw new PlatformNotSupportedException(
                "On this system, CoexTools requires PowerShell 7.3 or later to change files. "
                    + "Earlier runtimes cannot keep their permissions.");
        }
        object options = Activator.CreateInstance(type)!;
        type.GetProperty("Mode")!.SetValue(options, FileMode.CreateNew);
        type.GetProperty("Access")!.SetValue(options, access);
        type.GetProperty("Share")!.SetValue(options, share);
        type.GetProperty("BufferSize")!.SetValue(options, BufferSize);
        createMode.SetValue(options, Enum.ToObject(Nullable.GetUnderlyingType(createMode.PropertyType)!, UserOnly));
        try
        {
            return (FileStream)Activator.CreateInstance(typeof(FileStream), path, options)!;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
            throw;
        }
    }

    /// <summary>
    /// Opens a file for writing that belongs to another file, or creates it with the permissions of the other file.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="owner">
    /// The file that it belongs to, or the same path for a file that only the user can access.
    /// </param>
    /// <param name="permissions">
    /// The permissions of this file; null if nothing is written that others must not read.
    /// </param>
    /// <exception cref="IOException">
    /// The file cannot be opened, it is not a file, or other users can access it. A user who can write to the folder
    /// could otherwise choose the file that is written to, or read what is written.
    /// </exception>
    public static FileStream OpenOwned(string path, string owner, FilePermissions? permissions = null)
    {
        RefuseOther(path);
        bool isNew = !Exists(path);
        FileStream stream = isNew
            ? Create(path, isPrivate: true, FileAccess.Write, FileShare.Read)
            : Open(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 1));
        try
        {
            if (!IsAt(stream, path))
                throw new IOException($"Another program replaced '{path}' while CoexTools opened it.");
            FilePermissions.RequireTrusted(stream, owner);
            if (stream.Length == 0) // New, or left empty by a command that ended before it wrote to it.
                permissions?.ApplyTo(stream, isWritable: true);
            else
                permissions?.RequireNoMore(stream);
            return stream;
        }
        catch
        {
            stream.Dispose();
            if (isNew)
                Discard(path);
            throw;
        }
    }

    /// <summary>Opens a file for reading. Other programs can read and replace the file.</summary>
    /// <exception cref="CoexException">The file does not exist, or it is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        const int Attempts = 10;
        if (System.IO.Directory.Exists(path))
            throw CoexException.FileUnreadable(path, "It is a folder.");
        try
        {
            RefuseDevice(path);
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    // On Windows, a file that was just replaced is open for a moment, until it is flushed.
                    return Open(() => new FileStream(
                        path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize,
                        FileOptions.SequentialScan));
                }
                catch (FileNotFoundException) when (attempt < Attempts)
                {
                    // On Windows, a file that is being replaced does not exist for a moment.
                    if (!FileReplacement.Await(path))
                        throw;
                }
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
    }

    /// <summary>Opens a file to read its permissions, whatever other programs do with its content.</summary>
    public static FileStream OpenForPermissions(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    /// <summary>
    /// Gives the permissions of a file, if it exists, to a new file without content. What cannot be kept is dropped.
    /// </summary>
    public static void ApplyPermissions(string from, FileStream to)
    {
        if (IsWindows || !Exists(from))
            return;
        using FileStream file = OpenForPermissions(from);
        FilePermissions.Of(file, mayDrop: true)?.ApplyTo(to, isWritable: true);
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
    /// Checks that a path does not name a device, a pipe, a socket, or a special file, such as those under /proc. A
    /// command that opens a pipe waits until another program opens it too, as it does for some special files, and a
    /// command that replaces a device deletes it. On Windows, the path must not name a stream of a file either: a
    /// stream cannot be replaced.
    /// </summary>
    /// <exception cref="IOException">
    /// The path names a device, a pipe, a socket, a special file, or a stream.
    /// </exception>
    public static void RefuseDevice(string path)
    {
        if (IsWindows && IsStreamName(path))
            throw new IOException($"'{path}' is an alternate data stream of a file.");
        if (IsWindows ? IsDeviceName(path) : FileStatus.At(path, follow: true) is { IsDevice: true })
            throw new IOException($"'{path}' is a device, a pipe, or a socket.");
        if (FileSystemType.At(path) is { IsKernel: true })
            throw new IOException($"'{path}' is a special file of the operating system.");
    }

    /// <summary>
    /// Returns whether Windows treats a path as a device, such as <c>NUL</c>, in any folder and with any extension.
    /// </summary>
    internal static bool IsDeviceName(string path)
    {
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal))
            return true;
        string name = path.Substring(path.LastIndexOfAny(['\\', '/']) + 1).Split('.', ':')[0].TrimEnd(' ')
            .ToUpperInvariant();
        return name is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (
                name.Length == 4
                && (name.StartsWith("COM", StringComparison.Ordinal)
                    || name.StartsWith("LPT", StringComparison.Ordinal))
                && name[3] is (>= '1' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3');
    }

    /// <summary>Returns whether a path names a stream of a file on Windows, such as <c>names.dxl:stream</c>.</summary>
    internal static bool IsStreamName(string path)
    {
        const int DriveLength = 2;
        return path.IndexOf(
            ':', Math.Max(path.LastIndexOfAny(['\\', '/']) + 1, Math.Min(path.Length, DriveLength))) >= 0;
    }

    /// <summary>
    /// Returns whether an open file is the one that a path names now, and the path is not a symbolic link.
    /// </summary>
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

    /// <summary>Renames a file to its final path, and replaces an existing file.</summary>
    /// <param name="temporary">The file. It is in the same folder.</param>
    /// <param name="target">The final path.</param>
    /// <param name="replaced">The existing file, if it is open. It is closed.</param>
    /// <param name="replace">The system call for <see cref="FileReplacement"/>; null for the one of this
    /// system.</param>
    /// <exception cref="FileKeptException">The call failed, and another file or no file is at the path.</exception>
    /// <exception cref="IOException">The call failed. An existing file is unchanged.</exception>
    public static void Rename(
        string temporary, string target, FileStream? replaced = null, Action<string, string, string>? replace = null)
    {
        bool isAtomic = replace is null && !IsWindows;
        if (!isAtomic)
            replaced?.Dispose();
        if (Exists(target) && !isAtomic)
        {
            FileReplacement.Replace(temporary, target, replace ?? File.Replace);
        }
        else if (Exists(target))
        {
            RenameOver(temporary, target, replaced);
        }
        else
        {
            Try(() => File.Move(temporary, target));
            if (!isAtomic)
                Flush(OpenForFlush(target));
        }
    }

    /// <summary>Opens a file. On Windows, another program can prevent this for a moment.</summary>
    private static T Open<T>(Func<T> open)
        where T : FileStream?
    {
        T stream = default!;
        Try(() => stream = open());
        return stream;
    }

    /// <summary>Deletes a file. On Windows, another program can prevent this for a moment.</summary>
    public static void Delete(string path) => Try(() => File.Delete(path));

    // Unix replaces a file atomically, and checks the permissions of the folder, not of the file.
    private static void RenameOver(string temporary, string target, FileStream? replaced)
    {
        replaced ??= Hold(target);
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

    // The system frees the blocks of the old file when its last handle is closed. This takes a third of the time of a
    // copy, so another thread closes the handle.
    private static FileStream? Hold(string target)
    {
        try
        {
            return new FileStream(
                target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The rename frees them.
        }
    }

    /// <summary>
    /// Opens a file that was renamed on Windows, where only a flush of the file writes its new name to the disk; null
    /// if the file cannot be opened. The rename is complete, so an error would be wrong.
    /// </summary>
    public static FileStream? OpenForFlush(string path)
    {
        try
        {
            return Open(() => new FileStream(
                path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Flushes a file that <see cref="OpenForFlush"/> has opened, and closes it.</summary>
    public static void Flush(FileStream? file)
    {
        using (file)
        {
            try
            {
                file?.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // The file system writes the name later.
            }
        }
    }

    /// <summary>
    /// Gives a file another name in the same folder. Returns false if a file has this name, or the file system does not
    /// have hard links.
    /// </summary>
    public static bool Link(string path, string name) => Native.Link(path, name) == 0;

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

    /// <summary>
    /// Lets the system copy bytes from one file to another. A file system that can share extents does not copy the
    /// bytes.
    /// </summary>
    /// <returns>The number of bytes copied, which can be fewer than requested, or 0 if the system cannot
    /// copy.</returns>
    public static long CopyRange(FileStream source, long offset, FileStream destination, long place, long count)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return 0;
        try
        {
            IntPtr copied = Native.CopyFileRange(
                source.SafeFileHandle, ref offset, destination.SafeFileHandle, ref place, (IntPtr)count, 0);
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
            Retry.WhileBusy(operation);
        else
            operation();
    }

    // Methods for modes that netstandard2.0 does not define: as of PowerShell 7.3. Windows PowerShell does not have
    // them.
    private static object? Call(Type type, string method, params object[] arguments)
    {
        try
        {
            return type.GetMethod(method, [.. arguments.Select(argument => argument.GetType())])?.Invoke(
                null, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
            throw;
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

        [DllImport("libc", EntryPoint = "link", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Link(
            [MarshalAs(UnmanagedType.LPStr)] string path, [MarshalAs(UnmanagedType.LPStr)] string name);

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
    }
}
