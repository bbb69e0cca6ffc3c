using System.Globalization;
using CoexTools.Json;

namespace CoexTools.Scheduling;

/// <summary>The number of findings by severity, as a log contains them.</summary>
/// <param name="Error">The number of errors; null if it is not known.</param>
/// <param name="Warning">The number of warnings; null if it is not known.</param>
/// <param name="Information">The number of informational findings; null if it is not known.</param>
internal readonly record struct RunCounts(int? Error, int? Warning, int? Information)
{
    /// <summary>Reads the numbers of a record.</summary>
    public static RunCounts Of(JsonValue? record) => new(
        Number(record?["error"]), Number(record?["warning"]), Number(record?["information"]));

    /// <summary>Returns a whole number that is not negative; null for any other value.</summary>
    public static int? Number(JsonValue? value) =>
        value is { Kind: JsonKind.Number, Text: { } text }
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
