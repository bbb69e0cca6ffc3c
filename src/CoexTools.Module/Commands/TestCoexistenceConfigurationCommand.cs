using CoexTools.Audit;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Finds problems in a coexistence configuration, and says why they matter and how to repair them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceConfiguration", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CoexistenceFinding), typeof(bool))]
public sealed class TestCoexistenceConfigurationCommand : SourceCommand
{
    private IReadOnlyList<CoexistenceRule> _rules = [];
    private NotesIniFiles _notesIni = NotesIniFiles.None;
    private bool _isGood = true;

    /// <summary>The rules to run, by id or name; wildcards are allowed. Without it, all.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>The rules to leave out, by id or name; wildcards are allowed.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>
    /// The notes.ini of a coexistence server, or a table of such files by server. They are checked against the documents, and those of a table
    /// with each other.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NotesIniCompleter))]
    public object? NotesIni { get; set; }

    /// <summary>The hubs: servers that replicate the directory to others. Without it, servers whose names say that they are hubs.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? HubServer { get; set; }

    /// <summary>Includes the rules that are met and those that do not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Returns one Boolean: whether there is no finding above the severity Information.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _rules = RuleSelection.Of(Rule, ExcludeRule, WriteError);
        _notesIni = NotesIniFiles.Read(this, NotesIni, WriteError);
    }

    private protected override void Finish()
    {
        if (Quiet)
            WriteObject(_isGood && !HasFailed);
    }

    private protected override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        var audit = new ConfigurationAudit(this, directory, documents.Select(document => document.Document.Key), new AuditInput
        {
            NotesIni = _notesIni.For(directory, WarnOnce),
            Hubs = HubServer is null ? null : [.. HubServer.Select(name => ServerNames.Resolve(directory, name, WarnOnce))],
        });
        List<CoexistenceFinding> findings = [.. audit.Run(_rules).Where(finding => IncludePassed || finding.Outcome == FindingOutcome.Fail)];
        _isGood &= !findings.Any(finding => finding.IsProblem);
        if (!Quiet)
            WriteObject(audit.Decide(findings), enumerateCollection: true);
    }
}
