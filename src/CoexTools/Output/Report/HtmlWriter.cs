using System.Text;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>
/// Writes HTML. Every text and every value of an attribute is made visible and escaped, so that no name in a directory
/// can become an element, an attribute, or a script.
/// </summary>
internal sealed class HtmlWriter
{
    // Elements within a line of the page. After any other element, a new line starts, so that two pages can be compared
    // as text.
    private static readonly HashSet<string> InlineElements = new(StringComparer.Ordinal)
    {
        "a", "b", "circle", "code", "dt", "i", "line", "span", "td", "text", "th", "time",
    };

    private static readonly HashSet<string> VoidElements = new(StringComparer.Ordinal) { "br", "meta" };

    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = new();

    /// <summary>Writes an element with content.</summary>
    /// <param name="name">The name of the element.</param>
    /// <param name="attributes">The attributes: pairs of a name and a value.</param>
    /// <param name="content">Writes the content.</param>
    public HtmlWriter Element(string name, string[] attributes, Action content)
    {
        Start(name, attributes);
        content();
        return End();
    }

    /// <summary>Writes an element with content and without attributes.</summary>
    public HtmlWriter Element(string name, Action content) => Element(name, [], content);

    /// <summary>Writes an element with text.</summary>
    public HtmlWriter Element(string name, string text, params string[] attributes)
    {
        Start(name, attributes);
        Text(text);
        return End();
    }

    /// <summary>Writes an element without content, of the kind that has no end tag.</summary>
    public HtmlWriter Void(string name, params string[] attributes)
    {
        if (!VoidElements.Contains(name))
            throw new ArgumentException($"'{name}' has an end tag.", nameof(name));
        Tag(name, attributes);
        return this;
    }

    /// <summary>Writes text.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(Escaped.Html(VisibleText.Of(text)));
        return this;
    }

    /// <summary>
    /// Writes markup of the program itself. It must not contain any value of a directory that was not escaped.
    /// </summary>
    public HtmlWriter Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Returns the page.</summary>
    public override string ToString() =>
        _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is open.");

    private void Start(string name, string[] attributes)
    {
        Tag(name, attributes);
        _open.Push(name);
    }

    private HtmlWriter End()
    {
        string name = _open.Pop();
        _html.Append("</").Append(name).Append(InlineElements.Contains(name) ? ">" : ">\n");
        return this;
    }

    private void Tag(string name, string[] attributes)
    {
        _html.Append('<').Append(name);
        for (int i = 0; i < attributes.Length; i += 2)
        {
            _html.Append(' ').Append(attributes[i]);
            if (attributes[i + 1].Length == 0)
                continue; // A Boolean attribute.
            _html.Append("=\"").Append(Escaped.Html(VisibleText.Of(attributes[i + 1]))).Append('"');
        }
        _html.Append('>');
    }
}
