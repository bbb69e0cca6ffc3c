using CoexTools.Files;

namespace CoexTools.Output.Findings;

/// <summary>A file that was checked.</summary>
/// <param name="Name">Its path, relative to the folder of the run if it is in this folder; otherwise its full
/// path.</param>
/// <param name="Uri">The same as a URI or as a relative reference.</param>
/// <param name="IsRelative">Specifies whether the name is relative.</param>
/// <param name="Length">The number of bytes; null if the file could not be read.</param>
/// <param name="Sha256">The SHA-256 hash in hexadecimal; null if the file could not be read.</param>
internal sealed record CheckedFile(
    string Name, string Uri, bool IsRelative, long? Length = null, string? Sha256 = null)
{
    private const int BlockSize = 1 << 17;

    /// <summary>Describes files.</summary>
    /// <param name="paths">The full paths.</param>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="isHashed">Specifies whether to read the files.</param>
    /// <param name="cancel">Cancels the reading.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyDictionary<string, CheckedFile> Describe(
        IEnumerable<string> paths, string folder, bool isHashed, CancellationToken cancel) =>
        paths.Distinct().ToDictionary(path => path, path =>
        {
            CheckedFile file = Describe(path, folder, Path.DirectorySeparatorChar == '\\');
            return isHashed ? Hash(path, file, cancel) : file;
        });

    /// <summary>Describes a file without reading it.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="isWindows">Specifies whether the paths are those of Windows: a backslash separates folders, and
    /// case does not matter.</param>
    public static CheckedFile Describe(string path, string folder, bool isWindows)
    {
        string full = isWindows ? path.Replace('\\', '/') : path;
        string root = (isWindows ? folder.Replace('\\', '/') : folder).TrimEnd('/') + "/";
        if (full.Length > root.Length
            && full.StartsWith(root, isWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
        {
            string relative = full.Substring(root.Length);
            return new CheckedFile(relative, Escape(relative), IsRelative: true);
        }
        // A share is //server/share; a drive is C:/.
        string uri = full.StartsWith("//", StringComparison.Ordinal)
            ? "file:" + Escape(full) : "file:///" + Escape(full.TrimStart('/'));
        return new CheckedFile(path, uri, IsRelative: false);
    }

    private static string Escape(string path) => string.Join("/", path.Split('/').Select((part, index) =>
        index == 0 && part.Length == 2 && part[1] == ':' ? part : System.Uri.EscapeDataString(part)));

    private static CheckedFile Hash(string path, CheckedFile file, CancellationToken cancel)
    {
        try
        {
            FilePlace.RefuseDevice(path); // The path of a rehydrated finding can be that of another computer.
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockSize);
            string hash = Files.Sha256.Of(stream, cancel);
            return file with { Length = stream.Position, Sha256 = hash };
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return file; // It is no longer there. The findings remain true for what was read.
        }
    }
}
