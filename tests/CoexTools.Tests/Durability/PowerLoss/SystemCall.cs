using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>A system call in the output of strace with the options -f, -y, and -xx.</summary>
/// <param name="Name">The name of the call.</param>
/// <param name="Arguments">The arguments as strace prints them.</param>
/// <param name="Result">The result; -1 if the call failed.</param>
internal sealed partial record SystemCall(string Name, IReadOnlyList<string> Arguments, long Result)
{
    private const string Unfinished = "<unfinished ...>";

    /// <summary>
    /// Returns the calls in the order in which they ended. strace prints a call in two lines if another thread calls
    /// the system in between. A file is closed when the call starts.
    /// </summary>
    public static IEnumerable<SystemCall> Parse(IEnumerable<string> lines)
    {
        var started = new Dictionary<string, string>();
        foreach (string line in lines)
        {
            Match match = LinePattern().Match(line);
            if (!match.Success)
                continue; // A signal or the end of a thread.
            string thread = match.Groups["thread"].Value, text = match.Groups["text"].Value;
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                started[thread] = text = text[..^Unfinished.Length];
                // The number of the file is free from then on, and another thread can open a file with this number.
                if (text.StartsWith("close(", StringComparison.Ordinal) && started.Remove(thread))
                    yield return new SystemCall("close", Split(text["close(".Length..]), 0);
                continue;
            }
            Match resumed = ResumedPattern().Match(text);
            if (resumed.Success)
                text = started.GetValueOrDefault(thread, "") + text[resumed.Length..];
            if (CallPattern().Match(text) is { Success: true } call)
            {
                yield return new SystemCall(
                    call.Groups["name"].Value, Split(call.Groups["arguments"].Value),
                    long.Parse(call.Groups["result"].Value, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>The number in front of an argument, such as <c>57&lt;/tmp/names.dxl&gt;</c> or <c>[512]</c>.</summary>
    public long Number(int index) =>
        long.Parse(NumberPattern().Match(Arguments[index]).Value, CultureInfo.InvariantCulture);

    /// <summary>The bytes of a string argument.</summary>
    public byte[] Bytes(int index) => BytesOf(Arguments[index]);

    /// <summary>The text of a string argument.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Bytes(index));

    /// <summary>The bytes of all strings in an argument that is a structure.</summary>
    public byte[] AllBytes(int index) =>
        [.. StringPattern().Matches(Arguments[index]).SelectMany(match => BytesOf(match.Value))];

    /// <summary>All paths that the call names, as strings and as open files.</summary>
    public IEnumerable<string> Paths => Arguments.SelectMany(argument => HexPattern().Matches(argument))
        .Select(match => Encoding.UTF8.GetString(BytesOf(match.Value)));

    private static byte[] BytesOf(string text) => text.EndsWith("...", StringComparison.Ordinal)
        ? throw new InvalidDataException("strace shortened a string.")
        : Convert.FromHexString(text.Trim('"').Replace("\\x", "", StringComparison.Ordinal));

    private static List<string> Split(string text)
    {
        var arguments = new List<string>();
        int start = 0, depth = 0;
        bool isString = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0 && !isString))
            {
                if (i > start)
                    arguments.Add(text[start..i].Trim());
                start = i + 1;
                continue;
            }
            isString ^= text[i] == '"';
            depth += isString ? 0 : text[i] is '[' or '{' ? 1 : text[i] is ']' or '}' ? -1 : 0;
        }
        return arguments;
    }

    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>\s?")]
    private static partial Regex ResumedPattern();

    [GeneratedRegex(
        @"^(?<name>\w+)\((?<arguments>.*)\)\s+= (?<result>-?\d+)", RegexOptions.Singleline | RegexOptions.RightToLeft)]
    private static partial Regex CallPattern();

    [GeneratedRegex(@"-?\d+")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("\"[^\"]*\"(\\.\\.\\.)?")]
    private static partial Regex StringPattern();

    [GeneratedRegex(@"(\\x[0-9a-f]{2})+")]
    private static partial Regex HexPattern();
}
