using System.Management.Automation;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>That whatever a command gives has views of its own.</summary>
public sealed class ViewTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string[] Controls = ["ListControl", "TableControl", "WideControl"];

    private static readonly ILookup<string, string> Views =
        OutputTypes.ViewsIn(Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "CoexTools.Format.ps1xml"));

    [Fact]
    public void Every_output_type_has_a_table_a_list_and_a_wide_view()
    {
        string[] seen = [.. OutputTypes.SeenThrough(Commands()).Select(type => type.FullName!)];
        Assert.Contains("CoexTools.Directory.AccessControlEntry", seen); // Three steps away from a command.
        Assert.All(seen, type => Assert.Equal(Controls, Views[type].Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_view_is_for_a_type_that_a_command_gives() =>
        Assert.Equal(OutputTypes.SeenThrough(Commands()).Select(type => type.FullName), Views.Select(view => view.Key).Order(StringComparer.Ordinal));

    private IEnumerable<Type> Commands() => session.Run("Get-Command -Module CoexTools").Output.Select(command => ((CmdletInfo)command.BaseObject).ImplementingType);
}
