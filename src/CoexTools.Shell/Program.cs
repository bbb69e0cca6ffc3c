using System.Management.Automation;
using System.Reflection;

namespace CoexTools.Shell;

/// <summary>The console: reads the command line, runs what it names and ends with its exit code.</summary>
internal static class Program
{
    private const string Help = """
        Runs a PowerShell script or command with CoexTools loaded.

        Usage: CoexTools.Shell [-File] <script> [arguments]
               CoexTools.Shell -Command <command>

          -File, -f       Runs a script; all that follows are its arguments.
          -Command, -c    Runs the rest of the command line as PowerShell code.
          -Module         The module manifest to load instead of the one built with this console.
          -NonInteractive Questions fail instead of waiting for an answer.
          -NoProfile      Accepted and without effect: there are no profiles.
          -Version, -v    Shows the version.
          -Help, -h, -?   Shows this text.

        Exit code: that of 'exit', 0 after success, 1 after an error that ends the script or command (or if the last statement of a
        command failed), 64 for a wrong command line, 70 if the module cannot be loaded, 130 after Ctrl+C.
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
