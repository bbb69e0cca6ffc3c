using System.Xml;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Dxl.Reading;

/// <summary>
/// Reads a DXL file: by a sweep over its bytes that finds the documents that matter, or, where the sweep is not sure or is not wanted, by
/// <see cref="XmlReader"/> alone. Both give the same.
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
    /// <param name="isStrict">Whether every byte is read by <see cref="XmlReader"/>, so that no mistake of syntax goes unseen.</param>
    /// <param name="progress">Receives the completed part of the work from time to time, on the calling thread, from 0 to 1.</param>
    /// <exception cref="CoexException">The file cannot be read, or is not a DXL file. Nothing is returned.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent ReadDirectory(
        string path, FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel, bool isStrict = false,
        Action<double>? progress = null) =>
        Open(path, (stream, head) =>
    {
        FileIdentity? identity = stream.Length < SmallFile ? null : FileIdentity.Of(stream);
        bool isSettled = identity?.IsSettled(DateTimeOffset.UtcNow) ?? false;
        FileStamp Traced(FileStamp stamp, HashState state, IReadOnlyDictionary<long, HashState> states) =>
            identity is null ? stamp : new TracedStamp(stamp.Length, stamp.Hash, stamp.Encoding, identity, isSettled, state, states);

        void Report(long read) => progress?.Invoke((double)read / stream.Length);

        if (!isStrict)
        {
            var builder = new DirectoryBuilder(path, fieldMap);
            if (DxlSweep.TryRead(stream, DocumentFilter.Directory, builder.Add, cancel, progress: Report, isTraced: identity is not null)
                is { } sweep)
            {
                var swept = new FileStamp(stream.Length, ContentHash.Format(sweep.State), DxlSweep.Encoding);
                return builder.Build(sweep.RootAttributes, Traced(swept, sweep.State, sweep.States), sweep.Outline, sweep.LastKey, report);
            }
        }
        using var watched = new WatchedStream(stream, read => progress?.Invoke((double)read / (PlainReader.Passes * stream.Length)));
        var plain = new DirectoryBuilder(path, fieldMap);
        PlainReader reader = PlainReader.Read(path, watched, head, DocumentFilter.Directory, plain.Add, plain.Add, out FileStamp stamp, cancel);
        return plain.Build(reader.RootAttributes, Traced(stamp, reader.State, reader.States), reader.Outline, reader.LastKey, report);
    });

    /// <summary>Reads all documents of a file, one after another.</summary>
    /// <exception cref="CoexException">The file cannot be read, or is not a DXL file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FileStamp ReadDocuments(string path, Action<DominoDocument> take, CancellationToken cancel) => Open(path, (stream, head) =>
    {
        PlainReader.Read(path, stream, head, DocumentFilter.All, take, _ => { }, out FileStamp stamp, cancel);
        return stamp;
    });

    private static T Open<T>(string path, Func<FileStream, byte[], T> read)
    {
        try
        {
            using FileStream stream = DxlFile.OpenRead(path);
            byte[] head = new byte[4];
            Array.Resize(ref head, stream.Read(head, 0, head.Length));
            stream.Position = 0;
            long length = stream.Length;
            DateTime written = File.GetLastWriteTimeUtc(path);
            T result = read(stream, head);
            if (stream.Length != length || File.GetLastWriteTimeUtc(path) != written)
                throw CoexException.FileChanged(path);
            return result;
        }
        catch (XmlException e)
        {
            throw CoexException.DxlMalformed(path, e.Message, Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition), e);
        }
        catch (EndOfStreamException)
        {
            throw CoexException.FileChanged(path); // It was longer when the reading began.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }
}
