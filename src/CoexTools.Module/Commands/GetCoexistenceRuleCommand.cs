using CoexTools.Audit;
using CoexTools.Completion;
using CoexTools.Input;

namespace CoexTools.Commands;

/// <summary>Lists the rules of the audit, with the basis of each.</summary>
[Cmdlet(VerbsCommon.Get, "CoexistenceRule")]
[OutputType(typeof(CoexistenceRule))]
public sealed class GetCoexistenceRuleCommand : CoexCommand
{
    /// <summary>The rules to list, by id or name; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0), ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(RuleSelection.Of(Rule, excluded: null, WriteError), enumerateCollection: true);
}
