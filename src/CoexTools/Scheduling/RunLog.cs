using System.Globalization;
using CoexTools.Files;
using CoexTools.Json;
using CoexTools.Text;

namespace CoexTools.Scheduling;

/// <summary>
/// Reads the log of the nightly script: the renamed logs, oldest first, and then the log itself. A run can write to it
/// at the same time.
/// </summary>
internal sealed class RunLog
{
    // A longer line is not one of the script. In characters.
    private const int LongestLine = 1 << 22;

    // The records of other runs can be between those of a run.
    private const int MostOpenRuns = 64;

    // An administrator recorded that documents were deleted. This is not a run.
    private const string DeletedEvent = "deleted";

    private readonly string _path;
    private readonly Action<string> _warn;
    private readonly CancellationToken _cancel;
    private readonly Dictionary<string, LoggedRun> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private RunLog(string path, Action<string> warn, CancellationToken cancel)
    {
        _path = path;
        _warn = warn;
        _cancel = cancel;
    }

    /// <summary>Returns the default log of the script, of the user who runs it.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "CoexTools", "Repair-Nightly.log");

    /// <summary>Returns the runs in a log, oldest first. Each run has its sources.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="warn">Receives what is wrong with a part of the log.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">
    /// Neither the log nor a renamed log exists, it cannot be read, or it is not a log of the script.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<IReadOnlyList<CoexistenceRun>> Read(
        string path, Action<string> warn, CancellationToken cancel) => new RunLog(path, warn, cancel).Read();

    private IEnumerable<IReadOnlyList<CoexistenceRun>> Read()
    {
        // All files are opened first, the newest one before the others: otherwise, a log that a run renames meanwhile
        // would be missing.
        var files = new Stack<(string Path, FileStream Stream)>();
        try
        {
            foreach (string file in Files())
            {
                if (Open(file) is { } stream)
                    files.Push((file, stream));
            }
            if (files.Count == 0)
                throw CoexException.RunLogNotFound(_path);
            while (files.Count > 0)
            {
                (string file, FileStream stream) = files.Pop();
                using (stream)
                {
                    foreach (LoggedRun run in Read(file, stream))
                        yield return [.. run.Sources()];
                }
            }
        }
        finally
        {
            foreach ((string _, FileStream stream) in files)
                stream.Dispose();
        }
        foreach (LoggedRun run in _open.Values.OrderBy(run => run.Time))
            yield return [.. run.Sources()];
    }

    // The newest first.
    private IEnumerable<string> Files()
    {
        string prefix = Path.GetFileName(_path) + ".";
        string folder = Path.GetDirectoryName(_path) is { Length: > 0 } parent ? parent : ".";
        return
        [
            _path,
            .. from file in FilesIn(folder)
               let name = Path.GetFileName(file)
               where name.StartsWith(prefix, StringComparison.Ordinal)
               let number = int.TryParse(
                   name.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                   ? value : 0
               where number > 0
               orderby number
               select file,
        ];
    }

    private static string[] FilesIn(string folder)
    {
        if (File.Exists(folder))
            return [];
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(folder, e.Message, e);
        }
    }

    private static FileStream? Open(string file)
    {
        if (Directory.Exists(file))
            throw CoexException.FileUnreadable(file, "It is a folder.");
        try
        {
            FilePlace.RefuseDevice(file);
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(file, e.Message, e);
        }
    }

    private IEnumerable<LoggedRun> Read(string file, FileStream stream)
    {
        using var lines = new LineReader(stream, LongestLine);
        int number = 0;
        int foreign = 0;
        int first = 0;
        while (Next(lines, file) is { } line)
        {
            _cancel.ThrowIfCancellationRequested();
            number++;
            // The script does not write to a file that starts with another character.
            if (number == 1 && file == _path && !line.StartsWith("{", StringComparison.Ordinal))
                throw CoexException.RunLogInvalid(file);
            if (Record(line) is not (var id, var kind, { } record))
            {
                first = foreign++ == 0 ? number : first;
                continue;
            }
            if (kind == DeletedEvent)
                continue;
            if (Add(id, kind, record) is { } run)
                yield return run;
            if (_open.Count > MostOpenRuns)
            {
                KeyValuePair<string, LoggedRun> oldest = _open.OrderBy(one => one.Value.Time).First();
                _open.Remove(oldest.Key);
                _read.Add(oldest.Key);
                yield return oldest.Value;
            }
        }
        if (foreign == number && number > 0 && file == _path)
            throw CoexException.RunLogInvalid(file);
        if (foreign > 0)
        {
            _warn($"The log '{file}' contains {Plural.Of(foreign, "line")} that are not records of a run. The first "
                + $"is line {first}.");
        }
    }

    // Returns the run if the record is the last one.
    private LoggedRun? Add(string id, string kind, JsonValue record)
    {
        if (_read.Contains(id)) // The file was renamed, and is read again.
            return null;
        if (!_open.TryGetValue(id, out LoggedRun? run))
            _open.Add(id, run = new LoggedRun(id, LoggedRun.TimeOf(record) ?? default, _path));
        if (!run.Add(kind, record))
            return null;
        _open.Remove(id);
        _read.Add(id);
        return run;
    }

    private static string? Next(LineReader lines, string file)
    {
        try
        {
            return lines.Next();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(file, e.Message, e);
        }
    }

    private static (string Id, string Kind, JsonValue? Record) Record(string line)
    {
        try
        {
            JsonValue record = JsonReader.Read(line);
            return record.StringAt("run") is { Length: > 0 } id && record.StringAt("event") is { } kind
                && LoggedRun.TimeOf(record) is not null
                ? (id, kind, record) : ("", "", null);
        }
        catch (JsonFormatException)
        {
            return ("", "", null);
        }
    }
}
