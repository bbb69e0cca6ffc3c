using System.ComponentModel;

namespace CoexTools.Serialization;

/// <summary>
/// Represents the type that PowerShell converts deserialized objects to, and the source of their payload. It is not for
/// use elsewhere. It represents all their types, and declares its converter itself, because each definition makes the
/// import of the module slower.
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

    /// <summary>
    /// Returns what an object requires in addition to its properties to be rehydrated: its checksum, followed in a list
    /// by what its type requires.
    /// </summary>
    public static object? GetPayload(PSObject instance)
    {
        object owner = instance.BaseObject;
        object?[] payload =
        [
            Checksum.Of(owner),
            .. SerializedShape.Of(owner.GetType()).Members.Where(member => member.IsHidden)
                .Select(member => member.ValueOf(owner)),
        ];
        int length = Array.FindLastIndex(payload, value => value is not null) + 1;
        return length == 1 ? payload[0] : payload.Take(length).ToArray();
    }
}
