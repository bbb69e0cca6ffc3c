using System.Collections;
using System.Globalization;
using System.Text;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Serialization;

/// <summary>
/// Determines whether a deserialized object is unchanged, by the version of the module and a hash of all serialized
/// data. It finds errors, other versions, and manual changes; it does not protect against somebody who computes a new
/// checksum.
/// </summary>
internal static class Checksum
{
    /// <summary>The version of the module.</summary>
    public static string Version { get; } = typeof(CoexObject).Assembly.GetName().Version!.ToString(3);

    /// <summary>The seal of an object.</summary>
    public static string Of(object sealedObject) => Of(sealedObject, asItCame: false);

    /// <summary>Whether a seal is that of an object, whichever version wrote it.</summary>
    public static bool IsOf(string seal, object sealedObject)
    {
        string own = Of(sealedObject, asItCame: true);
        return string.Equals(
            seal.Substring(seal.IndexOf(' ') + 1), own.Substring(own.IndexOf(' ') + 1), StringComparison.Ordinal);
    }

    /// <summary>The version that wrote a seal.</summary>
    public static string VersionOf(string seal) =>
        seal.IndexOf(' ') is var end && end > 0 ? seal.Substring(0, end) : "?";

    /// <summary>Whether this version wrote a seal.</summary>
    public static bool IsOfThisVersion(string seal) => VersionOf(seal) == Version;

    // As it came: without the members that it came without.
    private static string Of(object sealedObject, bool asItCame)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            Write(writer, sealedObject, asItCame);
        var hash = new XxHash64();
        hash.Append(bytes.GetBuffer(), 0, (int)bytes.Length);
        return $"{Version} {hash}";
    }

    private static void Write(BinaryWriter writer, object? value, bool asItCame)
    {
        switch (value)
        {
            case null:
                writer.Write('-');
                break;
            case string text:
                writer.Write('s');
                writer.Write(text);
                break;
            case double number:
                writer.Write('d');
                writer.Write(number);
                break;
            case DateTimeOffset time:
                writer.Write('t');
                writer.Write(time.Ticks);
                writer.Write(time.Offset.Ticks);
                break;
            case CoexObject travelling:
                writer.Write('o');
                writer.Write(SerializedTypeName.Of(travelling.GetType()));
                foreach (SerializedMember member in SerializedShape.Of(travelling.GetType()).Members)
                {
                    object? part = member.ValueOf(travelling);
                    // Former versions did not have hidden members that are optional.
                    if ((part is null && member is { IsHidden: true, IsOptional: true })
                        || (asItCame && AbsentMembers.Contains(travelling, member)))
                        continue;
                    writer.Write(member.Name);
                    Write(writer, part, asItCame);
                }
                break;
            case IEnumerable list:
                writer.Write('[');
                foreach (object? element in list)
                    Write(writer, element, asItCame);
                writer.Write(']');
                break;
            case ItemFlags flags: // By the names of version 0.2.0, so that its files stay readable.
                writer.Write('v');
                writer.Write(flags.ToString().Replace(nameof(ItemFlags.Sealed), FieldMap.FormerSealedFlag));
                break;
            default: // Numbers, truth values, spans of time, enumerations by name.
                writer.Write('v');
                writer.Write(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }
}
