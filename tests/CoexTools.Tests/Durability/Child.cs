using System.Diagnostics;
using System.Text;
using CoexTools.CrashChild;

namespace CoexTools.Tests.Durability;

/// <summary>A separate process that changes a file.</summary>
internal sealed class Child : IDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "CoexTools.CrashChild.dll");

    // The program that starts the assembly; null where the tests are published with their runtime, which has no host
    // for other programs.
    private static readonly string? Host =
        File.Exists(Path.Combine(AppContext.BaseDirectory, "System.Private.CoreLib.dll")) ? null
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : "dotnet";

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(string what, CopyWay way, params string[] arguments) =>
        Start(Command[0], [.. Command[1..], what, way.ToString(), .. arguments]);

    /// <summary>Starts it as a user who has no rights of an administrator.</summary>
    public static Child StartWithoutRights(string what, CopyWay way, params string[] arguments)
    {
        if (Environment.UserName != "root")
            return Start(what, way, arguments);
        string? setpriv = new[] { "/usr/bin/setpriv", "/bin/setpriv" }.FirstOrDefault(File.Exists);
        if (setpriv is null)
            Assert.Skip(
                "An administrator may write everywhere, and there is no setpriv on this machine to give the "
                    + "rights away.");
        return Start(
            setpriv,
            ["--reuid=65534", "--regid=65534", "--clear-groups", .. Command, what, way.ToString(), .. arguments]);
    }

    /// <summary>
    /// Starts it as a user with an ID, whose own group has the same ID, and who is a member of other groups too.
    /// </summary>
    public static Child StartAs(int user, int[] groups, string what, CopyWay way, params string[] arguments) => Start(
        "setpriv",
        [
            $"--reuid={user}", $"--regid={user}",
            groups.Length == 0 ? "--clear-groups" : $"--groups={string.Join(',', groups)}",
            .. Command, what, way.ToString(), .. arguments,
        ]);

    /// <summary>Starts it so that .NET uses no file locks, as on a file system that does not have them.</summary>
    public static Child StartWithoutLocks(string what, CopyWay way, params string[] arguments) => Start(
        Command[0], [.. Command[1..], what, way.ToString(), .. arguments],
        start => start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1");

    /// <summary>
    /// Starts it so that .NET uses no file locks, and that it is killed when it calls a function of the system for a
    /// path.
    /// </summary>
    public static Child StartWithoutLocksUntil(string call, string onlyPath, string what, CopyWay way, string path) =>
        Start(
            "strace",
            [
                "-f", "-qq", "-o", "/dev/null", "-P", onlyPath, "-e", $"trace={call}", "-e",
                $"inject={call}:signal=KILL",
                .. Command, what, way.ToString(), path,
            ],
            start => start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1");

    /// <summary>Starts it so that a call of a function of the system fails: each one, or those for one path.</summary>
    public static Child StartWithFault(
        string call, string error, string what, CopyWay way, string[] arguments, string? onlyPath = null,
        int? at = null) =>
        Start(
        "strace",
        [
            "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e",
            $"inject={call}:error={error}{(at is null ? "" : $":when={at}")}",
            .. onlyPath is null ? [] : new[] { "-P", onlyPath },
            .. Command, what, way.ToString(), .. arguments,
        ]);

    /// <summary>Lets processes work at the same time, and ends them.</summary>
    /// <param name="children">The processes. Each waits for a line when it is ready.</param>
    /// <param name="ended">Receives the output of each process that has ended without an error.</param>
    public static void Race(List<Child> children, Action<string> ended)
    {
        try
        {
            children.ForEach(child => child.ReadUntil('R'));
            children.ForEach(child => child.WriteLine());
            foreach (Child child in children)
            {
                (string said, string error, int exitCode) = child.ReadToEnd();
                Assert.True(exitCode == 0, error);
                ended(said);
            }
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }
    }

    /// <summary>Reads signs until one comes; all that came with it.</summary>
    public string ReadUntil(char sign)
    {
        var signs = new StringBuilder();
        while (signs.Length == 0 || signs[^1] != sign)
        {
            int next = _process.StandardOutput.BaseStream.ReadByte();
            if (next < 0)
                Assert.Fail($"The process ended after '{signs}': {_process.StandardError.ReadToEnd()}");
            signs.Append((char)next);
        }
        return signs.ToString();
    }

    /// <summary>Reads so many signs.</summary>
    public string Read(int count)
    {
        byte[] signs = new byte[count];
        _process.StandardOutput.BaseStream.ReadExactly(signs);
        return Encoding.ASCII.GetString(signs);
    }

    public int Id => _process.Id;

    public void WriteLine() => _process.StandardInput.WriteLine();

    /// <summary>Kills it at once (SIGKILL), and gives what it said until then.</summary>
    public string Kill()
    {
        _process.Kill();
        return ReadToEnd().Output;
    }

    /// <summary>Waits for its end.</summary>
    public (string Output, string Error, int ExitCode) ReadToEnd()
    {
        Task<string> error = _process.StandardError.ReadToEndAsync();
        using var rest = new MemoryStream();
        _process.StandardOutput.BaseStream.CopyTo(rest);
        _process.WaitForExit();
        return (Encoding.ASCII.GetString(rest.ToArray()), error.Result, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static string[] Command =>
        Host is null ? [Path.ChangeExtension(Assembly, OperatingSystem.IsWindows() ? ".exe" : null)]
            : [Host, "exec", Assembly];

    private static Child Start(string program, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A killed process would leave the pipes and the socket of its diagnostics.
            Environment =
            {
                ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0", ["DOTNET_EnableDiagnostics"] = "0",
            },
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        prepare?.Invoke(start);
        return new Child(Process.Start(start)!);
    }
}
