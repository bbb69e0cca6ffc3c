namespace CoexTools.Completion;

/// <summary>Completes the names of items of the Domino Directory that contain readers or authors.</summary>
public sealed class AccessItemCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) => Fitting(
        word,
        [
            new NameChoice("$Readers", "Readers"), new NameChoice("DocumentAccess", "Authors"), new NameChoice(
                "LocalAdmin", "Authors"),
            new NameChoice("Owner", "Authors"),
        ]);
}
