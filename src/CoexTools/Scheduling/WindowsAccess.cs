using System.Runtime.InteropServices;

namespace CoexTools.Scheduling;

/// <summary>Finds the accounts that can change a file or a folder on Windows.</summary>
internal static class WindowsAccess
{
    /// <summary>The rights to change a file, or what is in a folder.</summary>
    public const uint Change = WriteData | AppendData | GenericWrite | Replace;

    /// <summary>The rights to replace a file or folder, or what is in it.</summary>
    public const uint Replace = DeleteChild | Delete | WritePermissions | WriteOwner | GenericAll;

    private const uint WriteData = 0x2, AppendData = 0x4; // In a folder: add a file, add a folder.
    private const uint DeleteChild = 0x40, Delete = 0x10000, WritePermissions = 0x40000, WriteOwner = 0x80000;
    private const uint GenericAll = 0x10000000, GenericWrite = 0x40000000;

    private const string Everyone = "S-1-1-0";

    // Local System, Administrators, and TrustedInstaller, which owns the files of Windows.
    private static readonly HashSet<string> Administrators =
    [
        "S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    ];

    // netstandard2.0 does not define WindowsIdentity. On .NET Framework, it is in the core library.
    private static readonly Lazy<string?> CurrentIdentity = new(() =>
    {
        const string Name = "System.Security.Principal.WindowsIdentity";
        Type? type = Type.GetType($"{Name}, System.Security.Principal.Windows")
            ?? typeof(object).Assembly.GetType(Name);
        using var identity = (IDisposable?)type?.GetMethod("GetCurrent", [])?.Invoke(null, null);
        return type?.GetProperty("User")?.GetValue(identity)?.ToString();
    });

    private static readonly Dictionary<string, string> Names = new()
    {
        [Everyone] = "Everyone",
        ["S-1-5-4"] = "INTERACTIVE",
        ["S-1-5-11"] = "Authenticated Users",
        ["S-1-5-32-545"] = "Users",
        ["S-1-5-32-547"] = "Power Users",
    };

    /// <summary>Gets the security identifier of the current user; null if it cannot be determined.</summary>
    public static string? CurrentUser => CurrentIdentity.Value;

    /// <summary>
    /// Returns the accounts, except administrators, that own a file or folder or have one of the rights.
    /// </summary>
    /// <param name="descriptor">Its security descriptor in the self-relative format.</param>
    /// <param name="rights">The rights.</param>
    /// <param name="trusted">Another account that is not returned.</param>
    /// <exception cref="InvalidDataException">The security descriptor is damaged.</exception>
    public static IReadOnlyList<string> OthersWith(byte[] descriptor, uint rights, string? trusted = null)
    {
        const int Present = 0x4;
        var accounts = new List<string>();
        try
        {
            int owner = BitConverter.ToInt32(descriptor, 4), list = BitConverter.ToInt32(descriptor, 16);
            accounts.Add(owner == 0 ? Everyone : SecurityIdentifier(descriptor, owner));
            // Without a list, everybody has all rights.
            if (list == 0 || (BitConverter.ToUInt16(descriptor, 2) & Present) == 0)
                accounts.Add(Everyone);
            else
                accounts.AddRange(Allowed(descriptor, list, rights));
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The security descriptor is damaged.", e);
        }
        return
        [
            .. accounts.Distinct().Where(account => account != trusted && !IsAdministrator(account)).Select(NameOf),
        ];
    }

    /// <summary>Returns the security descriptor of a path, or null if it cannot be read.</summary>
    public static byte[]? DescriptorOf(string path)
    {
        const int OwnerAndList = 0x1 | 0x4;
        _ = Native.GetFileSecurity(path, OwnerAndList, null, 0, out int length);
        byte[] descriptor = new byte[Math.Max(length, 0)];
        return length > 0 && Native.GetFileSecurity(path, OwnerAndList, descriptor, length, out _) ? descriptor : null;
    }

    // Entries that deny rights are ignored, so that at most too many accounts are returned.
    private static IEnumerable<string> Allowed(byte[] descriptor, int list, uint rights)
    {
        const int HeaderLength = 8, InheritOnly = 0x8;
        int count = BitConverter.ToUInt16(descriptor, list + 4);
        for (int entry = list + HeaderLength; count > 0; count--, entry += BitConverter.ToUInt16(descriptor, entry + 2))
        {
            const int ObjectType = 0x1, InheritedObjectType = 0x2, TypeLength = 16;
            int identifier = entry + 8;
            switch (descriptor[entry])
            {
                case 0 or 9: // ACCESS_ALLOWED, also with a condition
                    break;
                case 5 or 11: // ACCESS_ALLOWED_OBJECT, also with a condition
                    int types = BitConverter.ToInt32(descriptor, identifier);
                    identifier += 4 + ((types & ObjectType) != 0 ? TypeLength : 0)
                        + ((types & InheritedObjectType) != 0 ? TypeLength : 0);
                    break;
                default:
                    continue;
            }
            if ((descriptor[entry + 1] & InheritOnly) == 0
                && (BitConverter.ToUInt32(descriptor, entry + 4) & rights) != 0)
                yield return SecurityIdentifier(descriptor, identifier);
        }
    }

    private static string SecurityIdentifier(byte[] descriptor, int at)
    {
        long authority = 0;
        for (int i = 2; i < 8; i++)
            authority = (authority << 8) | descriptor[at + i];
        IEnumerable<uint> parts = Enumerable.Range(0, descriptor[at + 1])
            .Select(part => BitConverter.ToUInt32(descriptor, at + 8 + (4 * part)));
        return $"S-{descriptor[at]}-{authority}-{string.Join("-", parts)}";
    }

    // The administrator and the domain administrators have a fixed number in their domain. The owner is checked by
    // itself (S-1-3-4), and the creator is never anybody's account (S-1-3-0).
    private static bool IsAdministrator(string account) =>
        Administrators.Contains(account) || account is "S-1-3-0" or "S-1-3-4"
        || (account.StartsWith("S-1-5-21-", StringComparison.Ordinal)
            && (account.EndsWith("-500", StringComparison.Ordinal)
                || account.EndsWith("-512", StringComparison.Ordinal)));

    private static string NameOf(string account) => Names.TryGetValue(account, out string? name) ? name : account;

    private static class Native
    {
        [DllImport("advapi32", EntryPoint = "GetFileSecurityW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetFileSecurity(
            string path, int information, [Out] byte[]? descriptor, int length, out int needed);
    }
}
