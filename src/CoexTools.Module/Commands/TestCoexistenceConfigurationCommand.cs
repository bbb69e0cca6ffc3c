using CoexTools.Audit;
using CoexTools.Commands.Completion;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Commands;

/// <summary>Finds what is wrong with a coexistence configuration, says why it matters, and how to mend it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceConfiguration", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CoexistenceFinding), typeof(bool))]
public sealed class TestCoexistenceConfigurationCommand : DocumentSourceCommand
{
    private IReadOnlyList<CoexistenceRule> _rules = [];
    private NotesIni? _notesIni;
    private bool _isGood = true;

    /// <summary>The rules to run, by id or name; wildcards are allowed. Without it, all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>The rules to leave out, by id or name; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>The notes.ini of a coexistence server, whose BTEXCHANGEDOMAIN and BTALTEXCHANGEDOMAINS are checked against the documents.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotesIni { get; set; }

    /// <summary>The hubs: servers that hand the directory on to others. Without it, those that are called so.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? HubServer { get; set; }

    /// <summary>Gives what passed and what did not apply, too.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Gives one Boolean: whether nothing was found that is more than an information.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _rules = RuleSelection.Of(Rule, ExcludeRule, WriteError);
        if (NotesIni is null)
            return;
        foreach (string file in FilePaths.Resolve(this, NotesIni, isLiteral: true, WriteError))
            Attempt(() => _notesIni = Audit.NotesIni.Read(file));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Quiet)
            WriteObject(_isGood && !HasFailed);
    }

    /// <inheritdoc/>
    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        HashSet<int> wanted = [.. Select(documents, Domain, NameOf(directory)).Select(document => document.Document.Key)];
        var audit = new DirectoryAudit(directory, _notesIni, HubServer is null ? null : [.. HubServer.Select(Server)]);
        foreach (CoexistenceFinding finding in audit.Run(_rules, document => wanted.Contains(document.Document.Key), CancelToken))
        {
            _isGood &= !finding.IsProblem;
            if (!Quiet && (IncludePassed || finding.Outcome == FindingOutcome.Fail))
                WriteObject(finding);
        }

        NotesName Server(string name) => ServerNames.Resolve(directory, name, WarnOnce);
    }
}
