using System.Runtime.InteropServices;

namespace CoexTools.Files;

/// <summary>The status of a file on Linux or macOS, as the system returns it.</summary>
/// <param name="Device">
/// The device with the file: the major number in the upper half, and the minor number in the lower half.
/// </param>
/// <param name="Number">The number of the file on the device.</param>
/// <param name="Mode">The type and the permissions.</param>
/// <param name="User">The ID of the owner.</param>
/// <param name="Group">The ID of the group.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Changed">
/// The time of the last change of the content or of the status, in seconds and nanoseconds.
/// </param>
/// <param name="Modified">The time of the last change of the content, in seconds and nanoseconds.</param>
/// <param name="IsComplete">
/// Gets whether the system returned all of these values. Otherwise, some of them are not valid.
/// </param>
internal sealed record FileStatus(
    long Device, long Number, int Mode, int User, int Group, long Length, (long Seconds, int Nanoseconds) Changed,
    (long Seconds, int Nanoseconds) Modified, bool IsComplete)
{
    private const int TypeBits = 0xF000, RegularFile = 0x8000, Folder = 0x4000, Link = 0xA000,
        StickyBit = 0x200, GroupWrite = 0x10, OthersWrite = 0x2, PermissionBits = 0xFFF;

    // STATX_TYPE, MODE, UID, GID, MTIME, CTIME, INO, and SIZE. A file system that does not keep the time of the last
    // access, or the number of links or blocks, does not return these.
    private const int Required = 0x3DB;

    /// <summary>The permissions, without the type.</summary>
    public int Permissions => Mode & PermissionBits;

    /// <summary>Gets whether it is a device, a pipe, a socket, or a symbolic link.</summary>
    public bool IsDevice => (Mode & TypeBits) is not (RegularFile or Folder);

    /// <summary>Gets whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeBits) == Link;

    /// <summary>
    /// Gets whether users can delete or rename only their own files in this folder, although they can create files.
    /// </summary>
    public bool IsSticky => (Mode & TypeBits) == Folder && (Mode & StickyBit) != 0;

    /// <summary>
    /// Gets whether the group can write. If there is an access control list, these bits are its mask, so that they are
    /// also set if the list allows another user or group to write.
    /// </summary>
    public bool CanGroupWrite => (Mode & GroupWrite) != 0;

    /// <summary>Gets whether all users can write.</summary>
    public bool CanOthersWrite => (Mode & OthersWrite) != 0;

    /// <summary>Gets whether the system has the functions. musl has them as of version 1.2.4.</summary>
    public static bool IsSupported => At(".", follow: true) is not null;

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    private static bool IsMacOS => RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Returns the status of an open file; null if the system does not return it.</summary>
    public static FileStatus? Of(SafeHandle file)
    {
        const int EmptyPath = 0x1000;
        return Call(
            status => Native.Statx(file, "", EmptyPath, Required, status),
            status => RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                ? Native.MacStat(file, status) : Native.MacStat64(file, status));
    }

    /// <summary>
    /// Returns the status of the file at a path; null if there is no file, or the system does not return its status.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="follow">Specifies whether the target of a symbolic link is meant.</param>
    public static FileStatus? At(string path, bool follow)
    {
        const int CurrentFolder = -100, NoFollow = 0x100;
        bool isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        return Call(
            status => Native.StatxAt(CurrentFolder, path, follow ? 0 : NoFollow, Required, status),
            status => (follow, isArm) switch
            {
                (true, true) => Native.MacStatAt(path, status),
                (true, false) => Native.MacStatAt64(path, status),
                (false, true) => Native.MacLinkStatAt(path, status),
                (false, false) => Native.MacLinkStatAt64(path, status),
            });
    }

    private static FileStatus? Call(Func<byte[], int> linux, Func<byte[], int> macOS)
    {
        byte[] status = new byte[256];
        try
        {
            return IsLinux && linux(status) == 0 ? Linux(status)
                : IsMacOS && macOS(status) == 0 ? MacOS(status)
                : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the status in the structure <c>statx</c>, which has the same layout on all processors and in all C
    /// libraries.
    /// </summary>
    internal static FileStatus Linux(byte[] status) => new(
        ((long)BitConverter.ToUInt32(status, 136) << 32) | BitConverter.ToUInt32(status, 140),
        BitConverter.ToInt64(status, 32), BitConverter.ToUInt16(status, 28), BitConverter.ToInt32(status, 20),
        BitConverter.ToInt32(status, 24), BitConverter.ToInt64(status, 40),
        (BitConverter.ToInt64(status, 96), BitConverter.ToInt32(status, 104)),
        (BitConverter.ToInt64(status, 112), BitConverter.ToInt32(status, 120)),
        (BitConverter.ToInt32(status, 0) & Required) == Required);

    // struct stat with file numbers of 64 bits. It has the same layout on both processors.
    private static FileStatus MacOS(byte[] status) => new(
        BitConverter.ToInt32(status, 0), BitConverter.ToInt64(status, 8),
        BitConverter.ToUInt16(status, 4), BitConverter.ToInt32(status, 16), BitConverter.ToInt32(status, 20),
        BitConverter.ToInt64(status, 96),
        (BitConverter.ToInt64(status, 64), (int)BitConverter.ToInt64(status, 72)),
        (BitConverter.ToInt64(status, 48), (int)BitConverter.ToInt64(status, 56)), IsComplete: true);

    private static class Native
    {
        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(
            SafeHandle file, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int StatxAt(
            int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);

        // On Intel processors, the names without a suffix belong to a structure with shorter file numbers.
        [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacStat(SafeHandle file, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacStat64(SafeHandle file, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "stat", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacStatAt([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacStatAt64([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "lstat", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacLinkStatAt([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MacLinkStatAt64([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] status);
    }
}
