using System.Globalization;

namespace CoexTools.Output.Diagrams;

/// <summary>
/// Measures texts without a font, by a fixed table of advance widths. The table contains the larger width of Helvetica
/// and DejaVu Sans for each character, so that a text fits in whichever sans-serif font is used to display it.
/// </summary>
internal static class TextMeasure
{
    private const int FirstInTable = ' ';
    private const double BoldFactor = 1.15;
    private const string Ellipsis = "\u2026";

    // Thousandths of the font size, from the space to the tilde.
    private static readonly short[] Advances =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
        636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557,
        863, 748, 787,
        667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635,
        615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
        337, 636, 838,
    ];

    /// <summary>Returns the width of a text, in the unit of the font size.</summary>
    public static double Width(string text, double fontSize, bool isBold = false) =>
        Scale(Thousandths(text, 0, text.Length), fontSize, isBold);

    /// <summary>
    /// Breaks a text into lines that fit a width: after spaces, slashes, commas, and hyphens, and inside a word only if
    /// the word does not fit. If there are more lines than allowed, the last one ends with an ellipsis. The time is in
    /// proportion to the length of the text.
    /// </summary>
    public static IReadOnlyList<string> Wrap(
        string text, double width, double fontSize, bool isBold = false, int maximumLines = int.MaxValue)
    {
        var lines = new List<string>();
        int start = 0; // The line is the text from here to the next word.
        int used = 0;
        foreach ((int from, int to) in Words(text))
        {
            int visibleEnd = to;
            while (visibleEnd > from && char.IsWhiteSpace(text[visibleEnd - 1]))
                visibleEnd--;
            int visible = Thousandths(text, from, visibleEnd);
            int blank = Thousandths(text, visibleEnd, to);
            if (start < from && !Fits(used + visible))
                Break(from);
            int at = from;
            while (start == at && !Fits(visible))
            {
                int head = HeadEnd(text, at, to, 0, Fits);
                visible -= Thousandths(text, at, head);
                Break(head);
                at = head;
                if (lines.Count > maximumLines)
                    break;
            }
            used += visible + blank;
            if (lines.Count > maximumLines)
                break;
        }
        if ((start < text.Length && lines.Count <= maximumLines) || lines.Count == 0)
            Break(text.Length);
        if (lines.Count <= maximumLines)
            return lines;
        lines.RemoveRange(maximumLines, lines.Count - maximumLines);
        string last = lines[maximumLines - 1];
        int ellipsis = Thousandths(Ellipsis, 0, Ellipsis.Length);
        int kept = Fits(Thousandths(last, 0, last.Length) + ellipsis)
            ? last.Length : HeadEnd(last, 0, last.Length, ellipsis, Fits);
        lines[maximumLines - 1] = last.Substring(0, kept) + Ellipsis;
        return lines;

        bool Fits(int thousandths) => Scale(thousandths, fontSize, isBold) <= width;

        void Break(int end)
        {
            lines.Add(text.Substring(start, end - start).TrimEnd());
            start = end;
            used = 0;
        }
    }

    private static double Scale(int thousandths, double fontSize, bool isBold) =>
        thousandths * fontSize / 1000 * (isBold ? BoldFactor : 1);

    private static int Thousandths(string text, int from, int to)
    {
        int thousandths = 0;
        for (int i = from; i < to; i++)
        {
            thousandths += Advance(text, i);
            if (char.IsSurrogatePair(text, i))
                i++;
        }
        return thousandths;
    }

    private static IEnumerable<(int From, int To)> Words(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '/' or ',' or '-') || (i + 1 < text.Length && text[i + 1] == ' '))
                continue;
            yield return (start, i + 1);
            start = i + 1;
        }
        if (start < text.Length)
            yield return (start, text.Length);
    }

    // Returns the end of the longest part that fits together with the reserved width, at least one character.
    // Characters of two code units stay together.
    private static int HeadEnd(string text, int from, int to, int reserved, Func<int, bool> fits)
    {
        int end = from;
        int used = reserved;
        while (end < to)
        {
            used += Advance(text, end);
            if (end > from && !fits(used))
                break;
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        }
        return end;
    }

    private static int Advance(string text, int index)
    {
        int place = text[index] - FirstInTable;
        if (place >= 0 && place < Advances.Length)
            return Advances[place];
        if (CharUnicodeInfo.GetUnicodeCategory(
            text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return 0;
        return text[index] < '\u0180' ? 850 : 1250; // Latin letters with accents, and all others.
    }
}
