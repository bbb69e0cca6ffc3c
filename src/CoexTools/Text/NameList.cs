namespace CoexTools.Text;

/// <summary>Lists names in messages: the first ones, and the number of the others.</summary>
internal static class NameList
{
    /// <summary>Returns the names, separated by commas. If there are more, their number stands at the end.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">The maximum number of names.</param>
    public static string Of(IReadOnlyCollection<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $", and {names.Count - most} more" : "");
}
