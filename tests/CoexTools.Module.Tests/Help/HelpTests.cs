using System.Management.Automation;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Help;

/// <summary>That help and commands have the same commands and parameters, and that Get-Help finds it.</summary>
public sealed class HelpTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string[] OfShouldProcess = ["WhatIf", "Confirm"];

    [Fact]
    public void Pages_and_commands_are_the_same()
    {
        var module = (PSModuleInfo)session.Run("Get-Module CoexTools").Output[0].BaseObject;
        Assert.Equal(
            module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal), HelpPage.All.Select(page => page.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_is_described_and_no_other()
    {
        foreach (HelpPage page in HelpPage.All)
        {
            var command = (CmdletInfo)session.Run($"Get-Command {page.Name}").Output[0].BaseObject;
            IEnumerable<string> own = command.Parameters.Keys.Except(Cmdlet.CommonParameters).Except(OfShouldProcess);
            Assert.True(
                own.Order(StringComparer.Ordinal)
                    .SequenceEqual(page.Parameters.Order(StringComparer.Ordinal)), page.Name);
        }
    }

    [Fact]
    public void Get_Help_describes_every_command_and_parameter_as_the_page_does()
    {
        foreach (HelpPage page in HelpPage.All)
        {
            var command = (CmdletInfo)session.Run($"Get-Command {page.Name}").Output[0].BaseObject;
            // Get-Help takes a while, so it runs once for the command and once for all parameters.
            IReadOnlyList<PSObject> full = session.Run(
                $"$help = Get-Help {page.Name} -Full; $help; @($help.examples.example).Count; "
                    + "@($help.syntax.syntaxItem).Count").Output;
            Assert.Contains("MamlCommandHelpInfo", full[0].TypeNames[0]);
            Assert.NotEmpty(full[0].Get("Synopsis")!.ToString()!.Trim());
            Assert.Equal(page.Examples.Count, full[1].BaseObject);
            Assert.Equal(command.ParameterSets.Count, full[2].BaseObject);
            ILookup<string, PSObject> parameters = session.Run($"Get-Help {page.Name} -Parameter *").Output
                .ToLookup(help => help.Get("name")!.ToString()!);
            foreach (ParameterMetadata parameter in command.Parameters.Values.Where(
                parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)))
            {
                PSObject described = Assert.Single(parameters[parameter.Name]);
                Assert.NotNull(described.Get("description"));
                ParameterSetMetadata[] sets = [.. parameter.ParameterSets.Values];
                Assert.Equal(
                    sets.Any(set => set.ValueFromPipeline), described.Get(
                        "pipelineInput")!.ToString()!.Contains("ByValue"));
                Assert.Equal(
                    sets.Any(set => set.ValueFromPipelineByPropertyName), described.Get(
                        "pipelineInput")!.ToString()!.Contains("ByPropertyName"));
            }
        }
    }

    [Fact]
    public void The_help_knows_no_parameter_that_only_some_engines_have() =>
        Assert.DoesNotContain(
            "ProgressAction", File.ReadAllText(
                Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "en-US", "CoexTools.Module.dll-Help.xml")));

    [Fact]
    public void The_topic_on_rules_has_every_rule_of_the_audit_as_it_is()
    {
        string topic = File.ReadAllText(Path.Combine(HelpPage.Folder, "about_CoexTools_Rules.md"));
        IReadOnlyList<PSObject> rules = session.Run("Get-CoexistenceRule").Output;
        Assert.All(rules, rule => Assert.Contains(
            $"| {rule.Get("Id")} | {rule.Get("Name")} | {rule.Get("Severity")} | {rule.Get("Basis")!.ToString()![0]} "
                + $"| {rule.Get("Description")} | {(rule.Get("Repairable") is true ? "yes" : "no")} |", topic));
        Assert.Equal(rules.Count, topic.Split('\n').Count(line => line.StartsWith("| CX", StringComparison.Ordinal)
            || line.StartsWith("| CE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("about_CoexTools", "Foreign Domain")]
    [InlineData("about_CoexTools_Errors", "DxlMalformed")]
    [InlineData("about_CoexTools_FieldMap", "GatewayServer")]
    [InlineData("about_CoexTools_Monitoring", "coextools_run_success")]
    [InlineData("about_CoexTools_Rules", "CC6")]
    [InlineData("about_CoexTools_Scheduling", "systemd")]
    public void Get_Help_finds_the_topic(string topic, string word)
    {
        string text = string.Concat(session.Run($"Get-Help {topic}").Output.Select(part => part.ToString()));
        Assert.Contains(word, text);
    }
}
