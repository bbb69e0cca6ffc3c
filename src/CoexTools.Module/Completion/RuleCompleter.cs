using CoexTools.Audit;
using CoexTools.Audit.Exchange;
using CoexTools.Audit.Rules;
using CoexTools.Input;

namespace CoexTools.Completion;

/// <summary>Completes the ids and names of rules: those that the command applies.</summary>
public sealed class RuleCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        string begin = word.Text.Trim('\'', '"');
        IEnumerable<CoexistenceRule> rules = word.Command switch
        {
            "Test-CoexistenceConfiguration" => DirectoryRules.All,
            "Test-CoexistenceExchange" => ExchangeRules.All.Select(rule => rule.Rule),
            _ => RuleSelection.All,
        };
        foreach (CoexistenceRule rule in rules)
        {
            string? text = rule.Id.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? rule.Id
                : rule.Name.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? rule.Name : null;
            if (text is not null)
                yield return new CompletionResult(
                    text, $"{rule.Id} {rule.Name}", CompletionResultType.ParameterValue, rule.Description);
        }
    }
}
