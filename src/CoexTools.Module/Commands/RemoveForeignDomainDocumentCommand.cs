using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Takes Foreign Domain documents out of a directory in memory.</summary>
[Cmdlet(
    VerbsCommon.Remove, "ForeignDomainDocument", DefaultParameterSetName = DirectoryFirstSet,
    SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveForeignDomainDocumentCommand : CoexCommand
{
    private readonly List<ForeignDomainDocument> _documents = [];

    /// <summary>Specifies the documents, of directories in memory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DocumentSet),
        ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] InputObject { get; set; } = [];

    /// <summary>Specifies the directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies the domain whose documents to take; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set => field = Once(value); } = [];

    /// <summary>Only the documents that name this server.</summary>
    [Parameter(Position = 1, ParameterSetName = DirectorySet),
        Parameter(Position = 2, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string? Server { get; set => field = Once(value); }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DocumentSet)
        {
            _documents.AddRange(InputObject);
            return;
        }
        Attempt(() =>
        {
            DirectorySnapshot state = Directory.State;
            IEnumerable<ForeignDomainDocument> found = DomainSelection.Of(
                state.Unordered, Domain, $"the directory '{Directory.Name}'", WriteError);
            if (Server is not null)
            {
                var names = new ServerNames(this, state);
                Names.NotesName server = names.One(Server);
                names.Check();
                found = found.Where(document => document.NamedServers.Contains(server));
            }
            _documents.AddRange(found);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<DominoDirectory?, ForeignDomainDocument> directory in _documents.GroupBy(
            document => document.Directory.Content.Owner))
        {
            if (directory.Key is not { } owner)
            {
                foreach (ForeignDomainDocument document in directory)
                    WriteError(CoexException.NotInMemory(document.UniversalId));
                continue;
            }
            Attempt(() => Remove(owner, [.. directory]));
        }
    }

    private void Remove(DominoDirectory owner, IReadOnlyList<ForeignDomainDocument> documents)
    {
        InMemoryChange.RequireMemory(owner);
        var access = AccessEvaluator.Of(owner.State);
        var change = new InMemoryChange(this, owner);
        ILookup<Consent, ForeignDomainDocument> answers = documents.ToLookup(document =>
            Ask(
                document.ToString(), "Remove the document from "
                    + $"'{owner.Name}': {new AccessChange([.. access.ReadersOf(document)], [])}"));
        // One change, whatever the number of documents.
        foreach (IGrouping<Consent, ForeignDomainDocument> answer in answers)
            change.Make(answer.Key, content => DirectoryEdits.RemoveDocuments(content, [.. answer]));
        change.WarnOfLostRequests();
    }
}
