namespace CoexTools.Names;

/// <summary>Finds the names that a user probably meant when a name does not exist (VD2).</summary>
internal static class NearestNames
{
    private const int MostNames = 3;
    private const int MostCharacters = 100; // Longer names are compared by their start.

    /// <summary>
    /// Returns the names with the fewest differences from a name: inserted, deleted, replaced, or transposed
    /// characters. Names that are too different are not returned. Only the start of a known name has to match, so that
    /// a common name or the start of a UNID is sufficient. Case and the wildcard characters <c>*</c> and <c>?</c> are
    /// ignored.
    /// </summary>
    /// <param name="name">The name that does not exist.</param>
    /// <param name="known">The names that exist.</param>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) => Of(name, name, known);

    /// <summary>
    /// Returns the servers whose common names are nearest to that of a name, those whose whole names are nearest first.
    /// </summary>
    /// <inheritdoc cref="Of(string, IEnumerable{string})"/>
    public static IReadOnlyList<string> OfServer(NotesName name, IEnumerable<string> known) =>
        Of(name.CommonName, name.Abbreviated, known);

    private static List<string> Of(string start, string whole, IEnumerable<string> known)
    {
        (start, whole) = (Fold(start), Fold(whole));
        int fewest = (start.Length + 1) / 3;
        List<(string Name, int Whole)> near = [];
        foreach (string candidate in start.Length == 0 ? [] : known.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            string folded = Fold(candidate);
            int differences = Differences(start, folded).Start;
            if (differences > fewest)
                continue;
            if (differences < fewest)
                near.Clear();
            fewest = differences;
            near.Add((candidate, Differences(whole, folded).Whole));
        }
        return
        [
            .. near.OrderBy(one => one.Whole).ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
                .Select(one => one.Name).Take(MostNames),
        ];
    }

    private static string Fold(string text)
    {
        string name = text.Trim().Replace("*", "").Replace("?", "");
        return (name.Length > MostCharacters ? name.Substring(0, MostCharacters) : name).ToUpperInvariant();
    }

    // The optimal string alignment distance of a text to the nearest start of another one, and to the whole of it.
    private static (int Start, int Whole) Differences(string typed, string known)
    {
        int[] beforeLast = new int[known.Length + 1];
        int[] last = new int[known.Length + 1];
        int[] row = new int[known.Length + 1];
        for (int j = 0; j <= known.Length; j++)
            row[j] = j;
        for (int i = 1; i <= typed.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (int j = 1; j <= known.Length; j++)
            {
                int replaced = last[j - 1] + (typed[i - 1] == known[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && typed[i - 1] == known[j - 2] && typed[i - 2] == known[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }
        return (row.Min(), row[known.Length]);
    }
}
