using CoexTools.Access;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Shows for each server whether it may read a Foreign Domain document, and why (AC1 to AC6, AC8).</summary>
[Cmdlet(VerbsCommon.Get, "DocumentReader", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DocumentReader))]
public sealed class GetDocumentReaderCommand : SourceCommand
{
    /// <summary>
    /// Specifies the servers to ask about, or persons, groups and other names. Wildcards are allowed for servers.
    /// Without it, every server that the directory knows.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Server { get; set; }

    // As in other Get commands, a pattern that matches nothing has no output.
    private protected override void OnNothing(bool isPattern, string text)
    {
        if (!isPattern)
            base.OnNothing(isPattern, text);
    }

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        var access = AccessEvaluator.Of(directory);
        IReadOnlyList<NotesName> servers = directory.Servers;
        if (Server is not null)
        {
            var names = new ServerNames(this, directory);
            var named = new List<NotesName>();
            foreach (string name in Server)
                Attempt(() => named.AddRange(names.Readers(name)));
            names.Check();
            servers = [.. named.Distinct()];
        }
        foreach (ForeignDomainDocument document in DirectorySnapshot.InOrder(documents, OrderBy.Modified))
        {
            foreach (NotesName server in servers)
            {
                AccessDecision decision = access.Decide(server, document, access.KindOf(server));
                if (!directory.Mentions(server) && directory.ExistenceOf(server) == ServerExistence.Unchecked) // VD2
                {
                    string assumption = $"{DomainVisibility.UnknownServer}: {server}";
                    decision = decision with { Assumptions = [.. decision.Assumptions, assumption] };
                }
                WriteObject(new DocumentReader(document, server, decision));
            }
        }
    }
}
