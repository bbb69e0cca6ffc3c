using System.Globalization;

namespace CoexTools.Text;

/// <summary>Counts things in messages: <c>1 document</c>, <c>2 documents</c>.</summary>
internal static class Plural
{
    /// <summary>Returns a number with its noun in the singular or the plural.</summary>
    public static string Of(int count, string noun, string? plural = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? noun + "s")}";
}
