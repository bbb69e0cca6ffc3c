using System.Management.Automation;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Rest;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Tests that the table is complete, and that a parameter without an effect is found.</summary>
public sealed class ParameterEffectTableTests(ModuleSession session, ServerFixture servers)
    : ParameterEffectTests(session, servers)
{
    [Fact]
    public void Every_parameter_of_every_command_is_in_the_table()
    {
        List<CommandInfo> commands = [
            .. Session.Run("Get-Command -Module CoexTools").Output.Select(command => (CommandInfo)command.BaseObject)];
        Assert.Equal(commands.Select(command => command.Name).Order(), ParameterEffects.All.Keys.Order());
        Assert.Empty(commands.SelectMany(command => Missing(command, ParameterEffects.All[command.Name])));
    }

    [Fact]
    public void A_command_that_ignores_a_parameter_is_found()
    {
        Session.Run(
            "function global:Test-Thing { [CmdletBinding()] param([string[]] $Path, [switch] $Strict, [string] "
                + "$Ignored) \"$Path $Strict\" }");
        CommandInfo command = Command("Test-Thing");
        var effects = new CommandEffects(
            "Test-Thing {0}", new("Path", "-Path e.dxl"), new("Strict", "-Strict"), new("Ignored", "-Ignored Value"));
        Assert.Equal(
            ["Test-Thing -Ignored: 'Test-Thing -Path d.dxl -Ignored Value' has no effect."],
            effects.Parameters.SelectMany(effect => Problems(command, effects, effect)));
        var incomplete = new CommandEffects(
            "Test-Thing {0}", new("Path", "-Path e.dxl"), new("Ignored", "-Ignored Value"));
        Assert.Equal(["Test-Thing -Strict: is not in the table."], Missing(command, incomplete));
    }

    [Fact]
    public void A_call_whose_outcome_varies_and_one_that_does_not_use_the_parameter_are_found()
    {
        Session.Run(
            "function global:Test-Other { [CmdletBinding()] param([switch] $Strict) [guid]::NewGuid().ToString() }");
        CommandInfo command = Command("Test-Other");
        var effects = new CommandEffects("Test-Other {0}");
        Assert.Contains("varies", Assert.Single(Problems(command, effects, new("Strict", "-Strict"))));
        Assert.Contains("does not use", Assert.Single(Problems(command, effects, new("Strict", "-Verbose"))));
    }
}
