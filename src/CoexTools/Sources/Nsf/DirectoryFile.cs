using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// Reads the file of a directory, a DXL file or an NSF file. The first bytes of the file determine its format.
/// </summary>
internal static class DirectoryFile
{
    /// <summary>Reads the Foreign Domain documents, servers, groups, and access control list of a file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="fieldMap">The items that contain the properties of a Foreign Domain document.</param>
    /// <param name="report">Receives errors that affect only one document.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <param name="isStrict">Whether every byte of a DXL file is parsed as XML.</param>
    /// <param name="progress">Called from time to time, on the calling thread, with the completed part of a DXL file,
    /// from 0 to 1.</param>
    /// <exception cref="CoexException">The file cannot be read, or is neither a DXL file nor an NSF file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static DirectoryContent Read(
        string path, FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel, bool isStrict = false,
        Action<double>? progress = null) =>
        IsNsf(path)
            ? NsfDirectoryReader.Read(path, fieldMap, report, cancel)
            : DxlReader.ReadDirectory(path, fieldMap, report, cancel, isStrict, progress);

    /// <summary>Loads everything that an export writes. The result does not require the file.</summary>
    /// <param name="content">A directory that <see cref="Read"/> returned.</param>
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
        return directory.Content is { IsNsf: true, Owner: null } content
            ? new DirectorySnapshot(WithServersAndGroups(content, cancel))
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
            DxlReader.ReadDocuments(path, element =>
            {
                DominoDocument document = DocumentParser.Parse(element);
                if (classes.Contains(NoteClass.Document) && isWanted(document.Form))
                    take(new DominoNote(WithForm(document), NoteClass.Document, path));
            }, cancel);
        }
    }

    /// <summary>Determines whether a file exists and starts like a file that <see cref="Read"/> reads.</summary>
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

    /// <summary>Determines whether a file exists and starts like an NSF file.</summary>
    /// <param name="path">The full path of the file.</param>
    public static bool IsNsf(string path)
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
        _ = content.LaterServers.Value;
        _ = content.LaterGroups.Value;
    }

    private static DirectoryContent WithServersAndGroups(DirectoryContent content, CancellationToken cancel)
    {
        List<DominoDocument> added = [];
        NsfDirectoryReader.ReadServersAndGroups(content.Path!, content.HighestKey + 1, added.Add, cancel);
        return content with { Added = added, HighestKey = content.HighestKey + added.Count };
    }
}
