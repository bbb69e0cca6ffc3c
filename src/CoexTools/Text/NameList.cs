namespace CoexTools.Text;

/// <summary>Shortens lists in messages: the first elements, and the number of the others.</summary>
internal static class NameList
{
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
    public static string Within(IReadOnlyCollection<string> names, int most) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more";
}
