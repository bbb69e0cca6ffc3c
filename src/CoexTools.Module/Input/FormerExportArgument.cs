using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>The former export of a directory that a user specifies.</summary>
internal sealed class FormerExportArgument
{
    private readonly DirectorySnapshot? _export;
    private readonly bool _isFile;

    private FormerExportArgument(DirectorySnapshot? export, bool isFile)
    {
        _export = export;
        _isFile = isFile;
    }

    /// <summary>Reads the export.</summary>
    /// <param name="reader">Reads the file.</param>
    /// <param name="input">A file or an in-memory directory; null if the user specified none.</param>
    /// <exception cref="CoexException">The export cannot be read.</exception>
    public static FormerExportArgument Read(DirectoryReader reader, object? input)
    {
        if (input is null)
            return new FormerExportArgument(null, isFile: false);
        DirectorySnapshot export = reader.ReadInput(input, out bool isFile) ?? throw CoexException.DirectoryInvalid(
            input, $"-FormerExport: '{input}' is neither the path of a file nor a directory.");
        return new FormerExportArgument(export, isFile);
    }

    /// <summary>
    /// Returns the former export of a directory. Returns null if the user did not specify one. Also returns null, and
    /// warns, if the export does not show which servers had access.
    /// </summary>
    public DirectorySnapshot? For(DirectorySnapshot directory, Action<string> warn)
    {
        if (_export is null)
            return null;
        DirectorySnapshot export = ReplicaExports.AsReplica(_export, _isFile, directory, warn);
        if (export.Content.Groups.Count > 0 || directory.Content.Groups.Count == 0)
            return export;
        warn($"{export.DisplayName} does not contain groups, "
            + "and does not show which servers had access.");
        return null;
    }
}
