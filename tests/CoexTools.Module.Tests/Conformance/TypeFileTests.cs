using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Tests that each type of the product is the only type in a file of its name.</summary>
public sealed partial class TypeFileTests
{
    [Fact]
    public void Every_file_contains_one_type_and_has_its_name()
    {
        List<string> files = [.. Projects().SelectMany(folder =>
            Directory.GetFiles(Path.Combine(RoomTests.Root, folder), "*.cs", SearchOption.AllDirectories)
                .Where(
                    file => Path.GetRelativePath(RoomTests.Root, file)
                        .Split(Path.DirectorySeparatorChar)[2] is not ("obj" or "bin")))];
        Assert.True(files.Count > 500);
        string problems = string.Join("\n", files.SelectMany(file => Problems(
            Path.GetRelativePath(RoomTests.Root, file).Replace('\\', '/'), File.ReadAllText(file))));
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void A_second_type_and_a_type_in_a_file_of_another_name_are_found()
    {
        Assert.Empty(
            Problems("src/A.cs", "namespace N;\n\npublic sealed class A<T>\n{\n    private enum Nested;\n}\n"));
        Assert.Equal(
            ["src/A.cs contains A, B, C, D.", "src/E.cs contains F."],
            [
                .. Problems(
                    "src/A.cs", "internal class A;\ninternal readonly record struct B;\ndelegate int C();\npublic "
                        + "enum D\n{\n}\n"),
                .. Problems("src/E.cs", "internal delegate (int, int) F(int value);\n"),
            ]);
    }

    private static string[] Projects() => ["src/CoexTools", "src/CoexTools.Module", "src/CoexTools.Start"];

    private static IEnumerable<string> Problems(string path, string text)
    {
        List<string> types = [.. TypeDeclaration().Matches(text).Select(type => type.Groups["name"].Value).Distinct()];
        if (types.Count != 1 || types[0] != Path.GetFileNameWithoutExtension(path))
        {
            yield return $"{path} contains {string.Join(", ", types)}.";
        }
    }

    // Types that are not nested begin in the first column.
    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:(?:class|struct|interface|enum|record class|record struct|record) (?<name>\w+)"
        + @"|delegate (?:\([^)]*\)|[^(]+?) (?<name>\w+)(?:<[^>(]*>)?\()",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
