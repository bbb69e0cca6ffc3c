using CoexTools.Model;

namespace CoexTools.Commands.Completion;

/// <summary>Completes a field map: a table for one property, with the item that it is read from by default.</summary>
public sealed class FieldMapCompleter : LineCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from property in FieldMap.PropertyNames
        let text = $"@{{ {property} = '{FieldMap.DefaultOf(property)[0]}' }}"
        where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
        select new CompletionResult(text, property, CompletionResultType.ParameterValue, $"By default {string.Join(", ", FieldMap.DefaultOf(property))}");
}

/// <summary>Completes replicas: a table for one coexistence server, with a DXL file of the current folder that is not the directory itself.</summary>
public sealed class ReplicaCompleter : LineCompleter
{
    private const int MostFiles = 8;

    /// <inheritdoc/>
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        if (word.Directory is not { } directory)
            return [];
        string folder = directory.Session.Path.CurrentFileSystemLocation.ProviderPath;
        IEnumerable<string> files = System.IO.Directory.EnumerateFiles(folder, "*.dxl").Where(file => !directory.Files.Contains(file))
            .OrderBy(file => file, StringComparer.OrdinalIgnoreCase).Take(MostFiles).Select(file => Path.GetFileName(file));
        return from server in directory.Names.SelectMany(names => names.CoexistenceServers).Distinct(StringComparer.OrdinalIgnoreCase)
               from file in files
               let text = $"@{{ {Table(server)} = {Table(file)} }}"
               where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(text, $"{server}: {file}", CompletionResultType.ParameterValue, $"{file} is the export of {server}'s own replica");
    }

    private static string Table(string text) => $"'{System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
