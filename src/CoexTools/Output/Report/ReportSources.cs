using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Output.Report;

/// <summary>Identifies where a directory came from.</summary>
internal static class ReportSources
{
    /// <summary>Identifies the source of a directory, and computes the hash of its file.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ReportSource Of(DirectoryContent content, CancellationToken cancel)
    {
        if (content.Path is not { } path)
            return new ReportSource(content.Name, null, null, "");
        try
        {
            FileStamp? stamp = DxlLayout.Of(content)?.Stamp;
            using FileStream stream = FilePlace.OpenRead(path);
            ContentHash? hash = stamp is null ? null : ContentHash.Like(stamp.Hash);
            string sha = Sha256.Of(stream, cancel, (block, count) => hash?.Append(block, 0, count));
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
