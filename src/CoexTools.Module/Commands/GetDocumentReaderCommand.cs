using CoexTools.Access;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Commands;

/// <summary>Shows for each server whether it may read a Foreign Domain document, and why (AC1 to AC6, AC8).</summary>
[Cmdlet(VerbsCommon.Get, "DocumentReader", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DocumentReader))]
public sealed class GetDocumentReaderCommand : SourceCommand
{
    /// <summary>The servers to ask about, or persons, groups and other names. Without it, every server that the directory knows.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Server { get; set; }

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        var access = new AccessEvaluator(directory);
        IReadOnlyList<NotesName> servers = directory.Servers;
        if (Server is not null)
        {
            var named = new List<NotesName>();
            foreach (string name in Server)
                Attempt(() => named.Add(ServerNames.ResolveReader(directory, name, WarnOnce)));
            servers = [.. named.Distinct()];
        }
        foreach (ForeignDomainDocument document in DirectorySnapshot.InOrder(documents, OrderBy.Modified))
        {
            foreach (NotesName server in servers)
                WriteObject(new DocumentReader(document, server, access.Decide(server, document, access.KindOf(server))));
        }
    }
}
