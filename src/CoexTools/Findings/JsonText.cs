using System.Collections;
using System.Globalization;
using System.Text;
using CoexTools.Json;

namespace CoexTools.Findings;

/// <summary>An object of JSON with its members in order. A member that is null is left out.</summary>
internal sealed class JsonObject : IEnumerable
{
    private readonly List<KeyValuePair<string, object>> _members = [];

    /// <summary>The members.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Members => _members;

    /// <summary>Adds a member, unless its value is null.</summary>
    public void Add(string name, object? value)
    {
        if (value is not null)
            _members.Add(new KeyValuePair<string, object>(name, value));
    }

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();
}

/// <summary>Writes JSON for people: indented, with each member in its own line.</summary>
internal static class JsonText
{
    /// <summary>Writes a value, indented by two blanks, with a line feed at the end.</summary>
    public static string Write(object value)
    {
        var text = new StringBuilder();
        Append(text, value, "\n");
        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, object value, string newLine)
    {
        switch (value)
        {
            case string characters:
                JsonWriter.WriteString(text, characters);
                break;
            case bool isTrue:
                text.Append(isTrue ? "true" : "false");
                break;
            case JsonObject { Members: var members }:
                AppendAll(text, members, '{', '}', newLine, (member, inner) =>
                {
                    JsonWriter.WriteString(text, member.Key);
                    text.Append(": ");
                    Append(text, member.Value, inner);
                });
                break;
            case IEnumerable values:
                AppendAll(text, [.. values.Cast<object>()], '[', ']', newLine, (one, inner) => Append(text, one, inner));
                break;
            default:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IReadOnlyList<T> values, char open, char close, string newLine, Action<T, string> append)
    {
        text.Append(open);
        string inner = newLine + "  ";
        for (int i = 0; i < values.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(inner);
            append(values[i], inner);
        }
        text.Append(values.Count == 0 ? "" : newLine).Append(close);
    }
}
