using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Breaks text for the console.</summary>
internal static class TerminalText
{
    /// <summary>The number of columns to use.</summary>
    public const int Width = 80;

    /// <summary>Returns spaces in the length of a text.</summary>
    public static string Blank(string text) => new(' ', text.Length);

    /// <summary>Returns the lines of a text of a directory.</summary>
    /// <inheritdoc cref="WordWrap.Lines"/>
    public static IEnumerable<string> Wrap(string text, string first = "", string next = "", int width = Width) =>
        WordWrap.Lines(VisibleText.Of(text), first, next, width);
}
