using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace CoexTools.Files;

/// <summary>The extended attributes of an open file on Linux.</summary>
internal static class ExtendedAttributes
{
    private const int NoSuchAttribute = 61, TooSmall = 34, NotSupported = 95, NotImplemented = 38;

    /// <summary>Returns the names of the attributes that the user can see.</summary>
    /// <exception cref="IOException">The system does not return them.</exception>
    public static IReadOnlyList<string> Names(SafeHandle file) =>
        Read((buffer, length) => Native.List(file, buffer, length)) is { } names
            ? Encoding.UTF8.GetString(names).Split(['\0'], StringSplitOptions.RemoveEmptyEntries)
            : [];

    /// <summary>Returns the value of an attribute; null if the file does not have it.</summary>
    /// <exception cref="IOException">The system does not return it.</exception>
    public static byte[]? Get(SafeHandle file, string name) =>
        Read((buffer, length) => Native.Get(file, Text(name), buffer, length));

    /// <summary>Sets an attribute.</summary>
    /// <returns>The number of the error, or null if the call succeeded.</returns>
    public static int? Set(SafeHandle file, string name, byte[] value) =>
        Native.Set(file, Text(name), value, (IntPtr)value.Length, 0) == 0 ? null : Marshal.GetLastWin32Error();

    /// <summary>Removes an attribute.</summary>
    /// <returns>The number of the error, or null if the call succeeded.</returns>
    public static int? Remove(SafeHandle file, string name) =>
        Native.Remove(file, Text(name)) == 0 ? null : Marshal.GetLastWin32Error();

    private static byte[]? Read(Func<byte[], IntPtr, IntPtr> read)
    {
        byte[] buffer = [];
        while (true)
        {
            // Without a buffer, the call returns the length.
            int length = (int)read(buffer, (IntPtr)buffer.Length);
            int error = length < 0 ? Marshal.GetLastWin32Error() : 0;
            if (error is NoSuchAttribute or NotSupported or NotImplemented)
                return null;
            if (error == TooSmall)
                buffer = []; // The value has grown since.
            else if (error != 0)
                throw new IOException($"Cannot read the extended attributes: {new Win32Exception(error).Message}.");
            else if (length <= buffer.Length)
                return length == buffer.Length ? buffer : [.. buffer.Take(length)];
            else
                buffer = new byte[length];
        }
    }

    private static byte[] Text(string name) => Encoding.UTF8.GetBytes(name + "\0");

    private static class Native
    {
        [DllImport("libc", EntryPoint = "flistxattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr List(SafeHandle file, [Out] byte[] names, IntPtr length);

        [DllImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr Get(SafeHandle file, byte[] name, [Out] byte[] value, IntPtr length);

        [DllImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Set(SafeHandle file, byte[] name, byte[] value, IntPtr length, int flags);

        [DllImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Remove(SafeHandle file, byte[] name);
    }
}
