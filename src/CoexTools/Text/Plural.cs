using System.Globalization;

namespace CoexTools.Text;

/// <summary>Counts things in messages: <c>1 document</c>, <c>2 documents</c>.</summary>
internal static class Plural
{
    /// <summary>Returns a number with its noun in the singular or the plural.</summary>
    public static string Of(int count, string noun, string? plural = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>Returns a number of seconds with its unit: <c>1 second</c>, <c>1.5 seconds</c>.</summary>
    public static string OfSeconds(double seconds)
    {
        string number = seconds.ToString("0.###", CultureInfo.InvariantCulture);
        return number == "1" ? "1 second" : number + " seconds";
    }
}
