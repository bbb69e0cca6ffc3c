using CoexTools.Audit;
using CoexTools.Completion;
using CoexTools.Input;

namespace CoexTools.Commands;

/// <summary>Gets the rules of the audits, with the basis of each.</summary>
[Cmdlet(VerbsCommon.Get, "CoexistenceRule")]
[OutputType(typeof(CoexistenceRule))]
public sealed class GetCoexistenceRuleCommand : CoexCommand
{
    /// <summary>Specifies the rules to list, by id or name; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0), ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(RuleSelection.OfAll(Rule, WriteError), enumerateCollection: true);
}
