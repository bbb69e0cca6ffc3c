using System.Globalization;
using CoexTools.Changes;
using CoexTools.Dxl.Storage;

namespace CoexTools.Completion;

/// <summary>Completes the numbers of the changes in a file's journal, the last one first.</summary>
public sealed class ChangeIdCompleter : LineCompleter
{
    private static readonly FileCache<IReadOnlyList<NameChoice>> Journals = new();

    /// <inheritdoc/>
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from file in word.Directory?.Files ?? []
        let target = FilePlace.FinalTarget(file)
        from change in Journals.Read(ChangeJournal.PathOf(target), "", () => Read(target)) ?? []
        where change.Name.StartsWith(word.Text, StringComparison.Ordinal)
        select new CompletionResult(change.Name, change.Name, CompletionResultType.ParameterValue, change.About);

    // Only reads: what a command left half done is mended by the next command, not at the prompt.
    private static IReadOnlyList<NameChoice> Read(string target) =>
    [
        .. ChangeJournal.Read(target, out _).OrderByDescending(entry => entry.Id).Select(entry => new NameChoice(
            entry.Id.ToString(CultureInfo.InvariantCulture),
            $"{entry.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {entry.Command}: {string.Join(", ", entry.Documents.Select(document => document.Name).OrderBy(name => name, StringComparer.OrdinalIgnoreCase))}")),
    ];
}
