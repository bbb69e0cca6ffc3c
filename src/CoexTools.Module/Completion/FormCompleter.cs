using CoexTools.Model;

namespace CoexTools.Completion;

/// <summary>Completes the forms of the Domino Directory.</summary>
public sealed class FormCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from form in DirectoryForms.All
        where form.StartsWith(word.Text.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        orderby form
        select new CompletionResult(
            form.IndexOf(' ') < 0 ? form : $"'{form}'", form, CompletionResultType.ParameterValue, $"Form {form}");
}
