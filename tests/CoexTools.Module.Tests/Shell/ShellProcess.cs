using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CoexTools.Module.Tests.Shell;

/// <summary>What a run of the shell left behind; lines end with '\n' on every system.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);

/// <summary>Runs the built shell as a child process: 80 columns wide, without colours, with nothing on standard input unless it is given.</summary>
internal static class ShellProcess
{
    // Only a shell that hangs takes so long, even on a machine where many tests run at the same time.
    private const int Patience = 300_000;

    /// <summary>The manifest of the built module.</summary>
    public static string ModuleManifest => Metadata("ModuleManifest");

    /// <summary>The folder of the help pages.</summary>
    public static string HelpPages => Metadata("HelpPages");

    public static ShellResult Run(string folder, params string[] args) => RunWithInput("", folder, args);

    public static ShellResult RunWithInput(string input, string folder, params string[] args) => Run(input, folder, null, args);

    /// <summary>Runs the shell with an environment variable.</summary>
    public static ShellResult RunWithVariable(string name, string value, string folder, params string[] args) => Run("", folder, (name, value), args);

    private static ShellResult Run(string input, string folder, (string Name, string Value)? variable, string[] args)
    {
        using Process process = Start(folder, args, variable);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return WaitFor(process, output, error);
    }

    /// <summary>Waits for the first line, sends SIGINT, and measures how long the end takes.</summary>
    public static (ShellResult Result, TimeSpan Time) RunAndInterrupt(string folder, int times, params string[] args)
    {
        using Process process = Start(folder, args);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string first = process.StandardOutput.ReadLine() ?? "";
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        var time = Stopwatch.StartNew();
        for (int i = 0; i < times; i++)
        {
            Thread.Sleep(100);
            Assert.Equal(0, Kill(process.Id, 2));
        }
        // The system delivers two interrupts as one if the process was not scheduled in between. A user presses the keys again.
        while (times > 1 && !process.WaitForExit(500) && time.ElapsedMilliseconds < Patience)
            _ = Kill(process.Id, 2);

        ShellResult result = WaitFor(process, output, error);
        return (result with { Output = first + "\n" + result.Output }, time.Elapsed);
    }

    private static ShellResult WaitFor(Process process, Task<string> output, Task<string> error)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail("The shell hangs.");
        }

        return new ShellResult(process.ExitCode, output.GetAwaiter().GetResult().ReplaceLineEndings("\n"),
            error.GetAwaiter().GetResult().ReplaceLineEndings("\n"));
    }

    private static Process Start(string folder, string[] args, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo("dotnet", [Metadata("Shell"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["COLUMNS"] = "80";
        start.Environment["PSModulePath"] = "";
        start.Environment.Remove("NO_COLOR");
        if (variable is var (name, value))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string Metadata(string key) =>
        typeof(ShellProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
