using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Help;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>
/// Tests that every command of the built module follows every rule, and that every rule finds a violation.
/// </summary>
public sealed partial class ConformanceTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string Folder = Path.GetDirectoryName(BuiltModule.Manifest)!;

    public static TheoryData<string> RulesForCommands => [.. CommandRules.All.Select(rule => rule.Name)];

    public static TheoryData<string> RulesForTheModule => [.. ModuleRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(RulesForCommands))]
    public void Every_command_follows_the_rule(string name)
    {
        Rule<CommandDescription> rule = CommandRules.All.Single(rule => rule.Name == name);
        List<CommandDescription> commands = Commands();
        Assert.True(commands.Count >= 30, "Some commands were not found.");
        Assert.Empty(commands.SelectMany(command => rule.Check(command).Select(problem => $"{command}: {problem}.")));
    }

    [Theory]
    [MemberData(nameof(RulesForCommands))]
    public void The_rule_finds_a_command_that_violates_it_and_no_other(string name)
    {
        Rule<CommandDescription> rule = CommandRules.All.Single(rule => rule.Name == name);
        Assert.True(BrokenCommands.ByRule.ContainsKey(name), "No sample violates this rule. Add a command that does.");
        Assert.NotEmpty(rule.Check(BrokenCommands.ByRule[name]));
        Assert.Empty(rule.Check(BrokenCommands.Sound));
    }

    [Theory]
    [MemberData(nameof(RulesForTheModule))]
    public void The_module_follows_the_rule(string name) =>
        Assert.Empty(ModuleRules.All.Single(rule => rule.Name == name).Check(Module()));

    [Theory]
    [MemberData(nameof(RulesForTheModule))]
    public void The_rule_finds_a_module_that_violates_it(string name)
    {
        ModuleDescription module = Module();
        var broken = new Dictionary<string, ModuleDescription>
        {
            ["The manifest contains only constants"] = module with
            {
                Computed = [
                    .. Computed(
                        "@{ RootModule = \"bin/$PSEdition/A.dll\"; Tags = @('a', 'b'); CmdletsToExport = "
                            + "@('Get-A'\n'Get-B') }")],
            },
            ["The manifest exports every command"] = module with { Exported = [.. module.Exported.Skip(1)] },
            ["Every exported command exists"] = module with { Commands = [.. module.Commands.Skip(1)] },
            ["Every command has a page"] = module with { Pages = [.. module.Pages.Skip(1)] },
            ["Every page is about a command"] = module with { Pages = [.. module.Pages, "Get-Thing"] },
            ["The id of an error is the name of its factory"] =
                module with
                {
                    ErrorFactories = new Dictionary<string, string>(
                    module.ErrorFactories)
                    { ["FileReadOnly"] = "WriteFailed" }
                },
            ["Every error is documented"] = module with
            {
                Errors = new Dictionary<string, string>(module.Errors) { ["ThingLost"] = "ObjectNotFound" },
            },
            ["Every documented error exists"] = module with
            {
                DocumentedErrors = new Dictionary<string, string>(
                    module.DocumentedErrors)
                { ["ThingLost"] = "ObjectNotFound" },
            },
            ["Every error is documented with its category"] = module with
            {
                DocumentedErrors = new Dictionary<string, string>(
                    module.DocumentedErrors)
                { ["PathNotFound"] = "InvalidData" },
            },
            ["Every output type has its views"] = module with { Views = [.. module.Views.Skip(1)] },
            ["Every view is of an output type"] = module with { OutputTypes = [.. module.OutputTypes.Skip(1)] },
        };
        Assert.True(broken.ContainsKey(name), "No sample violates this rule. Add a module that does.");
        Assert.NotEmpty(ModuleRules.All.Single(rule => rule.Name == name).Check(broken[name]));
    }

    [Fact]
    public void What_is_computed_in_a_manifest_is_found_and_nothing_else()
    {
        const string Manifest =
            "@{ RootModule = \"bin/$PSEdition/A.dll\"; Tags = @('a', 'b'); None = @(); CmdletsToExport = "
            + "@('Get-A'\n'Get-B'); PrivateData = @{ One = 'b'; Two = $null } }";
        Assert.Equal(["\"bin/$PSEdition/A.dll\"", "$PSEdition", "@('Get-A'\n'Get-B')", "$null"], Computed(Manifest));
    }

    [Fact]
    public void Nothing_that_is_made_up_to_break_a_rule_is_without_one()
    {
        Assert.Equal(CommandRules.All.Select(rule => rule.Name).Order(), BrokenCommands.ByRule.Keys.Order());
        Assert.Equal(
            CommandRules.Changing.Order(), CommandRules.Changing.Intersect(
                Commands().Select(command => command.Name)).Order());
    }

    private List<CommandDescription> Commands()
    {
        IReadOnlyDictionary<string, CommandHelp> help = CommandHelp.ReadAll(
            Path.Combine(Folder, "en-US", "CoexTools.Module.dll-Help.xml"));
        return [
            .. Exported()
                .Select(
                    command => new CommandDescription(command.ImplementingType, help.GetValueOrDefault(command.Name)))];
    }

    private IEnumerable<CmdletInfo> Exported() =>
        session.Run("Get-Command -Module CoexTools").Output.Select(command => (CmdletInfo)command.BaseObject);

    private ModuleDescription Module()
    {
        Assembly assembly = Exported().First().ImplementingType.Assembly;
        Type failure = assembly.GetReferencedAssemblies().Where(name => name.Name == "CoexTools")
            .Select(Assembly.Load).Single()
            .GetType("CoexTools.CoexException", throwOnError: true)!;
        MethodInfo record = assembly.GetType("CoexTools.Views.ErrorRecords", throwOnError: true)!.GetMethod("Of")!;
        Dictionary<string, ErrorRecord> errors = failure.GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(method => method.ReturnType == failure && method.Name != "New")
            .ToDictionary(
                method => method.Name,
                method => (ErrorRecord)record.Invoke(
                    null, [method.Invoke(null, [.. method.GetParameters().Select(Something)])])!);
        Assert.True(errors.Count > 30);
        IReadOnlyList<Type> outputTypes = OutputTypes.SeenThrough(
            Exported().Select(command => command.ImplementingType));
        string topic = File.ReadAllText(Path.Combine(HelpPage.Folder, "about_CoexTools_Errors.md"));
        return new ModuleDescription
        {
            Computed = [.. Computed(File.ReadAllText(BuiltModule.Manifest))],
            Exported = [.. ExportedByManifest(File.ReadAllText(BuiltModule.Manifest))],
            Commands =
            [
                .. assembly.GetTypes().Select(type => type.GetCustomAttribute<CmdletAttribute>())
                    .OfType<CmdletAttribute>()
                    .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}"),
            ],
            Pages = [.. HelpPage.All.Select(page => page.Name)],
            ErrorFactories = errors.ToDictionary(error => error.Key, error => error.Value.FullyQualifiedErrorId),
            Errors = errors.Values.DistinctBy(error => error.FullyQualifiedErrorId)
                .ToDictionary(error => error.FullyQualifiedErrorId, error => error.CategoryInfo.Category.ToString()),
            DocumentedErrors = ErrorRow().Matches(topic)
                .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value),
            OutputTypes = [.. outputTypes.Select(type => type.FullName!)],
            Views =
            [
                .. from views in OutputTypes.ViewsIn(Path.Combine(Folder, "CoexTools.Format.ps1xml"))
                   from control in views
                   from type in views.Key == "CoexTools.CoexObject"
                       ? outputTypes.Where(IsCoexObject).Select(type => type.FullName!) : [views.Key]
                   select (type, control),
            ],
        };
    }

    // Tables and lists of texts are constants to PowerShell's compiler; a list with line breaks for commas is a script.
    private static IEnumerable<string> Computed(string manifest) =>
        Parser.ParseInput(manifest, out _, out _).FindAll(IsComputed, searchNestedScriptBlocks: true)
            .Select(part => part.Extent.Text);

    private static bool IsComputed(Ast part) => part switch
    {
        ArrayExpressionAst list => list.SubExpression.Statements.Count > 1,
        ExpressionAst => part is not (StringConstantExpressionAst or HashtableAst or ArrayLiteralAst),
        StatementAst => part is not (PipelineAst or CommandExpressionAst),
        _ => false,
    };

    // A view of the base serves all.
    private static bool IsCoexObject(Type type) =>
        type.FullName == "CoexTools.CoexObject" || (type.BaseType is { } parent && IsCoexObject(parent));

    private static object? Something(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(int) ? 1
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : typeof(Exception).IsAssignableFrom(parameter.ParameterType) ? new IOException("It broke.")
        : typeof(IEnumerable<string>).IsAssignableFrom(parameter.ParameterType)
            && parameter.ParameterType != typeof(string) ? new[] { "Something" }
        : "Something";

    private static IEnumerable<string> ExportedByManifest(string manifest) =>
        QuotedName().Matches(CmdletsToExport().Match(manifest).Groups[1].Value).Select(name => name.Groups[1].Value);

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^\| `(\w+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();
}
