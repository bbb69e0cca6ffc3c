using System.Collections;
using CoexTools.Audit.Rules;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>
/// The base class of commands that use the Foreign Domain documents of files, of in-memory directories, or from the
/// pipeline.
/// </summary>
public abstract class SourceCommand : CoexCommand
{
    private readonly List<ForeignDomainDocument> _piped = [];

    /// <summary>Specifies the paths of DXL or NSF files of a Domino Directory. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies the exact paths of DXL or NSF files of a Domino Directory.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName"), PathText, ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of the files as XML, so that every syntax error is found. This is slower.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Strict { get; set; }

    /// <summary>Specifies in-memory directories.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet),
        ValidateNotNull, Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>Specifies Foreign Domain documents. Each document contains the state of its directory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet),
        ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are used.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Gets the collected documents.</summary>
    private protected GivenDocuments Given { get; } = new();

    /// <summary>Reads the files.</summary>
    private protected DirectoryReader Reader { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Reader = new DirectoryReader(this, FieldMap, Strict);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case DocumentSet:
                _piped.AddRange(InputObject);
                break;
            case DirectorySet:
                foreach (DominoDirectory directory in Directory)
                    Attempt(() => ProcessAll(Reader.WithFieldMap(directory.State)), directory.Path);
                break;
            default:
                bool isLiteral = ParameterSetName == LiteralPathSet;
                FilePaths.ForEach(
                    this, isLiteral ? LiteralPath : Path, isLiteral,
                    file => ProcessAll(new DirectorySnapshot(Reader.Read(file))),
                    pattern => OnNoMatch(
                        pattern, $"The path '{pattern}' matches no file", "Check the path."));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (DirectoryDocuments given in GivenDocuments.ByState(_piped))
            Attempt(() => ProcessDomains(given.Directory, given.Documents), given.Directory.Path);
        Finish();
    }

    /// <summary>
    /// Processes documents of one directory: those of the specified domains, among all documents or those from the
    /// pipeline. By default, they are collected for <see cref="Finish"/>.
    /// </summary>
    private protected virtual void Process(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
            Given.Add(directory, documents);

    /// <summary>Finishes the work, after all documents were processed.</summary>
    private protected virtual void Finish()
    {
    }

    /// <summary>
    /// Processes a pattern for files or domains that matches nothing. This is not an error, but there is no good news
    /// about it (VD1). By default, it is ignored.
    /// </summary>
    /// <param name="path">The file, or the pattern for files; null for a directory in memory.</param>
    /// <param name="reason">Specifies what matches nothing, as a sentence without a period.</param>
    /// <param name="recommendation">Specifies what to do.</param>
    private protected virtual void OnNoMatch(string? path, string reason, string recommendation)
    {
    }

    /// <summary>Gets what a warning says about a part of the input that contains nothing (VD1).</summary>
    private protected virtual string NothingDone => "nothing was processed";

    /// <summary>
    /// Tells the user about a directory without documents, or a pattern for domains that matches nothing (VD1). An
    /// output without errors would look as if there was nothing to report. By default, this is a warning.
    /// </summary>
    /// <param name="isPattern">Specifies whether it is a pattern.</param>
    /// <param name="text">The text of the warning.</param>
    private protected virtual void OnNothing(bool isPattern, string text) => WarnOnce(text);

    private void ProcessAll(DirectorySnapshot directory)
    {
        if (directory.Unordered.Count == 0)
            OnNothing(
                isPattern: false,
                $"{EmptyDirectory.In(directory)}, so {NothingDone}. {SourceChecks.NoAccessHint}");
        ProcessDomains(directory, directory.Unordered);
    }

    private void ProcessDomains(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        string name = directory.DisplayName;
        foreach (string pattern in DomainSelection.PatternsWithoutMatch(documents, Domain ?? []))
        {
            OnNoMatch(
                directory.Path, $"The pattern '{pattern}' matches no domain in {name}",
                "Run Get-ForeignDomainDocument to list the domains.");
            if (documents.Count > 0)
            {
                OnNothing(
                    isPattern: true, $"The pattern '{pattern}' matches no domain in {name}, so {NothingDone} for it.");
            }
        }
        Process(directory, Domain is null ? documents : DomainSelection.Of(
            documents, Domain, name, failure => WriteError(failure, directory.Path)));
    }
}
