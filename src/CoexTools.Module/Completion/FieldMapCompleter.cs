using CoexTools.Model;

namespace CoexTools.Completion;

/// <summary>Completes a field map: a hashtable with one property and its default item.</summary>
public sealed class FieldMapCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from property in FieldMap.PropertyNames
        let text = $"@{{ {property} = '{FieldMap.DefaultOf(property)[0]}' }}"
        where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
        let about = $"Default: {string.Join(", ", FieldMap.DefaultOf(property))}"
        select new CompletionResult(text, property, CompletionResultType.ParameterValue, about);
}
