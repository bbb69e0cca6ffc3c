namespace CoexTools.Values;

/// <summary>The types of stored values, with the class of the value in the high byte.</summary>
internal static class NsfType
{
    public const int Number = 0x0300, NumberRange = 0x0301, Time = 0x0400, TimeRange = 0x0401;

    public const int Text = 0x0500, TextList = 0x0501, MessageHeader = 0x0502;
}
