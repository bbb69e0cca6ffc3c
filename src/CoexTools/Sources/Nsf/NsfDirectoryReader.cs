using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>Reads the directory of an NSF file into the model that a DXL file leads to.</summary>
/// <param name="path">The full path of the file.</param>
internal sealed class NsfDirectoryReader(string path) : IDirectorySource
{
    /// <inheritdoc/>
    public DirectoryContent Read(
        FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
        Action<string, double>? progress = null) => Open(path, file =>
        {
            List<NsfNote> notes = Notes(file, cancel);
            var builder = new DirectoryBuilder(path, fieldMap);
            for (int key = 0; key < notes.Count; key++)
                builder.Add(NsfDxl.Document(notes[key], key));
            NsfAccessControl? list = file.ReadAccessControl(cancel);
            if (list is not null)
                builder.Add(AccessControlListOf(list));
            if (notes.Any(note => !note.IsTextComplete) || list is { IsTextComplete: false })
                builder.Assume(ForeignDomainDocument.UnknownText);
            var root =
                new Dictionary<string, string> { ["title"] = file.Header.Title, ["replicaid"] = file.Header.ReplicaId };
            return builder.Build(root, notes.Count - 1, report) with { IsNsf = true };
        });

    /// <summary>Reads the Server and Group documents of a file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="firstKey">The key of the first document.</param>
    /// <param name="take">Receives each document.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void ReadServersAndGroups(
        string path, int firstKey, Action<DominoDocument> take, CancellationToken cancel) => Open(path, file =>
        {
            foreach (NsfNote note in Notes(file, cancel))
            {
                DominoDocument document = NsfDxl.Document(note, firstKey);
                if (DirectoryForms.KindOf(document) is not (DocumentKind.Server or DocumentKind.Group))
                    continue;
                take(document);
                firstKey++;
            }
            return firstKey;
        });

    /// <summary>Reads notes of a file, one after another in the order of the file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="classes">The classes of the notes.</param>
    /// <param name="isWanted">Selects notes by their form. Other notes are not decoded.</param>
    /// <param name="take">Receives each note.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="CoexException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void ReadNotes(
        string path, IEnumerable<NoteClass> classes, Func<string, bool> isWanted, Action<DominoNote> take,
        CancellationToken cancel) =>
        Open(path, file =>
        {
            NoteClass[] ordered = [.. classes.Distinct().OrderBy(one => one)];
            NsfNoteClasses wanted = ordered.Aggregate(NsfNoteClasses.None, (all, one) => all | ClassOf(one));
            int key = 0;
            foreach (NsfNote note in file.Notes(wanted, (form, _) => isWanted(form), cancel))
            {
                NoteClass noteClass = ordered.First(one => (ClassOf(one) & note.Class) != 0);
                DominoDocument document = NsfDxl.Document(note, key++, hasAllItems: true);
                if (isWanted(document.Form))
                    take(new DominoNote(document, noteClass, path));
            }
            return key;

            static NsfNoteClasses ClassOf(NoteClass one) => (NsfNoteClasses)(1 << (int)one);
        });

    /// <summary>Returns the list in the model.</summary>
    internal static AccessControlList AccessControlListOf(NsfAccessControl list) =>
        new([.. list.Entries.Select(entry => new AccessControlEntry(
            entry.Name, entry.Level, [.. entry.Roles.Select(Role)],
            isDefault: entry.Name == AccessControlEntry.DefaultName, entry.Type))]);

    private static string Role(string name) =>
        name.StartsWith("[", StringComparison.Ordinal) || name.StartsWith("(", StringComparison.Ordinal)
            ? name : $"[{name}]";

    private static bool IsWanted(string form, string type) =>
        DocumentFilter.Directory.Takes(form)
            ?? type.Equals(DirectoryForms.DomainType, StringComparison.OrdinalIgnoreCase);

    // By note id, as the DXL exporter writes them.
    private static List<NsfNote> Notes(NsfFile file, CancellationToken cancel) =>
        [.. file.Notes(NsfNoteClasses.Document, IsWanted, cancel).OrderBy(note => note.NoteId)];

    private static T Open<T>(string path, Func<NsfFile, T> read)
    {
        try
        {
            using NsfFile file = NsfFile.Open(path);
            return read(file);
        }
        catch (NsfException e)
        {
            throw e.Kind switch
            {
                NsfErrorKind.Encrypted => CoexException.NsfEncrypted(path, e),
                NsfErrorKind.Version => CoexException.NsfVersion(path, e.Message, e),
                _ => CoexException.NsfDamaged(path, e.Message, e),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }
}
