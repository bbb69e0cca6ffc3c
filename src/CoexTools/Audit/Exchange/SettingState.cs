namespace CoexTools.Audit.Exchange;

/// <summary>Specifies what is known of a property.</summary>
internal enum SettingState
{
    /// <summary>The object does not have the property.</summary>
    Missing,

    /// <summary>The value is null or blank.</summary>
    Unset,

    /// <summary>The property has a value.</summary>
    Set,

    /// <summary>The value is not of the expected kind.</summary>
    Unreadable,
}
