using System.Management.Automation;
using System.Reflection;
using System.Runtime.Versioning;

namespace CoexTools.Module.Tests.Commands;

/// <summary>That the tests run on the built module, and that it exports what it should.</summary>
public sealed class ModuleTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void The_assembly_under_test_is_the_one_of_the_built_module()
    {
        PSObject command = session.Run("Get-Command Get-ForeignDomainDocument").Output[0];
        Assembly assembly = ((CmdletInfo)command.BaseObject).ImplementingType.Assembly;

        Assert.Equal(BuiltModule.Assembly, assembly.Location);
        const string ForBothEditions = ".NETStandard,Version=v2.0";
        Assert.Equal(ForBothEditions, assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
        Assembly core = AppDomain.CurrentDomain.GetAssemblies().Single(loaded => loaded.GetName().Name == "CoexTools");
        Assert.Equal(Path.Combine(Path.GetDirectoryName(BuiltModule.Assembly)!, "CoexTools.dll"), core.Location);
        Assert.Equal(ForBothEditions, core.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
    }

    [Theory]
    [InlineData("Compare-CoexistencePath")]
    [InlineData("Get-DocumentReader")]
    [InlineData("Get-ForeignDomainDocument")]
    [InlineData("Import-DominoDirectory")]
    [InlineData("Measure-CoexistenceAvailability")]
    [InlineData("Remove-DocumentAccessField")]
    [InlineData("Test-FreeBusyPath")]
    [InlineData("Test-MailRoute")]
    public void The_module_exports_the_command(string name)
    {
        CmdletInfo command = Assert.IsType<CmdletInfo>(session.Run($"Get-Command {name}").Output[0].BaseObject);
        Assert.Equal("CoexTools", command.ModuleName);
        Assert.Equal($"CoexTools.Commands.{name.Replace("-", "")}Command", command.ImplementingType.FullName);
    }

    [Fact]
    public void The_module_exports_neither_functions_nor_aliases_nor_variables()
    {
        var module = (PSModuleInfo)session.Run("Get-Module CoexTools").Output[0].BaseObject;
        Assert.NotEmpty(module.ExportedCmdlets);
        Assert.Empty(module.ExportedFunctions);
        Assert.Empty(module.ExportedAliases);
        Assert.Empty(module.ExportedVariables);
    }
}
