using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;

namespace CoexTools.Scheduling;

/// <summary>
/// Stores the credentials of schedules in Windows Credential Manager, as generic credentials of the current user on
/// this computer. No other account can read them or write them for this user.
/// </summary>
internal sealed class WindowsCredentialStore : ICredentialStore
{
    private const string Prefix = "CoexTools:";

    // In characters: CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes.
    private const int LongestPassword = 1280;

    /// <summary>Returns the name of a credential in Credential Manager.</summary>
    public static string TargetOf(string name) => Prefix + name;

    /// <inheritdoc/>
    public string PlaceOf(string name) => TargetOf(name);

    /// <inheritdoc/>
    public bool Contains(string name)
    {
        IntPtr found = Find(name);
        if (found != IntPtr.Zero)
            Native.CredFree(found);
        return found != IntPtr.Zero;
    }

    /// <inheritdoc/>
    public NetworkCredential? Read(string name)
    {
        IntPtr found = Find(name);
        if (found == IntPtr.Zero)
            return null;
        try
        {
            Native.Credential entry = Marshal.PtrToStructure<Native.Credential>(found);
            if (string.IsNullOrEmpty(entry.UserName) || entry.BlobSize == 0 || entry.BlobSize % sizeof(char) != 0)
                throw CoexException.CredentialInvalid(name, "It does not contain a user name and a password.");
            char[] text = new char[entry.BlobSize / sizeof(char)];
            try
            {
                Marshal.Copy(entry.Blob, text, 0, text.Length);
                return new NetworkCredential(entry.UserName, CredentialText.Secure(text, 0, text.Length));
            }
            finally
            {
                Array.Clear(text, 0, text.Length);
            }
        }
        finally
        {
            Native.CredFree(found);
        }
    }

    /// <inheritdoc/>
    public Action Write(string name, NetworkCredential credential)
    {
        NetworkCredential? former = Former(name);
        Store(name, credential);
        return () =>
        {
            if (former is null)
                Remove(name);
            else
                Store(name, former);
        };
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        if (!Native.CredDelete(TargetOf(name), Native.Generic, 0)
            && Marshal.GetLastWin32Error() is var error and not Native.NotFound)
            throw Unavailable(name, error);
    }

    // An entry that is not valid is replaced too, and not restored.
    private NetworkCredential? Former(string name)
    {
        try
        {
            return Read(name);
        }
        catch (CoexException e) when (e.ErrorId == nameof(CoexException.CredentialInvalid))
        {
            return null;
        }
    }

    // Returns the entry, or zero if it does not exist.
    private static IntPtr Find(string name) =>
        Native.CredRead(TargetOf(name), Native.Generic, 0, out IntPtr found) ? found
        : Marshal.GetLastWin32Error() is var error and not Native.NotFound ? throw Unavailable(name, error)
        : IntPtr.Zero;

    private static void Store(string name, NetworkCredential credential)
    {
        using SecureString password = credential.SecurePassword;
        if (password.Length > LongestPassword)
        {
            throw CoexException.CredentialInvalid(
                name, $"Windows stores a password of at most {LongestPassword} characters.");
        }
        IntPtr blob = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            var entry = new Native.Credential
            {
                Type = Native.Generic,
                TargetName = TargetOf(name),
                Comment = ScheduledRun.Description,
                BlobSize = (uint)(password.Length * sizeof(char)),
                Blob = blob,
                Persist = Native.LocalMachine,
                UserName = credential.UserName,
            };
            if (!Native.CredWrite(ref entry, 0))
                throw Unavailable(name, Marshal.GetLastWin32Error());
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(blob);
        }
    }

    private static CoexException Unavailable(string name, int error)
    {
        var reason = new Win32Exception(error);
        return CoexException.CredentialStoreUnavailable(
            name, $"Windows Credential Manager returned the error {error}: {reason.Message}", reason);
    }

    private static class Native
    {
        public const uint Generic = 1, LocalMachine = 2;

        public const int NotFound = 1168;

        [DllImport("advapi32", EntryPoint = "CredReadW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool CredRead(string target, uint type, uint flags, out IntPtr credential);

        [DllImport("advapi32", EntryPoint = "CredWriteW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool CredWrite(ref Credential credential, uint flags);

        [DllImport("advapi32", EntryPoint = "CredDeleteW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool CredDelete(string target, uint type, uint flags);

        [DllImport("advapi32", EntryPoint = "CredFree")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern void CredFree(IntPtr credential);

        // CREDENTIALW. The time consists of two numbers of 32 bits, so that it is not aligned to 64 bits.
        [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
        public struct Credential
        {
            public uint Flags;
            public uint Type;
            [MarshalAs(UnmanagedType.LPWStr)]
            public string TargetName;
            [MarshalAs(UnmanagedType.LPWStr)]
            public string? Comment;
            public uint LastWrittenLow;
            public uint LastWrittenHigh;
            public uint BlobSize;
            public IntPtr Blob;
            public uint Persist;
            public uint AttributeCount;
            public IntPtr Attributes;
            [MarshalAs(UnmanagedType.LPWStr)]
            public string? TargetAlias;
            [MarshalAs(UnmanagedType.LPWStr)]
            public string UserName;
        }
    }
}
