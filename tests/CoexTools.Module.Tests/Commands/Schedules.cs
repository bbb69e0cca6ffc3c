using System.Runtime.CompilerServices;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// The place where schedules are in this process, and in those that it starts: a folder, so that no test and no example
/// touches a schedule of the machine or of its user. The default log of the nightly run is not that of the user either,
/// which can contain runs. A script in the place of systemd-creds encodes credentials, and
/// records its arguments, so that no test requires systemd or its key.
/// </summary>
internal static class Schedules
{
    /// <summary>The collection of the tests that set up schedules: one after another.</summary>
    public const string Collection = "Schedules";

    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"CoexTools-schedules-{Guid.NewGuid():N}");

    /// <summary>The file with the arguments that systemd-creds was called with.</summary>
    public static string CredentialCalls => Path.Combine(Programs, "arguments.txt");

    private static string Programs => Folder + "-programs";

    private static string Data => Folder + "-data";

    /// <summary>Takes away all schedules.</summary>
    public static void Clear()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    [ModuleInitializer]
    internal static void Redirect()
    {
        Environment.SetEnvironmentVariable("COEXTOOLS_SCHEDULE_FOLDER", Folder);
        Directory.CreateDirectory(Data);
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Data); // Not on Windows.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Clear();
            Directory.Delete(Programs, recursive: true);
            Directory.Delete(Data, recursive: true);
        };
        Directory.CreateDirectory(Programs);
        string program = Path.Combine(Programs, "systemd-creds");
        File.WriteAllText(program, $"""
            #!/bin/sh
            printf '%s\n' "$*" >> '{CredentialCalls}'
            case $1 in
            --version) echo 'systemd 256 (256)' ;;
            encrypt) base64 ;;
            decrypt) for last; do file=$previous previous=$last; done; base64 -d "$file" ;;
            esac

            """.Replace("\r", ""));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable(
            "PATH", Programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
    }
}
