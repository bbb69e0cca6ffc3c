namespace CoexTools.Audit.Exchange;

/// <summary>The value of a property, and what is known of it.</summary>
/// <param name="State">Specifies what is known.</param>
/// <param name="Value">The value, if the state is <see cref="SettingState.Set"/>.</param>
internal readonly record struct Setting<T>(SettingState State, T Value)
{
    /// <summary>Gets the value as text; null if the property has no value.</summary>
    public string? Raw { get; init; }

    /// <summary>Specifies whether the value is known, if only as null.</summary>
    public bool IsKnown => State is SettingState.Set or SettingState.Unset;

    /// <summary>Gets the value for people.</summary>
    public string Display => State switch
    {
        SettingState.Missing => "not in the object",
        SettingState.Unset => "not set",
        _ => Raw ?? $"{Value}",
    };

    /// <summary>Interprets a value that is set.</summary>
    public Setting<TOther> Select<TOther>(Func<T, (bool IsReadable, TOther Value)> read)
    {
        if (State != SettingState.Set)
            return new Setting<TOther>(State, default!) { Raw = Raw };
        (bool isReadable, TOther value) = read(Value);
        return new Setting<TOther>(isReadable ? SettingState.Set : SettingState.Unreadable, value) { Raw = Raw };
    }
}
