using System.Runtime.InteropServices;
using System.Text;

namespace CoexTools.Scheduling;

/// <summary>The owner and the mode of a file or folder on Linux. A symbolic link is not followed.</summary>
/// <param name="Owner">The ID of the user who owns it.</param>
/// <param name="Group">The ID of its group.</param>
/// <param name="Mode">Its type and its permissions.</param>
internal sealed record UnixStatus(uint Owner, uint Group, int Mode)
{
    private const int TypeBits = 0xF000, LinkType = 0xA000, FolderType = 0x4000, StickyBit = 0x200, GroupWrite = 0x10, OthersWrite = 0x2;

    public bool IsLink => (Mode & TypeBits) == LinkType;

    /// <summary>Whether users can delete or rename only their own files in this folder, although they can create files.</summary>
    public bool IsSticky => (Mode & TypeBits) == FolderType && (Mode & StickyBit) != 0;

    /// <summary>
    /// Whether the group can write. If there is an access control list, these bits are its mask, so that they are also set if
    /// the list allows another user or group to write.
    /// </summary>
    public bool CanGroupWrite => (Mode & GroupWrite) != 0;

    public bool CanOthersWrite => (Mode & OthersWrite) != 0;

    /// <summary>Returns the owner and the mode of a path, or null if they cannot be read.</summary>
    public static UnixStatus? Of(string path)
    {
        const int CurrentFolder = -100, NoFollow = 0x100, TypeModeOwnerGroup = 0x1B;
        byte[] status = new byte[256];
        return Native.Statx(CurrentFolder, path, NoFollow, TypeModeOwnerGroup, status) == 0
            && (BitConverter.ToInt32(status, 0) & TypeModeOwnerGroup) == TypeModeOwnerGroup
                ? new UnixStatus(
                    BitConverter.ToUInt32(status, 20), BitConverter.ToUInt32(status, 24), BitConverter.ToUInt16(status, 28))
                : null;
    }

    /// <summary>Returns the text of a symbolic link, or null if it cannot be read.</summary>
    public static string? TargetOf(string link)
    {
        byte[] target = new byte[4096];
        long length = (long)Native.ReadLink(link, target, (IntPtr)target.Length);
        return length > 0 && length < target.Length ? Encoding.UTF8.GetString(target, 0, (int)length) : null;
    }

    private static class Native
    {
        // This structure has the same layout on all processors: the owner is at 20, the group at 24, and the mode at 28.
        [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(
            int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mask, [Out] byte[] status);

        [DllImport("libc", EntryPoint = "readlink", SetLastError = true, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr ReadLink([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] target, IntPtr length);
    }
}
