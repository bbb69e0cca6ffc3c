namespace CoexTools.Model;

/// <summary>Specifies the kinds of value that an item can have; each is an element of the DXL grammar.</summary>
public enum ItemType
{
    /// <summary>No value at all.</summary>
    None,

    /// <summary>One text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>One number.</summary>
    Number,

    /// <summary>A list of numbers.</summary>
    NumberList,

    /// <summary>One time.</summary>
    DateTime,

    /// <summary>A list of times.</summary>
    DateTimeList,

    /// <summary>A span of two times.</summary>
    DateTimePair,

    /// <summary>A formula.</summary>
    Formula,

    /// <summary>Bytes of a type that neither the exporter nor CoexTools takes apart.</summary>
    RawItemData,

    /// <summary>Rich text.</summary>
    RichText,

    /// <summary>An attachment or another object.</summary>
    Object,

    /// <summary>A value of a kind that CoexTools does not know; it is kept as it is.</summary>
    Other,
}
