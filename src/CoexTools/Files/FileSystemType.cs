using System.Runtime.InteropServices;

namespace CoexTools.Files;

/// <summary>The type of a file system of Linux, by the number that the system returns for it.</summary>
internal readonly record struct FileSystemType(uint Number)
{
    /// <summary>
    /// Gets whether no other computer changes the files: ext2 to ext4, XFS, Btrfs, tmpfs, F2FS, ZFS, overlayfs. Other
    /// file systems can be on another computer, whose changes appear late.
    /// </summary>
    public bool IsLocal =>
        Number is 0xEF53 or 0x58465342 or 0x9123683E or 0x01021994 or 0xF2F52010 or 0x2FC12FC1 or 0x794C7630;

    /// <summary>
    /// Gets whether it is NFS, SMB (both clients of Linux), or FUSE, such as SSHFS. Their mount options decide how
    /// locks work.
    /// </summary>
    public bool CanHaveLocalLocks => Number is 0x6969 or 0x517B or 0xFF534D42 or 0xFE534D42 or 0x65735546;

    /// <summary>
    /// Gets whether the files are not on a disk, but a part of the kernel, and a read can wait or have an effect: proc,
    /// sysfs, debugfs, tracefs, securityfs, configfs, pstore, cgroup, bpf, selinuxfs, efivarfs, binfmt_misc.
    /// </summary>
    public bool IsKernel => Number is 0x9FA0 or 0x62656572 or 0x64626720 or 0x74726163 or 0x73636673 or 0x62656570
        or 0x6165676C or 0x27E0EB or 0x63677270 or 0xCAFE4A11 or 0xF97CFF8C or 0xDE5E81E4 or 0x42494E4D;

    /// <summary>Returns the type of the file system with an open file; null on other systems.</summary>
    public static FileSystemType? Of(SafeHandle file) => Call(status => Native.StatFileSystem(file, status));

    /// <summary>
    /// Returns the type of the file system at a path, or at the target of a symbolic link; null on other systems.
    /// </summary>
    public static FileSystemType? At(string path) => Call(status => Native.StatFileSystemAt(path, status));

    // The type is the first member of the structure on all processors that .NET supports, and all of them are
    // little-endian. The structure has at most 120 bytes.
    private static FileSystemType? Call(Func<byte[], int> call)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return null;
        byte[] status = new byte[256];
        try
        {
            return call(status) == 0 ? new FileSystemType(BitConverter.ToUInt32(status, 0)) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int StatFileSystem(SafeHandle file, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "statfs", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int StatFileSystemAt([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] status);
    }
}
