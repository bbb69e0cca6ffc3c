using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using CoexTools.Scheduling;

namespace CoexTools.Commands.Completion;

/// <summary>Completes the names of the schedules that were set up on this machine. Never throws.</summary>
public sealed class ScheduleNameCompleter : IArgumentCompleter
{
    private static readonly bool[] Scopes = [false, true];

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Completion never throws.")]
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string word = (wordToComplete ?? "").Trim('\'', '"');
            return
            [
                .. Scopes.SelectMany(isUser => new ScheduleStore(ScheduleStore.Native, isUser).List())
                    .Where(schedule => schedule.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    .Select(schedule => new CompletionResult(schedule.Name, schedule.Name, CompletionResultType.ParameterValue, $"{schedule.Scheduler} schedule{(schedule.User ? " of yours" : "")}")),
            ];
        }
        catch (Exception)
        {
            return [];
        }
    }
}
