using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>
/// The lines of a DXL file where its Domain documents start. They are counted when they are first needed, because that
/// reads the file again. A document that is no longer at its place, or not yet written to it, has no line.
/// </summary>
internal sealed class DxlLines
{
    private const int BlockSize = 1 << 17;

    private readonly Lazy<IReadOnlyDictionary<int, int>?> _starts;

    /// <param name="layout">The file when it was read.</param>
    /// <param name="documents">The documents.</param>
    public DxlLines(DxlLayout layout, IReadOnlyList<DominoDocument> documents) =>
        _starts = new Lazy<IReadOnlyDictionary<int, int>?>(() => Count(layout, documents));

    /// <summary>
    /// Returns how many lines the first item of a name is below the start of its document; 0 if the document does not
    /// have the item.
    /// </summary>
    public static int Within(DominoDocument document, string? item)
    {
        int lines = 0;
        if (item is not null && document.ItemsNamed(item).FirstOrDefault() is { } found)
        {
            for (int at = 0; (at = document.Text.IndexOf('\n', at, found.Range.Start - at)) >= 0; at++)
                lines++;
        }
        return lines;
    }

    /// <summary>Returns the line where a document starts, counted from 1; null if it is not known.</summary>
    /// <param name="key">The key of the document.</param>
    public int? StartOf(int key) => _starts.Value is { } starts && starts.TryGetValue(key, out int line) ? line : null;

    private static Dictionary<int, int>? Count(DxlLayout layout, IReadOnlyList<DominoDocument> documents)
    {
        try
        {
            using FileStream stream = FilePlace.OpenRead(layout.Path);
            Dictionary<int, int> starts = Count(layout, stream);
            return documents.Where(document => starts.ContainsKey(document.Key) && IsAt(stream, layout, document))
                .ToDictionary(document => document.Key, document => starts[document.Key]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CoexException)
        {
            return null;
        }
    }

    private static bool IsAt(FileStream stream, DxlLayout layout, DominoDocument document)
    {
        byte[] bytes = DxlEncoding.GetBytes(layout.Stamp.Encoding, document.Text);
        FilePosition position = layout.Positions[document.Key];
        if (position.Length != bytes.Length)
            return false;
        stream.Position = position.Offset;
        byte[] found = new byte[bytes.Length];
        return stream.ReadFully(found, 0, found.Length) == found.Length && found.SequenceEqual(bytes);
    }

    private static Dictionary<int, int> Count(DxlLayout layout, FileStream stream)
    {
        byte[] feed = layout.Stamp.Encoding.GetBytes("\n");
        var starts = new Dictionary<int, int>();
        var documents = new Queue<KeyValuePair<int, FilePosition>>(
            layout.Positions.OrderBy(document => document.Value.Offset));
        byte[] block = new byte[BlockSize]; // Of whole characters: a code unit has at most four bytes.
        int line = 1;
        long offset = 0;
        for (int count; (count = stream.ReadFully(block, 0, block.Length)) > 0; offset += count)
        {
            int at = 0;
            while (documents.Count > 0 && documents.Peek().Value.Offset < offset + count)
            {
                KeyValuePair<int, FilePosition> document = documents.Dequeue();
                int start = (int)(document.Value.Offset - offset);
                line += Feeds(block, at, start, feed);
                starts[document.Key] = line;
                at = start;
            }
            line += Feeds(block, at, count, feed);
        }
        return starts;
    }

    private static int Feeds(byte[] block, int from, int to, byte[] feed)
    {
        int feeds = 0;
        if (feed.Length == 1)
        {
            for (int at = from; (at = Array.IndexOf(block, feed[0], at, to - at)) >= 0; at++)
                feeds++;
            return feeds;
        }
        for (int at = from; at + feed.Length <= to; at += feed.Length)
        {
            int same = 0;
            while (same < feed.Length && block[at + same] == feed[same])
                same++;
            feeds += same == feed.Length ? 1 : 0;
        }
        return feeds;
    }
}
