using System.Collections;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools.Input;

/// <summary>Reads directories from files and from other input of a command.</summary>
/// <param name="command">The command. It shows progress, and writes warnings and errors that affect only a part of a
/// directory.</param>
/// <param name="fieldMap">The field map for files. If it is not valid, the error is terminating.</param>
/// <param name="isStrict">Specifies whether every byte of a file is parsed as XML.</param>
internal sealed class DirectoryReader(CoexCommand command, Hashtable? fieldMap, bool isStrict)
{
    private const int MostDuplicates = 5; // With a warning for each.

    /// <summary>Gets the field map for files.</summary>
    public FieldMap Map { get; } = command.Require(() => MapOf(fieldMap));

    /// <summary>Reads a file.</summary>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    public DirectoryContent Read(string file)
    {
        command.WriteVerbose($"Reading '{file}'.");
        var progress = new WorkProgress(command, "Reading the directory", isSteady: true);
        try
        {
            DirectoryContent content = DirectoryFile.Of(file, isStrict).Read(
                Map, command.WriteError, command.CancelToken, (_, done) => progress.Report("", () => file, done));
            WarnOfDuplicates(content);
            return content;
        }
        finally
        {
            progress.End();
        }
    }

    /// <summary>
    /// Returns a directory in memory whose Foreign Domain documents are read with the specified field map; without one,
    /// the directory itself.
    /// </summary>
    public DirectorySnapshot WithFieldMap(DirectorySnapshot directory) =>
        fieldMap is null ? directory : new DirectorySnapshot(directory.Content with { FieldMap = Map });

    /// <summary>Returns the directory of a path, a file, or an in-memory directory; null for any other input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="isFile">Receives whether the directory was read from a file.</param>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    public DirectorySnapshot? ReadInput(object? input, out bool isFile)
    {
        object? value = Rehydrator.Unwrap(Rehydrator.Accept(input));
        string? path = value switch { string text => text, FileInfo file => file.FullName, _ => null };
        isFile = !string.IsNullOrWhiteSpace(path);
        if (!isFile)
        {
            DirectorySnapshot? state = (value as DominoDirectory)?.State;
            return state is null ? null : WithFieldMap(state);
        }
        CoexException? failure = null;
        IReadOnlyList<string> files = FilePaths.Resolve(
            command, path!, isLiteral: value is FileInfo, problem => failure = problem);
        if (failure is not null || files.Count == 0)
            throw failure ?? CoexException.PathNotFound(path!);
        if (files.Count > 1)
            throw CoexException.DirectoryInvalid(
                path!, $"The path '{path}' matches {files.Count} files. Only one is allowed.");
        return new DirectorySnapshot(Read(files[0]));
    }

    private static FieldMap MapOf(Hashtable? argument)
    {
        try
        {
            return argument is null ? FieldMap.Default : FieldMap.FromDictionary(argument);
        }
        catch (ArgumentException e)
        {
            throw CoexException.FieldMapInvalid(argument!, e.Message);
        }
    }

    private void WarnOfDuplicates(DirectoryContent content)
    {
        List<IGrouping<string, DominoDocument>> repeated = [.. content.Documents
            .Where(document => document.UniversalId.Length > 0)
            .GroupBy(document => document.UniversalId, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)];
        foreach (IGrouping<string, DominoDocument> same in repeated.Take(MostDuplicates))
        {
            command.WriteWarning(
                $"'{content.Path}' contains {same.Count()} documents with the UNID {same.Key}. CoexTools uses all of "
                    + "them. Domino keeps only one.");
        }
        if (repeated.Count > MostDuplicates)
        {
            command.WriteWarning(
                $"'{content.Path}' contains several documents with the same UNID for "
                    + $"{Plural.Of(repeated.Count - MostDuplicates, "other UNID")}.");
        }
    }
}
