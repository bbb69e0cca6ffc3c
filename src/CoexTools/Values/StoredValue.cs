using System.Globalization;
using CoexTools.Model;

namespace CoexTools.Values;

/// <summary>
/// The value of an item in the form in which Notes stores it: in an NSF file, and in the raw item data of DXL.
/// </summary>
internal sealed class StoredValue
{
    private const int MessageHeaderSize = 14;
    private const uint StoredFlag = 8, KindMask = 3;
    private const uint AddressKind = 0, DateKind = 1, TextKind = 2;

    private StoredValue(
        IReadOnlyList<string> values, IReadOnlyList<string>? timeElements = null, byte[]? content = null)
    {
        Values = values;
        TimeElements = timeElements;
        Content = content;
    }

    /// <summary>
    /// The values as text, with times and numbers in DXL format, and a pair of times as one text with a slash.
    /// </summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>
    /// The DXL elements of times, which also contain the daylight saving flag, or null for other types.
    /// </summary>
    public IReadOnlyList<string>? TimeElements { get; }

    /// <summary>The bytes of a value of another type, or null.</summary>
    public byte[]? Content { get; }

    /// <summary>
    /// Returns the type of an item whose value is decoded; <see cref="ItemType.RawItemData"/> for other types.
    /// </summary>
    public static ItemType TypeOf(int type) => type switch
    {
        NsfType.Text => ItemType.Text,
        NsfType.TextList => ItemType.TextList,
        NsfType.Number => ItemType.Number,
        NsfType.NumberRange => ItemType.NumberList,
        NsfType.Time => ItemType.DateTime,
        NsfType.TimeRange => ItemType.DateTimeList,
        _ => ItemType.RawItemData,
    };

    /// <summary>Decodes a value.</summary>
    /// <param name="type">
    /// The type (<see cref="NsfType"/>). The bytes of a value of another type are kept as they are.
    /// </param>
    /// <param name="bytes">The value without its type.</param>
    /// <param name="isComplete">Set to false if a character is unknown and U+FFFD replaces it.</param>
    /// <exception cref="NsfException">The value is shorter than its own lengths say.</exception>
    public static StoredValue Read(int type, NsfBytes bytes, ref bool isComplete)
    {
        switch (type)
        {
            case NsfType.Text:
                return new StoredValue([bytes.ReadText(ref isComplete)]);
            case NsfType.TextList:
                return new StoredValue(Texts(bytes, ref isComplete));
            case NsfType.Number or NsfType.Time when bytes.Length == 0:
                return new StoredValue([]);
            case NsfType.Number:
                return new StoredValue([Number(bytes, 0)]);
            case NsfType.Time:
                return new StoredValue([bytes.Time(0).TextOrHalves], [bytes.Time(0).Dxl]);
            case NsfType.NumberRange when bytes.Length == 0 || bytes.U16(2) == 0:
                List<string> numbers = [];
                ReadRange(bytes, at => numbers.Add(Number(bytes, at)), _ => { });
                return new StoredValue(numbers);
            case NsfType.TimeRange:
                return Times(bytes);
            default:
                return new StoredValue([], content: bytes.ToArray());
        }
    }

    /// <summary>Decodes the raw item data of DXL.</summary>
    /// <param name="type">The type, hexadecimal.</param>
    /// <param name="base64">The value without its type, in Base64.</param>
    /// <param name="isComplete">Set to false if a character is unknown and U+FFFD replaces it.</param>
    /// <param name="itemType">
    /// The type of the value; <see cref="ItemType.RawItemData"/> if it cannot be decoded.
    /// </param>
    /// <returns>The values; none if the value cannot be decoded.</returns>
    public static IReadOnlyList<string> ReadRaw(string? type, string base64, ref bool isComplete, out ItemType itemType)
    {
        itemType = ItemType.RawItemData;
        if (!int.TryParse(type?.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            || (code != NsfType.MessageHeader && TypeOf(code) == ItemType.RawItemData))
            return [];
        try
        {
            byte[] array = Convert.FromBase64String(base64);
            var bytes = new NsfBytes(array, 0, array.Length, 0);
            StoredValue? value = code == NsfType.MessageHeader
                ? MessageHeader(bytes, ref code, ref isComplete)
                : Read(code, bytes, ref isComplete);
            if (value is null or { Content: not null })
                return [];
            itemType = TypeOf(code);
            return value.Values;
        }
        catch (Exception e) when (e is FormatException or NsfException)
        {
            return [];
        }
    }

    // A header of an Internet message: the value as Notes has it, followed by the header as it was received, which is
    // not needed.
    private static StoredValue? MessageHeader(NsfBytes bytes, ref int code, ref bool isComplete)
    {
        uint flags = bytes.U32(2);
        if (bytes.U16(0) != MessageHeaderSize || (flags & ~(StoredFlag | KindMask)) != 0)
            return null;
        int? type = (flags & KindMask) switch
        {
            AddressKind or TextKind => NsfType.Text,
            DateKind => NsfType.Time,
            _ => null,
        };
        if (type is not { } known)
            return null;
        code = known;
        return Read(known, bytes.Slice(MessageHeaderSize, bytes.U16(6)), ref isComplete);
    }

    private static List<string> Texts(NsfBytes bytes, ref bool isComplete)
    {
        List<string> values = [];
        if (bytes.Length == 0)
            return values;
        int count = bytes.U16(0);
        int at = 2 + (2 * count);
        for (int i = 0; i < count; i++)
        {
            int length = bytes.U16(2 + (2 * i));
            values.Add(bytes.Slice(at, length).ReadText(ref isComplete));
            at += length;
        }
        return values;
    }

    private static StoredValue Times(NsfBytes bytes)
    {
        List<string> values = [], elements = [];
        ReadRange(
            bytes,
            at => Add(bytes.Time(at).TextOrHalves, bytes.Time(at).Dxl),
            at =>
            {
                NsfTime start = bytes.Time(at), end = bytes.Time(at + 8);
                Add(start.TextOrHalves + "/" + end.TextOrHalves, $"<datetimepair>{start.Dxl}{end.Dxl}</datetimepair>");
            });
        return new StoredValue(values, elements);

        void Add(string text, string element)
        {
            values.Add(text);
            elements.Add(element);
        }
    }

    private static void ReadRange(NsfBytes bytes, Action<int> addSingle, Action<int> addPair)
    {
        const int Size = 8;
        if (bytes.Length == 0)
            return;
        int singles = bytes.U16(0);
        int pairs = bytes.U16(2);
        int at = 4;
        for (int i = 0; i < singles; i++, at += Size)
            addSingle(at);
        for (int i = 0; i < pairs; i++, at += 2 * Size)
            addPair(at);
    }

    private static string Number(NsfBytes bytes, int at) =>
        bytes.Double(at).ToString("R", CultureInfo.InvariantCulture);
}
