using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Completion;

/// <summary>Completes a field map: a hashtable with one property and its default item.</summary>
public sealed class FieldMapCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from property in FieldMap.PropertyNames
        let text = $"@{{ {property} = '{FieldMap.DefaultOf(property)[0]}' }}"
        where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
        let about = $"Default: {string.Join(", ", FieldMap.DefaultOf(property))}"
        select new CompletionResult(text, property, CompletionResultType.ParameterValue, about);
}

/// <summary>Completes a table of addresses by coexistence server, with their common names.</summary>
public sealed class AddressCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from server in word.Directory?.Names.SelectMany(names => names.CoexistenceServers).Distinct(StringComparer.OrdinalIgnoreCase) ?? []
        let text = $"@{{ {ServerFileCompleter.Quoted(server)} = {ServerFileCompleter.Quoted(new NotesName(server).CommonName)} }}"
        where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
        select ResultOf(text, server, $"The address of {server}");
}

/// <summary>Completes a table of files by coexistence server, with the files of the current folder.</summary>
public abstract class ServerFileCompleter : LineCompleter
{
    private const int MostFiles = 8;

    private readonly string[] _patterns;
    private readonly Func<string, string, string> _about;

    private protected ServerFileCompleter(string[] patterns, Func<string, string, string> about) => (_patterns, _about) = (patterns, about);

    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        if (word.Directory is not { } directory)
            return [];
        string folder = directory.Session.Path.CurrentFileSystemLocation.ProviderPath;
        IEnumerable<string> files = _patterns.SelectMany(pattern => System.IO.Directory.EnumerateFiles(folder, pattern))
            .Where(file => !directory.Files.Contains(file))
            .OrderBy(file => file, StringComparer.OrdinalIgnoreCase).Take(MostFiles).Select(file => Path.GetFileName(file));
        return from server in directory.Names.SelectMany(names => names.CoexistenceServers).Distinct(StringComparer.OrdinalIgnoreCase)
               from file in files
               let text = $"@{{ {Quoted(server)} = {Quoted(file)} }}"
               where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
               select ResultOf(text, $"{server}: {file}", _about(server, file));
    }

    internal static string Quoted(string text) => $"'{System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}

/// <summary>Completes replicas: a table for one coexistence server, with a file of the current folder that is not the directory itself.</summary>
public sealed class ReplicaCompleter() : ServerFileCompleter(["*.dxl", "*.nsf"], (server, file) => $"{file} is the replica of {server}");

/// <summary>Completes notes.ini files: a table for one coexistence server, with a file of the current folder.</summary>
public sealed class NotesIniCompleter() : ServerFileCompleter(["*.ini"], (server, file) => $"{file} is the notes.ini of {server}");
