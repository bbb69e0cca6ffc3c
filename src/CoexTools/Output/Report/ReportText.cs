using System.Globalization;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>Writes values of a report.</summary>
internal static class ReportText
{
    /// <summary>A time, as a person reads it.</summary>
    public static string Time(DateTimeOffset? time) => time is { } known ? UtcText.Seconds(known) : "unknown";

    /// <summary>An outcome: <c>Answered at DominoA/Acme</c>.</summary>
    public static string Of(ReportOutcome outcome) =>
        outcome.Server.Length == 0 ? outcome.Status : $"{outcome.Status} at {outcome.Server}";

    /// <summary>A duration in a year: <c>8 h 45 min</c>, <c>31 s</c>.</summary>
    public static string Hours(double hours)
    {
        double seconds = Math.Round(hours * 3600);
        if (seconds < 60)
            return hours is > 0 and < 0.5 / 3600 ? "less than 1 s" : FormattableString.Invariant($"{seconds} s");
        double minutes = Math.Round(hours * 60);
        return minutes < 60 ? FormattableString.Invariant($"{minutes} min")
            : FormattableString.Invariant($"{Math.Floor(minutes / 60):#,0} h {minutes % 60} min");
    }

    /// <summary>A probability in percent, with as many digits as it takes to tell it from 100.</summary>
    public static string Percent(double probability)
    {
        int digits = probability is <= 0 or >= 1
            ? 0 : Math.Max(1, Math.Min(9, (int)Math.Ceiling(-Math.Log10(1 - probability))));
        return probability.ToString("0." + new string('#', digits) + "%", CultureInfo.InvariantCulture);
    }
}
