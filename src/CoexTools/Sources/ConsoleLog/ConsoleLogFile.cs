using CoexTools.Files;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>Opens console logs: files that a server writes at the same time, compressed files, and UTF-16.</summary>
internal static class ConsoleLogFile
{
    private const int HeadLength = 4;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="latest">The latest local time of any server now.</param>
    /// <param name="found">Receives the lines.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ConsoleLogSummary Read(
        string path, DateTime latest, Action<ConsoleLine> found, CancellationToken cancel)
    {
        if (Directory.Exists(path))
            throw CoexException.FileUnreadable(path, "It is a folder. Specify the files in it, such as *.log.");
        try
        {
            FilePlace.RefuseDevice(path);
            // Domino keeps the file open, and renames it when it starts another one.
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1,
                FileOptions.SequentialScan);
            using Stream content = Decompress(file);
            return new ConsoleLogReader(content, latest, found, Vectors.AreThere).Read(cancel);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
        catch (Exception e)
            when (e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>Returns the text of a stream, decompressed and with one byte for each ASCII character.</summary>
    public static Stream Decompress(Stream file)
    {
        byte[] head = file.ReadBytes(HeadLength);
        file.Position = 0;
        if (head.Length > 1 && head[0] == 0x1F && head[1] == 0x8B)
            return new CompressedLogStream(file);
        bool isWide = head.Length > 1
            && ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF)
                || (head.Length == HeadLength && (head[0] == 0) != (head[1] == 0) && (head[0] == 0) == (head[2] == 0)
                    && (head[1] == 0) == (head[3] == 0)));
        return isWide ? new WideTextStream(file, isBigEndian: head[0] is 0xFE or 0) : file;
    }
}
