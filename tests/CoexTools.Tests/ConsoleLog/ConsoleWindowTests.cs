using CoexTools.Audit;
using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests;

/// <summary>The time from which lines of a console log count.</summary>
public sealed class ConsoleWindowTests
{
    // The holder of the role in the access control list, the role, the readers of the document, and whether the change
    // of the group is the last one.
    [Theory]
    [InlineData("Readers", "[Seers]", "Readers", true)]
    [InlineData("Readers", "[Seers]", "[Seers]", true)]
    [InlineData("All", "[Seers]", "[Seers]", true)]
    [InlineData("Readers", "[Others]", "[Seers]", false)]
    [InlineData("S1", "[Seers]", "[Seers]", false)]
    public void A_group_that_admits_directly_or_through_a_role_can_be_the_last_change(
        string holder, string role, string readers, bool expected)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.dxl");
        File.WriteAllText(
            path,
            $"""
            <?xml version='1.0' encoding='utf-8'?>
            <database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' title='Directory'>
            <acl><role>[Seers]</role><role>[Others]</role>
            <aclentry name='-Default-' default='true' level='reader'></aclentry>
            <aclentry name='{holder}' level='manager'><role>{role}</role></aclentry></acl>
            <document form='Server'><item name='ServerName'><text>S1</text></item></document>
            <document form='Group'>
            <noteinfo noteid='102' unid='00000000000000000000000000000001' sequence='1'>
            <modified><datetime>20250311T000000,00+00</datetime></modified></noteinfo>
            <item name='ListName'><text>Readers</text></item><item name='GroupType'><text>0</text></item>
            <item name='Members' names='true'><text>S1</text></item></document>
            <document form='Group'><item name='ListName'><text>All</text></item>
            <item name='GroupType'><text>0</text></item>
            <item name='Members' names='true'><text>Readers</text></item></document>
            <document form='Domain'>
            <noteinfo noteid='106' unid='00000000000000000000000000000002' sequence='1'>
            <modified><datetime>20250310T000000,00+00</datetime></modified></noteinfo>
            <item name='DomainType'><text>ForeignDomain</text></item><item name='DomainName'><text>BTEx</text></item>
            <item name='GatewayServer' names='true'><text>S1</text></item>
            <item name='DocumentAccess' readers='true' names='true'><text>{readers}</text></item></document>
            </database>
            """);
        var directory = new DirectorySnapshot(
            new DxlReader(path).Read(FieldMap.Default, problem => throw problem, CancellationToken.None));
        AuditedDomain domain = Assert.Single(new DirectoryAudit(directory).Domains);
        ConsoleWindow window = Assert.Single(ConsoleWindow.Of([domain.View], new NotesName("S1"), since: null));
        Assert.Equal(new DateTimeOffset(2025, 3, expected ? 11 : 10, 0, 0, 0, TimeSpan.Zero), window.LastChange);
        Assert.Equal(window.LastChange!.Value.AddMinutes(5), window.Start);
    }
}
