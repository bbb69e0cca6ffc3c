using System.Runtime.InteropServices;

namespace CoexTools.Dxl.Storage;

/// <summary>
/// Represents the identity of a file and the time of its last change. While both remain the same, the content remains the same. The identity is
/// available on local file systems of Linux, where every write operation sets the time of change, and programs cannot set it.
/// </summary>
internal sealed record FileIdentity(
    long Device, long Number, long Length, long ChangedSeconds, int ChangedNanoseconds, long ModifiedSeconds, int ModifiedNanoseconds)
{
    // Longer than the clock resolution of any of these file systems.
    private const double SettlingSeconds = 0.1, SettlingWholeSeconds = 3;

    /// <summary>The identity of an open file, or null if the system does not provide it.</summary>
    public static FileIdentity? Of(FileStream file)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return null;
        try
        {
            byte[] status = new byte[256];
            if (Native.StatFileSystem(file.SafeFileHandle, status) != 0 || !IsLocal((uint)BitConverter.ToInt32(status, 0)))
                return null;
            const int EmptyPath = 0x1000, BasicStatus = 0x7FF;
            if (Native.Statx(file.SafeFileHandle, "", EmptyPath, BasicStatus, status) != 0
                || (BitConverter.ToInt32(status, 0) & BasicStatus) != BasicStatus)
                return null;
            return new FileIdentity(
                BitConverter.ToInt64(status, 136), BitConverter.ToInt64(status, 32), BitConverter.ToInt64(status, 40),
                BitConverter.ToInt64(status, 96), BitConverter.ToInt32(status, 104),
                BitConverter.ToInt64(status, 112), BitConverter.ToInt32(status, 120));
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns whether an open file is the one that a path names now, and the path is not a symbolic link; null if the system does not tell.
    /// </summary>
    public static bool? IsAt(FileStream file, string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return null;
        try
        {
            const int EmptyPath = 0x1000, NoFollow = 0x100, CurrentFolder = -100, Number = 0x100;
            byte[] open = new byte[256], named = new byte[256];
            if (Native.Statx(file.SafeFileHandle, "", EmptyPath, Number, open) != 0)
                return null;
            return Native.StatxAt(CurrentFolder, path, NoFollow, Number, named) == 0
                && BitConverter.ToInt64(open, 32) == BitConverter.ToInt64(named, 32)
                && BitConverter.ToInt64(open, 136) == BitConverter.ToInt64(named, 136);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns whether a path, or its target if it is a symbolic link, is a device, a pipe, or a socket. Returns false if it does not exist, if its
    /// type is unknown, or on systems other than Linux.
    /// </summary>
    public static bool IsDevice(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return false;
        try
        {
            const int CurrentFolder = -100, Type = 0x1, TypeBits = 0xF000, RegularFile = 0x8000, Folder = 0x4000;
            byte[] status = new byte[256];
            return Native.StatxAt(CurrentFolder, path, 0, Type, status) == 0 && (BitConverter.ToInt32(status, 0) & Type) != 0
                && (BitConverter.ToUInt16(status, 28) & TypeBits) is not (RegularFile or Folder);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a later write certainly gets a different time from the last one.</summary>
    public bool IsSettled(DateTimeOffset now)
    {
        double age = now.ToUnixTimeMilliseconds() / 1000.0 - (ChangedSeconds + (ChangedNanoseconds / 1e9));
        return age > (ChangedNanoseconds == 0 ? SettlingWholeSeconds : SettlingSeconds);
    }

    // ext2 to ext4, XFS, Btrfs, tmpfs, F2FS, ZFS, overlayfs. Other file systems can be on another computer, whose changes appear late.
    private static bool IsLocal(uint type) => type is 0xEF53 or 0x58465342 or 0x9123683E or 0x01021994 or 0xF2F52010 or 0x2FC12FC1 or 0x794C7630;

    private static class Native
    {
        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(SafeHandle folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int StatxAt(int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int StatFileSystem(SafeHandle file, [Out] byte[] status);
    }
}
