namespace CoexTools.Scheduling;

/// <summary>
/// The arguments that a schedule passes to its script: those that <c>Register-CoexistenceSchedule</c> writes, and that
/// <c>Get-CoexistenceSchedule</c> reads from the files of the scheduler.
/// </summary>
internal sealed class ScriptArguments
{
    private const string DefaultNotesDatabase = "names.nsf";

    private static readonly HashSet<string> Switches =
        new(["Probe", "Nagios", "AllowHttp"], StringComparer.OrdinalIgnoreCase);

    private readonly List<KeyValuePair<string, string?>> _named = [];
    private readonly List<string> _paths = [];

    /// <summary>
    /// Gets what the script repairs: the paths of the files, or the server with the directory, as the log names it.
    /// </summary>
    public IReadOnlyList<string> Source =>
        this["Uri"] is { } uri ? [$"{uri.TrimEnd('/')}/{this["DataSource"]}"]
        : this["NotesServer"] is { } server ? [$"{server}!!{this["NotesDatabase"] ?? DefaultNotesDatabase}"]
        : _paths;

    /// <summary>Gets the value of a parameter, or null if the parameter is not specified.</summary>
    public string? this[string name] =>
        _named.Find(one => string.Equals(one.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Returns the arguments of a script in the command line of PowerShell.</summary>
    /// <param name="command">The arguments of PowerShell.</param>
    public static ScriptArguments Parse(IReadOnlyList<string> command)
    {
        var arguments = new ScriptArguments();
        int file = command.ToList().FindIndex(
            argument => string.Equals(argument, "-File", StringComparison.OrdinalIgnoreCase));
        for (int at = file < 0 ? command.Count : file + 2; at < command.Count; at++)
        {
            string argument = command[at];
            string name = argument.Length > 1 && argument[0] == '-' ? argument.Substring(1) : "";
            if (name.Length == 0)
                arguments.AddPath(argument);
            else if (Switches.Contains(name))
                arguments.AddSwitch(name, true);
            else if (at + 1 < command.Count)
                arguments.Add(name, command[++at]);
        }
        return arguments;
    }

    /// <summary>Adds a parameter, unless its value is null.</summary>
    public void Add(string name, string? value)
    {
        if (value is not null)
            _named.Add(new(name, value));
    }

    /// <summary>Adds a parameter with several values, unless there are none. The script separates them again.</summary>
    public void AddList(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
            _named.Add(new(name, string.Join(";", values)));
    }

    /// <summary>Adds a switch that is on.</summary>
    public void AddSwitch(string name, bool isOn)
    {
        if (isOn)
            _named.Add(new(name, null));
    }

    /// <summary>Adds the path of a file to repair.</summary>
    public void AddPath(string path) => _paths.Add(path);

    /// <summary>Returns the arguments in the order of the command line.</summary>
    public IEnumerable<string> List() =>
        _named.SelectMany(one => one.Value is null ? new[] { "-" + one.Key } : ["-" + one.Key, one.Value])
            .Concat(_paths);
}
