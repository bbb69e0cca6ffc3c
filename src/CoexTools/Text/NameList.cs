namespace CoexTools.Text;

/// <summary>Writes lists in messages: all elements, or the first ones and the number of the others.</summary>
internal static class NameList
{
    /// <summary>Returns all names in one text: <c>A</c>, <c>A and B</c>, or <c>A, B, and C</c>.</summary>
    public static string InSentence(IReadOnlyList<string> names) => names.Count < 3
        ? string.Join(" and ", names)
        : $"{string.Join(", ", names.Take(names.Count - 1))}, and {names[names.Count - 1]}";

    /// <summary>Returns the first elements, and how many more there are.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">The maximum number of names.</param>
    public static IEnumerable<string> First(IReadOnlyCollection<string> names, int most) => names.Count <= most
        ? names
        : names.Take(most).Append($"and {names.Count - most} more");

    /// <summary>Returns the first names in one text: <c>A, B, and 2 more</c>.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">The maximum number of names.</param>
    /// <param name="separator">The text between two of them.</param>
    public static string Of(IReadOnlyCollection<string> names, int most, string separator = ", ") =>
        string.Join(separator, First(names, most));

    /// <summary>Returns the names where space is limited, with the number of the others as the last: <c>A, B and 3
    /// more</c>.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">The maximum number of elements, including the number of the others.</param>
    public static string Within(IReadOnlyCollection<string> names, int most) => Within(names, names.Count, most);

    /// <summary>Returns the names where space is limited, if only the first ones and their number are known.</summary>
    /// <param name="names">The first names, at least as many as are returned.</param>
    /// <param name="count">The number of all names.</param>
    /// <param name="most">The maximum number of elements, including the number of the others.</param>
    public static string Within(IEnumerable<string> names, int count, int most) => count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most - 1))} and {count - most + 1} more";
}
