using System.Text.RegularExpressions;
using CoexTools.Module.Tests.Help;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>
/// Tests the table of rooms in CONTRIBUTING: each room has its namespace, and imports only rooms above it in the table.
/// In the audit, types do not depend on each other either.
/// </summary>
public sealed partial class RoomTests
{
    internal static readonly string Root = Path.GetFullPath(Path.Combine(HelpPage.Folder, "..", ".."));

    private static readonly string[] Projects = ["src/CoexTools", "src/CoexTools.Module", "src/CoexTools.Start"];

    [Fact]
    public void Every_room_is_in_the_table_and_every_room_of_the_table_exists()
    {
        IEnumerable<string> folders = Files()
            .Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/')).Distinct();
        Assert.Equal(folders.Order(), Table(File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md"))).Order());
    }

    [Fact]
    public void A_room_imports_only_rooms_above_it()
    {
        IReadOnlyList<string> rooms = Table(File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md")));
        List<(string, string)> files = [.. Files().Select(file => (file, File.ReadAllText(Path.Combine(Root, file))))];
        Assert.True(files.Count > 100);
        string problems = string.Join("\n", Problems(rooms, files));
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void Types_of_the_audit_do_not_depend_on_each_other()
    {
        List<IGrouping<string, string>> rooms =
        [
            .. Files().Where(file => file.StartsWith("src/CoexTools/Audit/", StringComparison.Ordinal))
                .GroupBy(file => file[..file.LastIndexOf('/')]),
        ];
        Assert.Equal(5, rooms.Count);
        Assert.All(rooms, room => Assert.Empty(Circle(room.ToDictionary(
            file => Path.GetFileNameWithoutExtension(file), file => File.ReadAllText(Path.Combine(Root, file))))));
    }

    [Fact]
    public void Types_that_depend_on_each_other_are_found()
    {
        var types = new Dictionary<string, string>
        {
            ["A"] = "class A { B? B; } // C",
            ["B"] = "/// <see cref=\"A\"/>\nclass B { string Text = \"A\"; C? C; }",
            ["C"] = "class C { Daughter? D; }",
        };
        Assert.Empty(Circle(types));
        types["C"] = "class C { string Text => $\"{new B()}\"; }";
        Assert.Equal(["B", "C"], Circle(types));
    }

    [Fact]
    public void What_breaks_the_table_is_found()
    {
        const string Contributing = """
            | room | contents |
            | --- | --- |
            | `src/CoexTools` | the core |
            | `src/CoexTools/Model` | the model |
            | `src/CoexTools/Sources/Dxl/Reading` | reading |
            | `src/CoexTools.Module/Commands` | the cmdlets |
            | `tools` | the tools |
            """;
        IReadOnlyList<string> rooms = Table(Contributing);
        Assert
            .Equal(
                [
                    "src/CoexTools", "src/CoexTools/Model", "src/CoexTools/Sources/Dxl/Reading",
                    "src/CoexTools.Module/Commands",
                ],
                rooms);
        (string, string)[] sound =
        [
            ("src/CoexTools/Model/A.cs", "namespace CoexTools.Model;\ninternal sealed class A;"),
            (
                "src/CoexTools/Sources/Dxl/Reading/B.cs",
                "using CoexTools.Model;\nnamespace CoexTools.Sources.Dxl.Reading;\ninternal "
                    + "sealed class B { Model.A? A; }"),
            (
                "src/CoexTools.Module/Commands/C.cs",
                "using CoexTools.Sources.Dxl.Reading;\nnamespace CoexTools.Commands;"),
        ];
        Assert.Empty(Problems(rooms, sound));
        Assert.Equal(
            [
                "src/CoexTools/Model/D.cs imports CoexTools.Commands, which is below CoexTools.Model.",
                "src/CoexTools/Model/E.cs imports CoexTools.Sources.Dxl.Reading, which is below CoexTools.Model.",
                "src/CoexTools/Model/F.cs has the namespace CoexTools.Other instead of CoexTools.Model.",
            ],
            Problems(rooms,
            [
                .. sound,
                ("src/CoexTools/Model/D.cs", "using CoexTools.Commands;\nnamespace CoexTools.Model;"),
                ("src/CoexTools/Model/E.cs", "namespace CoexTools.Model;\ninternal sealed class E : Reading.B;"),
                ("src/CoexTools/Model/F.cs", "namespace CoexTools.Other;"),
            ]));
    }

    private static IReadOnlyList<string> Table(string contributing) =>
        [.. Row().Matches(contributing).Select(row => row.Groups[1].Value)];

    // The folders Sources/Dxl/Reading of the core and of the module both have the namespace
    // CoexTools.Sources.Dxl.Reading.
    private static string NamespaceOf(string room) =>
        string.Join('.', room.Split('/').Skip(2).Prepend("CoexTools"));

    private static IEnumerable<string> Files() => Projects.SelectMany(project =>
        Directory.GetFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => file.Split('/')[2] is not ("obj" or "bin")));

    private static IEnumerable<string> Problems(
        IReadOnlyList<string> rooms, IReadOnlyList<(string Path, string Text)> files)
    {
        List<string> order = [.. rooms.Select(NamespaceOf)];
        // A type of another room can also be named without a using directive, by the last part of the namespace.
        HashSet<string> types =
            [.. files.SelectMany(
                file => Declaration().Matches(file.Text)
                    .Select(type => $"{NamespaceIn(file.Text)}.{type.Groups[1].Value}"))];
        foreach ((string path, string text) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            string expected = NamespaceOf(path[..path.LastIndexOf('/')]);
            if (NamespaceIn(text) != expected)
            {
                yield return $"{path} has the namespace {NamespaceIn(text)} instead of {expected}.";
                continue;
            }
            IEnumerable<string> qualified = Qualified().Matches(text)
                .SelectMany(
                    name => order.Where(
                        room => (room + ".").EndsWith($".{name.Groups[1].Value}.", StringComparison.Ordinal)
                        && types.Contains($"{room}.{name.Groups[2].Value}")));
            IEnumerable<string> imports = Using().Matches(text).Select(name => name.Groups[1].Value).Concat(qualified);
            foreach (string import in imports.Distinct().Where(room => room != expected))
            {
                if (order.LastIndexOf(import) < 0 || order.LastIndexOf(import) > order.LastIndexOf(expected))
                    yield return $"{path} imports {import}, which is below {expected}.";
            }
        }
    }

    // The types that depend on each other: what is left without those that use or are used by none of the others.
    private static IReadOnlyList<string> Circle(Dictionary<string, string> types)
    {
        Dictionary<string, HashSet<string>> uses = types.ToDictionary(
            type => type.Key,
            type => Identifier().Matches(Unread().Replace(type.Value, "")).Select(name => name.Value)
                .Where(name => name != type.Key && types.ContainsKey(name)).ToHashSet());
        while (uses.Keys.FirstOrDefault(type => uses[type].Count == 0 || !uses.Values.Any(used => used.Contains(type)))
            is { } free)
        {
            uses.Remove(free);
            foreach (HashSet<string> used in uses.Values)
                used.Remove(free);
        }
        return [.. uses.Keys.Order(StringComparer.Ordinal)];
    }

    private static string NamespaceIn(string text) => Namespace().Match(text).Groups[1].Value;

    [GeneratedRegex(@"^\| `(src/CoexTools(?:\.Module|\.Start)?(?:/\w+)*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (CoexTools[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(?:public|internal) [\w ]*?(?:class|record|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])(?:CoexTools\.)?((?:\w+\.)*\w+)\.([A-Z]\w*)\b")]
    private static partial Regex Qualified();

    // Comments, and strings without expressions.
    [GeneratedRegex(@"//.*|(?<![$\\])""(?:\\.|[^""\\\n])*""")]
    private static partial Regex Unread();

    [GeneratedRegex(@"\b\w+\b")]
    private static partial Regex Identifier();
}
