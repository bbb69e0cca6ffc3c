using System.Text;

namespace CoexTools.Help;

/// <summary>An example of a page.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What a user types.</param>
/// <param name="Output">What is printed; null where the page does not show it.</param>
/// <param name="Remarks">What there is to say about it.</param>
internal sealed record Example(string Title, string Code, string? Output, string Remarks);

/// <summary>The description of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it means.</param>
/// <param name="Default">What holds without it; null where the page does not say.</param>
internal sealed record ParameterText(string Name, string Text, string? Default);

/// <summary>A page about a command: Markdown in sections, as PlatyPS has them, with the syntax left out.</summary>
internal sealed class CommandPage
{
    private static readonly string[] Wanted = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Dictionary<string, List<(string? Heading, string Text)>> _sections;

    private CommandPage(string file, string name, Dictionary<string, List<(string?, string)>> sections)
    {
        File = file;
        Name = name;
        _sections = sections;
        Examples = [.. Parts("EXAMPLES").Select(part => ReadExample(part.Heading!, part.Text))];
        Parameters = [.. Parts("PARAMETERS").Select(part => ReadParameter(part.Heading!, part.Text))];
    }

    public string File { get; }

    public string Name { get; }

    public string Synopsis => Body("SYNOPSIS");

    public string Description => Body("DESCRIPTION");

    public string Notes => Body("NOTES");

    public IReadOnlyList<Example> Examples { get; }

    public IReadOnlyList<ParameterText> Parameters { get; }

    /// <summary>The types that the pipeline takes, each with what it is.</summary>
    public IReadOnlyList<(string Type, string Text)> Inputs => [.. Parts("INPUTS").Select(part => (part.Heading!, part.Text))];

    /// <summary>The types that the command gives, each with what it is.</summary>
    public IReadOnlyList<(string Type, string Text)> Outputs => [.. Parts("OUTPUTS").Select(part => (part.Heading!, part.Text))];

    /// <summary>The names of the commands and topics to read on with.</summary>
    public IReadOnlyList<string> Links =>
        [.. Body("RELATED LINKS").Split('\n').Select(line => line.Trim().TrimStart('-').Trim()).Where(line => line.Length > 0).Select(PlainText.OfInline)];

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">The page lacks something.</exception>
    public static CommandPage Parse(string file, string text)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        var sections = new Dictionary<string, List<(string?, string)>>();
        List<(string?, string)>? section = null;
        (string? heading, StringBuilder body) = (null, new StringBuilder());
        bool isCode = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            if (!isCode && line.StartsWith("# ", StringComparison.Ordinal) && line[2..].Trim() != name)
                throw new FormatException($"{file}: error HELP10: the title is '{line[2..]}', and not {name}.");
            if (!isCode && line.StartsWith("## ", StringComparison.Ordinal))
            {
                Close();
                sections[line[3..].Trim()] = section = [];
                heading = null;
            }
            else if (!isCode && line.StartsWith("### ", StringComparison.Ordinal))
            {
                Close();
                heading = line[4..].Trim();
            }
            else
            {
                body.Append(line).Append('\n');
            }
        }
        Close();
        foreach (string wanted in Wanted)
        {
            if (!sections.TryGetValue(wanted, out List<(string?, string)>? found) || found.Count == 0)
                throw new FormatException($"{file}: error HELP11: the section {wanted} is missing or empty.");
        }
        return new CommandPage(file, name, sections);

        void Close()
        {
            string content = body.ToString().Trim('\n');
            body.Clear();
            if (section is not null && (heading is not null || content.Length > 0))
                section.Add((heading, content));
        }
    }

    private string Body(string section) => _sections[section][0].Text;

    private IEnumerable<(string? Heading, string Text)> Parts(string section)
    {
        foreach ((string? heading, string text) in _sections[section])
        {
            if (heading is null)
                throw new FormatException($"{File}: error HELP12: the section {section} has a text that stands under no heading.");
            if (text.Length == 0)
                throw new FormatException($"{File}: error HELP13: nothing stands under '{heading}'.");
            yield return (heading, text);
        }
    }

    private Example ReadExample(string title, string text)
    {
        string? code = null, output = null;
        var remarks = new StringBuilder();
        StringBuilder? block = null;
        string language = "";
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                (block ?? remarks).Append(line).Append('\n');
            }
            else if (block is null)
            {
                (language, block) = (line[3..].Trim(), new StringBuilder());
            }
            else
            {
                string content = block.ToString().TrimEnd('\n');
                if (language == "output")
                    output = content;
                else
                    code = code is null ? content : code + "\n" + content;
                block = null;
            }
        }
        if (string.IsNullOrWhiteSpace(code))
            throw new FormatException($"{File}: error HELP14: '{title}' has no code.");
        return new Example(title, code, output, remarks.ToString().Trim());
    }

    private ParameterText ReadParameter(string heading, string text)
    {
        const string Mark = "Default value:";
        string[] lines = text.Split('\n');
        string? standard = lines.FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))?[Mark.Length..].Trim();
        string words = string.Join("\n", lines.Where(line => !line.StartsWith(Mark, StringComparison.Ordinal))).Trim();
        if (words.Length == 0)
            throw new FormatException($"{File}: error HELP13: nothing stands under '{heading}'.");
        return new ParameterText(heading.TrimStart('-'), words, standard is null ? null : PlainText.OfInline(standard));
    }
}
