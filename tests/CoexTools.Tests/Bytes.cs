using CoexTools.Files;

namespace CoexTools.Tests;

/// <summary>What tests ask about bytes.</summary>
internal static class Bytes
{
    /// <summary>Their hash, as stamps and journals hold it.</summary>
    public static string Hash(byte[] bytes)
    {
        var hash = new ContentHash();
        hash.Append(bytes, 0, bytes.Length);
        return hash.ToString();
    }
}
