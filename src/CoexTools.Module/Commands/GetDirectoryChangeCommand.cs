using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Sources.Rest;
using CoexTools.Text;

namespace CoexTools.Commands;

/// <summary>
/// Lists what commands changed in a file, oldest first, from the journal beside it, or on a server, from the journal of
/// the user.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DirectoryChange", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DirectoryChange))]
public sealed class GetDirectoryChangeCommand : FileCommand
{
    /// <summary>Specifies directories that <c>Connect-DominoDirectory</c> returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet),
        ValidateNotNull, Rehydrated]
    public DominoDirectory[] Directory { get; set; } = [];

    /// <summary>Only changes at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != DirectorySet)
        {
            ForEachFile(file => Write(file, ChangeHistory.Read(file, WriteWarning, CancelToken)));
            return;
        }
        foreach (DominoDirectory directory in Directory)
        {
            Attempt(() => Write(
                directory.Path ?? directory.Name,
                ChangeHistory.Read(directory.State.Content, WriteWarning, new RestCall(WriteVerbose, CancelToken))));
        }
    }

    private void Write(string path, IReadOnlyList<JournalEntry> entries)
    {
        var changes = new List<int>();
        foreach (DirectoryChange change in ChangeHistory.FieldsOf(
            path, entries.Where(entry => Since is null || entry.Time >= Since)))
        {
            changes.Add(change.Id);
            WriteObject(change);
        }
        string since = Since is null ? "" : " since the specified time";
        WriteTotals(changes.Count == 0
            ? $"No changes{since} are recorded for {Name(path)}."
            : $"{Plural.Of(changes.Count, "value")} in {Plural.Of(changes.Distinct().Count(), "change")} "
                + $"of {Name(path)}");

        static string Name(string path) =>
            System.IO.Path.GetFileName(path) is { Length: > 0 } name ? name : path;
    }
}
