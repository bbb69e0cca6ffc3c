using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CoexTools.Shell;

/// <summary>Enables the processing of escape sequences, which is off by default on Windows.</summary>
internal static class VirtualTerminal
{
    private const int StandardOutput = -11;
    private const uint ProcessVirtualTerminal = 0x4;

    /// <summary>Enables escape sequences. If the output is redirected, no escape sequences are written and there is nothing to enable.</summary>
    public static bool TryEnable() => !OperatingSystem.IsWindows() || Console.IsOutputRedirected || TryEnableOnWindows();

    [SupportedOSPlatform("windows")]
    private static bool TryEnableOnWindows()
    {
        IntPtr handle = GetStdHandle(StandardOutput);
        return GetConsoleMode(handle, out uint mode) && SetConsoleMode(handle, mode | ProcessVirtualTerminal);
    }

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr GetStdHandle(int which);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(IntPtr handle, out uint mode);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(IntPtr handle, uint mode);
}
