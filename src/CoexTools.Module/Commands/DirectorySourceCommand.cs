using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>A command that takes the paths of files.</summary>
public abstract class FilePathCommand : CoexCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>DXL files that hold a Domino Directory; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>DXL files that hold a Domino Directory, by their exact names.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Does something with each file that the parameters name; an error with one does not keep it from the others.</summary>
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

/// <summary>A command that reads DXL files.</summary>
public abstract class DxlPathCommand : FilePathCommand
{
    /// <summary>Item names to take in the place of the default ones: for each property one name, or several in order.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Reads every byte as XML, so that no mistake of syntax goes unseen, also in documents that do not matter here; slower.</summary>
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

/// <summary>A command that reads a directory from DXL files or from memory.</summary>
public abstract class DirectorySourceCommand : DxlPathCommand
{
    private protected const string DirectorySet = "Directory";

    /// <summary>A directory in memory, made by <c>Import-DominoDirectory</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    [Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>Hands on the state of each directory that the parameters name.</summary>
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

    /// <summary>The documents of the domains that a user asked for; all, where none was named.</summary>
    private protected IReadOnlyList<ForeignDomainDocument> Select(IReadOnlyList<ForeignDomainDocument> documents, string[]? domains, string directory) =>
        domains is null ? documents : DomainSelection.Of(documents, domains, directory, WriteError);

    /// <summary>What to call a directory in a message.</summary>
    private protected static string NameOf(DirectorySnapshot directory) => DirectoryScenario.NameOf(directory);
}

/// <summary>A command that takes documents from the pipeline as well.</summary>
public abstract class DocumentSourceCommand : DirectorySourceCommand
{
    private protected const string DocumentSet = "InputObject";

    private readonly List<ForeignDomainDocument> _documents = [];

    /// <summary>Foreign Domain documents, as <c>Get-ForeignDomainDocument</c> gives them. They know their directory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet)]
    [ValidateNotNull]
    [Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>The domains to take; wildcards are allowed. Without it, all.</summary>
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

    /// <summary>Does the command's work on documents of one directory: all of them, or those that the pipeline brought.</summary>
    private protected abstract void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents);
}
