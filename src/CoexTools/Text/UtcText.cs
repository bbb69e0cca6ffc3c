using System.Globalization;

namespace CoexTools.Text;

/// <summary>Writes times in UTC.</summary>
internal static class UtcText
{
    /// <summary>Returns a time to the second: <c>2025-03-10 09:30:15 UTC</c>.</summary>
    public static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Returns a time in the resolution of DXL: <c>2025-03-10 09:30:15.02Z</c>.</summary>
    public static string Hundredths(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ff'Z'", CultureInfo.InvariantCulture);
}
