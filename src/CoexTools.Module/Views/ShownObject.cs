using System.Runtime.CompilerServices;
using CoexTools.Serialization;
using CoexTools.State;

namespace CoexTools.Views;

/// <summary>
/// The objects that views show. In constrained language mode, and if the module is imported after the objects were
/// deserialized, PowerShell does not rehydrate them, so that views receive property bags.
/// </summary>
internal static class ShownObject
{
    private static readonly ConditionalWeakTable<PSObject, PSObject> Rehydrated = new();

    /// <summary>Returns the object of a property bag, or the instance itself if it is an object.</summary>
    public static PSObject Of(PSObject instance) =>
        Rehydrator.IsDeserialized(instance, out _) ? Rehydrated.GetValue(instance, Rehydrate) : instance;

    private static PSObject Rehydrate(PSObject bag)
    {
        try
        {
            return PSObject.AsPSObject(Rehydrator.Rehydrate(bag));
        }
        catch (RehydrationException)
        {
            return bag; // It was changed, or is of another version. Its own properties are still displayed.
        }
    }
}
