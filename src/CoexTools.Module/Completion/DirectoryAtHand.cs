using System.Collections;
using System.Management.Automation.Language;
using CoexTools.Directory;

namespace CoexTools.Commands.Completion;

/// <summary>Finds the directories that a command line is about, without running any of it.</summary>
internal static class DirectoryAtHand
{
    // A wildcard may mean very many files.
    private const int MostFiles = 8;

    private static readonly string[] Sources = ["Directory", "InputObject", "LiteralPath", "Path", "ReferenceObject", "DifferenceObject"];

    /// <summary>The names of the directories: those of the command's own parameters, else those of the commands before it in the pipeline.</summary>
    public static IEnumerable<DirectoryNames> Find(CommandAst command, IDictionary bound)
    {
        if (Session() is not { } session)
            return [];
        List<DirectoryNames> own = [.. Sources.Where(bound.Contains).SelectMany(source => NamesOf(session, bound[source], isLiteral: source == "LiteralPath"))];
        return own.Count > 0 ? own : NamesBefore(session, command);
    }

    private static List<DirectoryNames> NamesBefore(SessionState session, CommandAst command)
    {
        if (command?.Parent is not PipelineAst pipeline)
            return [];
        var found = new List<DirectoryNames>();
        // The nearest command tells best; a path or a variable anywhere in it may be the source.
        foreach (CommandBaseAst element in pipeline.PipelineElements.TakeWhile(element => element != command).Reverse())
        {
            IEnumerable<Ast> values = element is CommandAst before ? before.CommandElements.Skip(1) : [((CommandExpressionAst)element).Expression];
            foreach (Ast value in values)
                found.AddRange(NamesOf(session, ValueOf(session, value), isLiteral: false));
            if (found.Count > 0)
                break;
        }
        return found;
    }

    private static object? ValueOf(SessionState session, Ast ast) => ast switch
    {
        StringConstantExpressionAst text => text.Value,
        ArrayLiteralAst list => list.Elements.Select(element => ValueOf(session, element)).ToArray(),
        VariableExpressionAst variable => session.PSVariable.GetValue(variable.VariablePath.UserPath),
        CommandParameterAst { Argument: { } argument } => ValueOf(session, argument),
        _ => null,
    };

    private static IEnumerable<DirectoryNames> NamesOf(SessionState session, object? value, bool isLiteral)
    {
        object? source = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (source)
        {
            case DominoDirectory directory:
                return [DirectoryNames.Of(directory.State)];
            case ForeignDomainDocument document:
                return [DirectoryNames.Of(document.Directory)];
            case FileInfo file:
                return NamesIn(file.FullName);
            case string path:
                return FilesOf(session, path, isLiteral).SelectMany(NamesIn);
            case IEnumerable list:
                List<object?> items = [.. list.Cast<object?>().Select(item => item is PSObject inner ? inner.BaseObject : item)];
                // Documents of one directory all lead to the same names.
                IEnumerable<DirectorySnapshot> directories = items.OfType<ForeignDomainDocument>().Select(document => document.Directory).Distinct();
                return directories.Select(DirectoryNames.Of).Concat(items.Where(item => item is not ForeignDomainDocument).SelectMany(item => NamesOf(session, item, isLiteral)));
            default:
                return [];
        }
    }

    private static IEnumerable<DirectoryNames> NamesIn(string path)
    {
        try
        {
            return File.Exists(path) ? [DirectoryNamesCache.Read(path)] : [];
        }
        catch (Exception e) when (e is CoexException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            return []; // What cannot be read gives no names; the command will say why.
        }
    }

    private static IEnumerable<string> FilesOf(SessionState session, string path, bool isLiteral)
    {
        try
        {
            string literal = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                return [];
            if (isLiteral || File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
                return [literal];
            return session.Path.GetResolvedProviderPathFromPSPath(path, out _).Take(MostFiles);
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            return []; // Not everything on a command line is a path.
        }
    }

    // A completer is given no session: it is that of the runspace in which it is called.
    private static SessionState? Session()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ExecutionContext");
        return shell.Invoke<EngineIntrinsics>().FirstOrDefault()?.SessionState;
    }
}
