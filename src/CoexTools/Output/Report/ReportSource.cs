using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Output.Report;

/// <summary>Where a directory came from.</summary>
/// <param name="Name">The name of the directory.</param>
/// <param name="Path">The file; null for a directory in memory.</param>
/// <param name="Sha256">The SHA-256 hash of the file; null if it is not known.</param>
/// <param name="Remark">What to know about the file; empty if there is nothing.</param>
/// <param name="Exported">The modification time of the file; null if it is not known. A copy can have another one than
/// the export.</param>
internal sealed record ReportSource(
    string Name, string? Path, string? Sha256, string Remark, DateTimeOffset? Exported = null)
{
    /// <summary>The replica ID of the database; empty if it is not known.</summary>
    public string ReplicaId { get; init; } = "";

    /// <summary>
    /// The path of the database as the file names it, for example <c>Hub01/Acme!!names.nsf</c>; empty if it is not
    /// known.
    /// </summary>
    public string Database { get; init; } = "";

    /// <summary>Identifies the source of a directory, and computes the hash of its file.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ReportSource Of(DirectoryContent content, CancellationToken cancel) => FileOf(content, cancel) with
    {
        ReplicaId = content.ReplicaId,
        Database = content.DatabasePath,
    };

    private static ReportSource FileOf(DirectoryContent content, CancellationToken cancel)
    {
        if (content.Path is not { } path)
            return new ReportSource(content.Name, null, null, "");
        try
        {
            FileStamp? stamp = DxlLayout.Of(content)?.Stamp;
            using FileStream stream = FilePlace.OpenRead(path);
            ContentHash? hash = stamp is null ? null : ContentHash.Like(stamp.Hash);
            string sha = Files.Sha256.Of(stream, cancel, (block, count) => hash?.Append(block, 0, count));
            bool isSame = stamp is null || hash!.ToString() == stamp.Hash;
            return new ReportSource(
                content.Name, path, sha, isSame
                    ? "" : "The file has changed since the directory was read. The hash is that of the file now.",
                File.GetLastWriteTimeUtc(path));
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException)
        {
            return new ReportSource(
                content.Name, path, null, $"The hash of the file could not be computed. {e.Message}");
        }
    }
}
