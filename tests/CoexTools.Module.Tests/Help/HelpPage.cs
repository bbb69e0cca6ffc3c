using System.Reflection;
using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Help;

/// <summary>A page about a command, as far as the tests look at it.</summary>
internal sealed partial class HelpPage
{
    private HelpPage(string file)
    {
        File = file;
        Name = Path.GetFileNameWithoutExtension(file);
        string text = System.IO.File.ReadAllText(file).ReplaceLineEndings("\n");
        Examples = [.. ExampleBlock().Matches(text).Select(match => new PageExample(
            match.Groups["title"].Value, match.Groups["code"].Value.TrimEnd('\n'),
            match.Groups["shown"].Success ? match.Groups["output"].Value : null))];
        string parameters =
            text[text.IndexOf("\n## PARAMETERS\n", StringComparison.Ordinal)..text.IndexOf(
                "\n## INPUTS\n", StringComparison.Ordinal)];
        Parameters = [.. ParameterHeading().Matches(parameters).Select(match => match.Groups[1].Value)];
    }

    /// <summary>The folder of the pages.</summary>
    public static string Folder { get; } = typeof(HelpPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "HelpPages").Value!;

    public static IReadOnlyList<HelpPage> All { get; } =
        [.. Directory.GetFiles(Folder, "*-*.md").Order(StringComparer.Ordinal).Select(file => new HelpPage(file))];

    public string File { get; }

    public string Name { get; }

    public IReadOnlyList<PageExample> Examples { get; }

    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Puts what an example really printed into the page.</summary>
    public void Write(PageExample example, string output)
    {
        lock (All)
            WriteAlone(example, output);
    }

    private void WriteAlone(PageExample example, string output)
    {
        string text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        string block = $"```powershell\n{example.Code}\n```\n\n```output\n";
        int start = text.IndexOf(
            block, text.IndexOf($"### {example.Title}\n", StringComparison.Ordinal), StringComparison.Ordinal)
                + block.Length;
        int end = text.IndexOf("```", start, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text[..start] + output + text[end..]);
    }

    [GeneratedRegex(
        @"^### (?<title>Example .*)\n+```powershell\n(?<code>(?:(?!```).*\n)+)```\n"
            + @"(?:\n(?<shown>```output\n)(?<output>(?:(?!```).*\n)*)```\n)?",
        RegexOptions.Multiline)]
    private static partial Regex ExampleBlock();

    [GeneratedRegex(@"^### -(\w+)$", RegexOptions.Multiline)]
    private static partial Regex ParameterHeading();
}

/// <summary>An example of a page.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Code">What a user types.</param>
/// <param name="Output">What is printed, each line ended; null where the page does not show it.</param>
internal sealed record PageExample(string Title, string Code, string? Output);
