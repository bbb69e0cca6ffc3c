using System.Globalization;
using System.Text;

namespace CoexTools.Benchmarks;

/// <summary>Generates console logs for measurements.</summary>
internal static class ConsoleGenerator
{
    private const string Warning =
        "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.";

    private static readonly string[] Messages =
    [
        "Router: Message 0072A3F1 transferred to MAIL01/ACME for Eva Adler/Acme@Acme via Notes",
        "Opened session for Jane Doe/Acme (Release 12.0.2)", "Closed session for Jane Doe/Acme Databases accessed: 3",
        "Replicator: Database replicator is starting a pull replication", "SMTP Server: client disconnected",
        "Index update process started: names.nsf", "AMgr: Agent 'Cleanup' in 'apps/crm.nsf' completed execution",
    ];

    /// <summary>Writes a log.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">The size, in bytes.</param>
    /// <param name="isLong">Specifies whether lines have 400 to 1,000 characters instead of 40 to 110.</param>
    /// <param name="distance">The number of lines between two warnings.</param>
    public static void Write(string file, long size, bool isLong, int distance)
    {
        using var writer = new StreamWriter(file, append: false, Encoding.Latin1, 1 << 20);
        var random = new Random(7);
        var time = new DateTime(2026, 1, 20, 0, 0, 0);
        long written = 0;
        for (int line = 1; written < size; line++)
        {
            time = time.AddMilliseconds(random.Next(40));
            string text = line % distance == 0 ? Warning : Messages[random.Next(Messages.Length)];
            if (isLong)
                text = string.Join(" ", Enumerable.Repeat(text, 1 + (400 / text.Length) + random.Next(6)));
            text = $"{time.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture)}   {text}\r\n";
            writer.Write(text);
            written += text.Length;
        }
    }
}
