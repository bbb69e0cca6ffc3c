using System.Diagnostics;
using System.Reflection;

namespace CoexTools.Module.Tests.Shell;

/// <summary>What a run of the shell left behind; lines end with '\n' on every system.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);

/// <summary>
/// Runs the built shell as a child process: 80 columns wide, without colors, with an empty standard input.
/// </summary>
internal static class ShellProcess
{
    // Only a shell that hangs takes so long, even on a machine where many tests run at the same time.
    private const int Patience = 300_000;

    /// <summary>The manifest of the built module.</summary>
    public static string ModuleManifest => Metadata("ModuleManifest");

    /// <summary>The folder of the help pages.</summary>
    public static string HelpPages => Metadata("HelpPages");

    public static ShellResult Run(string folder, params string[] args) => Run(folder, [], args);

    /// <summary>Runs the shell with an environment variable.</summary>
    public static ShellResult RunWithVariable(string name, string value, string folder, params string[] args) =>
        Run(folder, [(name, value)], args);

    /// <summary>Runs the shell with environment variables.</summary>
    public static ShellResult Run(string folder, (string Name, string Value)[] variables, string[] args)
    {
        using Process process = Start(folder, args, variables);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail("The shell hangs.");
        }

        return new ShellResult(process.ExitCode, output.GetAwaiter().GetResult().ReplaceLineEndings("\n"),
            error.GetAwaiter().GetResult().ReplaceLineEndings("\n"));
    }

    private static Process Start(string folder, string[] args, (string Name, string Value)[] variables)
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
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string Metadata(string key) =>
        typeof(ShellProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
