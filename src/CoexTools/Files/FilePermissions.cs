using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CoexTools.Files;

/// <summary>
/// The owner, the group, the permissions, the access control list, and the extended attributes of an open file on Linux
/// or macOS. A file that replaces it keeps them, and its journal and its lock get its owner and permissions. They come
/// from the open file: at its path, another user who can write to the folder could have placed another file by now.
/// </summary>
internal sealed class FilePermissions
{
    private const int GroupBits = 0x38, OtherBits = 0x7, UserWrite = 0x80, WithoutSetId = 0x3FF;

    private readonly FileStream _file;
    private readonly FileStatus _status;
    private readonly AccessList? _list;
    private readonly bool _mayDrop;

    private FilePermissions(FileStream file, FileStatus status, AccessList? list, bool mayDrop) =>
        (_file, _status, _list, _mayDrop) = (file, status, list, mayDrop);

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>
    /// Returns the permissions of an open file; null on Windows, where <c>ReplaceFile</c> keeps them.
    /// </summary>
    /// <param name="file">The file. It must stay open.</param>
    /// <param name="mayDrop">
    /// Specifies whether what cannot be kept is dropped, together with the permissions of the group. Otherwise, it is
    /// an error.
    /// </param>
    /// <exception cref="IOException">The system does not return them.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The C library does not have the function that returns them.
    /// </exception>
    public static FilePermissions? Of(FileStream file, bool mayDrop = false)
    {
        if (Path.DirectorySeparatorChar == '\\')
            return null;
        FileStatus status = StatusOf(file);
        return new FilePermissions(file, status, ListOf(file), mayDrop);
    }

    /// <summary>Gives everything to the file that replaces this one.</summary>
    /// <param name="to">The other file. Only its owner can access it.</param>
    /// <exception cref="CoexException">Something cannot be kept.</exception>
    public void CopyTo(FileStream to)
    {
        ApplyTo(to, isWritable: false);
        if (IsLinux)
        {
            foreach (string name in ExtendedAttributes.Names(_file.SafeFileHandle).Where(IsKept))
            {
                byte[]? value = ExtendedAttributes.Get(_file.SafeFileHandle, name);
                if (value is null || ExtendedAttributes.Get(to.SafeFileHandle, name)?.SequenceEqual(value) == true)
                    continue;
                if (ExtendedAttributes.Set(to.SafeFileHandle, name, value) is { } error)
                    Lose($"extended attribute '{name}'", error);
            }
        }
        else if (Native.CopyFile(_file.SafeFileHandle, to.SafeFileHandle, IntPtr.Zero, Native.CopyAttributes) != 0)
        {
            Lose("extended attributes", Marshal.GetLastWin32Error());
        }
    }

    /// <summary>Gives the owner and the permissions to a file that belongs to this one.</summary>
    /// <param name="to">The other file. Only its owner can access it.</param>
    /// <param name="isWritable">Specifies whether its owner can write to it in any case.</param>
    /// <exception cref="CoexException">Something cannot be kept.</exception>
    public void ApplyTo(FileStream to, bool isWritable)
    {
        // In this order: a change of the owner clears bits of the mode, and the mode decides what the list permits.
        // Until the end, only the owner can access the file.
        int mode = _status.Permissions;
        AccessList? list = _list;
        if (!ApplyOwner(to))
        {
            // The other group must not be permitted more than everybody.
            mode &= ~GroupBits | ((mode & OtherBits) << 3);
            list = list?.WithoutGroup();
            if (list is not null) // The mask. The entry of the group is in the list.
                mode = (mode & ~GroupBits) | (_status.Permissions & GroupBits);
        }
        if (!ApplyList(to, list))
            mode &= ~GroupBits;
        FileStatus now = StatusOf(to);
        if (now.User != _status.User || now.Group != _status.Group)
            mode &= WithoutSetId;
        if (isWritable)
            mode |= UserWrite;
        if (now.Permissions == mode || Native.ChangeMode(to.SafeFileHandle, mode) == 0)
            return;
        int error = Marshal.GetLastWin32Error();
        if ((now.Permissions & ~mode) != 0)
            throw Lost("mode", error);
        Lose("mode", error);
    }

    /// <summary>
    /// Checks that an open journal gives no permissions that the file does not give, so that it discloses nothing.
    /// </summary>
    /// <exception cref="IOException">It gives more permissions.</exception>
    public void RequireNoMore(FileStream journal)
    {
        FileStatus status = StatusOf(journal);
        const int ReadOrWrite = 0x6;
        AccessList? list = ListOf(journal);
        int others = _status.Permissions & OtherBits;
        int group = status.Group == _status.Group ? OfGroup(_status, _list) : others;
        bool isMore = (((status.Permissions & ~others) | (OfGroup(status, list) & ~group)) & ReadOrWrite) != 0
            || list?.NamesMoreThan(_list, (status.Permissions & GroupBits) >> 3) == true;
        if (isMore)
        {
            throw new IOException(
                $"'{journal.Name}' can be accessed by users who cannot access the file. "
                    + "Give it the permissions of the file.");
        }
    }

    /// <summary>
    /// Checks the owner of an open journal. Another user who can write to the folder could have created it, to read
    /// what is recorded, or to have it undone.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="owner">The file that it belongs to, or the journal itself, if it belongs to no file.</param>
    /// <exception cref="IOException">
    /// The owner is neither the user, nor the administrator, nor a user who can change the file.
    /// </exception>
    public static void RequireTrusted(FileStream journal, string owner)
    {
        if (Path.DirectorySeparatorChar == '\\')
            return;
        FileStatus status = StatusOf(journal);
        const int Root = 0;
        if (status.User == Root || status.User == Native.GetEffectiveUser())
            return;
        if (owner != journal.Name && FileStatus.At(owner, follow: true) is { } file
            && (status.User == file.User || file.CanOthersWrite
                || (file.CanGroupWrite && status.Group == file.Group)))
            return;
        throw new IOException(
            $"'{journal.Name}' belongs to another user (ID {status.User}) who is not allowed to change the file. "
                + "Move it to another folder, or change its owner.");
    }

    private static AccessList? ListOf(FileStream file) =>
        IsLinux ? AccessList.Of(ExtendedAttributes.Get(file.SafeFileHandle, AccessList.Attribute)) : null;

    // With a list, the permissions of the group in the mode are the mask of the list.
    private static int OfGroup(FileStatus status, AccessList? list) =>
        ((status.Permissions & GroupBits) >> 3) & (list?.OfOwningGroup ?? OtherBits);

    private static FileStatus StatusOf(FileStream file) => FileStatus.Of(file.SafeFileHandle) switch
    {
        { IsComplete: true } status => status,
        _ when IsLinux && !FileStatus.IsSupported => throw new PlatformNotSupportedException(
            "On this system, CoexTools cannot read the permissions of files. It requires glibc 2.28 or musl 1.2.4."),
        _ => throw new IOException($"The system does not return the permissions of '{file.Name}'."),
    };

    // These depend on the content, or the system does not allow them to be copied. The list is copied on its own.
    private static bool IsKept(string attribute) =>
        attribute is not (AccessList.Attribute or "security.capability" or "security.ima" or "security.evm");

    // Returns whether the group was kept. Only an administrator can keep the owner. For other users, the new file is
    // their own, as with any editor.
    private bool ApplyOwner(FileStream to)
    {
        const int Same = -1;
        FileStatus now = StatusOf(to);
        if (now.User == _status.User && now.Group == _status.Group)
            return true;
        if (Native.ChangeOwner(to.SafeFileHandle, _status.User, _status.Group) == 0)
            return true;
        int error = Marshal.GetLastWin32Error();
        if (now.User != _status.User && Native.GetEffectiveUser() == 0)
            Lose($"owner (ID {_status.User})", error);
        if (now.Group == _status.Group || Native.ChangeOwner(to.SafeFileHandle, Same, _status.Group) == 0)
            return true;
        Lose($"group (ID {_status.Group})", Marshal.GetLastWin32Error());
        return false;
    }

    // Returns whether the access control list was kept. A new file can have the default list of its folder, which could
    // permit more.
    private bool ApplyList(FileStream to, AccessList? list)
    {
        if (!IsLinux)
        {
            if (Native.CopyFile(_file.SafeFileHandle, to.SafeFileHandle, IntPtr.Zero, Native.CopyAccessList) == 0)
                return true;
            Lose("access control list", Marshal.GetLastWin32Error());
            return false;
        }
        byte[]? there = ExtendedAttributes.Get(to.SafeFileHandle, AccessList.Attribute);
        if (list is null)
        {
            if (there is null || ExtendedAttributes.Remove(to.SafeFileHandle, AccessList.Attribute) is not { } refused)
                return true;
            Lose("permissions without the access control list that the folder adds", refused);
            return false;
        }
        if (ExtendedAttributes.Set(to.SafeFileHandle, AccessList.Attribute, list.Bytes) is not { } error)
            return true;
        Lose("access control list", error);
        if (there is not null) // If it stays, it permits nothing without the permissions of the group.
            _ = ExtendedAttributes.Remove(to.SafeFileHandle, AccessList.Attribute);
        return false;
    }

    private void Lose(string what, int error)
    {
        if (!_mayDrop)
            throw Lost(what, error);
    }

    private CoexException Lost(string what, int error) => CoexException.WriteFailed(
        _file.Name, $"Its {what} cannot be kept: {new Win32Exception(error).Message}.",
        action: "Run the command as a user who can keep it, such as the owner or an administrator. "
            + "Or use -Force, which drops it and the permissions of the group.");

    private static class Native
    {
        /// <summary>COPYFILE_ACL of macOS.</summary>
        public const int CopyAccessList = 1;

        /// <summary>COPYFILE_XATTR of macOS.</summary>
        public const int CopyAttributes = 4;

        [DllImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetEffectiveUser();

        [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int ChangeOwner(SafeHandle file, int user, int group);

        [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int ChangeMode(SafeHandle file, int mode);

        // Only on macOS.
        [DllImport("libc", EntryPoint = "fcopyfile", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int CopyFile(SafeHandle from, SafeHandle to, IntPtr state, int flags);
    }
}
