using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Storage;

/// <summary>The DXL file that a directory was read from: its state, and the positions of its elements.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Stamp">The state of the file when it was read.</param>
/// <param name="Outline">The parts around the elements.</param>
/// <param name="Positions">The positions of the Domain documents, by their keys.</param>
/// <param name="AccessControlList">The element of the access control list; null if the file does not contain
/// one.</param>
internal sealed record DxlLayout(
    string Path, FileStamp Stamp, DxlOutline Outline, IReadOnlyDictionary<int, FilePosition> Positions,
    DxlElement? AccessControlList)
    : DirectoryOrigin
{
    /// <summary>
    /// Returns the layout of the file that a directory was read or imported from; null if it does not come from a DXL
    /// file.
    /// </summary>
    public static DxlLayout? Of(DirectoryContent content) => content.Origin switch
    {
        DxlLayout layout => layout,
        DirectoryFrame frame => frame.Layout,
        _ => null,
    };

    /// <summary>Returns the layout after documents were replaced, which moves everything behind them.</summary>
    /// <param name="stamp">The new state of the file.</param>
    /// <param name="lengths">The new lengths of the replaced documents, by their keys.</param>
    public DxlLayout After(FileStamp stamp, IReadOnlyDictionary<int, long> lengths)
    {
        long moved = 0;
        var starts = new List<(long Offset, long Moved)>(); // Behind a start, everything has moved by so much.
        var positions = new Dictionary<int, FilePosition>();
        foreach (KeyValuePair<int, FilePosition> document in Positions.OrderBy(document => document.Value.Offset))
        {
            long length = lengths.TryGetValue(document.Key, out long replaced) ? replaced : document.Value.Length;
            positions[document.Key] = new FilePosition(document.Value.Offset + moved, length);
            moved += length - document.Value.Length;
            starts.Add((document.Value.Offset, moved));
        }
        return this with
        {
            Stamp = stamp,
            Positions = positions,
            Outline =
                Outline
                    with
                { AccessControlListStart = Moved(Outline.AccessControlListStart), End = Moved(Outline.End) },
            AccessControlList = AccessControlList is { Position: var list } element
                ? element with { Position = list with { Offset = Moved(list.Offset) } }
                : null,
        };

        long Moved(long offset) => offset + starts.LastOrDefault(start => start.Offset < offset).Moved;
    }
}
