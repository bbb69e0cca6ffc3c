using System.Globalization;
using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Tests that no line of C# in the repository is longer than the .editorconfig allows.</summary>
public sealed partial class LineLengthTests
{
    [Fact]
    public void No_line_of_source_code_is_too_long()
    {
        List<string> files = [.. Files(RoomTests.Root)];
        Assert.True(files.Count > 200);
        string problems = string.Join("\n", files.SelectMany(file => Problems(
            Path.GetRelativePath(RoomTests.Root, file).Replace('\\', '/'), File.ReadLines(file), Maximum())));
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void A_line_that_is_too_long_is_found() =>
        Assert.Equal(
            ["src/A.cs, line 2: 11 columns instead of at most 10."],
            Problems(
                "src/A.cs",
                ["1234567890", "12345678901", "äöüäöüäöüä", "a = \"\"\"", "text that is longer", "\"\"\";", ""], 10));

    private static int Maximum() => int.Parse(
        MaximumLength().Match(File.ReadAllText(Path.Combine(RoomTests.Root, ".editorconfig"))).Groups[1].Value,
        CultureInfo.InvariantCulture);

    // A raw string literal contains text in another language, whose lines cannot be divided.
    private static IEnumerable<string> Problems(string path, IEnumerable<string> lines, int maximum)
    {
        int number = 0;
        bool isRaw = false;
        foreach (string line in lines)
        {
            number++;
            bool isDelimiter = (line.Split("\"\"\"").Length - 1) % 2 == 1;
            if (line.Length > maximum && (!isRaw || isDelimiter))
                yield return $"{path}, line {number}: {line.Length} columns instead of at most {maximum}.";
            isRaw ^= isDelimiter;
        }
    }

    // Folders of build output and of tools do not belong to the repository.
    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*.cs")
        .Concat(Directory.GetDirectories(folder)
            .Where(
                child => Path.GetFileName(child) is not ("bin" or "obj" or "output")
                    && !Path.GetFileName(child).StartsWith('.'))
            .SelectMany(Files));

    [GeneratedRegex(@"^\[\*\.cs\]\nmax_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex MaximumLength();
}
