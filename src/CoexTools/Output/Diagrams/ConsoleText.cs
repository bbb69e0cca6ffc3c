using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Breaks text for the console.</summary>
internal static class ConsoleText
{
    /// <summary>The number of columns to use.</summary>
    public const int Width = 80;

    /// <summary>Returns spaces in the length of a text.</summary>
    public static string Blank(string text) => new(' ', text.Length);

    /// <summary>Returns the lines of a text. No word is broken, so that a longer one exceeds the width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="first">The start of the first line.</param>
    /// <param name="next">The start of all other lines.</param>
    /// <param name="width">The width.</param>
    public static IEnumerable<string> Wrap(string text, string first, string next, int width)
    {
        string start = first;
        string line = "";
        foreach (string word in VisibleText.Of(text).Split(' '))
        {
            if (line.Length > 0 && start.Length + line.Length + 1 + word.Length > width)
            {
                yield return start + line;
                start = next;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return (start + line).TrimEnd();
    }
}
