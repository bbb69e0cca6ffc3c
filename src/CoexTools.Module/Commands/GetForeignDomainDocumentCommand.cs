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
    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are returned.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Specifies a server. Only the documents that it may read are returned (AC5).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string? VisibleTo { get; set; }

    /// <summary>Specifies the time that determines the order of priority.</summary>
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
