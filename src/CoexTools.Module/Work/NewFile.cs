using CoexTools.Changes;
using CoexTools.Files;
using CoexTools.Input;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Text;

namespace CoexTools.Work;

/// <summary>A file that a command exports to.</summary>
/// <param name="command">The command.</param>
/// <param name="path">The path that the user specified. No character is a wildcard.</param>
/// <param name="force">Specifies whether an existing file is replaced, a read-only one too.</param>
internal sealed class NewFile(CoexCommand command, string path, bool force)
{
    /// <summary>Gets the files that the command read; null for what does not come from a file.</summary>
    public IEnumerable<string?> Sources { get; init; } = [];

    /// <summary>Specifies whether the command writes DXL, which can replace DXL, its own source too.</summary>
    public bool IsDxl { get; init; }

    /// <summary>Asks whether the file may be written, and writes it atomically.</summary>
    /// <param name="action">Specifies what is written.</param>
    /// <param name="prepare">Receives the full path, and returns what writes the content. The file is not yet
    /// locked.</param>
    /// <returns>The file; null if it was not written, because of an error, or because the user refused.</returns>
    /// <exception cref="CoexException">
    /// The file exists, is a source, or cannot be written. An existing file is intact.
    /// </exception>
    /// <exception cref="OperationCanceledException">The command was cancelled. An existing file is intact.</exception>
    public FileInfo? Write(string action, Func<string, Action<Stream>> prepare)
    {
        if (FilePaths.ResolveNew(command, path, command.WriteError) is not { } full)
            return null;
        if (!IsDxl)
            RequireOther(full, Sources);
        if (!command.ShouldProcess(VisibleText.Of(full), VisibleText.Of(action)))
            return null;
        if (!force && File.Exists(full))
            throw CoexException.FileExists(full);
        Action<Stream> write = prepare(full);
        var replace = new ReplaceOptions { Force = force };
        var options = new WriteOptions(command.MyInvocation.MyCommand.Name, DateTimeOffset.UtcNow)
        {
            Warn = command.WriteWarning,
        };
        if (IsDxl)
            PlanWriter.WriteExport(full, write, options, replace, command.CancelToken);
        else
            FileUpdate.Create(full, write, replace, command.CancelToken);
        return new FileInfo(full);
    }

    /// <summary>Returns what writes a text in UTF-8 without a byte order mark.</summary>
    public static Action<Stream> Text(string text)
    {
        byte[] bytes = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        return stream => stream.Write(bytes, 0, bytes.Length);
    }

    /// <summary>Checks that a file that is not DXL does not replace a source, or a directory.</summary>
    /// <param name="full">The full path of the file.</param>
    /// <param name="sources">The files that the command read; null for what does not come from a file.</param>
    /// <exception cref="CoexException">The file is a source, or it contains DXL or NSF.</exception>
    // VD7: the directory is the only copy that many users have. Not even -Force replaces it by something else.
    public static void RequireOther(string full, IEnumerable<string?> sources)
    {
        if (!File.Exists(full))
            return;
        string target = FinalTarget(full);
        StringComparison comparison =
            Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (sources.OfType<string>().Any(source => string.Equals(FinalTarget(source), target, comparison)))
            throw CoexException.TargetIsSource(full, "The command reads this file.");
        if (DirectoryFile.FormatOf(full) is { } format)
            throw CoexException.TargetIsSource(full, $"The file contains {format}, which this command does not write.");
    }

    private static string FinalTarget(string file)
    {
        try
        {
            return FilePlace.FinalTarget(file);
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or CoexException or NotSupportedException)
        {
            return file; // The documents may come from another machine.
        }
    }
}
