using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace CoexTools.Views;

/// <summary>
/// The names of files in the headings of tables. Rows with the same heading are one group, so a second file of the same
/// name in a session has its whole path.
/// </summary>
internal static class FileLabel
{
    private static readonly ConditionalWeakTable<Runspace, ConcurrentDictionary<string, string>> Sessions = new();

    /// <summary>Returns the label of a file, which fits into a number of columns.</summary>
    public static string Of(string path, int width)
    {
        string name = Path.GetFileName(path);
        if (name.Length == 0)
            name = path;
        ConcurrentDictionary<string, string>? first = Runspace.DefaultRunspace is { } session
            ? Sessions.GetValue(
                session, _ => new ConcurrentDictionary<string, string>(StringComparer.OrdinalIgnoreCase))
            : null;
        return CellText.Fit(first is null || first.GetOrAdd(name, path) == path ? name : path, width);
    }
}
