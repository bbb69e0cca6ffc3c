using System.Collections;
using System.Management.Automation.Language;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Completion;

/// <summary>Finds the directories that a command line uses. It does not run any part of the command line.</summary>
internal sealed class CommandLineDirectory
{
    // A pattern can match very many files.
    private const int MostFiles = 8;

    private static readonly string[] Sources =
        ["Directory", "InputObject", "LiteralPath", "Path", "ReferenceObject", "DifferenceObject"];

    private readonly SessionState _session;
    private readonly List<DirectorySnapshot> _directories = [];
    private readonly List<string> _files = [];

    private CommandLineDirectory(SessionState session) => _session = session;

    /// <summary>Gets the files.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Gets the field map for the files.</summary>
    public FieldMap Map { get; private set; } = FieldMap.Default;

    /// <summary>
    /// Gets the names in the directories. Files that cannot be read are left out. The command will report them.
    /// </summary>
    public IEnumerable<CompletedNames> Names => _directories.Distinct().Select(CompletedNames.Of)
        .Concat(_files.Distinct().Select(file => CompletedNames.Read(file, Map)).OfType<CompletedNames>());

    /// <summary>Gets the session of the prompt.</summary>
    public SessionState Session => _session;

    /// <summary>
    /// Returns the directories of the command, or else those of the commands before it in the pipeline; null without a
    /// session.
    /// </summary>
    public static CommandLineDirectory? Find(CommandAst? command, IDictionary? bound)
    {
        if (CurrentSession() is not { } session)
            return null;
        var found = new CommandLineDirectory(session);
        foreach (string source in Sources.Where(source => bound?.Contains(source) == true))
            found.Add(bound![source], isLiteral: source == "LiteralPath");
        if (!found.IsEmpty)
            found.Map = found.MapOf(command, Rehydrator.Unwrap(bound!["FieldMap"]));
        else
            found.AddThoseBefore(command);
        return found;
    }

    private bool IsEmpty => _directories.Count + _files.Count == 0;

    private void AddThoseBefore(CommandAst? command)
    {
        if (command?.Parent is not PipelineAst pipeline)
            return;
        // The nearest command decides. Any path or variable in it can be the source.
        foreach (CommandBaseAst element in pipeline.PipelineElements.TakeWhile(element => element != command).Reverse())
        {
            IEnumerable<Ast> values = element is CommandAst before
                ? before.CommandElements.Skip(1) : [((CommandExpressionAst)element).Expression];
            foreach (Ast value in values)
                Add(ValueOf(value), isLiteral: false, takesFolders: true); // For example, of Get-ChildItem.
            if (IsEmpty)
                continue;
            Map = MapOf(element as CommandAst, bound: null);
            return;
        }
    }

    private object? ValueOf(Ast ast) => ast switch
    {
        StringConstantExpressionAst text => text.Value,
        ArrayLiteralAst list => list.Elements.Select(ValueOf).ToArray(),
        VariableExpressionAst variable => _session.PSVariable.GetValue(variable.VariablePath.UserPath),
        CommandParameterAst { Argument: { } argument } => ValueOf(argument),
        _ => null,
    };

    // The binder knows the value of a hashtable only if all its values are constants.
    private FieldMap MapOf(CommandAst? command, object? bound)
    {
        object? table = bound as IDictionary;
        for (int i = 1; table is null && command is not null && i < command.CommandElements.Count; i++)
        {
            if (command.CommandElements[i] is not CommandParameterAst parameter || parameter.ParameterName.Length < 6
                || !"FieldMap".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            Ast? argument = parameter.Argument ?? command.CommandElements.ElementAtOrDefault(i + 1);
            table = argument is HashtableAst literal ? literal.SafeGetValue() : argument is null
                ? null : Rehydrator.Unwrap(ValueOf(argument));
        }
        try
        {
            return table is IDictionary map ? FieldMap.FromDictionary(map) : FieldMap.Default;
        }
        catch (ArgumentException)
        {
            return FieldMap.Default; // The command will report the error.
        }
    }

    private void Add(object? value, bool isLiteral, bool takesFolders = false)
    {
        switch (Rehydrator.Unwrap(value))
        {
            case DominoDirectory directory:
                _directories.Add(directory.State);
                break;
            case ForeignDomainDocument document:
                _directories.Add(document.Directory);
                break;
            case Changes.DirectoryChange change:
                _files.Add(change.Path);
                break;
            case FileInfo file:
                AddFile(file.FullName, takesFolders);
                break;
            case string path:
                foreach (string file in FilesOf(path, isLiteral))
                    AddFile(file, takesFolders);
                break;
            case IDictionary:
                break;
            case IEnumerable list:
                foreach (object? item in list)
                    Add(item, isLiteral, takesFolders);
                break;
        }
    }

    private void AddFile(string path, bool takesFolders)
    {
        if (File.Exists(path))
            _files.Add(path);
        else if (takesFolders && System.IO.Directory.Exists(path))
            _files.AddRange(System.IO.Directory.EnumerateFiles(path, "*.dxl").Take(MostFiles));
    }

    private IEnumerable<string> FilesOf(string path, bool isLiteral)
    {
        try
        {
            string literal = _session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                return [];
            if (isLiteral || File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
                return [literal];
            return [.. _session.Path.GetResolvedProviderPathFromPSPath(path, out _).Take(MostFiles)];
        }
        catch (Exception e)
            when (e is RuntimeException or ArgumentException or NotSupportedException or IOException
                or UnauthorizedAccessException)
        {
            return []; // Not every argument is a path.
        }
    }

    // A completer does not receive the session. It is the session of the current runspace.
    private static SessionState? CurrentSession()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ExecutionContext");
        return shell.Invoke<EngineIntrinsics>().FirstOrDefault()?.SessionState;
    }
}
