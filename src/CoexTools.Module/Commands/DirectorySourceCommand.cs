using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>The base class of commands that read files.</summary>
public abstract class FilePathCommand : CoexCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Specifies the paths of DXL files of a Domino Directory. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies the exact paths of DXL files of a Domino Directory.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Processes each specified file. After an error, it continues with the next file.</summary>
    private protected void ForEachFile(Action<string> work)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            foreach (string file in FilePaths.Resolve(this, path, isLiteral, WriteError))
                Attempt(() => work(file));
        }
    }
}

/// <summary>The base class of commands that read DXL files.</summary>
public abstract class DxlPathCommand : FilePathCommand
{
    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of the files as XML, so that every syntax error is found. This is slower.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Strict { get; set; }

    /// <summary>Reads the files.</summary>
    private protected DirectoryReader Reader { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Reader = CreateReader(FieldMap, Strict);

    /// <summary>Reads the specified files and passes on each directory as soon as it is read.</summary>
    private protected void ReadFiles(Action<DirectoryContent> take) => ForEachFile(file => take(Reader.Read(file)));
}

/// <summary>The base class of commands that read a directory from DXL files or from memory.</summary>
public abstract class DirectorySourceCommand : DxlPathCommand
{
    private protected const string DirectorySet = "Directory";

    /// <summary>Specifies in-memory directories.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    [Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>Passes on the state of each specified directory.</summary>
    private protected void ReadDirectories(Action<DirectorySnapshot> take)
    {
        if (ParameterSetName == DirectorySet)
        {
            foreach (DominoDirectory directory in Directory)
                Attempt(() => take(directory.State));
        }
        else
        {
            ReadFiles(content => take(new DirectorySnapshot(content)));
        }
    }

    /// <summary>Returns the documents of the specified domains, or all documents if no domain is specified.</summary>
    private protected IReadOnlyList<ForeignDomainDocument> Select(
        IReadOnlyList<ForeignDomainDocument> documents, string[]? domains, string directory) =>
        domains is null ? documents : DomainSelection.Of(documents, domains, directory, WriteError);

    /// <summary>Returns the name of a directory for messages.</summary>
    private protected static string NameOf(DirectorySnapshot directory) => DirectoryScenario.NameOf(directory);
}

/// <summary>The base class of commands that also take documents from the pipeline.</summary>
public abstract class DocumentSourceCommand : DirectorySourceCommand
{
    private protected const string DocumentSet = "InputObject";

    private readonly List<ForeignDomainDocument> _documents = [];

    /// <summary>Specifies Foreign Domain documents. Each document contains the state of its directory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet)]
    [ValidateNotNull]
    [Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are used.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DocumentSet)
            _documents.AddRange(InputObject);
        else
            ReadDirectories(directory => Process(directory, directory.Unordered));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<DirectorySnapshot, ForeignDomainDocument> directory in _documents.GroupBy(document => document.Directory))
            Attempt(() => Process(directory.Key, [.. directory.GroupBy(document => document.Document.Key).Select(same => same.First())]));
    }

    /// <summary>Processes documents of one directory: all of them, or those from the pipeline.</summary>
    private protected abstract void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents);
}
