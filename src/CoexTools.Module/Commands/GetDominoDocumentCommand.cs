using CoexTools.Completion;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.DirectoryFiles;

namespace CoexTools.Commands;

/// <summary>Gets the documents of any form, or other notes, with all their items.</summary>
[Cmdlet(VerbsCommon.Get, "DominoDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DominoNote))]
public sealed class GetDominoDocumentCommand : FileCommand
{
    /// <summary>Specifies the forms of the documents. Wildcards are allowed.</summary>
    [Parameter(Position = 1, ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(FormCompleter))]
    public string[]? Form { get; set; }

    /// <summary>Specifies the universal ids of the notes.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(UniversalIdCompleter))]
    public string[]? UniversalId { get; set; }

    /// <summary>Specifies the classes of the notes.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public NoteClass[] Class { get; set; } = [NoteClass.Document];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        const WildcardOptions IgnoreCase = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        WildcardPattern[]? forms = Form is null
            ? null : [.. Form.Select(form => WildcardPattern.Get(form, IgnoreCase))];
        HashSet<string>? ids = UniversalId is null
            ? null : new(UniversalId.Select(id => id.Trim()), StringComparer.OrdinalIgnoreCase);
        ForEachFile(file =>
        {
            WriteVerbose($"Reading '{file}'.");
            var read = new List<string>();
            DirectoryFile.ReadNotes(
                file, Class, form => forms is null || forms.Any(pattern => pattern.IsMatch(form)),
                note =>
                {
                    if (ids is not null)
                        read.Add(note.UniversalId);
                    if (ids is null || ids.Contains(note.UniversalId))
                        WriteObject(note);
                },
                CancelToken);
            foreach (string id in (ids ?? []).Where(id => !read.Contains(id, StringComparer.OrdinalIgnoreCase))) // VD2
                WriteError(CoexException.DocumentNotFound(id, $"'{file}'", NearestNames.Of(id, read)));
        });
    }
}
