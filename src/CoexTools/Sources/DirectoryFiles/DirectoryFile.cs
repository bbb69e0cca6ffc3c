using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Sources.Nsf;

namespace CoexTools.Sources.DirectoryFiles;

/// <summary>
/// Selects the reader of a file, which is a DXL file or an NSF file. The first bytes of the file determine its format.
/// </summary>
internal static class DirectoryFile
{
    /// <summary>Returns the reader of a file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="isStrict">Specifies whether every byte of a DXL file is parsed as XML.</param>
    public static IDirectorySource Of(string path, bool isStrict = false) =>
        IsNsf(path) ? new NsfDirectoryReader(path) : new DxlReader(path, isStrict);

    /// <summary>Loads everything that an export writes. The result does not require the file.</summary>
    /// <param name="content">A directory that was read from a file.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read, or has changed since.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent Import(DirectoryContent content, CancellationToken cancel)
    {
        ReadAll(content);
        return content.IsNsf ? WithServersAndGroups(content, cancel) : DirectoryImport.WithFrame(content, cancel);
    }

    /// <summary>
    /// Adds the Server and Group documents of an NSF file, which an export writes. An export of a DXL file reads the
    /// file itself.
    /// </summary>
    /// <param name="directory">A directory.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectorySnapshot Complete(DirectorySnapshot directory, CancellationToken cancel)
    {
        ReadAll(directory.Content);
        return directory.Content.Kind == DirectoryKind.NsfFile
            ? new DirectorySnapshot(WithServersAndGroups(directory.Content, cancel))
            : directory;
    }

    /// <summary>Reads notes of a file, one after another in the order of the file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="classes">The classes of the notes. A DXL file is read only for documents.</param>
    /// <param name="isWanted">Selects notes by their form.</param>
    /// <param name="take">Receives each note.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read, or is neither a DXL file nor an NSF file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void ReadNotes(
        string path, IReadOnlyCollection<NoteClass> classes, Func<string, bool> isWanted, Action<DominoNote> take,
        CancellationToken cancel)
    {
        if (IsNsf(path))
        {
            NsfDirectoryReader.ReadNotes(path, classes, isWanted, take, cancel);
        }
        else
        {
            new DxlReader(path).ReadDocuments(element =>
            {
                DominoDocument document = DocumentParser.Parse(element);
                if (classes.Contains(NoteClass.Document) && isWanted(document.Form))
                    take(new DominoNote(WithForm(document), NoteClass.Document, path));
            }, cancel);
        }
    }

    /// <summary>Determines whether a file exists and starts like a DXL file or an NSF file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <returns><c>DXL</c> or <c>NSF</c>; null for other files, and for files that cannot be read.</returns>
    public static string? FormatOf(string path)
    {
        if (IsNsf(path))
            return "NSF";
        try
        {
            FilePlace.RefuseDevice(path);
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return DxlProlog.IsDxl(file) ? "DXL" : null;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            return null;
        }
    }

    // DXL has an attribute for the item Form of a note.
    private static DominoDocument WithForm(DominoDocument document)
    {
        const string Form = "Form";
        if (document.Form.Length == 0 || document.ItemsNamed(Form).Any())
            return document;
        string element = DxlWriter.Item("", Form, ItemFlags.Summary, [document.Form]);
        var item = new DominoItem(Form, ItemType.Text, [document.Form], ItemFlags.Summary, element);
        return document with { Items = OutputList.Of([item, .. document.Items]) };
    }

    /// <summary>Checks that a path is not that of an NSF file, which CoexTools does not change.</summary>
    /// <exception cref="CoexException">The file starts like an NSF file.</exception>
    public static void RefuseNsf(string path)
    {
        if (IsNsf(path))
            throw CoexException.NsfReadOnly(path);
    }

    // Returns whether a file exists and starts like an NSF file.
    private static bool IsNsf(string path)
    {
        try
        {
            FilePlace.RefuseDevice(path);
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return FileHead.Read(file).IsNsf;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            return false; // The reader reports the error.
        }
    }

    // Servers and groups are read on demand. A damaged one must not pass from one file to another without an error.
    private static void ReadAll(DirectoryContent content)
    {
        _ = content.ServersOnDemand.Value;
        _ = content.GroupsOnDemand.Value;
    }

    private static DirectoryContent WithServersAndGroups(DirectoryContent content, CancellationToken cancel)
    {
        List<DominoDocument> documents = [];
        NsfDirectoryReader.ReadServersAndGroups(content.Path!, content.HighestKey + 1, documents.Add, cancel);
        return content with
        {
            ServerAndGroupDocuments = documents,
            HighestKey = content.HighestKey + documents.Count,
        };
    }
}
