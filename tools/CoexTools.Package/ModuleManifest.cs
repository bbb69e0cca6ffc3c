using System.Collections;
using System.Management.Automation.Language;

namespace CoexTools.Package;

/// <summary>What a package tells of a module, as the module's manifest has it.</summary>
internal sealed class ModuleManifest
{
    private readonly HashtableAst _table;

    private ModuleManifest(string name, HashtableAst table)
    {
        Name = name;
        _table = table;
    }

    /// <summary>The name of the module: that of the manifest's file.</summary>
    public string Name { get; }

    /// <summary>The version, with the label of a prerelease if there is one.</summary>
    public string Version => Optional("Prerelease") is { } label ? $"{Required("ModuleVersion")}-{label}" : Required("ModuleVersion");

    public IReadOnlyList<string> Cmdlets => [.. List(_table, "CmdletsToExport")];

    public IReadOnlyList<string> Tags => [.. List(Published, "Tags")];

    private HashtableAst Published => Table(Table(_table, "PrivateData"), "PSData");

    /// <summary>Reads a manifest. Nothing in it is run.</summary>
    /// <exception cref="FormatException">It is no manifest.</exception>
    public static ModuleManifest Read(string path)
    {
        ScriptBlockAst script = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
            throw new FormatException($"{path}({errors[0].Extent.StartLineNumber}): error PACK01: {errors[0].Message}");
        return script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is HashtableAst table
            ? new ModuleManifest(Path.GetFileNameWithoutExtension(path), table)
            : throw new FormatException($"{path}: error PACK02: the manifest holds no table.");
    }

    /// <summary>A value that the Gallery wants.</summary>
    /// <exception cref="FormatException">It is not there.</exception>
    public string Required(string key) =>
        ValueOf(_table, key) as string ?? throw new FormatException($"{_table.Extent.File}: error PACK03: the manifest has no {key}.");

    /// <summary>A value of the part about publishing, or null.</summary>
    public string? Optional(string key) => ValueOf(Published, key) as string is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> List(HashtableAst table, string key) => ValueOf(table, key) switch
    {
        null => [],
        string one => [one],
        IEnumerable many => many.Cast<string>(),
        object other => throw new FormatException($"{table.Extent.File}: error PACK04: {key} is {other}."),
    };

    private static HashtableAst Table(HashtableAst table, string key) =>
        Entry(table, key) as HashtableAst ?? throw new FormatException($"{table.Extent.File}: error PACK03: the manifest has no {key}.");

    // Only the requested value is evaluated.
    private static object? ValueOf(HashtableAst table, string key) => Entry(table, key)?.SafeGetValue();

    private static ExpressionAst? Entry(HashtableAst table, string key)
    {
        foreach ((ExpressionAst name, StatementAst value) in table.KeyValuePairs)
        {
            if (string.Equals(name.SafeGetValue() as string, key, StringComparison.OrdinalIgnoreCase))
                return (value as PipelineAst)?.GetPureExpression();
        }
        return null;
    }
}
