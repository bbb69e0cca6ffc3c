namespace CoexTools.Text;

/// <summary>Writes names of servers in a few words.</summary>
internal static class ServerList
{
    /// <summary>Returns the names, or the first ones and the number of the others.</summary>
    public static string Of(IReadOnlyList<string> names, int most) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more";
}
