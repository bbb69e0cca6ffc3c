using CoexTools.Audit;

namespace CoexTools.Completion;

/// <summary>Completes the ids and names of rules.</summary>
public sealed class RuleCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        string begin = word.Text.Trim('\'', '"');
        foreach (CoexistenceRule rule in CoexistenceRule.All)
        {
            string? text = rule.Id.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? rule.Id
                : rule.Name.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? rule.Name : null;
            if (text is not null)
                yield return new CompletionResult(text, $"{rule.Id} {rule.Name}", CompletionResultType.ParameterValue, rule.Description);
        }
    }
}
