using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Tests.Changes;

/// <summary>What edits store: names (NM3) and the flags of the field (ED2).</summary>
public class ForeignDomainEditsTests
{
    private const string Readers =
        "<item name='DocumentAccess' names='true' readers='true'><text>[NetModifier]</text></item>";
    private const string Authors =
        "<item name='DocumentAccess' authors='true' names='true' protected='true'><text>[NetModifier]</text></item>";
    private const string Both =
        "<item name='DocumentAccess' authors='true' readers='true' names='true'><text>[NetModifier]</text></item>";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // ED2: the item's own flags; else those of the others where they agree; else the field map's.
    [Theory]
    [InlineData(Readers, Authors, Authors, ItemFlags.Names | ItemFlags.Readers)]
    [InlineData(Authors, Readers, Readers, ItemFlags.Names | ItemFlags.Authors | ItemFlags.Protected)]
    [InlineData(Both, Readers, Readers, ItemFlags.Names | ItemFlags.Authors | ItemFlags.Readers)]
    [InlineData("", Readers, Readers, ItemFlags.Names | ItemFlags.Readers)]
    [InlineData("", Readers, "", ItemFlags.Names | ItemFlags.Readers)]
    [InlineData("", Readers, Authors, ItemFlags.Names | ItemFlags.Authors | ItemFlags.Protected)]
    [InlineData("", "", "", ItemFlags.Names | ItemFlags.Authors | ItemFlags.Protected)]
    [InlineData("", Both, Both, ItemFlags.Names | ItemFlags.Readers)]
    public void The_field_comes_back_with_the_flags_of_the_form(
        string own, string second, string third, ItemFlags expected)
    {
        using var folder = new TemporaryFolder();
        DirectorySnapshot before = TemporaryFolder.Snapshot(
            folder.Write(DomainText.File(Document(1, own), Document(2, second), Document(3, third))));
        ChangePlan plan = ChangePlan.Make(
            before, [ForeignDomainEdits.EditForm(before.Unordered[0], new FormFields(MailFile: "x.box"))],
            preserveOrder: false, Now);
        DominoItem field = Assert.Single(plan.After.Unordered[0].Document.ItemsNamed("DocumentAccess"));
        Assert.Equal(expected | ItemFlags.Summary, field.Flags);
        Assert.Equal(["[NetModifier]"], field.Value);

        // A what-if is the same edit.
        WhatIf(before, out IReadOnlyList<ForeignDomainDocument> edited);
        Assert.Equal(
            expected | ItemFlags.Summary, Assert.Single(
                Assert.Single(edited).Document.ItemsNamed("DocumentAccess")).Flags);

        void WhatIf(DirectorySnapshot directory, out IReadOnlyList<ForeignDomainDocument> documents) =>
            WhatIfFormEdit.Apply(directory, [directory.Unordered[0]], Now, out documents);
    }

    [Fact]
    public void A_readers_item_that_was_an_authors_item_is_no_longer_one()
    {
        using var folder = new TemporaryFolder();
        DirectorySnapshot before = TemporaryFolder.Snapshot(
            folder.Write(DomainText.File(Document(1, "<item name='$Readers' authors='true'><text>Old</text></item>"))));
        ChangePlan plan = ChangePlan.Make(
            before,
            [ForeignDomainEdits.SetReaders(before.Unordered[0], ["New"], append: false, removeDocumentAccess: false)],
            preserveOrder: false,
            Now);
        DominoItem item = Assert.Single(plan.After.Unordered[0].Document.ItemsNamed("$Readers"));
        Assert.Equal(ItemFlags.Names | ItemFlags.Readers | ItemFlags.Summary, item.Flags);
        Assert.Equal(["New"], item.Value);
    }

    // NM3.
    [Fact]
    public void A_flat_name_of_several_servers_is_never_stored()
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server DominoA/Acme | server DominoA/Other | server DominoB/Acme | group Hubs (4) = DominoB/Acme | doc "
                + "BTEx; both=DominoB/Acme");
        ForeignDomainDocument document = directory.Unordered[0];
        foreach (Action edit in new Action[]
        {
            () => ForeignDomainEdits.EditForm(document, new FormFields(MailServer: "dominoa")),
            () => ForeignDomainEdits.EditForm(document, new FormFields(CalendarServer: "dominoa")),
            () => ForeignDomainEdits.SetReaders(
                document, ["Hubs", "dominoa"], append: false, removeDocumentAccess: false),
            () => DirectoryEdits.AddDocument(
                directory.Content, new NewDocument("BTEx", new FormFields(MailServer: "dominoa")), Now, out _),
            () => DirectoryEdits.AddDocument(
                directory.Content, new NewDocument("BTEx", new FormFields()) { Readers = ["dominoa"] }, Now, out _),
        })
        {
            CoexException error = Assert.Throws<CoexException>(edit);
            Assert.Equal("ServerAmbiguous", error.ErrorId);
            Assert.Equal("dominoa", error.Target);
        }
        Assert.Equal("CN=DominoB/O=Acme", ForeignDomainEdits.StoredServer(directory, "dominob"), ignoreCase: true);
        Assert.Equal(
            "CN=DominoA/O=Other", ForeignDomainEdits.StoredServer(directory, "dominoa/other"), ignoreCase: true);
    }

    [Fact]
    public void A_reader_that_has_the_name_of_a_group_is_the_group()
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server DominoA/Acme | server DominoA/Other | server DominoB/Acme | group DominoA (0) = DominoB/Acme | "
                + "group DominoB (0) = DominoA/Acme | doc BTEx; both=DominoB/Acme");
        Assert.Equal("DominoA", ForeignDomainEdits.StoredReader(directory, "DominoA"));
        Assert.Equal("DominoB", ForeignDomainEdits.StoredReader(directory, "DominoB"));
        Assert.Equal(
            "DominoB/Acme", new Names.NotesName(ForeignDomainEdits.StoredServer(directory, "DominoB")).Abbreviated);
    }

    [Theory]
    [InlineData("Hubs", "Hubs, LocalDomainServers, [NetModifier], */Acme, *, DominoA/Acme, dominoa", false, null)]
    [InlineData(
        "Hbus", "Hubs", false,
        "The directory does not contain the group 'Hbus'. The entry admits nobody. Did you mean Hubs?")]
    [InlineData("Ada/Acme", "Hubs", false, "The directory does not contain the group 'Ada/Acme'.")]
    [InlineData("Ada/Acme", "Hubs", true, null)]
    public void Names_that_the_directory_does_not_have_are_warned_of(
        string name, string others, bool orPersons, string? warning)
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server DominoA/Acme | group Hubs (4) = DominoA/Acme | doc BTEx; both=DominoA/Acme");
        Assert.Equal(
            warning is null ? [] : [warning], UnknownNames.OfGroups(
                directory, [name, .. Sketch.List(others)], orPersons));
    }

    [Fact]
    public void Servers_that_the_directory_does_not_have_are_warned_of()
    {
        DirectorySnapshot directory = Sketch.Directory(
            "server DominoA/Acme | group Hubs (4) = DominoA/Acme | doc BTEx; both=DominoB/Acme");
        Assert.Equal(
            ["The directory does not contain the server 'Domino9'. Did you mean DominoA/Acme or DominoB/Acme?"],
            UnknownNames.OfServers(directory, ["DominoA", "DominoB/Acme", "Domino9", "domino9", ""]));
        Assert.Equal(
            [
                "The directory does not contain the server 'Domino9'. The entry admits nobody. "
                    + "Did you mean DominoA/Acme or DominoB/Acme?",
                "The directory does not contain the server 'Domino9/Acme'. Did you mean DominoA/Acme or DominoB/Acme?",
            ],
            UnknownNames.OfReadingServers(directory, ["DominoA", "Hubs", "*/Acme", "Domino9", "Domino9/Acme"]));
    }

    private static DomainText Document(int number, string item) => new()
    {
        Unid = $"{number:X32}",
        Server = $"CN=Domino{number}/O=Acme",
        Modified = $"2025060{number}T000000,00+00",
        Access = item.Length > 0 ? [item] : [],
    };
}
