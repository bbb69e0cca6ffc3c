using System.Security.Cryptography;
using CoexTools.Dxl.Storage;
using CoexTools.Model;

namespace CoexTools.Report;

/// <summary>Identifies where a directory came from.</summary>
internal static class ReportSources
{
    private const int BlockSize = 1 << 20;

    /// <summary>Identifies the source of a directory, and computes the hash of its file.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ReportSource Of(DirectoryContent content, CancellationToken cancel)
    {
        if (content.Path is not { } path)
            return new ReportSource(content.Name, null, null, "");
        try
        {
            FileStamp? stamp = DxlLayout.Of(content)?.Stamp;
            using FileStream stream = DxlFile.OpenRead(path);
            using var sha = SHA256.Create();
            ContentHash? hash = stamp is null ? null : ContentHash.Like(stamp.Hash);
            byte[] block = new byte[BlockSize];
            for (int some; (some = stream.Read(block, 0, block.Length)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                _ = sha.TransformBlock(block, 0, some, null, 0);
                hash?.Append(block, 0, some);
            }
            _ = sha.TransformFinalBlock([], 0, 0);
            bool isSame = stamp is null || hash!.ToString() == stamp.Hash;
            return new ReportSource(
                content.Name, path, BitConverter.ToString(sha.Hash!).Replace("-", "").ToLowerInvariant(),
                isSame ? "" : "The file has changed since the directory was read. The hash is that of the file now.");
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException)
        {
            return new ReportSource(content.Name, path, null, $"The hash of the file could not be computed. {e.Message}");
        }
    }
}
