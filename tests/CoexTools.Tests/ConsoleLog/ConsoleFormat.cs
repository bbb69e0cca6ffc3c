using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CoexTools.Tests;

/// <summary>
/// How a server writes its console log: the format of the time, the lines of other tasks, and the files.
/// </summary>
internal sealed record ConsoleFormat(
    bool IsDayFirst, bool IsYearFirst, char Separator, bool HasShortYear, bool Has12Hours, bool HasProcess,
    string LineBreak, int Offset)
{
    private static readonly string[] Noise =
    [
        "Database Replicator started", "Calendar Connector started", "Index update process started",
        "Finished replication with server Pluto/Lab", "HTTP Server: Started", "Agent Manager started",
        "Router: Message 003F1A2B delivered to Eva Müller/Acme", "SchedMgr: Validating schedule database",
        "Schedule Manager: Informational: Detailed schedule information collection is not enabled via the domain-wide "
            + "Server Configuration document.",
        "Admin Process: Hub01/Acme is the Administration Server of the Domino Directory.",
        "Unable to replicate with server Pluto/Lab: Unable to find path to server. Check that your network connection "
            + "is working.",
        "Replicator: The server is not responding. The server may be down or you may be experiencing network problems. "
            + "Contact your system administrator if this problem persists.",
        "Warning: All Domino Domain Monitoring probes are disabled", "Opened session for Eva/Acme (Release 12.0.2)",
        "CalConn: Connecting to DominoA/BTEx", "Router: Transferred 2 messages to the domain 'BTEx'",
    ];

    private static readonly string[] Untimed =
    [
        "", "> tell router show", "**Failed to find VM - aborting**", "\0\0\u0001\u001b[31m", "Msgs State Via",
        "Unable to bind to port Port = 6400 errno = 98 \"Address already in use\"",
        "Warning: Multiple documents detected for dom", "Multiple documents detected for domain '",
    ];

    /// <summary>Returns a random format.</summary>
    public static ConsoleFormat Of(Random random) => new(
        random.Next(2) == 0, random.Next(8) == 0, "/.-"[random.Next(3)], random.Next(6) == 0, random.Next(2) == 0,
        random.Next(2) == 0, random.Next(2) == 0 ? "\n" : "\r\n", 15 * random.Next(-48, 57));

    /// <summary>Returns a line.</summary>
    public string Line(DateTime utc, string text)
    {
        DateTime local = utc.AddMinutes(Offset);
        string day = local.ToString("dd", CultureInfo.InvariantCulture);
        string month = local.ToString("MM", CultureInfo.InvariantCulture);
        string year = local.ToString(HasShortYear && !IsYearFirst ? "yy" : "yyyy", CultureInfo.InvariantCulture);
        string[] parts = IsYearFirst ? [year, month, day] : IsDayFirst ? [day, month, year] : [month, day, year];
        string time = local.ToString(Has12Hours ? "hh:mm:ss tt" : "HH:mm:ss", CultureInfo.InvariantCulture);
        string process = HasProcess ? "[86243:000002-00007D9DC1973740] " : "";
        return $"{process}{string.Join(Separator, parts)} {time}   {text}{LineBreak}";
    }

    /// <summary>Returns the files of a log: with lines of other tasks, torn lines, and rotation.</summary>
    /// <param name="lines">The lines, each with its time in UTC.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="isDated">Specifies whether each file contains a date that shows the order of day and month.</param>
    public IReadOnlyList<byte[]> Files(
        IEnumerable<(DateTime Utc, string Text)> lines, Random random, bool isDated = true)
    {
        string start = isDated ? Line(new DateTime(2025, 1, 20, 12, 0, 0), "Server started") : "";
        var files = new List<StringBuilder> { new(start) };
        DateTime last = default;
        foreach ((DateTime utc, string text) in lines.OrderBy(line => line.Utc))
        {
            if (last != default && random.Next(8) == 0)
                files.Add(new StringBuilder(start));
            StringBuilder file = files[^1];
            for (int noise = random.Next(3); noise > 0; noise--)
            {
                _ = random.Next(4) == 0
                    ? file.Append(Untimed[random.Next(Untimed.Length)]).Append(LineBreak)
                    : file.Append(Line(last == default ? utc : last, Noise[random.Next(Noise.Length)]));
            }
            file.Append(Line(utc, text));
            last = utc;
        }
        return [.. files.Select(file => Bytes(file.ToString(), random.Next(6)))];
    }

    private static byte[] Bytes(string text, int kind)
    {
        switch (kind)
        {
            case 0:
                return [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
            case 1:
                return Encoding.Latin1.GetBytes(text);
            case 2:
                using (var compressed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                        gzip.Write(Encoding.UTF8.GetBytes(text));
                    return compressed.ToArray();
                }
            default:
                return Encoding.UTF8.GetBytes(text);
        }
    }
}
