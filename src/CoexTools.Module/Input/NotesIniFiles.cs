using System.Collections;
using CoexTools.Audit;
using CoexTools.Names;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>The notes.ini files that a user names: one, or a table of files by server.</summary>
internal sealed class NotesIniFiles
{
    private readonly List<(string? Server, NotesIni File)> _files = [];

    private NotesIniFiles()
    {
    }

    /// <summary>No file.</summary>
    public static NotesIniFiles None { get; } = new();

    /// <summary>
    /// Reads the files; an error for each that cannot be read, and for what is neither a path nor a table.
    /// </summary>
    public static NotesIniFiles Read(PSCmdlet command, object? value, Action<CoexException> report)
    {
        var files = new NotesIniFiles();
        value = Rehydrator.Unwrap(value);
        if (value is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                string server = entry.Key.ToString() ?? "";
                if (string.IsNullOrWhiteSpace(server))
                    report(CoexException.NotesIniInvalid(entry.Key, "A key of -NotesIni does not name a server."));
                else
                    files.Add(command, server, entry.Value, report);
            }
        }
        else if (value is not null)
        {
            files.Add(command, server: null, value, report);
        }
        return files;
    }

    /// <summary>
    /// Returns the files by server, each with the server that a directory knows under the name (NM3).
    /// </summary>
    /// <exception cref="CoexException">A name stands for several servers, or a server was named twice.</exception>
    public IReadOnlyList<NotesIni> For(ServerNames names)
    {
        if (_files.Count == 0)
            return [];
        Dictionary<NotesName, NotesIni> named = names.Table(
            _files.Where(file => file.Server is not null).Select(file => (file.Server!, file.File)),
            (server, name) => CoexException.NotesIniInvalid(server, $"-NotesIni contains the server {name} twice."));
        return
        [
            .. _files.Where(file => file.Server is null).Select(file => file.File),
            // A hashtable has no order.
            .. named.Select(file => file.Value with { Server = file.Key }).OrderBy(file => file.Server),
        ];
    }

    private void Add(PSCmdlet command, string? server, object? value, Action<CoexException> report)
    {
        string? path = Rehydrator.Unwrap(
            value) switch
        { string text => text, FileInfo file => file.FullName, _ => null };
        if (string.IsNullOrWhiteSpace(path))
        {
            report(CoexException.NotesIniInvalid(
                server ?? value ?? "",
                server is null
                    ? "-NotesIni is neither the path of a file nor a hashtable of files."
                    : $"-NotesIni does not name a file for {server}."));
            return;
        }
        foreach (string file in FilePaths.Resolve(command, path!, isLiteral: true, report))
        {
            try
            {
                _files.Add((server, NotesIni.Read(file)));
            }
            catch (CoexException e)
            {
                report(e);
            }
        }
    }
}
