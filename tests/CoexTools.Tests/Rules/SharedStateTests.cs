using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Tests;

/// <summary>
/// A state after a change shares what the change leaves as it is with the state before it, and answers like a state
/// that shares nothing.
/// </summary>
public sealed class SharedStateTests
{
    private const string Text = "server Hub01/Acme | server DominoA/Acme | server DominoB/Acme "
        + "| group Inner = Hub01/Acme | group Outer = Inner, DominoB/Acme "
        + "| doc BTEx; both=DominoA/Acme; readers=Outer, DominoA/Acme | doc BTEx; both=DominoB/Acme; readers=Inner";

    [Fact]
    public void A_save_shares_servers_and_readers()
    {
        DirectorySnapshot before = Sketch.Directory(Text);
        AccessEvaluator access = AccessEvaluator.Of(before);
        DirectorySnapshot after = Saved(before);
        Assert.NotSame(before, after);
        Assert.Same(before.Servers, after.Servers);
        Assert.True(AccessEvaluator.Of(after).HasReadersOf(access));
        // The state in between was never asked who can read a document.
        Assert.True(AccessEvaluator.Of(Saved(Saved(before))).HasReadersOf(access));
    }

    [Fact]
    public void Another_entry_or_server_or_group_is_not_shared()
    {
        DirectorySnapshot before = Sketch.Directory(Text);
        AccessEvaluator access = AccessEvaluator.Of(before);
        foreach (DirectorySnapshot after in Changed(before))
        {
            Assert.False(AccessEvaluator.Of(after).HasReadersOf(access));
            Assert.Equal(Told(new DirectorySnapshot(after.Content)), Told(after));
        }
        Assert.Equal(Told(before), Told(Saved(before)));
        Assert.NotSame(before.Servers, Changed(before)[1].Servers);
    }

    private static DirectorySnapshot Saved(DirectorySnapshot directory) => ChangePlan.Make(
        directory, [], preserveOrder: true, DateTimeOffset.UnixEpoch,
        new SaveOrder([.. directory.Unordered.Select(document => document.Key)], [])).After;

    // A document with another reader, one with another server, and a group with another member.
    private static DirectorySnapshot[] Changed(DirectorySnapshot directory)
    {
        ForeignDomainDocument first = directory.Unordered[0];
        return
        [
            Edited(ForeignDomainEdits.SetReaders(first, ["Hub01/Acme"], append: true, removeDocumentAccess: false)),
            Edited(ForeignDomainEdits.EditForm(first, new FormFields("CN=DominoC/O=Acme", null, null, null))),
            new DirectorySnapshot(
                directory.Content with
                {
                    Groups = [.. directory.Content.Groups.Select(group => new DominoGroup(
                        group.Name, group.Type, [.. group.Member, new NotesName("DominoA/Acme")]))],
                },
                directory),
        ];

        DirectorySnapshot Edited(PlannedEdit edit) =>
            ChangePlan.Make(directory, [edit], preserveOrder: true, DateTimeOffset.UnixEpoch).After;
    }

    // Who can read which document, and why.
    private static IEnumerable<string> Told(DirectorySnapshot directory)
    {
        AccessEvaluator access = AccessEvaluator.Of(directory);
        return
        [
            .. from server in directory.Servers
               from document in directory.InOrder(OrderBy.Modified)
               let decision = access.Decide(server, document)
               select $"{server} {document} {document.Priority}: {decision.CanRead} {decision.Rule} {decision.Entry} "
                   + $"{decision.Via} {string.Join(", ", decision.Assumptions)}",
        ];
    }
}
