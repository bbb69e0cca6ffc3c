using CoexTools.Names;

namespace CoexTools.Consoles;

/// <summary>Counts the lines of a server's console logs with one message since a time.</summary>
internal sealed class ConsoleTally
{
    /// <summary>Gets the number of lines that are certainly later.</summary>
    public long After { get; private set; }

    /// <summary>Gets the number of lines that can be later, including those that certainly are.</summary>
    public long Possible { get; private set; }

    /// <summary>Gets the number of lines that have a time in the future.</summary>
    public long Future { get; private set; }

    /// <summary>Gets the first line that is certainly later; null if no line is.</summary>
    public ConsoleSighting? First { get; private set; }

    /// <summary>Gets the last line that is certainly later; null if no line is.</summary>
    public ConsoleSighting? Last { get; private set; }

    /// <summary>
    /// Specifies whether the order of day and month is not determined in the first or the last line.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Gets the servers that the lines name as not responding.</summary>
    public HashSet<NotesName> Named { get; } = [];

    /// <summary>Counts a line that can be later.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isCertain">Specifies whether it certainly is later.</param>
    /// <param name="isFuture">Specifies whether its time is in the future.</param>
    public void Add(ConsoleSighting line, bool isCertain, bool isFuture)
    {
        Possible++;
        if (isFuture)
            Future++;
        if (!isCertain)
            return;
        After++;
        Extend(line, line);
    }

    /// <summary>
    /// Adds the lines of a file. If the order of day and month is open, only what both readings have in common is
    /// certain.
    /// </summary>
    public void Add(ConsoleTally one, ConsoleTally other)
    {
        (ConsoleTally certain, ConsoleTally further) = one.After <= other.After ? (one, other) : (other, one);
        Possible += Math.Max(one.Possible, other.Possible);
        Future += Math.Max(one.Future, other.Future);
        After += certain.After;
        if (certain.After > 0)
        {
            ConsoleSighting first = certain.First!.Value;
            ConsoleSighting last = certain.Last!.Value;
            Extend(first, last);
            IsAmbiguous |= first.Time != further.First!.Value.Time || last.Time != further.Last!.Value.Time;
        }
        Named.UnionWith(certain.Named);
    }

    private void Extend(ConsoleSighting first, ConsoleSighting last)
    {
        if (First is null || first.Time < First.Value.Time)
            First = first;
        if (Last is null || last.Time >= Last.Value.Time)
            Last = last;
    }
}
