using System.Collections;
using System.Globalization;
using CoexTools.Analysis;
using CoexTools.Names;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>Reads probabilities that users give: one number for all, or a table by name.</summary>
internal static class AvailabilityArguments
{
    /// <summary>Returns the probabilities of servers, or of what belongs to a server.</summary>
    /// <param name="value">Specifies what the user gave; null for nothing.</param>
    /// <param name="standard">Specifies what holds for those that the user does not name.</param>
    /// <param name="parameter">Specifies where it was given.</param>
    /// <param name="names">Resolves the names of servers.</param>
    /// <exception cref="CoexException">It contains a value that is not a probability, or names a server
    /// twice.</exception>
    public static Odds ByServer(object? value, double standard, string parameter, ServerNames names) =>
        Table(value) is not { } table ? new Odds(value is null ? standard : Number(value, parameter, of: null))
            : new Odds(standard)
            {
                ByServer = names.Table(Read(table, parameter), (name, _) => Twice(name, parameter)),
            };

    /// <summary>Returns the probabilities of links, which are named <c>'DominoA/Acme|DominoB/Acme'</c>.</summary>
    /// <inheritdoc cref="ByServer"/>
    public static Odds ByLink(object? value, double standard, string parameter, ServerNames names)
    {
        if (Table(value) is not { } table)
            return new Odds(value is null ? standard : Number(value, parameter, of: null));
        var links = new Dictionary<(NotesName, NotesName), double>();
        foreach ((string name, double number) in Read(table, parameter))
        {
            (NotesName, NotesName) link = Link(name, names);
            if (links.ContainsKey(link))
                throw Twice(name, parameter);
            links.Add(link, number);
        }
        return new Odds(standard) { ByLink = links };
    }

    /// <summary>Returns the two ends of a link.</summary>
    /// <exception cref="CoexException">The text does not name two servers.</exception>
    public static (NotesName One, NotesName Other) Link(string text, ServerNames names)
    {
        string[] ends = text.Split('|');
        if (ends.Length != 2 || ends.Any(string.IsNullOrWhiteSpace))
            throw CoexException.LinkInvalid(text);
        (NotesName one, NotesName other) = (names.One(ends[0]), names.One(ends[1]));
        return one < other ? (one, other) : (other, one);
    }

    private static IDictionary? Table(object? value) => Rehydrator.Unwrap(value) as IDictionary;

    private static List<(string Name, double Number)> Read(IDictionary table, string parameter)
    {
        var read = new List<(string, double)>();
        foreach (DictionaryEntry entry in table)
        {
            string name = entry.Key.ToString() ?? "";
            if (string.IsNullOrWhiteSpace(name))
                throw CoexException.AvailabilityInvalid(entry.Key, parameter, "A name is blank.");
            read.Add((name, Number(entry.Value, parameter, name)));
        }
        return read;
    }

    private static CoexException Twice(string name, string parameter) =>
        CoexException.AvailabilityInvalid(name, parameter, $"'{CoexException.Shorten(name)}' appears twice.");

    private static double Number(object? value, string parameter, string? of)
    {
        string text = Convert.ToString(Rehydrator.Unwrap(value), CultureInfo.InvariantCulture) ?? "";
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (!isNumber || !(number >= 0 && number <= 1)) // Written so that it holds for what is not a number too.
            throw CoexException.AvailabilityInvalid(
                value ?? "", parameter,
                $"'{CoexException.Shorten(text)}'{(of is null ? "" : $", specified for {of},")} is not a number "
                    + "from 0 to 1.");
        return number;
    }
}
