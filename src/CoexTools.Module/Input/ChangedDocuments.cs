using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>The documents that Domino does not have as they are in a directory (VD6).</summary>
internal static class ChangedDocuments
{
    /// <summary>
    /// Returns the keys of the documents that have changed since Domino exported the directory. A journal that cannot
    /// be read is a warning: everything else can be audited.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="directory">The directory.</param>
    public static IReadOnlyCollection<int> ChangedSinceExport(this CoexCommand command, DirectorySnapshot directory)
    {
        try
        {
            return DocumentHistory.ChangedSinceExport(directory, ignoresUnreadable: false);
        }
        catch (CoexException e)
        {
            command.WarnOnce(
                $"The changes since the export are not known. The rule CX029 was not applied, and console logs are "
                    + $"compared as if Domino had imported all changes. {e.Message}");
            return [];
        }
    }
}
