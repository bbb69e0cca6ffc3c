using System.Collections;
using System.Globalization;

namespace CoexTools.Json;

/// <summary>A JSON value. It is immutable.</summary>
internal sealed class JsonValue
{
    private static readonly IReadOnlyList<JsonValue> NoItems = [];
    private static readonly IReadOnlyList<KeyValuePair<string, JsonValue>> NoMembers = [];

    private JsonValue(
        JsonKind kind, string? text = null, IReadOnlyList<JsonValue>? items = null,
        IReadOnlyList<KeyValuePair<string, JsonValue>>? members = null)
    {
        Kind = kind;
        Text = text;
        Items = items ?? NoItems;
        Members = members ?? NoMembers;
    }

    /// <summary>The value null.</summary>
    public static JsonValue Null { get; } = new(JsonKind.Null);

    /// <summary>The value true.</summary>
    public static JsonValue True { get; } = new(JsonKind.Boolean, "true");

    /// <summary>The value false.</summary>
    public static JsonValue False { get; } = new(JsonKind.Boolean, "false");

    /// <summary>The kind of the value.</summary>
    public JsonKind Kind { get; }

    /// <summary>The string, the number as written, or <c>true</c> or <c>false</c>; null for other kinds.</summary>
    public string? Text { get; }

    /// <summary>The values of an array; empty for other kinds.</summary>
    public IReadOnlyList<JsonValue> Items { get; }

    /// <summary>The members of an object in their order, each name once; empty for other kinds.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; }

    /// <summary>Gets whether the value is the Boolean true.</summary>
    public bool IsTrue => ReferenceEquals(this, True);

    /// <summary>
    /// The value of a member; null if the value is not an object with this member. Names are compared with regard to
    /// case.
    /// </summary>
    public JsonValue? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, JsonValue> member in Members)
            {
                if (member.Key == name)
                    return member.Value;
            }
            return null;
        }
    }

    /// <summary>
    /// Returns the value of a string, a Boolean, a number, a <see cref="JsonObject"/>, another JSON value, or a list of
    /// these.
    /// </summary>
    public static JsonValue Of(object value) => value switch
    {
        JsonValue json => json,
        string text => StringOf(text),
        bool isTrue => isTrue ? True : False,
        JsonObject json => ObjectOf(json.Members),
        IEnumerable values => ArrayOf([.. values.Cast<object>().Select(Of)]),
        _ => NumberOf(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
    };

    /// <summary>Returns a number, as written.</summary>
    public static JsonValue NumberOf(string text) => new(JsonKind.Number, text);

    /// <summary>Returns a string.</summary>
    public static JsonValue StringOf(string text) => new(JsonKind.String, text);

    /// <summary>Returns an array.</summary>
    public static JsonValue ArrayOf(IReadOnlyList<JsonValue> items) => new(JsonKind.Array, items: items);

    /// <summary>Returns an object.</summary>
    public static JsonValue ObjectOf(IReadOnlyList<KeyValuePair<string, JsonValue>> members) =>
        new(JsonKind.Object, members: members);

    /// <summary>Returns the text of a member that is a string; null if the value does not have such a member.</summary>
    public string? StringAt(string name) => this[name] is { Kind: JsonKind.String } member ? member.Text : null;

    /// <summary>Returns the value as JSON text.</summary>
    public override string ToString() => JsonWriter.Write(this);
}
