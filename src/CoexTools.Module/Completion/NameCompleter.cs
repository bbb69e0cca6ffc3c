namespace CoexTools.Completion;

/// <summary>The base class of the completers for names in the directories that the command line uses.</summary>
public abstract class NameCompleter : LineCompleter
{
    private readonly Func<CompletedNames, IEnumerable<NameChoice>> _choices;

    private protected NameCompleter(Func<CompletedNames, IEnumerable<NameChoice>> choices) => _choices = choices;

    private protected sealed override IEnumerable<CompletionResult> Complete(LineWord word) =>
        Fitting(word, word.Directory?.Names.SelectMany(_choices) ?? []);
}
