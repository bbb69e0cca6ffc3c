using System.Collections;

namespace CoexTools.Serialization;

/// <summary>
/// Allows a parameter to accept objects that were deserialized while the module was not loaded. Without it, PowerShell
/// would use the text of such an object as a path.
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
