using System.Collections;

namespace CoexTools.Json;

/// <summary>A JSON object that is written member by member, in order. A member that is null is left out.</summary>
internal sealed class JsonObject : IEnumerable
{
    private readonly List<KeyValuePair<string, JsonValue>> _members = [];

    /// <summary>The members.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members => _members;

    /// <summary>Adds a member, unless its value is null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">A value that <see cref="JsonValue.Of"/> accepts.</param>
    public void Add(string name, object? value)
    {
        if (value is not null)
            _members.Add(new KeyValuePair<string, JsonValue>(name, JsonValue.Of(value)));
    }

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();
}
