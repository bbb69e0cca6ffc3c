using System.Globalization;
using System.Text;

namespace CoexTools.Text;

/// <summary>
/// Makes texts of a directory safe to display: anybody who can write to the directory chooses them. Characters that a
/// reader cannot see, or that change the order of others, appear as their number: <c>[U+202E]</c>.
/// </summary>
internal static class VisibleText
{
    /// <summary>
    /// Returns a text without control characters, format characters such as those for the direction of text, and
    /// invalid ones.
    /// </summary>
    public static string Of(string text)
    {
        StringBuilder? visible = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~') // Almost all characters.
            {
                visible?.Append(text[i]);
                continue;
            }
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (IsVisible(text, i))
            {
                visible?.Append(text, i, length);
            }
            else
            {
                visible ??= new StringBuilder(text, 0, i, text.Length + 16);
                int code = length == 2 ? char.ConvertToUtf32(text, i) : text[i];
                visible.Append("[U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append(']');
            }
            i += length - 1;
        }
        return visible?.ToString() ?? text;
    }

    private static bool IsVisible(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
