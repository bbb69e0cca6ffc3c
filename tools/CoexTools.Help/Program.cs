using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Help;

/// <summary>
/// Creates the help that <c>Get-Help</c> reads. The text comes from the pages. The types, sets, and positions of
/// parameters come from the built commands. If the pages and the commands do not match, the build fails.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 4)
        {
            Console.Error.WriteLine(
                "CoexTools.Help <folder of the pages> <manifest> <assembly of the commands> <folder to write into>");
            return 2;
        }
        (string pages, string manifest, string assembly, string output) =
            (arguments[0], arguments[1], arguments[2], arguments[3]);
        var problems = new List<string>();

        List<CommandPage> commandPages = [];
        foreach (string file in Directory.GetFiles(pages, "*-*.md").Order(StringComparer.Ordinal))
        {
            try
            {
                commandPages.Add(CommandPage.Parse(file, File.ReadAllText(file)));
            }
            catch (FormatException e)
            {
                problems.Add(e.Message);
            }
        }
        var topics = new Dictionary<string, string>();
        foreach (string file in Directory.GetFiles(pages, "about_*.md").Order(StringComparer.Ordinal))
        {
            try
            {
                topics.Add(
                    Path.GetFileNameWithoutExtension(file) + ".help.txt", AboutTopic.ToText(File.ReadAllText(file)));
            }
            catch (FormatException e)
            {
                problems.Add($"{file}: error HELP15: {e.Message}");
            }
        }
        IReadOnlyList<CommandShape> commands = CommandShape.ReadAll(assembly);
        Compare(commandPages, commands, Exported(manifest), manifest, problems);
        if (problems.Count > 0)
        {
            foreach (string problem in problems)
                Console.Error.WriteLine(problem); // In the form that MSBuild takes for its own errors.
            return 1;
        }

        Directory.CreateDirectory(output);
        // Windows PowerShell takes a text without a mark for ANSI.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        foreach ((string name, string text) in topics)
            File.WriteAllText(Path.Combine(output, name), text, utf8);
        // Last, because the build uses this file to determine whether the help is up to date.
        File.WriteAllText(
            Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), MamlWriter.Write(
                commandPages, commands), utf8);
        return 0;
    }

    private static void Compare(
        IReadOnlyList<CommandPage> pages, IReadOnlyList<CommandShape> commands, IReadOnlyList<string> exported,
        string manifest,
        List<string> problems)
    {
        foreach (string name in exported.Except(commands.Select(command => command.Name)))
            problems
                .Add($"{manifest}: error HELP01: The manifest exports {name}, but the assembly does not contain it.");
        foreach (string name in commands.Select(command => command.Name).Except(pages.Select(page => page.Name)))
            problems.Add($"{manifest}: error HELP02: The command {name} has no page.");
        foreach (CommandPage page in pages)
        {
            if (commands.FirstOrDefault(command => command.Name == page.Name) is not { } command)
            {
                problems.Add($"{page.File}: error HELP03: The command {page.Name} does not exist.");
                continue;
            }
            string[] described = [.. page.Parameters.Select(parameter => parameter.Name)];
            string[] there =
                [.. command.Parameters.Where(parameter => !parameter.IsOfShouldProcess)
                    .Select(parameter => parameter.Name)];
            foreach (string name in there.Except(described))
                problems.Add($"{page.File}: error HELP04: The parameter -{name} is not described.");
            foreach (string name in described.Except(there))
                problems.Add($"{page.File}: error HELP05: {page.Name} has no parameter -{name}.");
            foreach (string name in described.GroupBy(name => name).Where(same => same.Count() > 1)
                .Select(same => same.Key))
                problems.Add($"{page.File}: error HELP06: The parameter -{name} is described twice.");
            if (page.Examples.Count < 3)
                problems
                    .Add($"{page.File}: error HELP07: There are {page.Examples.Count} examples. At least three "
                        + "are required.");
        }
    }

    private static IReadOnlyList<string> Exported(string manifest)
    {
        Match list = Regex.Match(File.ReadAllText(manifest), @"CmdletsToExport\s*=\s*@\(([^)]*)\)");
        return [.. Regex.Matches(list.Groups[1].Value, "'([^']+)'").Select(name => name.Groups[1].Value)];
    }
}
