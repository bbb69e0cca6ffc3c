using CoexTools.Json;

namespace CoexTools.Sources.Rest;

/// <summary>The schema of a scope: the forms, modes, and fields that the Domino REST API makes available.</summary>
internal sealed class RestSchema
{
    /// <summary>The mode that a query uses.</summary>
    public const string DqlMode = "dql";

    /// <summary>The mode that is used if a request does not specify one.</summary>
    public const string DefaultMode = "default";

    /// <summary>The format of a field that contains the readers of a document.</summary>
    public const string ReadersFormat = "readers";

    /// <summary>The format of a field that contains the authors of a document.</summary>
    public const string AuthorsFormat = "authors";

    private readonly IReadOnlyList<JsonValue>? _forms;

    private RestSchema(IReadOnlyList<JsonValue>? forms, string? nsfPath, bool requiresRevision)
    {
        _forms = forms;
        NsfPath = nsfPath;
        RequiresRevision = requiresRevision;
    }

    /// <summary>A schema that the account cannot read.</summary>
    public static RestSchema Unknown { get; } = new(null, null, requiresRevision: false);

    /// <summary>The path of the database on the server; null if it is unknown.</summary>
    public string? NsfPath { get; }

    /// <summary>Gets whether the server compares the revision before it changes a document.</summary>
    public bool RequiresRevision { get; }

    /// <summary>Gets whether the forms are known.</summary>
    public bool IsKnown => _forms is not null;

    /// <summary>Reads the configuration of a scope.</summary>
    public static RestSchema Of(JsonValue scope) => new(
        scope["forms"] is { Kind: JsonKind.Array } forms ? forms.Items : null, scope.StringAt("nsfPath"),
        scope["requireRevisionToUpdate"]?.IsTrue ?? false);

    /// <summary>Returns whether the schema is known to lack a form or a mode.</summary>
    public bool Lacks(string form, string mode) => IsKnown && ModeOf(form, mode) is null;

    /// <summary>Finds the fields that a mode is known to lack.</summary>
    /// <param name="form">The form.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="needed">The fields. Of each list, one field is sufficient.</param>
    public IReadOnlyList<string> MissingFields(string form, string mode, IEnumerable<IReadOnlyList<string>> needed) =>
        ModeOf(form, mode) is { } found
            ? [.. needed.Where(names => !names.Any(name => FieldOf(found, name) is not null)).Select(names => names[0])]
            : [];

    /// <summary>
    /// Finds the fields that a mode contains for one value only: of several values, the server returns the first one.
    /// </summary>
    /// <param name="form">The form.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="lists">The fields that can have several values.</param>
    public IReadOnlyList<string> SingleFields(string form, string mode, IEnumerable<string> lists) =>
        ModeOf(form, mode) is { } found
            ?
            [
                .. lists.Where(name => FieldOf(found, name) is { } field && !HasMultipleValues(field))
                    .Select(WithMultipleValues),
            ]
            : [];

    /// <summary>Returns the name of a field that the schema must declare for several values.</summary>
    public static string WithMultipleValues(string name) => $"{name} with multiple values (multivalue)";

    /// <summary>Finds the properties by which the default mode changes each document that it saves.</summary>
    public IReadOnlyList<string> ChangesOnSave(string form)
    {
        var found = new List<string>();
        JsonValue? mode = ModeOf(form, DefaultMode);
        if (mode?["computeWithForm"]?.IsTrue == true)
            found.Add("computeWithForm");
        if (!string.IsNullOrWhiteSpace(mode?["onSave"]?.StringAt("formula") ?? mode?.StringAt("onSave")))
            found.Add("onSave");
        return found;
    }

    /// <summary>
    /// Returns whether a field can be written with the flags of readers or authors: the mode contains it with this
    /// format.
    /// </summary>
    public bool WritesFormat(string form, string name, string format) =>
        ModeOf(form, DefaultMode) is { } mode && FieldOf(mode, name) is { } field
        && (field.StringAt("format") == format || field["items"]?.StringAt("format") == format)
        && field.StringAt("fieldAccess") is null or "RW" or "WO";

    /// <summary>Returns whether a field is known not to be writable in the default mode.</summary>
    public bool IsReadOnly(string form, string name) =>
        IsKnown && (ModeOf(form, DefaultMode) is not { } mode || FieldOf(mode, name) is not { } field
            || field.StringAt("fieldAccess") is not (null or "RW" or "WO"));

    private JsonValue? ModeOf(string form, string mode) => (
        from one in _forms ?? []
        where Same(one.StringAt("formName"), form)
            || RestDocument.ValuesOf(one["alias"]).Any(alias => Same(alias, form))
        from candidate in one["formModes"]?.Items ?? []
        where Same(candidate.StringAt("modeName"), mode)
        select candidate).FirstOrDefault();

    private static JsonValue? FieldOf(JsonValue mode, string name) =>
        mode["fields"]?.Items.FirstOrDefault(field => Same(field.StringAt("name") ?? field.Text, name));

    // The published definition: a field of the type array has several values, and so has one with the property.
    // Without both, it has one.
    private static bool HasMultipleValues(JsonValue field) =>
        field["multivalue"] is { Kind: JsonKind.Boolean } declared
            ? declared.IsTrue
            : field.StringAt("type") == "array";

    private static bool Same(string? one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
