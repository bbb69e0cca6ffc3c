using System.Globalization;
using System.Text;

namespace CoexTools.Scheduling;

/// <summary>Splits the command lines in the files of schedulers into words: the inverse of their escaping.</summary>
internal static class CommandWords
{
    /// <summary>
    /// Returns the words of a command line of systemd. A word that CoexTools does not write, for example with a
    /// variable, is returned as it is written.
    /// </summary>
    public static List<string> OfSystemd(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        bool isWord = false;
        for (int at = 0; at < line.Length; at++)
        {
            char c = line[at];
            if (quote == '\0' && c is ' ' or '\t')
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }
            isWord = true;
            if (quote != '\0' ? c == quote : c is '"' or '\'')
                quote = quote == '\0' ? c : '\0';
            else if (c is '%' or '$' && at + 1 < line.Length && line[at + 1] == c)
                word.Append(line[at++]);
            else if (c == '\\' && at + 1 < line.Length)
                at = Unescape(line, at + 1, word);
            else
                word.Append(c);
        }
        if (isWord)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>Returns the words of a command line by the rules of Windows programs.</summary>
    public static List<string> OfWindows(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isQuoted = false, isWord = false;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] is ' ' or '\t' && !isQuoted)
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }
            isWord = true;
            int backslashes = 0;
            for (; at < line.Length && line[at] == '\\'; at++)
                backslashes++;
            bool isQuote = at < line.Length && line[at] == '"';
            word.Append('\\', isQuote ? backslashes / 2 : backslashes);
            if (!isQuote)
                at -= backslashes > 0 ? 1 : 0;
            if (isQuote && backslashes % 2 == 0)
                isQuoted = !isQuoted;
            else if (isQuote || backslashes == 0)
                word.Append(line[at]);
        }
        if (isWord)
            words.Add(word.ToString());
        return words;
    }

    // Appends the character of an escape sequence, and returns the position of its end.
    private static int Unescape(string line, int at, StringBuilder word)
    {
        switch (line[at])
        {
            case 'n':
                word.Append('\n');
                return at;
            case 'r':
                word.Append('\r');
                return at;
            case 't':
                word.Append('\t');
                return at;
            case 'x' when at + 2 < line.Length && int.TryParse(
                line.Substring(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code):
                word.Append((char)code);
                return at + 2;
            default:
                word.Append(line[at]);
                return at;
        }
    }
}
