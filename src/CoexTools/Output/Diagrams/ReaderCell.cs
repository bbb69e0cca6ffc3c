using CoexTools.Access;
using CoexTools.Names;

namespace CoexTools.Output.Diagrams;

/// <summary>Specifies whether a server can read a document.</summary>
internal sealed record ReaderCell
{
    public ReaderCell(NotesName server, AccessDecision decision)
    {
        CanRead = decision.CanRead;
        Text = !CanRead ? "no" : decision.Entry is not { } entry ? "not restricted" : entry == server
            ? "own name" : entry.Abbreviated;
    }

    /// <summary>Specifies whether it can.</summary>
    public bool CanRead { get; }

    /// <summary>
    /// Gets the entry that admits it. Servers that are named themselves have the same text, so that they can share a
    /// row.
    /// </summary>
    public string Text { get; }
}
