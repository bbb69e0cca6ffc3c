using CoexTools.Access;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Commands;

/// <summary>Gets the Foreign Domain documents of a directory, by domain and then in order of priority (OR1).</summary>
[Cmdlet(VerbsCommon.Get, "ForeignDomainDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class GetForeignDomainDocumentCommand : DirectorySourceCommand
{
    /// <summary>The domains to take; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Only the documents that this server may read (AC5).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string? VisibleTo { get; set; }

    /// <summary>The time that makes the order of priority.</summary>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ReadDirectories(directory =>
    {
        IEnumerable<ForeignDomainDocument> documents = Select([.. directory.InOrder(OrderBy)], Domain, NameOf(directory));
        if (VisibleTo is not null)
        {
            NotesName server = ServerNames.Resolve(directory, VisibleTo, WarnOnce);
            var access = new AccessEvaluator(directory);
            documents = documents.Where(document => access.CanRead(server, document));
        }
        foreach (ForeignDomainDocument document in documents)
            WriteObject(document);
    });
}
