using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Dxl.Editing;

/// <summary>Takes all of a DXL file into memory, so that its export loses nothing.</summary>
internal static class DirectoryImport
{
    /// <summary>Adds to what was read of a file all the rest of its bytes. They stay in memory as long as the directory does.</summary>
    /// <exception cref="CoexException">The file cannot be read, or has changed since.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent WithFrame(DirectoryContent content, CancellationToken cancel)
    {
        IReadOnlyList<FramePart> parts = ReadParts(content, cancel);
        var later = new Lazy<IReadOnlyList<FramePart>>(() => parts);
        return content with { Frame = new DirectoryFrame(content.Stamp!.Encoding, later, content.Outline!.RootName, content.Documents) };
    }

    /// <summary>The rest of a file's bytes, which are read when an export asks for them. The export fails if the file has changed.</summary>
    /// <param name="content">The directory as it was read.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static DirectoryFrame LaterFrame(DirectoryContent content, CancellationToken cancel) => new(
        content.Stamp!.Encoding, new Lazy<IReadOnlyList<FramePart>>(() => ReadParts(content, cancel), LazyThreadSafetyMode.PublicationOnly),
        content.Outline!.RootName, content.Documents);

    private static List<FramePart> ReadParts(DirectoryContent content, CancellationToken cancel)
    {
        FileOutline outline = content.Outline!;
        var places = content.Documents.Select(document => (document.Position!.Value, FramePartKind.Document, document.Key)).ToList();
        if (outline.RootName.Length > 0 && !outline.IsEmptyRoot)
        {
            places.Add((new FilePosition(outline.ContentStart, 0), FramePartKind.Bytes, -1)); // Ends the first part.
            FilePosition list = content.AccessControlList?.Source?.Position ?? new FilePosition(outline.AccessControlListStart, 0);
            places.Add((list, FramePartKind.AccessControlList, -1));
            places.Add((new FilePosition(outline.End, 0), FramePartKind.End, -1));
        }

        try
        {
            using FileStream stream = DxlFile.OpenRead(content.Path!);
            var hash = ContentHash.Like(content.Stamp!.Hash);
            var parts = new List<FramePart>();
            foreach ((FilePosition position, FramePartKind kind, int key) in places.OrderBy(place => place.Item1.Offset))
            {
                parts.AddRange(ReadBytes(stream, position.Offset - stream.Position, hash, cancel));
                if (kind != FramePartKind.Bytes)
                    parts.Add(new FramePart(kind, [], key));
                _ = ReadBytes(stream, position.Length, hash, cancel).ToList();
            }
            parts.AddRange(ReadBytes(stream, stream.Length - stream.Position, hash, cancel));
            if (hash.ToString() != content.Stamp.Hash)
                throw CoexException.FileChanged(content.Path!);
            return parts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(content.Path!, e.Message, e);
        }
    }

    private static IEnumerable<FramePart> ReadBytes(Stream stream, long count, ContentHash hash, CancellationToken cancel)
    {
        const int ChunkSize = 1 << 20; // Chunks of a size that the heap deals with well.
        while (count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            byte[] chunk = new byte[(int)Math.Min(count, ChunkSize)];
            int length = 0;
            for (int read; length < chunk.Length && (read = stream.Read(chunk, length, chunk.Length - length)) > 0;)
                length += read;
            if (length < chunk.Length)
                throw new EndOfStreamException();
            hash.Append(chunk, 0, chunk.Length);
            count -= length;
            yield return new FramePart(FramePartKind.Bytes, chunk);
        }
    }
}
