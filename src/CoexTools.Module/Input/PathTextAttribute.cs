using System.Collections;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>
/// Prevents a parameter for paths from accepting the text of an object that is not a path. Other parameters, or the
/// same object by its properties, are still tried first.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? plain = Rehydrator.Unwrap(inputData);
        if (plain is not IList several)
            return IsPath(plain) ? inputData : new NotPath(inputData!);
        return several.Cast<object?>().All(one => IsPath(Rehydrator.Unwrap(one)))
            ? inputData
            : several.Cast<object?>().Select(one => IsPath(Rehydrator.Unwrap(one)) ? one : new NotPath(one!)).ToArray();
    }

    private static bool IsPath(object? value) => value is null or string or FileSystemInfo or PathInfo;
}
