using System.Collections;
using CoexTools.Access;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>Gets the Foreign Domain documents of a directory, by domain and then in order of priority (OR1).</summary>
[Cmdlet(VerbsCommon.Get, "ForeignDomainDocument", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ForeignDomainDocument))]
// It is not a SourceCommand, which also takes the documents that this command returns.
public sealed class GetForeignDomainDocumentCommand : FileCommand
{
    private DirectoryReader _reader = null!;

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

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are returned.</summary>
    [Parameter(Position = 1), ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>
    /// Specifies a server. Only the documents that it may read are returned (AC5). With wildcards, the documents that
    /// at least one of the servers may read are returned.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string? VisibleTo { get; set; }

    /// <summary>Specifies the time that determines the order of priority.</summary>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = new DirectoryReader(this, FieldMap, Strict);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != DirectorySet)
            ForEachFile(file => Write(new DirectorySnapshot(_reader.Read(file))));
        foreach (DominoDirectory directory in Directory)
            Attempt(() => Write(_reader.WithFieldMap(directory.State)));
    }

    private void Write(DirectorySnapshot directory)
    {
        IEnumerable<ForeignDomainDocument> documents = directory.InOrder(OrderBy);
        if (Domain is not null)
            documents = DomainSelection.Of([.. documents], Domain, directory.DisplayName, WriteError);
        if (VisibleTo is not null)
        {
            var names = new ServerNames(this, directory);
            IReadOnlyList<NotesName> servers = names.All(VisibleTo);
            names.Check();
            var access = AccessEvaluator.Of(directory);
            documents = documents.Where(document => servers.Any(server => access.CanRead(server, document)));
        }
        foreach (ForeignDomainDocument document in documents)
            WriteObject(document);
    }
}
