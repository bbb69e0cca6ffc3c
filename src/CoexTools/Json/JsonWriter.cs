using System.Globalization;
using System.Text;

namespace CoexTools.Json;

/// <summary>Writes JSON values as text.</summary>
internal static class JsonWriter
{
    /// <summary>Writes a value without white space.</summary>
    public static string Write(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, newLine: null);
        return text.ToString();
    }

    /// <summary>
    /// Writes a value for people: each member on a line of its own, indented by two blanks, with a line feed at the
    /// end.
    /// </summary>
    public static string WriteIndented(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, "\n");
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonValue value, string? newLine)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                text.Append("null");
                break;
            case JsonKind.String:
                WriteString(text, value.Text!);
                break;
            case JsonKind.Array:
                WriteAll(text, value.Items, '[', ']', newLine, (item, inner) => Write(text, item, inner));
                break;
            case JsonKind.Object:
                WriteAll(text, value.Members, '{', '}', newLine, (member, inner) =>
                {
                    WriteString(text, member.Key);
                    text.Append(inner is null ? ":" : ": ");
                    Write(text, member.Value, inner);
                });
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void WriteAll<T>(
        StringBuilder text, IReadOnlyList<T> values, char open, char close, string? newLine, Action<T, string?> write)
    {
        text.Append(open);
        string? inner = newLine is null ? null : newLine + "  ";
        for (int i = 0; i < values.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(inner);
            write(values[i], inner);
        }
        text.Append(values.Count == 0 ? "" : newLine).Append(close);
    }

    // Returns whether a character is invisible, or changes the order of other characters.
    private static bool IsEscaped(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        int start = 0; // The characters from here are written as they are.
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '"' or '\\')
            {
                text.Append(value, start, i - start).Append('\\').Append(c);
                start = i + 1;
            }
            else if (c is not (>= ' ' and <= '~') && IsEscaped(c))
            {
                text.Append(value, start, i - start)
                    .Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                start = i + 1;
            }
        }
        text.Append(value, start, value.Length - start).Append('"');
    }
}
