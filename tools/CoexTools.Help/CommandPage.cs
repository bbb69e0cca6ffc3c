using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace CoexTools.Help;

/// <summary>An example of a page.</summary>
/// <param name="Title">The title.</param>
/// <param name="Code">The code that a user enters.</param>
/// <param name="Output">The output; null if the page does not show it.</param>
/// <param name="Remarks">The paragraphs of the remarks.</param>
internal sealed record Example(string Title, string Code, string? Output, IReadOnlyList<string> Remarks);

/// <summary>The description of a parameter.</summary>
/// <param name="Name">The name.</param>
/// <param name="Text">The paragraphs of the description.</param>
/// <param name="Default">The default value; null if the page does not show it.</param>
internal sealed record ParameterText(string Name, IReadOnlyList<string> Text, string? Default);

/// <summary>A page about a command: Markdown with the sections of PlatyPS, except the syntax.</summary>
internal sealed class CommandPage
{
    private static readonly string[] Required =
        ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Dictionary<string, List<Part>> _sections = [];

    private CommandPage(string file, MarkdownDocument document)
    {
        File = file;
        Name = Path.GetFileNameWithoutExtension(file);
        ReadSections(document);
        foreach (string required in Required)
        {
            if (!_sections.TryGetValue(required, out List<Part>? parts) || parts.Count == 0)
                throw Error("HELP11", $"The section {required} is missing or empty.");
        }
        Examples = [.. Parts("EXAMPLES").Select(ReadExample)];
        Parameters = [.. Parts("PARAMETERS").Select(ReadParameter)];
    }

    public string File { get; }

    public string Name { get; }

    public IReadOnlyList<string> Synopsis => Body("SYNOPSIS");

    public IReadOnlyList<string> Description => Body("DESCRIPTION");

    public IReadOnlyList<string> Notes => Body("NOTES");

    public IReadOnlyList<Example> Examples { get; }

    public IReadOnlyList<ParameterText> Parameters { get; }

    /// <summary>The types of the pipeline input, each with a description.</summary>
    public IReadOnlyList<(string Type, IReadOnlyList<string> Text)> Inputs => [.. Parts("INPUTS").Select(Described)];

    /// <summary>The types of the output, each with a description.</summary>
    public IReadOnlyList<(string Type, IReadOnlyList<string> Text)> Outputs => [.. Parts("OUTPUTS").Select(Described)];

    /// <summary>The names of related commands and topics.</summary>
    public IReadOnlyList<string> Links =>
    [
        .. _sections["RELATED LINKS"][0].Blocks.OfType<ListBlock>().SelectMany(list => list).OfType<ListItemBlock>()
            .Select(item => MarkdownText.Of((ContainerBlock)item)),
    ];

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">The page is incomplete.</exception>
    public static CommandPage Parse(string file, string text) => new(file, MarkdownText.Parse(text));

    private void ReadSections(MarkdownDocument document)
    {
        List<Part>? section = null;
        foreach (Block block in document.Where(block => block is not YamlFrontMatterBlock))
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } title when MarkdownText.Of(title) != Name:
                    throw Error("HELP10", $"The title is '{MarkdownText.Of(title)}' instead of '{Name}'.");
                case HeadingBlock { Level: 1 }:
                    break;
                case HeadingBlock { Level: 2 } heading:
                    _sections[MarkdownText.Of(heading)] = section = [];
                    break;
                case HeadingBlock heading:
                    section?.Add(new Part(MarkdownText.Of(heading), []));
                    break;
                default:
                    if (section is { Count: 0 })
                        section.Add(new Part(null, []));
                    section?[^1].Blocks.Add(block);
                    break;
            }
        }
    }

    private (string, IReadOnlyList<string>) Described(Part part) => (part.Heading!, Paragraphs(part.Blocks));

    private IReadOnlyList<string> Body(string section) => Paragraphs(_sections[section][0].Blocks);

    private IEnumerable<Part> Parts(string section)
    {
        foreach (Part part in _sections[section])
        {
            if (part.Heading is null)
                throw Error("HELP12", $"The section {section} contains text before its first heading.");
            if (part.Blocks.Count == 0)
                throw Error("HELP13", $"There is no text under the heading '{part.Heading}'.");
            yield return part;
        }
    }

    private Example ReadExample(Part part)
    {
        List<FencedCodeBlock> code = [.. part.Blocks.OfType<FencedCodeBlock>()];
        string input = string.Join("\n", code.Where(block => block.Info != "output").SelectMany(MarkdownText.LinesOf))
            .TrimEnd('\n');
        if (string.IsNullOrWhiteSpace(input))
            throw Error("HELP14", $"The example '{part.Heading}' has no code.");
        FencedCodeBlock? output = code.FirstOrDefault(block => block.Info == "output");
        return new Example(
            part.Heading!, input, output is null ? null : string.Join("\n", MarkdownText.LinesOf(output)).TrimEnd('\n'),
            Paragraphs(part.Blocks.Except(code)));
    }

    private ParameterText ReadParameter(Part part)
    {
        const string Mark = "Default value:";
        List<string> paragraphs = [.. Paragraphs(part.Blocks)];
        string? standard = paragraphs.FirstOrDefault(text => text.StartsWith(Mark, StringComparison.Ordinal));
        paragraphs.RemoveAll(text => text.StartsWith(Mark, StringComparison.Ordinal));
        if (paragraphs.Count == 0)
            throw Error("HELP13", $"There is no text under the heading '{part.Heading}'.");
        return new ParameterText(part.Heading!.TrimStart('-'), paragraphs, standard?[Mark.Length..].Trim());
    }

    private IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        try
        {
            return MarkdownText.Paragraphs(blocks);
        }
        catch (FormatException e)
        {
            throw Error("HELP15", e.Message);
        }
    }

    private FormatException Error(string id, string message) => new($"{File}: error {id}: {message}");

    /// <summary>
    /// A heading of the third level and the blocks under it; the heading is null for the text directly in a section.
    /// </summary>
    private sealed record Part(string? Heading, List<Block> Blocks);
}
