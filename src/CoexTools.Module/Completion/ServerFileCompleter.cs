namespace CoexTools.Completion;

/// <summary>Completes a table of files by coexistence server, with the files of the current folder.</summary>
public abstract class ServerFileCompleter : LineCompleter
{
    private const int MostFiles = 8;

    private readonly string[] _patterns;
    private readonly Func<string, string, string> _about;

    private protected ServerFileCompleter(string[] patterns, Func<string, string, string> about) =>
        (_patterns, _about) = (patterns, about);

    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        if (word.Directory is not { } directory)
            return [];
        string folder = directory.Session.Path.CurrentFileSystemLocation.ProviderPath;
        IEnumerable<string> files = _patterns.SelectMany(pattern => System.IO.Directory.EnumerateFiles(folder, pattern))
            .Where(file => !directory.Files.Contains(file))
            .OrderBy(file => file, StringComparer.OrdinalIgnoreCase).Take(MostFiles)
            .Select(file => Path.GetFileName(file));
        return from server in directory.Names.SelectMany(names => names.CoexistenceServers)
            .Distinct(StringComparer.OrdinalIgnoreCase)
               from file in files
               let text = $"@{{ {Quoted(server)} = {Quoted(file)} }}"
               where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
               select ResultOf(text, $"{server}: {file}", _about(server, file));
    }
}
