using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Reads a DXL file: by a sweep over its bytes that finds the documents that matter, or, where the sweep is not sure or
/// is not wanted, by <see cref="XmlReader"/> alone. Both return the same.
/// </summary>
internal static class DxlReader
{
    // Reading the file again takes less time than recording what would avoid it.
    private const int SmallFile = 1 << 16;

    /// <summary>Reads what a directory's file says of foreign domains and of access.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="fieldMap">Which items hold the properties of a Foreign Domain document.</param>
    /// <param name="report">Takes what is wrong with a document without spoiling the rest.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <param name="isStrict">Whether every byte is read by <see cref="XmlReader"/>, so that every syntax error is
    /// found.</param>
    /// <param name="progress">Receives the completed part of the work from time to time, on the calling thread, from 0
    /// to 1.</param>
    /// <exception cref="CoexException">The file cannot be read, or is not a DXL file. Nothing is returned.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent ReadDirectory(
        string path, FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel, bool isStrict = false,
        Action<double>? progress = null) =>
        Open(path, (stream, head) =>
    {
        FileIdentity? identity = stream.Length < SmallFile ? null : FileIdentity.Of(stream);
        bool isSettled = identity?.IsSettled(DateTimeOffset.UtcNow) ?? false;
        void Report(long read) => progress?.Invoke((double)read / stream.Length);

        var builder = new DirectoryBuilder(path, fieldMap);
        DxlReading? reading = isStrict
            ? null
            : DxlSweep.TryRead(
                stream, head, DocumentFilter.Directory, builder.Add, cancel, progress: Report,
                isTraced: identity is not null);
        if (reading is null)
        {
            using var watched = new WatchedStream(
                stream, read => progress?.Invoke((double)read / (PlainReader.Passes * stream.Length)));
            builder = new DirectoryBuilder(path, fieldMap);
            reading = PlainReader.Read(path, watched, head, DocumentFilter.Directory, builder.Add, cancel);
        }
        FileStamp stamp = reading.Stamp;
        if (identity is not null)
            stamp = new TracedStamp(
                stamp.Length, stamp.Hash, stamp.Encoding, identity, isSettled, reading.State, builder.States);
        return builder.Build(reading with { Stamp = stamp }, report);
    });

    /// <summary>Reads all documents of a file, one after another.</summary>
    /// <exception cref="CoexException">The file cannot be read, or is not a DXL file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void ReadDocuments(string path, Action<DxlElement> take, CancellationToken cancel) =>
        Open(path, (stream, head) =>
            PlainReader.Read(
                path, stream, head, DocumentFilter.All,
                element =>
                {
                    if (element.Kind == DxlElementKind.Document)
                        take(element);
                },
                cancel));

    private static T Open<T>(string path, Func<FileStream, FileHead, T> read)
    {
        try
        {
            using FileStream stream = DxlFile.OpenRead(path);
            FileHead head = FileHead.Read(stream);
            long length = stream.Length;
            DateTime written = File.GetLastWriteTimeUtc(path);
            T result = read(stream, head);
            if (stream.Length != length || File.GetLastWriteTimeUtc(path) != written)
                throw CoexException.FileChanged(path);
            return result;
        }
        catch (XmlException e)
        {
            throw MalformedFile.At(path, e.Message, Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition), e);
        }
        catch (EndOfStreamException)
        {
            throw CoexException.FileChanged(path); // It was longer when the reading began.
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }
}
