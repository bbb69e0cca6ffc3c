namespace CoexTools.Completion;

/// <summary>Completes the scope of a directory. Only the server knows all scopes.</summary>
public sealed class DataSourceCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        Fitting(word, [new NameChoice("names", "The usual scope")]);
}
