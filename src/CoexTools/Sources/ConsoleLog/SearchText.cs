using System.Text;

namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// A text that the search looks for. A few of its bytes, which rarely occur in this order in other texts, find it among
/// the many lines that do not matter.
/// </summary>
internal sealed class SearchText
{
    private SearchText(ConsoleMessageKind kind, string text, string rare)
    {
        Kind = kind;
        Text = Encoding.ASCII.GetBytes(text);
        Offset = text.IndexOf(rare, StringComparison.Ordinal);
    }

    /// <summary>Gets all texts. <see cref="ConsoleSearch"/> contains their rare bytes.</summary>
    public static IReadOnlyList<SearchText> All { get; } =
    [
        new(ConsoleMessageKind.SeveralDocuments, ConsoleTexts.SeveralDocumentsStart, "Mul"),
        new(ConsoleMessageKind.NoDocument, "Can't find domain document", "n'"),
        new(ConsoleMessageKind.NoRoute, ConsoleTexts.NoRouteStart, "No r"),
        new(ConsoleMessageKind.NoPath, "Unable to find path to server", "d pa"),
        new(ConsoleMessageKind.TimedOut, ConsoleTexts.TimedOut, "d ou"),
        new(ConsoleMessageKind.MaximumHops, "Maximum hop count exceeded", "xim"),
        new(ConsoleMessageKind.NotResponding, "The server is not responding", "r is"),
        new(ConsoleMessageKind.Other, "CalConn", "lC"),
        new(ConsoleMessageKind.Other, "Calendar Connector", "r Co"),
    ];

    /// <summary>Gets the kind of the lines that contain the text.</summary>
    public ConsoleMessageKind Kind { get; }

    /// <summary>Gets the text.</summary>
    public byte[] Text { get; }

    /// <summary>Gets the position of the first of the rare bytes in the text.</summary>
    public int Offset { get; }

    /// <summary>Determines whether the text is at a position.</summary>
    public bool IsAt(byte[] bytes, int at, int end)
    {
        if (at < 0 || end - at < Text.Length)
            return false;
        for (int i = 0; i < Text.Length; i++)
        {
            if (bytes[at + i] != Text[i])
                return false;
        }
        return true;
    }
}
