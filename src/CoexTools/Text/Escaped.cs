using System.Globalization;
using System.Text;

namespace CoexTools.Text;

/// <summary>
/// Escapes text for each format that CoexTools writes. Anybody who can write to the directory chooses its names, so
/// that no text reaches a format as it is.
/// </summary>
internal static class Escaped
{
    private const string PlainInMermaid = " /.-_,:()";

    private static readonly char[] XmlMarkup = ['&', '<', '>', '\'', '\r', '\n', '\t'];
    private static readonly char[] HtmlMarkup = ['&', '<', '>', '"', '\''];
    private static readonly char[] ArgumentEnds = [' ', '\t', '\n', '\v', '"'];

    /// <summary>Escapes a text for XML and DXL: for elements, and for attributes in single quotation marks.</summary>
    public static string Xml(string text) => text.IndexOfAny(XmlMarkup) < 0 ? text : Each(text, c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\'' => "&apos;",
        '\r' or '\n' or '\t' => Number("&#", c),
        _ => null,
    });

    /// <summary>Escapes a text for HTML: for elements, and for attributes in double quotation marks.</summary>
    public static string Html(string text) => text.IndexOfAny(HtmlMarkup) < 0 ? text : Each(text, c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    });

    /// <summary>Escapes a text for Markdown, so that no part of it is markup or a link. Line feeds remain.</summary>
    public static string Markdown(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isLink = (c == ':' && string.CompareOrdinal(text, i, "://", 0, 3) == 0)
                || (c == '.' && i >= 3
                    && string.Compare(text, i - 3, "www", 0, 3, StringComparison.OrdinalIgnoreCase) == 0);
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '!' or '$' or '#' or '@' or '^' => "\\" + c,
                _ => isLink ? "\\" + c : c.ToString(),
            });
        }
        return escaped.ToString();
    }

    /// <summary>
    /// Escapes a text for a label of Mermaid. Everything but letters, digits, and a few characters becomes an entity of
    /// Mermaid, which cannot end the label or be taken for Markdown or HTML.
    /// </summary>
    public static string Mermaid(string text)
    {
        string visible = VisibleText.Of(text);
        var escaped = new StringBuilder(visible.Length);
        for (int i = 0; i < visible.Length; i++)
        {
            if (char.IsSurrogatePair(visible, i))
                escaped.Append(Number("#", char.ConvertToUtf32(visible, i++)));
            else if (char.IsLetterOrDigit(visible[i]) || PlainInMermaid.IndexOf(visible[i]) >= 0)
                escaped.Append(visible[i]);
            else
                escaped.Append(Number("#", visible[i]));
        }
        return escaped.ToString();
    }

    /// <summary>Escapes a text for a label of DOT. Graphviz also interprets HTML entities.</summary>
    public static string Dot(string text) => Quotation(VisibleText.Of(text).Replace("&", "&amp;"));

    /// <summary>
    /// Escapes a text for double quotation marks in which a backslash escapes: in YAML and in labels of Prometheus.
    /// </summary>
    public static string Quotation(string text) => Each(text, c => c switch
    {
        '\\' => @"\\",
        '"' => "\\\"",
        '\n' => @"\n",
        _ => null,
    });

    /// <summary>
    /// Quotes a word for systemd: encloses it in double quotation marks, escapes special characters, and doubles those
    /// that systemd expands.
    /// </summary>
    /// <param name="text">The word.</param>
    /// <param name="isProgram">Specifies whether it is the program, in which systemd expands no variables.</param>
    public static string SystemdWord(string text, bool isProgram)
    {
        string escaped = Each(text, c => c switch
        {
            '\\' => @"\\",
            '"' => "\\\"",
            '%' => "%%",
            '$' when !isProgram => "$$",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            < ' ' or '\x7F' => $@"\x{(int)c:x2}",
            _ => null,
        });
        return $"\"{escaped}\"";
    }

    /// <summary>
    /// Quotes an argument of a PowerShell command if necessary. PowerShell also ends a text in single quotes at a
    /// typographic quote.
    /// </summary>
    public static string PowerShellArgument(string text) =>
        text.Length > 0 && text[0] != '-' && IsWord(text)
            ? text : $"'{Each(text, c => c is '\'' or >= '\u2018' and <= '\u201B' ? $"{c}{c}" : null)}'";

    private static bool IsWord(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
        }
        return true;
    }

    /// <summary>Quotes an argument according to the command-line parsing rules of Windows programs.</summary>
    public static string WindowsArgument(string argument)
    {
        if (argument.Length > 0 && argument.IndexOfAny(ArgumentEnds) < 0)
            return argument;
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }
            // Backslashes are doubled only before a quotation mark.
            quoted.Append('\\', c == '"' ? (2 * backslashes) + 1 : backslashes).Append(c);
            backslashes = 0;
        }
        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }

    // Replaces the characters for which a text is returned.
    private static string Each(string text, Func<char, string?> replacement)
    {
        StringBuilder? escaped = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (replacement(text[i]) is { } other)
                (escaped ??= new StringBuilder(text, 0, i, text.Length + 16)).Append(other);
            else
                escaped?.Append(text[i]);
        }
        return escaped?.ToString() ?? text;
    }

    private static string Number(string start, int code) =>
        $"{start}{code.ToString(CultureInfo.InvariantCulture)};";
}
