using System.Management.Automation.Runspaces;

namespace CoexTools.Shell;

/// <summary>Specifies the action of a command line.</summary>
internal enum ShellAction
{
    /// <summary>Run a script file.</summary>
    RunFile,

    /// <summary>Run PowerShell code.</summary>
    RunCommand,

    /// <summary>Display the version.</summary>
    ShowVersion,

    /// <summary>Display the usage.</summary>
    ShowHelp,
}

/// <summary>Represents the command line. As in pwsh, parameter names are case-insensitive and can be abbreviated if unambiguous.</summary>
internal sealed record CommandLine
{
    /// <summary>Gets the action.</summary>
    public required ShellAction Action { get; init; }

    /// <summary>Gets the full path of the script, or the PowerShell code.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the arguments of the script.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>Gets the full path of the module manifest to load, or null for the manifest that was built with the console.</summary>
    public string? Module { get; init; }

    /// <summary>Gets a value that indicates whether prompts fail even on a terminal.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Parses the arguments of the process.</summary>
    /// <exception cref="ShellException">The arguments are invalid.</exception>
    public static CommandLine Parse(string[] args)
    {
        string? module = null;
        bool nonInteractive = false;
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i].TrimStart('-');
            if (name.Length == args[i].Length)
                return File(args.AsSpan(i));
            if (Is(name, "version", 1))
                return new CommandLine { Action = ShellAction.ShowVersion };
            if (Is(name, "help", 1) || name == "?")
                return new CommandLine { Action = ShellAction.ShowHelp };
            if (Is(name, "file", 1))
                return File(args.AsSpan(i + 1));
            if (Is(name, "command", 1))
                return Command(args.AsSpan(i + 1));
            if (Is(name, "module", 3))
                module = Path.GetFullPath(++i < args.Length ? args[i] : throw WrongUsage("The -Module parameter requires a path."));
            else if (Is(name, "noninteractive", 4))
                nonInteractive = true;
            else if (!Is(name, "noprofile", 3) && !Is(name, "nologo", 3))
                throw WrongUsage($"The parameter '{args[i]}' is not recognized.");
        }

        throw WrongUsage("A script or a command is required. Interactive mode is not supported.");

        CommandLine File(ReadOnlySpan<string> rest)
        {
            if (rest.IsEmpty)
                throw WrongUsage("The -File parameter requires a path.");
            if (rest[0].Length == 0 || !System.IO.File.Exists(rest[0]))
                throw WrongUsage($"The argument '{rest[0]}' is not recognized as the name of a script file.");
            string path = Path.GetFullPath(rest[0]);
            if (OperatingSystem.IsWindows() && !path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
                throw WrongUsage($"The file '{rest[0]}' does not have a '.ps1' extension.");
            return new CommandLine
            {
                Action = ShellAction.RunFile,
                Text = path,
                Arguments = ReadArguments(rest[1..]),
                Module = module,
                NonInteractive = nonInteractive,
            };
        }

        CommandLine Command(ReadOnlySpan<string> rest)
        {
            if (rest.IsEmpty)
                throw WrongUsage("The -Command parameter requires a command.");
            return rest[0] == "-"
                ? throw WrongUsage("Reading commands from standard input is not supported.")
                : new CommandLine
                {
                    Action = ShellAction.RunCommand,
                    Text = string.Join(' ', rest!),
                    Module = module,
                    NonInteractive = nonInteractive,
                };
        }
    }

    /// <summary>
    /// Converts words to parameters: '-Name' (the engine decides whether the next word is its value), '-Name:value', '-Name: value', or a
    /// positional value. For switch parameters, true and false after a colon, with or without '$', are converted to Boolean values.
    /// </summary>
    private static List<CommandParameter> ReadArguments(ReadOnlySpan<string> words)
    {
        var parameters = new List<CommandParameter>(words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            int colon = word.IndexOf(':');
            if (word.Length < 2 || word[0] is not ('-' or '\u2013' or '\u2014' or '\u2015'))
                parameters.Add(new CommandParameter(null, word));
            else if (colon < 0)
                parameters.Add(new CommandParameter(word));
            else if (colon < word.Length - 1)
                parameters.Add(new CommandParameter(word[..colon], ToSwitchValue(word[(colon + 1)..])));
            else if (++i < words.Length)
                parameters.Add(new CommandParameter(word.TrimEnd(':'), words[i]));
        }

        return parameters;
    }

    private static object ToSwitchValue(string text) => bool.TryParse(text.StartsWith('$') ? text[1..] : text, out bool value) ? value : text;

    private static bool Is(string name, string full, int shortest) =>
        name.Length >= shortest && full.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static ShellException WrongUsage(string message) =>
        new($"{message} Use -Help to display the usage.", ExitCodes.WrongUsage);
}
