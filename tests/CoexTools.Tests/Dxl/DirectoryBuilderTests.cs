using CoexTools.Model;
using CoexTools.Sources;

namespace CoexTools.Tests.Dxl;

/// <summary>What the readers of all sources add to a directory apart from documents.</summary>
public sealed class DirectoryBuilderTests
{
    [Fact]
    public void Assumptions_and_incomplete_documents_are_part_of_the_directory_once()
    {
        var builder = new DirectoryBuilder("names.dxl", FieldMap.Default);
        foreach (string assumption in new[] { "NoItemFlags", "GivenAcl: 'acl.dxl'", "NoItemFlags" })
            builder.Assume(assumption);
        foreach (int key in new[] { 1, 1, 2 })
            builder.MarkIncomplete(key);
        DirectoryContent content = builder.Build(new Dictionary<string, string>(), highestKey: 0, _ => { });
        Assert.Equal(["NoItemFlags", "GivenAcl: 'acl.dxl'"], content.Assumptions);
        Assert.Equal([1, 2], content.IncompleteDocuments.Order());
    }
}
