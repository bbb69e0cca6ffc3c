using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>Tests what a former export shows about the documents in replicas that are not known (AC7).</summary>
public sealed class FormerExportAccessTests
{
    private const string Start = "server Hub/Acme | server A/Acme | server B/Acme | acl -Default-: author "
        + "| group LocalDomainServers (4) = Hub/Acme, A/Acme, B/Acme | ";
    private const string In = "group Servers Only (4) = Hub/Acme | ";
    private const string Out = "group Servers Only (4) = Mail/Acme | ";
    private const string Nested = "group Servers Only (4) = Hubs | group Hubs (4) = Hub/Acme | ";
    private const string A = "doc BTEx; both=A/Acme; readers=Servers Only, A/Acme";
    private const string B = "doc BTEx; both=B/Acme; readers=Servers Only, B/Acme";
    private const string Saved = "; revised=20250301T000000,00+00";
    private const string MissingA = "MissingCopy: BTEx (A/Acme) at Hub/Acme";
    private const string MissingB = "MissingCopy: BTEx (B/Acme) at Hub/Acme";
    private const string StaleA = "StaleCopy: BTEx (A/Acme) at Hub/Acme";
    private const string StaleB = "StaleCopy: BTEx (B/Acme) at Hub/Acme";

    [Theory]
    [InlineData(In, Out, "", MissingA)]
    [InlineData(In, Out, "down=A/Acme", MissingB)]
    [InlineData(In, In, "", "")]
    [InlineData(Nested, Out, "", MissingA)]
    [InlineData(Nested, In, "", "")]
    // Without the group, its members are not known. The group could have been created since then.
    [InlineData(In, "", "", MissingA)]
    // The Hub has lost access.
    [InlineData(Out, In, "", StaleA + "; " + StaleB)]
    public void Servers_that_gained_or_lost_access_through_a_group_may_have_other_documents(
        string now, string before, string network, string assumptions) =>
        Assert.Equal(assumptions, Assumptions($"{Start}{now}{A} | {B}", $"{Start}{before}{A} | {B}", network));

    [Theory]
    [InlineData(A, B, MissingA)]
    [InlineData(A + Saved, B, "")]
    [InlineData(A + Saved, B + Saved, "")]
    public void A_document_that_was_saved_since_then_has_reached_the_servers(string a, string b, string assumptions) =>
        Assert.Equal(assumptions, Assumptions($"{Start}{In}{A} | {B}", $"{Start}{Out}{a} | {b}", ""));

    [Fact]
    public void Access_through_the_access_control_list_is_compared_too()
    {
        const string Documents = "doc BTEx; both=A/Acme; readers=[Gateways], A/Acme";
        string now = $"{Start}acl Hub/Acme: reader [Gateways] | {In}{Documents}";
        Assert.Equal(MissingA, Assumptions(now, $"{Start}acl Hub/Acme: reader | {In}{Documents}", ""));
        Assert.Equal("", Assumptions(now, now, ""));
    }

    // Without one of the documents, the request ends in the same way. Both have the same text.
    [Fact]
    public void Several_documents_can_matter_only_together()
    {
        const string Documents = $"{A} | doc BTEx; cal=A/Acme; readers=Servers Only, A/Acme";
        Assert.Equal(MissingA, Assumptions($"{Start}{In}{Documents}", $"{Start}{Out}{Documents}", ""));
    }

    [Fact]
    public void A_replica_that_is_known_is_not_compared_with_the_former_export()
    {
        DirectorySnapshot directory = Sketch.Directory($"{Start}{In}{A} | {B}");
        var hub = new ServerReplica(new NotesName("Hub/Acme"), "hub.dxl", directory.Unordered);
        Assert.Equal("", Assumptions(directory, $"{Start}{Out}{A} | {B}", "", hub));
    }

    private static string Assumptions(string now, string before, string network) =>
        Assumptions(Sketch.Directory(now), before, network);

    private static string Assumptions(
        DirectorySnapshot directory, string before, string network, params ServerReplica[] replicas)
    {
        var access = AccessEvaluator.Of(directory);
        var view = new DomainVisibility(directory.Unordered, access, OrderBy.Modified, replicas: replicas)
        {
            FormerExportAccess = new FormerExportAccess(access, Sketch.Directory(before)),
        };
        return string.Join("; ", Requests.FreeBusy(view, "Hub/Acme", Sketch.Network(network)).Assumption);
    }
}
