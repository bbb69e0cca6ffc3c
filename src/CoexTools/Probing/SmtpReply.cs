using System.Text;

namespace CoexTools.Probing;

/// <summary>A reply of an SMTP server (RFC 5321, section 4.2): a code, and one or more lines.</summary>
/// <param name="Code">The code: three digits.</param>
/// <param name="Lines">The text of each line, without the code.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>The default TCP port.</summary>
    public const int DefaultPort = 25;

    /// <summary>The most bytes of a reply. RFC 5321 allows 512 bytes a line, but servers send longer lines.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The code with the text of the first line.</summary>
    public string Summary => $"{Code} {Lines[0]}".TrimEnd();

    /// <summary>Returns whether a line names an extension: its first word is the name.</summary>
    public bool Offers(string extension) =>
        Lines.Skip(1).Any(line => string.Equals(line.Split(' ')[0], extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a reply.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="count">The number of received bytes.</param>
    /// <param name="used">The number of bytes that the reply takes.</param>
    /// <param name="isInvalid">Receives whether the bytes are not those of a reply.</param>
    /// <returns>The reply; null if it is not complete or not valid.</returns>
    public static SmtpReply? Parse(byte[] bytes, int count, out int used, out bool isInvalid)
    {
        var lines = new List<string>();
        int code = 0;
        used = 0;
        isInvalid = false;
        while (Array.IndexOf(bytes, (byte)'\n', used, count - used) is var end && end >= 0)
        {
            int start = used;
            int length = end - start - (end > start && bytes[end - 1] == '\r' ? 1 : 0);
            used = end + 1;
            isInvalid = !IsReplyLine(bytes, start, length, out int lineCode) || (lines.Count > 0 && lineCode != code);
            if (isInvalid)
                return null;
            code = lineCode;
            lines.Add(length <= 4 ? "" : Encoding.UTF8.GetString(bytes, start + 4, length - 4));
            if (length == 3 || bytes[start + 3] == ' ')
                return new SmtpReply(code, lines);
        }
        // A line that is not complete must still start like a reply: a server of another protocol may not end it.
        isInvalid = count >= MostBytes || !StartsLikeReply(bytes, used, count - used);
        return null;
    }

    private static bool IsReplyLine(byte[] bytes, int start, int length, out int code)
    {
        code = 0;
        if (length < 3 || !StartsLikeReply(bytes, start, length))
            return false;
        code = ((bytes[start] - '0') * 100) + ((bytes[start + 1] - '0') * 10) + (bytes[start + 2] - '0');
        return true;
    }

    private static bool StartsLikeReply(byte[] bytes, int start, int length)
    {
        for (int i = 0; i < Math.Min(length, 3); i++)
        {
            if (bytes[start + i] < (i == 0 ? '2' : '0') || bytes[start + i] > (i == 0 ? '5' : '9'))
                return false;
        }
        return length < 4 || bytes[start + 3] is (byte)' ' or (byte)'-' or (byte)'\r';
    }
}
