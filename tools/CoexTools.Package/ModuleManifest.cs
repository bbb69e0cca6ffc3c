using System.Collections;
using System.Management.Automation.Language;

namespace CoexTools.Package;

/// <summary>Represents the package metadata in a module manifest.</summary>
internal sealed class ModuleManifest
{
    private readonly HashtableAst _table;

    private ModuleManifest(string name, HashtableAst table)
    {
        Name = name;
        _table = table;
    }

    /// <summary>Gets the name of the module, which is the base name of the manifest file.</summary>
    public string Name { get; }

    /// <summary>Gets the version, including the prerelease label, if any.</summary>
    public string Version =>
        Optional("Prerelease") is { } label ? $"{Required("ModuleVersion")}-{label}" : Required("ModuleVersion");

    public IReadOnlyList<string> Cmdlets => [.. List(_table, "CmdletsToExport")];

    public IReadOnlyList<string> Tags => [.. List(Published, "Tags")];

    private HashtableAst Published => Table(Table(_table, "PrivateData"), "PSData");

    /// <summary>Reads a manifest without running any code in it.</summary>
    /// <exception cref="FormatException">The file is not a module manifest.</exception>
    public static ModuleManifest Read(string path)
    {
        ScriptBlockAst script = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
            throw new FormatException($"{path}({errors[0].Extent.StartLineNumber}): error PACK01: {errors[0].Message}");
        return script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is HashtableAst table
            ? new ModuleManifest(Path.GetFileNameWithoutExtension(path), table)
            : throw new FormatException($"{path}: error PACK02: The manifest does not contain a hashtable.");
    }

    /// <summary>Returns a value that the PowerShell Gallery requires.</summary>
    /// <exception cref="FormatException">The manifest does not contain the key.</exception>
    public string Required(string key) =>
        ValueOf(_table, key) as string ?? throw Missing(_table, key);

    /// <summary>Returns a value from the PSData section, or null.</summary>
    public string? Optional(string key) => ValueOf(Published, key) as string is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> List(HashtableAst table, string key) => ValueOf(table, key) switch
    {
        null => [],
        string one => [one],
        IEnumerable many => many.Cast<string>(),
        object other =>
            throw new FormatException(
                $"{table.Extent.File}: error PACK04: The value of '{key}' is not a list: {other}."),
    };

    private static HashtableAst Table(HashtableAst table, string key) =>
        Entry(table, key) as HashtableAst ?? throw Missing(table, key);

    private static FormatException Missing(HashtableAst table, string key) =>
        new($"{table.Extent.File}: error PACK03: The manifest does not contain the key '{key}'.");

    // Evaluates only the requested value.
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
