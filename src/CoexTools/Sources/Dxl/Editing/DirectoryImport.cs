using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>Takes all of a DXL file into memory, so that its export loses nothing.</summary>
internal static class DirectoryImport
{
    /// <summary>
    /// Adds to what was read of a DXL file all the rest of its bytes. They stay in memory as long as the directory
    /// does. A directory of another file stays as it is.
    /// </summary>
    /// <exception cref="CoexException">The file cannot be read, or has changed since.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent WithFrame(DirectoryContent content, CancellationToken cancel)
    {
        if (content.Origin is not DxlLayout layout)
            return content;
        FrameText text = ReadText(layout, cancel);
        return content with { Origin = new DirectoryFrame(layout, content.Documents, new Lazy<FrameText>(() => text)) };
    }

    /// <summary>
    /// Returns the frame of a file whose bytes are read when an export asks for them. The export fails if the file has
    /// changed.
    /// </summary>
    public static DirectoryFrame LaterFrame(DxlLayout layout, IReadOnlyList<DominoDocument> documents) =>
        new(
            layout, documents,
            new Lazy<FrameText>(() => ReadText(layout, CancellationToken.None), LazyThreadSafetyMode.PublicationOnly));

    /// <summary>Reads the text of a file around its Domain documents and its access control list.</summary>
    /// <exception cref="CoexException">The file cannot be read, or has changed since.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FrameText ReadText(DxlLayout layout, CancellationToken cancel)
    {
        DxlOutline outline = layout.Outline;
        var places = layout.Positions.Select(
            document => (document.Value, FramePartKind.Document, document.Key)).ToList();
        if (outline.RootName.Length > 0 && !outline.IsEmptyRoot)
        {
            places.Add((new FilePosition(outline.ContentStart, 0), FramePartKind.Bytes, -1)); // Ends the first part.
            FilePosition list = layout.AccessControlList?.Position
                ?? new FilePosition(outline.AccessControlListStart, 0);
            places.Add((list, FramePartKind.AccessControlList, -1));
            places.Add((new FilePosition(outline.End, 0), FramePartKind.End, -1));
        }

        try
        {
            using FileStream stream = FilePlace.OpenRead(layout.Path);
            var hash = ContentHash.Like(layout.Stamp.Hash);
            var parts = new List<FramePart>();
            foreach ((FilePosition position, FramePartKind kind, int key) in places.OrderBy(
                place => place.Item1.Offset))
            {
                parts.AddRange(ReadBytes(stream, position.Offset - stream.Position, hash, cancel));
                if (kind != FramePartKind.Bytes)
                    parts.Add(new FramePart(kind, [], key));
                _ = ReadBytes(stream, position.Length, hash, cancel).ToList();
            }
            parts.AddRange(ReadBytes(stream, stream.Length - stream.Position, hash, cancel));
            if (hash.ToString() != layout.Stamp.Hash)
                throw CoexException.FileChanged(layout.Path);
            return new FrameText(layout.Stamp.Encoding, outline.RootName, parts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(layout.Path, e.Message, e);
        }
    }

    private static IEnumerable<FramePart> ReadBytes(
        Stream stream, long count, ContentHash hash, CancellationToken cancel)
    {
        const int ChunkSize = 1 << 20; // Chunks of a size that the heap deals with well.
        while (count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            long length = Math.Min(count, ChunkSize);
            byte[] chunk = stream.ReadBytes(length);
            if (chunk.Length < length)
                throw new EndOfStreamException();
            hash.Append(chunk, 0, chunk.Length);
            count -= length;
            yield return new FramePart(FramePartKind.Bytes, chunk);
        }
    }
}
