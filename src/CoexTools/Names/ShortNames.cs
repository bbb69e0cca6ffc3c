namespace CoexTools.Names;

/// <summary>Replaces the names of servers in texts with short names.</summary>
internal static class ShortNames
{
    /// <summary>Returns a text with short names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shortName">Returns the short form of a name, or the name itself; null if there are no short
    /// forms.</param>
    public static string Replace(string? text, Func<string, string>? shortName) =>
        text is null || shortName is null || text.IndexOf('/') < 0
            ? text ?? ""
            : string.Join(
                "\n", text.Split('\n')
                    .Select(line => string.Join(" ", line.Split(' ').Select(word => ReplaceWord(word, shortName)))));

    /// <summary>
    /// Returns the names in texts that have a short form, each followed by its short form; null if there are none.
    /// </summary>
    public static IReadOnlyList<string>? Find(IEnumerable<string> texts, Func<string, string> shortName)
    {
        var pairs = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in texts)
            Replace(text, Record);
        return pairs.Count > 0 ? pairs : null;

        string Record(string name)
        {
            string found = shortName(name);
            if (found != name && known.Add(name))
                pairs.AddRange([name, found]);
            return found;
        }
    }

    /// <summary>Returns a function for names and short names that <see cref="Find"/> returned.</summary>
    public static Func<string, string> Of(IReadOnlyList<string> pairs)
    {
        var shortNames = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < pairs.Count; i += 2)
            shortNames[pairs[i]] = pairs[i + 1];
        return name => shortNames.TryGetValue(name, out string? found) ? found : name;
    }

    /// <summary>
    /// Returns a function for the names in texts whose common names are unique among them. It is for texts from a
    /// directory that is not known.
    /// </summary>
    public static Func<string, string> Unique(IEnumerable<string> texts)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in texts)
        {
            Replace(text, name =>
            {
                names.Add(name);
                return name;
            });
        }
        HashSet<string> unique = new(
            names.GroupBy(CommonName, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() == 1)
                .Select(same => same.First()),
            StringComparer.OrdinalIgnoreCase);
        return name => unique.Contains(name) ? CommonName(name) : name;

        static string CommonName(string name) => name.Substring(0, name.IndexOf('/'));
    }

    // A name in a sentence is followed by punctuation, or stands in parentheses. A link joins two with a bar.
    private static string ReplaceWord(string word, Func<string, string> shortName)
    {
        if (word.IndexOf('/') < 0)
            return word;
        int start = 0;
        int end = word.Length;
        while (start < end && word[start] is '(' or '\'' or '"' or '{' or '[')
            start++;
        while (end > start && word[end - 1] is ')' or '\'' or '"' or '}' or ']' or ',' or '.' or ';' or ':')
            end--;
        IEnumerable<string> names = word.Substring(start, end - start).Split('|').Select(shortName);
        return word.Substring(0, start) + string.Join("|", names) + word.Substring(end);
    }
}
