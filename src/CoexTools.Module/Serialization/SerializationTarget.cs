using System.ComponentModel;

namespace CoexTools.Serialization;

/// <summary>
/// What PowerShell is told to convert arriving objects to, and where it takes what travels with them; not for use elsewhere. It stands for each of
/// their types: those are in the core's assembly, which is not loaded yet when the module's types are declared. It is the only type that they name,
/// and bears its converter itself, for each name and each entry makes importing the module slower.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[TypeConverter(typeof(RehydratingConverter))]
public abstract class SerializationTarget
{
    internal const string PayloadName = "CoexToolsPayload";

    // The name that version 0.1.0 wrote.
    internal const string FormerPayloadName = "CoexToolsLuggage";

    private protected SerializationTarget()
    {
    }

    /// <summary>What an object needs beside its properties to come back: its seal; and behind that, where there is more, in a list what its type needs.</summary>
    public static object? GetPayload(PSObject instance)
    {
        object owner = instance.BaseObject;
        object?[] payload = [Checksum.Of(owner), .. SerializedShape.Of(owner.GetType()).Members.Where(member => member.IsHidden).Select(member => member.Get(owner))];
        return payload.Length == 1 ? payload[0] : payload;
    }
}
