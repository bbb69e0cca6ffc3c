using System.Text;
using CoexTools.Files;
using CoexTools.Names;

namespace CoexTools.Audit;

/// <summary>The notes.ini of a coexistence server.</summary>
/// <param name="Path">The file.</param>
/// <param name="Settings">The values by name; the last value of a name counts, as in Domino. Blank ones are left
/// out.</param>
internal sealed record NotesIni(string Path, IReadOnlyDictionary<string, string> Settings)
{
    public const string ExchangeDomainName = "BTEXCHANGEDOMAIN";
    public const string AlternateDomainsName = "BTALTEXCHANGEDOMAINS";
    public const string DatabaseName = "BTEXCHANGEDB";
    public const string ServerTasksName = "ServerTasks";

    private static readonly char[] ListSeparators = [',', ';'];

    /// <summary>Gets the server that the file is from; null where the user did not say.</summary>
    public NotesName? Server { get; init; }

    /// <summary>Specifies whether the last line ends with a line break.</summary>
    public bool EndsWithLineBreak { get; init; } = true;

    /// <summary>Gets the value of BTEXCHANGEDOMAIN; null if it is not set.</summary>
    public string? ExchangeDomain => this[ExchangeDomainName];

    /// <summary>Gets the values of BTALTEXCHANGEDOMAINS.</summary>
    public IReadOnlyList<string> AlternateDomains => List(this[AlternateDomainsName]);

    /// <summary>Gets the file in messages, with its server where that is known.</summary>
    public string Description => Server is null ? $"'{Path}'" : $"'{Path}' of {Server}";

    /// <summary>Gets the value of a setting; null if it is not set.</summary>
    public string? this[string name] => Settings.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Returns the values of a list.</summary>
    public static IReadOnlyList<string> List(string? value) =>
        [.. (value ?? "").Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries).Select(one => one.Trim())
            .Where(one => one.Length > 0)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CoexException">It cannot be read.</exception>
    public static NotesIni Read(string path)
    {
        try
        {
            FilePlace.RefuseDevice(path);
            byte[] bytes = File.ReadAllBytes(path);
            string text;
            try
            {
                text = new StreamReader(
                    new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();
            }
            catch (DecoderFallbackException)
            {
                // An older code page: names of domains are nearly always ASCII.
                text = Encoding.GetEncoding("iso-8859-1").GetString(bytes);
            }
            return Parse(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>Takes a file's text apart.</summary>
    public static NotesIni Parse(string path, string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals < 0)
                continue;
            string name = line.Substring(0, equals).Trim();
            string value = line.Substring(equals + 1).Trim();
            if (value.Length > 0)
                settings[name] = value;
            else
                settings.Remove(name);
        }
        return new NotesIni(path, settings) { EndsWithLineBreak = text.Length == 0 || text[text.Length - 1] == '\n' };
    }
}
