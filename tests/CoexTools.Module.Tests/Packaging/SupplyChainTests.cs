using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CoexTools.Module.Tests.Conformance;

namespace CoexTools.Module.Tests.Packaging;

/// <summary>Tests that nothing that builds or ships the module can change without a change in the repository.</summary>
public sealed partial class SupplyChainTests
{
    public static TheoryData<string> Workflows => [.. new[] { ".github/workflows", "module/Examples" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(RoomTests.Root, folder), "*.yml"))
        .Select(path => Path.GetRelativePath(RoomTests.Root, path))];

    public static TheoryData<string> Projects => [.. new[] { "src", "tests", "tools" }
        .SelectMany(
            folder => Directory.GetFiles(Path.Combine(RoomTests.Root, folder), "*.csproj", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(RoomTests.Root, path))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void An_action_is_pinned_by_the_hash_of_its_commit_and_names_its_version(string workflow)
    {
        string[] actions = [.. Lines(workflow).Where(line => line.Contains("uses:", StringComparison.Ordinal))];
        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(PinnedAction(), action));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_module_is_installed_in_one_version(string workflow) => Assert.All(
        Lines(workflow).Where(
            line => InstalledModule().IsMatch(line) && !line.Contains("-Repository Built", StringComparison.Ordinal)),
        line => Assert.Matches(PinnedModule(), line));

    [Fact]
    public void The_example_installs_this_version_of_the_module()
    {
        string line = Assert.Single(Lines("module/Examples/Scan-Directory.yml"), InstalledModule().IsMatch);
        Assert.Contains($"-Name CoexTools -Version {BuiltPackage.Version} ", line);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_lock_files_have_the_hash_of_each_package_in_its_central_version(string project)
    {
        string folder = Path.Combine(RoomTests.Root, Path.GetDirectoryName(project)!);
        XDocument definition = XDocument.Load(Path.Combine(RoomTests.Root, project));
        // A project for the current system has a file for each system of the workflows.
        bool isForSystem = definition.Descendants("UseCurrentRuntimeIdentifier").Any();
        string[] required = isForSystem
            ? ["packages.linux-x64.lock.json", "packages.osx-arm64.lock.json", "packages.win-x64.lock.json"]
            : ["packages.lock.json"];
        string[] files = [.. Directory.GetFiles(folder, "packages*.lock.json").Select(path => Path.GetFileName(path))];
        Assert.Subset(files.ToHashSet(), required.ToHashSet());

        Dictionary<string, string> versions = Versions();
        string[] references = [
            .. definition.Descendants("PackageReference").Select(package => (string)package.Attribute("Include")!)];
        Assert.All(files, file =>
        {
            var packages = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!["dependencies"]!.AsObject()
                .SelectMany(framework => framework.Value!.AsObject())
                .Where(package => (string?)package.Value!["type"] != "Project")
                .ToList();
            Assert.All(
                packages, package => Assert.Equal(
                    64, Convert.FromBase64String((string)package.Value!["contentHash"]!).Length));
            Assert.All(references, reference => Assert.Contains(packages, package =>
                package.Key == reference && (string?)package.Value!["resolved"] == versions[reference]));
        });
    }

    private static Dictionary<string, string> Versions()
    {
        XDocument central = XDocument.Load(Path.Combine(RoomTests.Root, "Directory.Packages.props"));
        string engine = central.Descendants("PowerShellEngineVersion").Single().Value;
        return central.Descendants("PackageVersion").ToDictionary(
            package => (string)package.Attribute("Include")!,
            package => ((string)package.Attribute("Version")!).Replace(
                "$(PowerShellEngineVersion)", engine, StringComparison.Ordinal));
    }

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(RoomTests.Root, path));

    [GeneratedRegex(@"^\s*(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"^\s*(run: )?(Install|Save)-(PSResource|Module) ")]
    private static partial Regex InstalledModule();

    [GeneratedRegex(@" -(Required)?Version \d+\.\d+\.\d+\b")]
    private static partial Regex PinnedModule();
}
