using System.Globalization;
using CoexTools.Changes;
using CoexTools.Files;

namespace CoexTools.Completion;

/// <summary>Completes the ids of the changes in the journal of a file, the latest first.</summary>
public sealed class ChangeIdCompleter : LineCompleter
{
    private static readonly FileCache<IReadOnlyList<NameChoice>> Journals = new();

    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from file in word.Directory?.Files ?? []
        let target = FilePlace.FinalTarget(file)
        from change in Journals.Read(ChangeJournal.PathOf(target), "", () => Read(target)) ?? []
        where change.Name.StartsWith(word.Text, StringComparison.Ordinal)
        select ResultOf(change.Name, change.Name, change.About);

    // Only reads: the next command, not completion, repairs a journal that a command left incomplete.
    private static IReadOnlyList<NameChoice> Read(string target) =>
    [
        .. from entry in ChangeJournal.Read(target, out _)
           where !entry.IsNote
           orderby entry.Id descending
           let time = entry.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
           let names = entry.Documents.Select(document => document.Name)
               .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
           select new NameChoice(
               entry.Id.ToString(CultureInfo.InvariantCulture),
               $"{time} UTC, {entry.Command}: {string.Join(", ", names)}"),
    ];
}
