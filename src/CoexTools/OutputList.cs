using System.Collections.ObjectModel;

namespace CoexTools;

/// <summary>Creates the lists of output objects.</summary>
internal static class OutputList
{
    /// <summary>
    /// Returns a read-only list that PowerShell can index. PowerShell treats the list that the compiler generates for a
    /// collection expression as a single object, so <c>$list[0]</c> would return the whole list.
    /// </summary>
    public static OutputList<T> Of<T>(IEnumerable<T> values) =>
        values as OutputList<T> ?? new OutputList<T>([.. values]);
}

/// <summary>
/// Represents a list that converts to the text of its elements, because <c>Export-Csv</c> writes the result of
/// <c>ToString</c>.
/// </summary>
internal sealed class OutputList<T>(IList<T> list) : ReadOnlyCollection<T>(list)
{
    /// <summary>
    /// Returns the elements, separated by semicolons, because names and sentences can contain commas.
    /// </summary>
    public override string ToString() => string.Join("; ", this);
}
