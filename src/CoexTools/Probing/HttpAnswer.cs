using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Probing;

/// <summary>The answer to an HTTP request, as far as it was received.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body; null if it is not complete.</param>
internal sealed record HttpAnswer(int Status, string? Body)
{
    /// <summary>
    /// The most bytes of an answer that are read. The page that Exchange provides has fewer than 100.
    /// </summary>
    public const int MostBytes = 64 * 1024;

    private static readonly byte[] Preamble = Encoding.ASCII.GetBytes("HTTP/1.");

    // Exchange writes: 200 OK<br/>EX1.ACME.COM
    private static readonly Regex HealthPage =
        new(@"^\s*200 OK\s*<br\s*/?>\s*([^\s<]+)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// The name of the server in the page that Exchange provides for health checks; null if this is not such a page.
    /// </summary>
    public string? HealthyServer =>
        Status == 200 && Body is not null && HealthPage.Match(Body) is { Success: true } match
            ? match.Groups[1].Value : null;

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="count">The number of received bytes.</param>
    /// <param name="isEnd">Specifies whether the server closed the connection.</param>
    /// <param name="isInvalid">Receives whether the bytes are not those of an answer.</param>
    /// <returns>The answer; null if its header is not complete or not valid.</returns>
    public static HttpAnswer? Parse(byte[] bytes, int count, bool isEnd, out bool isInvalid)
    {
        isInvalid = !StartsWith(bytes, count, Preamble);
        if (isInvalid)
            return null;
        int body = EndOfHeader(bytes, count);
        if (body < 0)
        {
            isInvalid = isEnd || count >= MostBytes;
            return null;
        }
        string[] lines = Encoding.UTF8.GetString(bytes, 0, body).Split('\n');
        string[] words = lines[0].Split([' '], 3);
        if (words.Length < 2 || !int.TryParse(
            words[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            || status is < 100 or > 599)
        {
            isInvalid = true;
            return null;
        }
        return new HttpAnswer(status, BodyOf(lines, bytes, body, count, isEnd));
    }

    private static string? BodyOf(string[] lines, byte[] bytes, int start, int count, bool isEnd)
    {
        if (Field(lines, "Transfer-Encoding")?.IndexOf("chunked", StringComparison.OrdinalIgnoreCase) >= 0)
            return Unchunk(bytes, start, count);
        if (Field(lines, "Content-Length") is { } text)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                && length <= count - start
                ? Encoding.UTF8.GetString(bytes, start, (int)length)
                : null;
        }
        return isEnd ? Encoding.UTF8.GetString(bytes, start, count - start) : null;
    }

    private static string? Field(string[] lines, string name) => lines.Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line.Substring(name.Length + 1).Trim())
        .FirstOrDefault();

    // RFC 9112, section 7.1. Trailers after the last chunk are ignored.
    private static string? Unchunk(byte[] bytes, int start, int count)
    {
        using var body = new MemoryStream();
        for (int at = start; Array.IndexOf(bytes, (byte)'\n', at, count - at) is var end && end >= 0;)
        {
            string size = Encoding.UTF8.GetString(bytes, at, end - at).Split(';')[0].Trim();
            at = end + 1;
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int length)
                || length < 0 || length > count - at)
            {
                return null;
            }
            if (length == 0)
                return Encoding.UTF8.GetString(body.ToArray());
            body.Write(bytes, at, length);
            at += length;
            at += at < count && bytes[at] == '\r' ? 1 : 0;
            at += at < count && bytes[at] == '\n' ? 1 : 0;
        }
        return null;
    }

    private static int EndOfHeader(byte[] bytes, int count)
    {
        for (int i = 0; i + 1 < count; i++)
        {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n')
                return i + 2;
            if (i + 2 < count && bytes[i] == '\n' && bytes[i + 1] == '\r' && bytes[i + 2] == '\n')
                return i + 3;
        }
        return -1;
    }

    private static bool StartsWith(byte[] bytes, int count, byte[] start)
    {
        for (int i = 0; i < Math.Min(count, start.Length); i++)
        {
            if (bytes[i] != start[i])
                return false;
        }
        return true;
    }
}
