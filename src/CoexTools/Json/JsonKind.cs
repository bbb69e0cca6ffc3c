namespace CoexTools.Json;

/// <summary>The kinds of a JSON value.</summary>
internal enum JsonKind
{
    /// <summary>The value null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Named values.</summary>
    Object,
}
