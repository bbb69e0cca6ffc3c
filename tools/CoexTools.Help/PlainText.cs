using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Help;

/// <summary>Takes the marks of Markdown out of a text.</summary>
internal static class PlainText
{
    /// <summary>A text without the marks within its lines.</summary>
    public static string OfInline(string text)
    {
        string plain = Regex.Replace(text, @"\[([^\[\]]+)\]\([^()]*\)", "$1");
        plain = Regex.Replace(plain, @"\*\*([^*]+)\*\*", "$1");
        return plain.Replace("\\|", "|", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
    }

    /// <summary>The paragraphs of a text: lines that belong together are joined; the points of a list and the lines of code stay lines of their own.</summary>
    public static IReadOnlyList<string> Paragraphs(string markdown)
    {
        var paragraphs = new List<string>();
        var current = new StringBuilder();
        bool isCode = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
                Close();
            }
            else if (isCode)
            {
                if (current.Length > 0)
                    current.Append('\n');
                current.Append("    ").Append(line);
            }
            else if (line.Trim().Length == 0)
            {
                Close();
            }
            else
            {
                bool isPoint = line.TrimStart().StartsWith("- ", StringComparison.Ordinal) || line.StartsWith('|');
                if (current.Length > 0)
                    current.Append(isPoint ? '\n' : ' ');
                current.Append(OfInline(line.Trim()));
            }
        }
        Close();
        return paragraphs;

        void Close()
        {
            if (current.Length > 0)
                paragraphs.Add(current.ToString());
            current.Clear();
        }
    }

    /// <summary>A text in lines no longer than a width.</summary>
    /// <param name="text">One paragraph.</param>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="rest">What the others begin with.</param>
    /// <param name="width">The width, in characters.</param>
    public static IEnumerable<string> Wrap(string text, string first, string rest, int width)
    {
        var line = new StringBuilder(first);
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(rest);
                isEmpty = true;
            }
            if (!isEmpty)
                line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }
        yield return line.ToString();
    }
}
