using System.Globalization;
using System.Text;

namespace CoexTools.Json;

/// <summary>Writes JSON values as text without white space.</summary>
internal static class JsonWriter
{
    /// <summary>Writes a value.</summary>
    public static string Write(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonValue value)
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
                text.Append('[');
                for (int i = 0; i < value.Items.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, value.Items[i]);
                }
                text.Append(']');
                break;
            case JsonKind.Object:
                text.Append('{');
                for (int i = 0; i < value.Members.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    WriteString(text, value.Members[i].Key);
                    text.Append(':');
                    Write(text, value.Members[i].Value);
                }
                text.Append('}');
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    // What a reader of the text does not see, or what changes the order of other characters.
    private static bool IsEscaped(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;

    /// <summary>Writes a string with its quotation marks.</summary>
    public static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (IsEscaped(c))
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        text.Append('"');
    }
}
