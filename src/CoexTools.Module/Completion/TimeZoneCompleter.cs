namespace CoexTools.Completion;

/// <summary>Completes the ids of the time zones of this computer.</summary>
public sealed class TimeZoneCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) => Fitting(
        word, TimeZoneInfo.GetSystemTimeZones().Select(zone => new NameChoice(zone.Id, zone.DisplayName)));
}
