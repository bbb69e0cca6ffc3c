namespace CoexTools.Serialization;

/// <summary>
/// Rehydrates objects from <c>Import-Clixml</c>, jobs, and remoting. Other objects remain property bags.
/// </summary>
public sealed class RehydratingConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) =>
        Rehydrator.IsDeserialized(sourceValue, out _);

    /// <inheritdoc/>
    public override object ConvertFrom(
        PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
            Rehydrator.Rehydrate(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        CanConvertFrom(PSObject.AsPSObject(sourceValue), destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
            ConvertFrom(PSObject.AsPSObject(sourceValue), destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
            throw new NotSupportedException();
}
