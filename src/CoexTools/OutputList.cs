using System.Collections.ObjectModel;

namespace CoexTools;

/// <summary>Makes the lists of the objects that commands give.</summary>
internal static class OutputList
{
    /// <summary>
    /// A list that nobody can change, and that PowerShell can index: it takes the list that the compiler makes for a collection expression as
    /// one object, so that <c>$list[0]</c> would be the whole list.
    /// </summary>
    public static ReadOnlyCollection<T> Of<T>(IEnumerable<T> values) => values as ReadOnlyCollection<T> ?? new ReadOnlyCollection<T>([.. values]);
}
