using System.Collections;
using System.Globalization;
using System.Text;
using System.Xml;
using CoexTools.Audit.Repair;
using CoexTools.Files;
using CoexTools.Json;
using CoexTools.Serialization;
using CoexTools.Text;

namespace CoexTools.Input;

/// <summary>The findings of -Accepted: objects, or CLIXML, JSON, or CSV files in which they were saved.</summary>
internal sealed class AcceptedInput
{
    private readonly CoexCommand _command;
    private readonly Action<CoexException> _report;
    private readonly List<AcceptedFinding> _found = [];

    private AcceptedInput(CoexCommand command, Action<CoexException> report) =>
        (_command, _report) = (command, report);

    /// <summary>Reads the accepted findings. An entry that is not valid is an error, and accepts nothing.</summary>
    /// <param name="command">The command.</param>
    /// <param name="accepted">The argument of the parameter.</param>
    /// <param name="report">Receives the errors.</param>
    public static IReadOnlyList<AcceptedFinding> Read(
        CoexCommand command, object?[]? accepted, Action<CoexException> report)
    {
        var input = new AcceptedInput(command, report);
        foreach (object? one in accepted ?? [])
            input.Add(one);
        return input._found;
    }

    private void Add(object? input)
    {
        object? plain = Rehydrator.Unwrap(input);
        switch (plain)
        {
            case string or FileInfo:
                string path = plain as string ?? ((FileInfo)plain).FullName;
                foreach (string file in FilePaths.Resolve(_command, path, isLiteral: true, _report))
                    CoexCommand.Attempt(() => AddFile(file), _report);
                break;
            case IEnumerable list and not IDictionary:
                foreach (object? element in list)
                    Add(element);
                break;
            default:
                AddEntry(() => Entry(input ?? "", Properties(input, plain)));
                break;
        }
    }

    private void AddFile(string file)
    {
        try
        {
            FilePlace.RefuseDevice(file);
            string text = File.ReadAllText(file, Encoding.UTF8);
            switch (text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').FirstOrDefault())
            {
                case '<':
                    Add(PSSerializer.DeserializeAsList(text));
                    break;
                case '{' or '[':
                    JsonValue json = JsonReader.Read(text.TrimStart('\uFEFF'));
                    foreach (JsonValue one in json.Kind == JsonKind.Array ? json.Items : [json])
                        AddEntry(() => Entry(file, name => one[MemberOf(one, name)]?.Text));
                    break;
                default:
                    foreach (IReadOnlyDictionary<string, string> row in CsvTable.Read(text))
                        AddEntry(() => Entry(file, name => row.TryGetValue(name, out string? value) ? value : null));
                    break;
            }
        }
        catch (Exception e) when (e is FormatException or XmlException or InvalidOperationException)
        {
            throw CoexException.AcceptedInvalid(
                file, $"The file '{file}' is neither CLIXML, JSON, nor CSV. {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(file, e.Message, e);
        }
    }

    private void AddEntry(Func<AcceptedFinding> entry) => CoexCommand.Attempt(() => _found.Add(entry()), _report);

    private static string MemberOf(JsonValue json, string name) =>
        json.Members.Select(member => member.Key).FirstOrDefault(key => Same(key, name)) ?? name;

    private static Func<string, object?> Properties(object? input, object? plain) => plain is IDictionary table
        ? name => table.Keys.Cast<object>().Where(key => Same($"{key}", name)).Select(key => table[key])
            .FirstOrDefault()
        : name => input is null ? null : PSObject.AsPSObject(input).Properties[name]?.Value;

    private static AcceptedFinding Entry(object source, Func<string, object?> property)
    {
        string? rule = Text("Rule");
        if (rule is null)
            throw CoexException.AcceptedInvalid(source, "An accepted finding has no rule.");
        if (RuleSelection.All.FirstOrDefault(one => Same(one.Id, rule) || Same(one.Name, rule)) is not { } known)
            throw CoexException.AcceptedInvalid(source, $"The rule '{CoexException.Shorten(rule)}' does not exist.");
        if (known.IsAlwaysApplied)
        {
            throw CoexException.AcceptedInvalid(
                source, $"A finding of the rule {known.Id} cannot be accepted, because nothing was audited.");
        }
        return new AcceptedFinding(rule, Text("Domain"), Text("Server"), Text("Document"), Text("Reason"), Expiry());

        string? Text(string name)
        {
            string? text = Convert.ToString(Rehydrator.Unwrap(property(name)), CultureInfo.InvariantCulture);
            return string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
        }

        DateTimeOffset? Expiry()
        {
            switch (Rehydrator.Unwrap(property("Expiry")))
            {
                case DateTimeOffset time:
                    return time;
                case DateTime time:
                    return new DateTimeOffset(time);
                default:
                    if (Text("Expiry") is not { } text)
                        return null;
                    try
                    {
                        return AcceptedFinding.EndOf(text);
                    }
                    catch (FormatException)
                    {
                        throw CoexException.AcceptedInvalid(
                            source, $"The expiry '{CoexException.Shorten(text)}' is not an ISO 8601 date.");
                    }
            }
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
