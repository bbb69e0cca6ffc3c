using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Writes a directory, or its changed Foreign Domain documents, as DXL that Domino imports: documents of a domain
/// oldest first, which keeps their priority.
/// </summary>
[Cmdlet(VerbsData.Export, "DominoDirectory", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDominoDirectoryCommand : CoexCommand
{
    private const string DirectoryPathSet = "DirectoryPath";
    private const string DocumentPathSet = "DocumentPath";
    private const string DocumentLiteralPathSet = "DocumentLiteralPath";

    private readonly List<ForeignDomainDocument> _documents = [];

    /// <summary>Specifies the in-memory directory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectoryPathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>
    /// Specifies Foreign Domain documents of one directory, as <c>Get-ForeignDomainDocument</c> returns them and the
    /// commands that change them with -PassThru.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentPathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentLiteralPathSet)]
    [ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryPathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DocumentPathSet)]
    [PathText, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string Path { get; set; } = "";

    /// <summary>Specifies the file to write, by its exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet),
        Parameter(Mandatory = true, ParameterSetName = DocumentLiteralPathSet)]
    [Alias("PSPath", "LP"), PathText, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string LiteralPath { get; set; } = "";

    /// <summary>
    /// Writes Foreign Domain documents only: those that have changed since the export from Domino, with those that
    /// precede them in priority; all of them if none has changed.
    /// </summary>
    [Parameter]
    public SwitchParameter ForeignDomainOnly { get; set; }

    /// <summary>
    /// Writes only the Foreign Domain documents that have changed since the export from Domino, with those that precede
    /// them in priority. If none has changed, the command writes nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    /// <summary>Replaces an existing file, a read-only one too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject.Length > 0)
        {
            _documents.AddRange(InputObject);
            return;
        }
        DirectorySnapshot state = Directory.State;
        Attempt(() => Export(state, () => DocumentHistory.ChangedSinceExport(state)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        IReadOnlyList<DirectoryDocuments> given = GivenDocuments.ByState(_documents);
        if (given.Count > 1)
            throw CoexException.DirectoryInvalid(
                _documents[0].UniversalId, "The documents do not belong to one state of one directory.");
        if (given.Count == 1)
            Export(given[0].Directory, () => ChosenOf(given[0].Directory));
        else if (ChangedOnly && !MyInvocation.BoundParameters.ContainsKey(nameof(Directory)))
            WriteUnwritten("No documents were piped to the command.");
    });

    private string NewPath => LiteralPath.Length > 0 ? LiteralPath : Path;

    // Somebody could import the file of an earlier run again, and undo edits that were made in Domino since.
    private void WriteUnwritten(string reason)
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(NewPath);
        if (File.Exists(path))
            WriteWarning($"{reason} No file was written. '{path}' remains from an earlier export. Do not import it.");
        else
            WriteTotals($"{reason} No file was written.");
    }

    /// <exception cref="CoexException">It is not known which documents have changed.</exception>
    private HashSet<int> ChangedOf(DirectorySnapshot directory)
    {
        if (!DocumentHistory.IsKnown(directory))
        {
            throw CoexException.DirectoryInvalid(
                directory.Content.Name,
                $"CoexTools cannot determine which documents of '{directory.Content.Name}' have changed since the "
                + "export from Domino: the directory was read from a server or an NSF file. Use -ForeignDomainOnly.");
        }
        HashSet<int> documents = [.. (_documents.Count > 0 ? _documents : directory.Unordered)
            .Select(document => document.Key)];
        HashSet<int> changed = [.. DocumentHistory.ChangedSinceExport(directory, ignoresUnreadable: false)];
        if (!documents.IsSubsetOf(changed) && directory.Content.Kind == DirectoryKind.DxlFile
            && File.Exists(directory.Path))
        {
            // The result of -WhatIf is not in the file.
            DirectoryContent stored = new DirectoryReader(this, null, isStrict: false).Read(directory.Path!);
            Dictionary<int, string> texts = stored.Documents.ToDictionary(
                document => document.Key, document => document.Text);
            changed.UnionWith(directory.Content.Documents
                .Where(document => !texts.TryGetValue(document.Key, out string? text) || text != document.Text)
                .Select(document => document.Key));
        }
        documents.IntersectWith(changed);
        return documents;
    }

    // Of the documents from the pipeline, those that have changed; if none is known to have, all of them.
    private IReadOnlyCollection<int> ChosenOf(DirectorySnapshot directory)
    {
        HashSet<int> piped = [.. _documents.Select(document => document.Key)];
        List<int> changed = [.. DocumentHistory.ChangedSinceExport(directory).Where(piped.Contains)];
        return changed.Count > 0 ? changed : piped;
    }

    private void Export(DirectorySnapshot directory, Func<IReadOnlyCollection<int>> chosen)
    {
        HashSet<int> changed = ChangedOnly ? ChangedOf(directory) : [];
        if (ChangedOnly && changed.Count == 0)
        {
            WriteUnwritten(
                $"No changes to Foreign Domain documents of '{directory.Content.Name}' are recorded since the export "
                + "from Domino or the import into memory.");
            return;
        }
        string documents = ChangedOnly ? Plural.Of(changed.Count, "changed Foreign Domain document")
            : ForeignDomainOnly ? "the Foreign Domain documents" : "all";
        string action = $"Write {documents} of "
            + $"'{directory.Content.Name}'";
        var target = new NewFile(this, NewPath, Force) { IsDxl = true };
        if (target.Write(action, Prepare) is { } file && PassThru)
            WriteObject(file);

        Action<Stream> Prepare(string path)
        {
            DirectoryFile.RefuseNsf(path);
            if (directory.Content.Kind == DirectoryKind.Server)
            {
                WriteWarning(
                    "A directory that was read from a server does not contain the types and flags of all items. "
                    + "CoexTools can read the file. Do not import it into Domino.");
            }
            DirectorySnapshot complete = DirectoryFile.Complete(directory, CancelToken);
            return stream =>
            {
                if (ForeignDomainOnly || ChangedOnly)
                {
                    int count = DirectoryExport.WriteForeignDomains(
                        directory, ChangedOnly ? changed : chosen(), DocumentHistory.VersionsAsExported(directory),
                        stream, CancelToken);
                    WriteVerbose($"Wrote {Plural.Of(count, "document")}.");
                }
                else
                {
                    DirectoryExport.Write(complete, stream, CancelToken);
                }
            };
        }
    }
}
