using System.Collections.ObjectModel;

namespace CoexTools;

/// <summary>Makes the lists of the objects that commands give.</summary>
internal static class OutputList
{
    /// <summary>
    /// A list that nobody can change, and that PowerShell can index: it takes the list that the compiler makes for a collection expression as
    /// one object, so that <c>$list[0]</c> would be the whole list.
    /// </summary>
    public static OutputList<T> Of<T>(IEnumerable<T> values) => values as OutputList<T> ?? new OutputList<T>([.. values]);
}

/// <summary>A list whose text is that of its elements, for <c>Export-Csv</c> asks for no more.</summary>
internal sealed class OutputList<T>(IList<T> list) : ReadOnlyCollection<T>(list)
{
    /// <summary>The elements, with a semicolon between: the names and sentences within may hold commas.</summary>
    public override string ToString() => string.Join("; ", this);
}
