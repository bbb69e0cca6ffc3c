using System.Globalization;
using System.Text;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Text;
using CoexTools.Values;

namespace CoexTools.Sources.Dxl.Editing;

/// <summary>Writes a directory in memory as DXL that Domino imports.</summary>
internal static class DirectoryExport
{
    // Import-NotesDirectory.ps1 looks for it.
    private const string VersionsTitle = "CoexTools: versions of the documents as exported from Domino";

    /// <summary>
    /// Writes a directory. What it was imported from is kept byte for byte, but for what has changed; the documents of
    /// each domain stand oldest first, since Domino stamps them in that order at import, which so keeps their priority.
    /// </summary>
    /// <exception cref="CoexException">The directory's file cannot be read, or has changed since.</exception>
    public static void Write(DirectorySnapshot directory, Stream stream, CancellationToken cancel)
    {
        DirectoryContent content = directory.Content;
        DxlElement? listElement = DxlLayout.Of(content)?.AccessControlList;
        FrameText frame = FrameOf(content, cancel) is { } imported
            && (imported.IsDatabase || !HasAdditions(content, imported, listElement))
            ? imported
            : NewFrame(content);
        List<DominoDocument> withoutPlace = [.. content.Documents.Where(document => !frame.HasPlaceFor(document))];
        Dictionary<int, DominoDocument> placed = Place(directory, frame, withoutPlace);
        foreach (FramePart part in frame.Parts)
        {
            switch (part.Kind)
            {
                case FramePartKind.Bytes:
                    byte[] bytes = ReferenceEquals(part, frame.Parts[0]) ? HeadOf(frame) : part.Bytes;
                    stream.Write(bytes, 0, bytes.Length);
                    break;
                case FramePartKind.Document when placed.TryGetValue(part.Key, out DominoDocument? document):
                    WriteText(document.Text);
                    break;
                case FramePartKind.AccessControlList when content.AccessControlList is { } list:
                    WriteText(AccessControlListEditor.TextOf(list, listElement, frame.RootName));
                    break;
                case FramePartKind.End:
                    foreach (DominoDocument document in content.ServerAndGroupDocuments.Concat(
                        withoutPlace.Select(document => placed[document.Key])))
                        WriteText(Standing(document.Text, frame.RootName) + "\n");
                    break;
            }
        }

        void WriteText(string text)
        {
            byte[] bytes = DxlEncoding.GetBytes(frame.Encoding, text);
            stream.Write(bytes, 0, bytes.Length);
        }
    }

    /// <summary>
    /// Writes only Foreign Domain documents, for an import by <i>replace</i>, oldest first: those chosen, or all if
    /// none is. With a chosen document come those of its domain that precede it in priority, which would otherwise fall
    /// behind it.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="chosen">The keys of the documents.</param>
    /// <param name="asExported">
    /// The versions of the documents when Domino exported them. A comment contains them, because the changed documents
    /// have new sequence numbers and times.
    /// </param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="cancel">Ends the reading of the rest of the directory's file.</param>
    /// <returns>The number of documents that were written.</returns>
    /// <exception cref="CoexException">The directory's file cannot be read, or has changed since.</exception>
    public static int WriteForeignDomains(
        DirectorySnapshot directory, IReadOnlyCollection<int> chosen, IReadOnlyList<DocumentVersion> asExported,
        Stream stream, CancellationToken cancel)
    {
        FrameText frame = FrameOf(directory.Content, cancel) is { IsDatabase: true } imported
            ? imported : NewFrame(directory.Content);
        var all = directory.InOrder(OrderBy.Modified).ToList();
        bool any = all.Any(document => chosen.Contains(document.Key));
        IEnumerable<ForeignDomainDocument> written = all
            .GroupBy(document => document.Domain, DomainName.Comparer)
            .SelectMany(
                domain => domain.Reverse().SkipWhile(document => any && !chosen.Contains(document.Key)));

        var text = new StringBuilder();
        int count = 0;
        foreach (ForeignDomainDocument document in written)
        {
            text.Append('\n').Append(Standing(document.Document.Text, frame.RootName));
            count++;
        }
        if (asExported.Count > 0)
            text.Append('\n').Append(CommentOf(asExported));
        text.Append("\n</").Append(frame.RootName).Append(">\n");
        byte[] head = HeadOf(frame);
        stream.Write(head, 0, head.Length);
        byte[] bytes = DxlEncoding.GetBytes(frame.Encoding, text.ToString());
        stream.Write(bytes, 0, bytes.Length);
        return count;
    }

    // One line for each document: universal id, sequence number, time of the last save, and domain. A comment must not
    // contain two hyphens in a row.
    private static string CommentOf(IReadOnlyList<DocumentVersion> versions)
    {
        const string Unknown = "?";
        IEnumerable<string> lines = versions.Select(version => string.Join(
            " ", version.UniversalId, version.Sequence?.ToString(CultureInfo.InvariantCulture) ?? Unknown,
            version.Revised is { } revised ? DxlTime.Format(revised.ToUniversalTime()) : Unknown,
            Uri.EscapeDataString(version.Domain).Replace("-", "%2D")).TrimEnd());
        return $"<!-- {VersionsTitle}\n{string.Join("\n", lines)}\n-->";
    }

    // The part up to the start tag of the root, without the document type: a client refuses a file that names a newer
    // one than its own.
    private static byte[] HeadOf(FrameText frame)
    {
        byte[] bytes = frame.Parts[0].Bytes;
        string head = frame.Encoding.GetString(bytes);
        return DocumentType.RangeOf(head) is { } range
            ? frame.Encoding.GetBytes(head.Remove(range.Start, range.Length))
            : bytes;
    }

    // For a file, the text around its documents is read now.
    private static FrameText? FrameOf(DirectoryContent content, CancellationToken cancel) => content.Origin switch
    {
        DirectoryFrame frame => frame.LaterText.Value,
        DxlLayout layout when content.Kind == DirectoryKind.DxlFile
            && FileReplacement.Await(layout.Path) => DirectoryImport.ReadText(layout, cancel),
        _ => null,
    };

    private static bool HasAdditions(DirectoryContent content, FrameText frame, DxlElement? listElement) =>
        content.ServerAndGroupDocuments.Count > 0 || content.Documents.Any(document => !frame.HasPlaceFor(document))
        || (content.AccessControlList is not null && listElement is null);

    // Each domain's documents take the places that they have among themselves, oldest first.
    private static Dictionary<int, DominoDocument> Place(
        DirectorySnapshot directory, FrameText frame, IReadOnlyList<DominoDocument> withoutPlace)
    {
        Dictionary<int, DominoDocument> placed = directory.Content.Documents.ToDictionary(document => document.Key);
        List<int> places =
        [
            .. frame.Parts.Where(part => part.Kind == FramePartKind.Document).Select(part => part.Key),
            .. withoutPlace.Select(document => document.Key),
        ];
        foreach (IGrouping<string, ForeignDomainDocument> domain in
            directory.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, DomainName.Comparer))
        {
            List<DominoDocument> oldestFirst = [.. domain.Reverse().Select(document => document.Document)];
            HashSet<int> keys = [.. oldestFirst.Select(document => document.Key)];
            int next = 0;
            foreach (int place in places.Where(keys.Contains))
                placed[place] = oldestFirst[next++];
        }
        return placed;
    }

    private static FrameText NewFrame(DirectoryContent content)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        string head = "<?xml version='1.0' encoding='utf-8'?>\n"
            + $"<database xmlns='{DxlWriter.Namespace}' version='12.0' "
            + $"replicaid='{Escaped.Xml(content.ReplicaId)}' title='{Escaped.Xml(content.Name)}'>";
        IReadOnlyList<FramePart> parts =
        [
            new FramePart(FramePartKind.Bytes, encoding.GetBytes(head)),
            new FramePart(FramePartKind.AccessControlList, []),
            new FramePart(FramePartKind.Bytes, encoding.GetBytes("\n")),
            new FramePart(FramePartKind.End, []),
            new FramePart(FramePartKind.Bytes, encoding.GetBytes("</database>\n")),
        ];
        return new FrameText(encoding, DxlNames.Database, parts);
    }

    // A document that was made in memory has no prefix: where the file's elements have one, it declares its namespace
    // itself.
    private static string Standing(string text, string rootName) =>
        rootName.IndexOf(':') >= 0 && text.StartsWith("<document ", StringComparison.Ordinal)
            ? text.Insert("<document".Length, $" xmlns='{DxlWriter.Namespace}'")
            : text;
}
