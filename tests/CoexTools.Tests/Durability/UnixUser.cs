using System.Diagnostics;
using CoexTools.Files;

namespace CoexTools.Tests.Durability;

/// <summary>Users and groups of Linux in tests: only their IDs, which no account of the machine has.</summary>
internal static class UnixUser
{
    public const int Alice = 60010, Bob = 60011, Eve = 60066;
    public const int Team = 60001;

    /// <summary>Skips the test where it cannot act as other users.</summary>
    public static void Require()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root on Linux can act as other users.");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv") || File.Exists("/bin/setpriv"), "setpriv is not installed.");
    }

    /// <summary>Skips the test where files have no access control lists.</summary>
    public static void RequireAccessLists(string path) =>
        Require("setfacl", "access control lists", ["-m", $"u:{Alice}:r", path], ["-b", path]);

    /// <summary>Skips the test where files have no extended attributes.</summary>
    public static void RequireAttributes(string path) =>
        Require("setfattr", "extended attributes", ["-n", "user.probe", path], ["-x", "user.probe", path]);

    /// <summary>Runs a program, and returns its output. Skips the test if the program is not installed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output) = Start(program, arguments);
        Assert.Equal(0, exitCode);
        return output;
    }

    /// <summary>Sets the owner, the group, and the mode.</summary>
    public static void Give(string path, int user, int group, string mode)
    {
        Run("chown", $"{user}:{group}", path);
        Run("chmod", mode, path);
    }

    /// <summary>Returns the owner, the group, and the mode in octal digits.</summary>
    public static string Describe(string path) => FileStatus.At(path, follow: false) is { } status
        ? $"{status.User}:{status.Group} {Convert.ToString(status.Permissions, 8)}"
        : "none";

    /// <summary>Returns the access control list.</summary>
    public static string AccessList(string path) => Run("getfacl", "-n", "-c", "-p", path).Trim();

    // Tries what the test does, and undoes it.
    private static void Require(string program, string what, string[] attempt, string[] undo)
    {
        Assert.SkipUnless(Start(program, attempt).ExitCode == 0, $"The file system has no {what}.");
        Run(program, undo);
    }

    private static (int ExitCode, string Output) Start(string program, string[] arguments)
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine("/usr/bin", program)) || File.Exists(Path.Combine("/bin", program)),
            $"{program} is not installed.");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using Process run = Process.Start(start)!;
        string output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return (run.ExitCode, output);
    }
}
