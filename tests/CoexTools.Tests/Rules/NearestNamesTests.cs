using CoexTools.Names;

namespace CoexTools.Tests;

/// <summary>VD2: the names that a user probably meant.</summary>
public class NearestNamesTests
{
    private const string Servers = "DominoA/Srv/Contoso, DominoB/Srv/Contoso, Hub01/Srv/Contoso, Mail01/Srv/Contoso, X";

    [Theory]
    [InlineData("a missing character", "DomnoA", Servers, "DominoA/Srv/Contoso")]
    [InlineData("an additional character", "Hubb01", Servers, "Hub01/Srv/Contoso")]
    [InlineData("replaced characters", "Dominob", "Dominoa, Mail", "Dominoa")]
    [InlineData("transposed neighbors count once", "Servers Olny", "Servers Only, Servers Okey", "Servers Only")]
    [InlineData("several that are equally near", "DominoC", Servers, "DominoA/Srv/Contoso, DominoB/Srv/Contoso")]
    [InlineData("at most three", "DominoX", "DominoD, DominoC, DominoB, DominoA", "DominoA, DominoB, DominoC")]
    [InlineData("another organizational unit", "DominoA/Contoso", Servers, "DominoA/Srv/Contoso")]
    [InlineData(
        "the start of a name", "7ba8", "7BA81F7F671052A2C86868EE7A944B4F, 98B2427098226CE698AF9BB3D8F84839",
        "7BA81F7F671052A2C86868EE7A944B4F")]
    [InlineData("a wildcard", "Dmino*", Servers, "DominoA/Srv/Contoso, DominoB/Srv/Contoso")]
    [InlineData("the nearer whole name first", "Domino", "DominoLong, Dominos", "Dominos, DominoLong")]
    [InlineData("a longer name", "BTExx", "BTEx, BTCloud", "BTEx")]
    [InlineData("case", "BTCLOOD", "BTEx, BTCloud", "BTCloud")]
    [InlineData("nothing near", "Nobody", Servers, "")]
    [InlineData("only wildcards", "*", Servers, "")]
    [InlineData("one character", "Y", Servers, "")]
    [InlineData("no names", "DominoA", "", "")]
    public void VD2_nearest_names(string name, string typed, string known, string nearest) => Assert.Equal(
        (name, nearest),
        (name, string.Join(", ", NearestNames.Of(typed, known.Split(", ", StringSplitOptions.RemoveEmptyEntries)))));

    [Theory]
    [InlineData("DominoA/Other/Organization/Elsewhere", "DominoA/Srv/Contoso")]
    [InlineData("Hub1/Elsewhere", "Hub01/Srv/Contoso")]
    [InlineData("Nobody/Srv/Contoso", "")]
    public void VD2_nearest_servers_by_common_name(string typed, string nearest) =>
        Assert.Equal(nearest, string.Join(", ", NearestNames.OfServer(new NotesName(typed), Servers.Split(", "))));

    [Theory]
    [InlineData("", "")]
    [InlineData("A", " Did you mean A?")]
    [InlineData("A, B", " Did you mean A or B?")]
    [InlineData("A, B, C", " Did you mean A, B, or C?")]
    public void VD2_suggestion_is_a_sentence(string names, string sentence) =>
        Assert.Equal(sentence, CoexException.DidYouMean(names.Split(", ", StringSplitOptions.RemoveEmptyEntries)));
}
