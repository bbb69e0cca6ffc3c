namespace CoexTools.Output.Diagrams;

/// <summary>The characters for lines on a console, each with a space where text follows.</summary>
internal sealed record LineSet(
    string Down, string Branch, string Last, char Across, char Upright, string Top, string Middle, string Bottom)
{
    /// <summary>Characters for boxes.</summary>
    public static LineSet Boxes { get; } = new(
        "\u2502  ", "\u251C\u2500 ", "\u2514\u2500 ", '\u2500', '\u2502', "\u250C\u252C\u2510", "\u251C\u253C\u2524",
        "\u2514\u2534\u2518");

    /// <summary>ASCII characters only.</summary>
    public static LineSet Ascii { get; } = new("|  ", "+- ", "`- ", '-', '|', "+++", "+++", "+++");

    /// <summary>Gets all characters.</summary>
    public string Characters => $"{Down}{Branch}{Last}{Across}{Upright}{Top}{Middle}{Bottom}";
}
