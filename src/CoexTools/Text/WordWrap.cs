namespace CoexTools.Text;

/// <summary>Wraps text where all characters have the same width: in consoles, tables, and text files.</summary>
internal static class WordWrap
{
    /// <summary>Returns the lines of a text. No word is broken, so that a longer one exceeds the width.</summary>
    /// <param name="text">The text, without line breaks.</param>
    /// <param name="first">The start of the first line.</param>
    /// <param name="next">The start of all other lines.</param>
    /// <param name="width">The width in characters.</param>
    public static IEnumerable<string> Lines(string text, string first, string next, int width)
    {
        string start = first;
        string line = "";
        foreach (string word in text.Split(' '))
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
