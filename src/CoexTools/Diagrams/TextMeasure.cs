using System.Globalization;

namespace CoexTools.Diagrams;

/// <summary>
/// Measures texts without a font, by a fixed table of advance widths. The table contains the larger width of Helvetica and DejaVu Sans for each
/// character, so that a text fits in whichever sans-serif font is used to display it.
/// </summary>
internal static class TextMeasure
{
    private const int FirstInTable = ' ';
    private const double BoldFactor = 1.15;
    private const string Ellipsis = "\u2026";

    // Thousandths of the font size, from the space to the tilde.
    private static readonly short[] Advances =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,
        667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ];

    /// <summary>Returns the width of a text, in the unit of the font size.</summary>
    public static double Width(string text, double fontSize, bool isBold = false)
    {
        int thousandths = 0;
        for (int i = 0; i < text.Length; i++)
        {
            thousandths += Advance(text, i);
            if (char.IsSurrogatePair(text, i))
                i++;
        }
        return thousandths * fontSize / 1000 * (isBold ? BoldFactor : 1);
    }

    /// <summary>
    /// Breaks a text into lines that fit a width: after spaces, slashes, commas, and hyphens, and inside a word only if the word does not fit. If
    /// there are more lines than allowed, the last one ends with an ellipsis.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double fontSize, bool isBold = false, int maximumLines = int.MaxValue)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in Words(text))
        {
            string rest = word;
            if (line.Length > 0 && !Fits(line + rest.TrimEnd()))
            {
                lines.Add(line.TrimEnd());
                line = "";
            }
            while (line.Length == 0 && !Fits(rest.TrimEnd()))
            {
                string head = Head(rest, part => Fits(part));
                lines.Add(head);
                rest = rest.Substring(head.Length);
            }
            line += rest;
        }
        if (line.Length > 0 || lines.Count == 0)
            lines.Add(line.TrimEnd());
        if (lines.Count <= maximumLines)
            return lines;
        lines.RemoveRange(maximumLines, lines.Count - maximumLines);
        string last = lines[maximumLines - 1];
        lines[maximumLines - 1] = (Fits(last + Ellipsis) ? last : Head(last, part => Fits(part + Ellipsis))) + Ellipsis;
        return lines;

        bool Fits(string part) => Width(part, fontSize, isBold) <= width;
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '/' or ',' or '-') || (i + 1 < text.Length && text[i + 1] == ' '))
                continue;
            yield return text.Substring(start, i + 1 - start);
            start = i + 1;
        }
        if (start < text.Length)
            yield return text.Substring(start);
    }

    // The longest part from the start that fits, at least one character. Characters of two code units stay together.
    private static string Head(string text, Func<string, bool> fits)
    {
        int length = 0;
        while (length < text.Length)
        {
            int next = length + (char.IsSurrogatePair(text, length) ? 2 : 1);
            if (length > 0 && !fits(text.Substring(0, next)))
                break;
            length = next;
        }
        return text.Substring(0, length);
    }

    private static int Advance(string text, int index)
    {
        int place = text[index] - FirstInTable;
        if (place >= 0 && place < Advances.Length)
            return Advances[place];
        if (CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return 0;
        return text[index] < '\u0180' ? 850 : 1250; // Latin letters with accents, and all others.
    }
}
