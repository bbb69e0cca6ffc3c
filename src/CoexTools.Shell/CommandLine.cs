using System.Management.Automation.Runspaces;

namespace CoexTools.Shell;

/// <summary>What the command line asks for.</summary>
internal enum ShellAction
{
    /// <summary>Run a script file.</summary>
    RunFile,

    /// <summary>Run code.</summary>
    RunCommand,

    /// <summary>Show the version.</summary>
    ShowVersion,

    /// <summary>Show how to use the console.</summary>
    ShowHelp,
}

/// <summary>The command line, read as pwsh reads its own: names in any case, cut short where that is not ambiguous.</summary>
internal sealed record CommandLine
{
    /// <summary>What to do.</summary>
    public required ShellAction Action { get; init; }

    /// <summary>The full path of the script, or the code.</summary>
    public string Text { get; init; } = "";

    /// <summary>The arguments of the script.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>The full path of the module manifest to load, or null for the one that was built with the console.</summary>
    public string? Module { get; init; }

    /// <summary>Whether questions fail even on a terminal.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Reads the arguments of the process.</summary>
    /// <exception cref="ShellException">They are wrong.</exception>
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
                module = Path.GetFullPath(++i < args.Length ? args[i] : throw WrongUsage("A path must follow -Module."));
            else if (Is(name, "noninteractive", 4))
                nonInteractive = true;
            else if (!Is(name, "noprofile", 3) && !Is(name, "nologo", 3))
                throw WrongUsage($"The parameter '{args[i]}' is not known.");
        }

        throw WrongUsage("A script or a command is needed: there is no interactive mode.");

        CommandLine File(ReadOnlySpan<string> rest)
        {
            if (rest.IsEmpty)
                throw WrongUsage("A path must follow -File.");
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
                throw WrongUsage("A command must follow -Command.");
            return rest[0] == "-"
                ? throw WrongUsage("Commands are not read from standard input.")
                : new CommandLine { Action = ShellAction.RunCommand, Text = string.Join(' ', rest!), Module = module, NonInteractive = nonInteractive };
        }
    }

    /// <summary>
    /// Makes parameters of words: '-Name' (the engine decides whether the next word is its value), '-Name:value', '-Name: value', or a value by
    /// position. Only behind a colon are true and false, with or without '$', more than text: switches need them.
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
        new($"{message} '-Help' shows how to use this console.", ExitCodes.WrongUsage);
}
