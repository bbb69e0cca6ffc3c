using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CoexTools.Help;

/// <summary>Reads Markdown and converts it to plain text.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter()
        .UsePipeTables().Build();

    /// <summary>Parses a page.</summary>
    public static MarkdownDocument Parse(string text) => Markdown.Parse(text.ReplaceLineEndings("\n"), Pipeline);

    /// <summary>Returns the text of a paragraph or of a heading, without markup, as one line.</summary>
    public static string Of(LeafBlock block) => Of(block.Inline).Trim();

    /// <summary>Returns the text of a list item or of a table cell as one line.</summary>
    public static string Of(ContainerBlock block) => string.Join(" ", block.OfType<LeafBlock>().Select(Of));

    /// <summary>Returns the lines of a code block.</summary>
    public static IEnumerable<string> LinesOf(CodeBlock code) =>
        (code.Lines.Lines ?? []).Take(code.Lines.Count).Select(line => line.ToString());

    /// <summary>
    /// Returns the rows of a table, each with its cells. In a table, code contains vertical bars only with a backslash.
    /// </summary>
    public static IReadOnlyList<string[]> RowsOf(Table table) =>
    [
        .. table.OfType<TableRow>().Select(row =>
            row.OfType<TableCell>()
                .Select(cell => Of((ContainerBlock)cell).Replace("\\|", "|", StringComparison.Ordinal)).ToArray()),
    ];

    /// <summary>Returns the paragraphs of blocks. Lists and code are paragraphs of several lines.</summary>
    /// <exception cref="FormatException">The help of commands does not support a block.</exception>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => [.. blocks.Select(block => block switch
    {
        CodeBlock code => string.Join("\n", LinesOf(code).Select(line => "    " + line)),
        ListBlock list => string.Join(
            "\n", list.OfType<ListItemBlock>().Select(item => "- " + Of((ContainerBlock)item))),
        ParagraphBlock paragraph => Of(paragraph),
        _ => throw new FormatException($"line {block.Line + 1}: a {block.GetType().Name} is not supported here."),
    })];

    private static string Of(Inline? inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlInline html => html.Tag,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        ContainerInline container => string.Concat(container.Select(Of)),
        _ => "",
    };
}
