using System.Management.Automation;
using System.Reflection;

namespace CoexTools.Shell;

/// <summary>Parses the command line, runs the script or command, and returns its exit code.</summary>
internal static class Program
{
    private const string Help = """
        Runs a PowerShell script or command with CoexTools loaded.

        Usage: CoexTools.Shell [-File] <script> [arguments]
               CoexTools.Shell -Command <command>

          -File, -f       Runs a script. The remaining arguments are passed to it.
          -Command, -c    Runs the rest of the command line as PowerShell code.
          -Module         Specifies a module manifest to load instead of the built one.
          -NonInteractive Prompts fail instead of waiting for input.
          -NoProfile      Has no effect. Profiles are not loaded.
          -Version, -v    Displays the version.
          -Help, -h, -?   Displays this help.

        Exit codes: the argument of 'exit'; 0 on success; 1 on a terminating error, or if the last statement of a command failed;
        64 for an invalid command line; 70 if the module cannot be loaded; 130 after Ctrl+C.
        """;

    private static int Main(string[] args)
    {
        try
        {
            var line = CommandLine.Parse(args);
            switch (line.Action)
            {
                case ShellAction.ShowHelp:
                    Console.Out.WriteLine(Help);
                    return ExitCodes.Success;
                case ShellAction.ShowVersion:
                    Console.Out.WriteLine($"CoexTools {VersionOf(typeof(Program))} (PowerShell {VersionOf(typeof(PSObject))})");
                    return ExitCodes.Success;
                default:
                    return Session.Run(line, line.Module ?? BuiltModule);
            }
        }
        catch (ShellException e)
        {
            Console.Error.WriteLine(e.Message);
            return e.ExitCode;
        }
    }

    private static string BuiltModule =>
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ModuleManifest").Value!;

    private static string VersionOf(Type type)
    {
        string version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return version.Split('+', ' ')[0];
    }
}
