using System.Collections;

namespace CoexTools.Serialization;

/// <summary>Rehydrates objects from <c>Import-Clixml</c>, jobs, and remoting. Other objects remain property bags.</summary>
public sealed class RehydratingConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => Rehydrator.IsDeserialized(sourceValue, out _);

    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Rehydrator.Rehydrate(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        CanConvertFrom(PSObject.AsPSObject(sourceValue), destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        ConvertFrom(PSObject.AsPSObject(sourceValue), destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}

/// <summary>
/// Allows a parameter to accept objects that were deserialized while the module was not loaded. Without it, PowerShell would use the text of such an
/// object as a path.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RehydratedAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            object? input = inputData is PSObject { BaseObject: IList list } ? list : inputData;
            return input is IList several && several.Cast<object?>().Any(one => Rehydrator.IsDeserialized(one, out _))
                ? several.Cast<object?>().Select(Rehydrator.Accept).ToArray()
                : Rehydrator.Accept(inputData);
        }
        catch (CoexException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
