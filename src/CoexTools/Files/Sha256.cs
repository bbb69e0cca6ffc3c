using System.Globalization;
using System.Security.Cryptography;

namespace CoexTools.Files;

/// <summary>
/// SHA-256 hashes, which other programs can compute too: those of <see cref="ContentHash"/> are known to CoexTools
/// only.
/// </summary>
internal static class Sha256
{
    private const int BlockSize = 1 << 20;

    /// <summary>Returns the hash of the rest of a stream in lowercase hexadecimal digits.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancel">Cancels the reading.</param>
    /// <param name="also">Receives each block and the number of bytes in it, for what else is computed of the
    /// content.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static string Of(Stream stream, CancellationToken cancel, Action<byte[], int>? also = null)
    {
        using var hash = SHA256.Create();
        byte[] block = new byte[BlockSize];
        for (int count; (count = stream.Read(block, 0, block.Length)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.TransformBlock(block, 0, count, null, 0);
            also?.Invoke(block, count);
        }
        hash.TransformFinalBlock([], 0, 0);
        return Digits(hash.Hash!);
    }

    /// <summary>Returns the hash of bytes in lowercase hexadecimal digits.</summary>
    public static string Of(byte[] bytes) => Digits(BytesOf(bytes));

    /// <summary>Returns the 32 bytes of the hash of bytes.</summary>
    public static byte[] BytesOf(byte[] bytes)
    {
        using var hash = SHA256.Create();
        return hash.ComputeHash(bytes);
    }

    private static string Digits(byte[] hash) =>
        string.Concat(hash.Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
}
