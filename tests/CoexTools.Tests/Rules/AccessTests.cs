using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Tests;

/// <summary>AC1 to AC6. The server asked is DominoA/Mail/Acme where a row does not say otherwise.</summary>
public class AccessTests
{
    private const string Asked = "DominoA/Mail/Acme";

    // A group LocalDomainServers of strangers, so that none is assumed.
    private const string NoServers = "group LocalDomainServers (4) = Nobody/Acme | ";

    [Theory]
    [InlineData("the entry that names the server, below its group's", "group G = DominoA/Mail/Acme | acl DominoA/Mail/Acme: noaccess | acl G: manager | acl -Default-: manager", AccessLevel.NoAccess)]
    [InlineData("the entry that names the server, above its group's", "group G = DominoA/Mail/Acme | acl CN=DominoA/OU=Mail/O=Acme: editor | acl G: noaccess | acl -Default-: noaccess", AccessLevel.Editor)]
    [InlineData("the entry that names the server, above its wildcard's", "acl */Acme: depositor | acl DOMINOA/MAIL/ACME: reader | acl -Default-: noaccess", AccessLevel.Reader)]
    [InlineData("the whole name before the common name", "acl DominoA: manager | acl DominoA/Mail/Acme: reader | acl -Default-: noaccess", AccessLevel.Reader)]
    [InlineData("the common name before groups", "group G = DominoA/Mail/Acme | acl DominoA: reader | acl G: manager | acl -Default-: noaccess", AccessLevel.Reader)]
    [InlineData("the highest among its groups", "group G = DominoA/Mail/Acme | group H = G | acl G: reader | acl H: designer | acl -Default-: manager", AccessLevel.Designer)]
    [InlineData("the highest among groups and wildcards", "group G = DominoA/Mail/Acme | acl G: author | acl */Acme: editor | acl *: reader | acl -Default-: manager", AccessLevel.Editor)]
    [InlineData("a group of lower level than -Default-", "group G = DominoA/Mail/Acme | acl G: noaccess | acl -Default-: manager", AccessLevel.NoAccess)]
    [InlineData("-Default- where nothing else matches", "group G = DominoB/Acme | acl G: manager | acl DominoB/Acme: manager | acl -Default-: author", AccessLevel.Author)]
    [InlineData("a group of mail only does not count", "group G (1) = DominoA/Mail/Acme | acl G: manager | acl -Default-: reader", AccessLevel.Reader)]
    [InlineData("a deny list does not count", "group G (3) = DominoA/Mail/Acme | acl G: manager | acl -Default-: depositor", AccessLevel.Depositor)]
    [InlineData("no entry at all, not even -Default-", "acl DominoB/Acme: manager", AccessLevel.NoAccess)]
    public void AC1_the_level_is_that_of_the_surest_entry(string name, string directory, AccessLevel level)
    {
        AccessDecision decision = Decide(NoServers + directory + " | doc BTEx; both=DominoA/Mail/Acme");
        Assert.True(level == decision.Level, $"{name}: {decision.Level}");
        Assert.Equal(level >= AccessLevel.Reader, decision.CanRead);
        Assert.Equal(level >= AccessLevel.Reader ? "AC2" : "AC1", decision.Rule.Id);
        Assert.Empty(decision.Assumptions);
    }

    [Theory]
    [InlineData(AccessLevel.NoAccess, false)]
    [InlineData(AccessLevel.Depositor, false)]
    [InlineData(AccessLevel.Reader, true)]
    [InlineData(AccessLevel.Author, true)]
    [InlineData(AccessLevel.Editor, true)]
    [InlineData(AccessLevel.Designer, true)]
    [InlineData(AccessLevel.Manager, true)]
    public void AC1_below_reader_nothing_is_read_even_where_the_document_names_the_server(AccessLevel level, bool canRead)
    {
        AccessDecision decision = Decide($"{NoServers} acl -Default-: {level} | doc BTEx; both=DominoA/Mail/Acme; readers=DominoA/Mail/Acme, Ghosts");
        Assert.Equal(canRead, decision.CanRead);
        Assert.Equal(canRead ? "AC5" : "AC1", decision.Rule.Id);
        Assert.Empty(decision.Assumptions);
    }

    [Theory]
    [InlineData("DominoA/Mail/Acme", AccessLevel.Manager, true)]
    [InlineData("Stranger/Acme", AccessLevel.Author, false)]
    public void AC1_without_an_ACL_the_default_one_is_assumed(string server, AccessLevel level, bool hasRoles)
    {
        foreach (string role in Sketch.List("[DenyAccessRead], [GroupCreator], [GroupModifier], [NetCreator], [NetModifier], [PolicyReader], [ServerCreator], [ServerModifier], [UserCreator], [UserModifier]"))
        {
            AccessDecision decision = Decide($"group LocalDomainServers = DominoA/Mail/Acme | doc BTEx; readers=DominoB/Acme; authors={role}; both=x", server);
            Assert.Equal(level, decision.Level);
            Assert.Equal(hasRoles, decision.CanRead);
            Assert.Equal(["DefaultAcl"], decision.Assumptions);
        }
        Assert.False(Decide("group LocalDomainServers = DominoA/Mail/Acme | doc BTEx; both=x; readers=[PolicyCreator], [PolicyModifier]", server).CanRead);
    }

    [Theory]
    [InlineData("no items", "", false)]
    [InlineData("an empty readers item", "; readers=", false)]
    [InlineData("a readers item with a value", "; readers=DominoB/Acme", true)]
    [InlineData("any readers item, whatever its name", "; readers=; Other(readers)=DominoB/Acme", true)]
    [InlineData("the vendor's own item, flagged as readers", "; DocumentAccess(readers)=[NetModifier]", true)]
    [InlineData("an item that is named like one, but not flagged", "; $Readers()=DominoB/Acme", false)]
    [InlineData("an item flagged as both", "; Both(readers)(authors)=DominoB/Acme", true)]
    public void AC2_a_readers_item_with_a_value_restricts(string name, string items, bool isRestricted)
    {
        DirectorySnapshot snapshot = Sketch.Directory($"{NoServers} acl -Default-: reader | doc BTEx; both=DominoA/Mail/Acme{items}");
        Assert.True(isRestricted == snapshot.Unordered[0].IsRestricted, name);
        var evaluator = new AccessEvaluator(snapshot);
        AccessDecision decision = evaluator.Decide(new NotesName(Asked), snapshot.Unordered[0]);
        Assert.Equal(decision.CanRead, evaluator.CanRead(new NotesName(Asked), snapshot.Unordered[0]));
        Assert.Equal(!isRestricted, decision.CanRead);
        Assert.Equal(isRestricted ? "AC5" : "AC2", decision.Rule.Id);
    }

    [Theory]
    [InlineData("readers", "; readers=DominoB/Acme, DominoA/Mail/Acme", true)]
    [InlineData("authors beside readers", "; readers=DominoB/Acme; authors=DominoA/Mail/Acme", true)]
    [InlineData("authors of any name", "; readers=DominoB/Acme; LocalAdmin(authors)=DominoA/Mail/Acme", true)]
    [InlineData("a second item of the same name", "; readers=DominoB/Acme; readers=DominoA/Mail/Acme", true)]
    [InlineData("names that are neither", "; readers=DominoB/Acme; LocalAdmin()=DominoA/Mail/Acme", false)]
    public void AC3_all_readers_and_authors_are_allowed(string name, string items, bool canRead)
    {
        AccessDecision decision = Decide($"{NoServers} acl -Default-: reader | doc BTEx; both=DominoB/Acme{items}");
        Assert.True(canRead == decision.CanRead, name);
    }

    [Theory]
    [InlineData("its name", "", "CN=DominoA/OU=Mail/O=Acme", null)]
    [InlineData("its name in other case", "", "DOMINOA/mail/acme", null)]
    [InlineData("its common name", "", "DominoA", "DominoA/Mail/Acme as DominoA")]
    [InlineData("the nearest organisation", "", "*/Mail/Acme", "DominoA/Mail/Acme as */Mail/Acme")]
    [InlineData("the farthest organisation, canonical", "", "*/O=Acme", "DominoA/Mail/Acme as */Acme")]
    [InlineData("everybody", "", "*", "DominoA/Mail/Acme as *")]
    [InlineData("a group", "group G = DominoA/Mail/Acme", "G", "DominoA/Mail/Acme in G")]
    [InlineData("a group in a group", "group Mail Servers (4) = DominoA/Mail/Acme | group Servers Only (4) = Mail Servers", "Servers Only", "DominoA/Mail/Acme in Mail Servers in Servers Only")]
    [InlineData("a group that holds the common name", "group G = DominoA", "G", "DominoA/Mail/Acme as DominoA in G")]
    [InlineData("a group that holds a wildcard", "group G = */Mail/Acme", "G", "DominoA/Mail/Acme as */Mail/Acme in G")]
    [InlineData("a group of a hierarchical name, canonical", "group CN=Servers/O=Acme = DominoA/Mail/Acme", "servers/acme", "DominoA/Mail/Acme in Servers/Acme")]
    [InlineData("a group for access control lists", "group G (2) = DominoA/Mail/Acme", "g", "DominoA/Mail/Acme in G")]
    [InlineData("a group of many purposes", "group G (0) = DominoA/Mail/Acme", "G", "DominoA/Mail/Acme in G")]
    [InlineData("a group in a cycle", "group A = B | group B = A, C | group C = B, DominoA/Mail/Acme", "A", "DominoA/Mail/Acme in C in B in A")]
    [InlineData("a group that holds itself", "group A = A, DominoA/Mail/Acme", "A", "DominoA/Mail/Acme in A")]
    [InlineData("a role of its own entry", "acl DominoA/Mail/Acme: reader [R]", "[R]", "DominoA/Mail/Acme with [R]")]
    [InlineData("a role of its group's entry, beside its own", "group G = DominoA/Mail/Acme | acl DominoA/Mail/Acme: reader | acl G: manager [R]", "[R]", "DominoA/Mail/Acme in G with [R]")]
    [InlineData("a role of a wildcard's entry", "acl */Acme: reader [R]", "[R]", "DominoA/Mail/Acme as */Acme with [R]")]
    [InlineData("a role of the common name's entry", "acl DominoA: reader [R]", "[R]", "DominoA/Mail/Acme as DominoA with [R]")]
    [InlineData("a role of -Default-, when no other entry matches", "acl DominoB/Acme: reader | acl -Default-: reader [R]", "[R]", "-Default- with [R]")]
    public void AC4_the_names_list_holds(string name, string directory, string entry, string? via)
    {
        AccessDecision decision = Decide($"{WithAcl(directory)} | doc BTEx; both=DominoB/Acme; readers=Nobody/Acme, {entry}");
        Assert.True(decision.CanRead, name);
        Assert.Equal(new NotesName(entry), decision.Entry);
        Assert.Equal(via, decision.Via, ignoreCase: true);
        Assert.Equal("AC5", decision.Rule.Id);
        bool isInferred = via is not null && via.Contains(" as ", StringComparison.Ordinal);
        Assert.Equal(isInferred ? Basis.Inferred : Basis.Documented, decision.Rule.Basis);
    }

    [Theory]
    [InlineData("a group of mail only", "group G (1) = DominoA/Mail/Acme", "G")]
    [InlineData("a deny list", "group G (3) = DominoA/Mail/Acme", "G")]
    [InlineData("a group through one of mail only", "group G (1) = DominoA/Mail/Acme | group H = G", "H")]
    [InlineData("a group of others", "group G = DominoB/Acme", "G")]
    [InlineData("a cycle that it is not in", "group A = B | group B = A", "A")]
    [InlineData("its organisation without the star", "", "Mail/Acme")]
    [InlineData("another organisation", "", "*/West/Acme")]
    [InlineData("a server below it", "", "*/DominoA/Mail/Acme")]
    [InlineData("a role that no entry gives", "acl DominoA/Mail/Acme: reader [R]", "[S]")]
    [InlineData("a role of another server", "acl DominoB/Acme: manager [R] | acl -Default-: reader", "[R]")]
    [InlineData("a role of -Default-, when another entry matches", "acl *: reader | acl -Default-: manager [R]", "[R]")]
    [InlineData("a group that holds a role", "acl DominoA/Mail/Acme: reader [R] | group G = [R]", "G")]
    public void AC4_the_names_list_does_not_hold(string name, string directory, string entry)
    {
        AccessDecision decision = Decide($"{WithAcl(directory)} | doc BTEx; both=DominoB/Acme; readers={entry}");
        Assert.False(decision.CanRead, name);
        Assert.Null(decision.Entry);
        Assert.Equal("AC5", decision.Rule.Id);
        Assert.Empty(decision.Assumptions);
    }

    [Fact]
    public void AC4_groups_count_however_deep()
    {
        string groups = string.Join(" | ", Enumerable.Range(1, 200).Select(i => $"group G{i} = G{i - 1}"));
        AccessDecision decision = Decide($"{NoServers} acl -Default-: reader | group G0 = DominoA/Mail/Acme | {groups} | doc BTEx; both=DominoB/Acme; readers=G200");
        Assert.True(decision.CanRead);
        Assert.StartsWith("DominoA/Mail/Acme in G0 in G1 in G2 ", decision.Via);
        Assert.EndsWith(" in G199 in G200", decision.Via);
    }

    [Theory]
    [InlineData("a server with a Server document", "server DominoA/Mail/Acme", Asked, true)]
    [InlineData("a server that a document names for mail", "doc Other; mail=CN=DominoA/OU=Mail/O=Acme", Asked, true)]
    [InlineData("a server that a document names for the calendar", "doc Other; cal=DominoA/Mail/Acme", Asked, true)]
    [InlineData("a server that nothing names", "server DominoC/Acme", Asked, false)]
    public void AC4_without_LocalDomainServers_one_of_all_known_servers_is_assumed(string name, string directory, string server, bool canRead)
    {
        AccessDecision decision = Decide($"acl -Default-: reader | doc BTEx; both=DominoB/Acme; readers=LocalDomainServers | {directory}", server);
        Assert.True(canRead == decision.CanRead, name);
        Assert.Equal(["DefaultLocalDomainServers"], decision.Assumptions);
    }

    [Theory]
    [InlineData("group LocalDomainServers (1) = DominoA/Mail/Acme")]
    [InlineData("group localdomainservers (3) = DominoA/Mail/Acme")]
    [InlineData("group LocalDomainServers (4) =")]
    public void AC4_a_group_LocalDomainServers_of_whatever_type_is_enough_to_assume_none(string group)
    {
        AccessDecision decision = Decide($"{group} | acl -Default-: reader | server DominoA/Mail/Acme | doc BTEx; both=DominoA/Mail/Acme; readers=LocalDomainServers");
        Assert.False(decision.CanRead);
        Assert.Empty(decision.Assumptions);
    }

    [Fact]
    public void Both_assumptions_are_told_together()
    {
        AccessDecision decision = Decide("server DominoA/Mail/Acme | doc BTEx; both=DominoB/Acme; readers=DominoB/Acme; authors=[NetModifier]");
        Assert.True(decision.CanRead);
        Assert.Equal("DominoA/Mail/Acme in LocalDomainServers with [NetModifier]", decision.Via);
        Assert.Equal(["DefaultAcl", "DefaultLocalDomainServers"], decision.Assumptions);
    }

    [Theory]
    [InlineData("a flat name that nothing knows", "Ghosts", "UnknownEntry: Ghosts")]
    [InlineData("several, each once", "Ghosts, Spirits, GHOSTS", "UnknownEntry: Ghosts, UnknownEntry: Spirits")]
    [InlineData("a hierarchical name is no group", "Ghosts/Acme, */West/Acme", "")]
    [InlineData("a group that does not hold the server", "Others", "")]
    [InlineData("a group of mail only is known", "Mail Only", "")]
    [InlineData("a server's common name", "DominoB", "")]
    [InlineData("an entry of the ACL", "Listed", "")]
    [InlineData("a role", "[Ghosts]", "")]
    [InlineData("known and unknown ones", "Others, Ghosts, DominoB", "UnknownEntry: Ghosts")]
    [InlineData("something else admits the server", "Ghosts, DominoA/Mail/Acme", "")]
    public void AC5_an_unknown_entry_is_told_where_nothing_else_admits(string name, string readers, string assumptions)
    {
        AccessDecision decision = Decide(
            $"{NoServers} group Others = DominoB/Acme | group Mail Only (1) = {Asked} | acl -Default-: reader | acl Listed: reader | doc BTEx; both=DominoB/Acme; readers={readers}");
        Assert.True(assumptions == string.Join(", ", decision.Assumptions), $"{name}: {string.Join(", ", decision.Assumptions)}");
        Assert.Equal(readers.Contains(Asked), decision.CanRead);
    }

    [Fact]
    public void AC6_authors_alone_restrict_nobody()
    {
        AccessDecision decision = Decide($"{NoServers} acl -Default-: reader | doc BTEx; both=DominoB/Acme; authors=DominoB/Acme, [NetModifier]; readers=");
        Assert.True(decision.CanRead);
        Assert.Equal("AC2", decision.Rule.Id);
        Assert.Null(decision.Entry);
    }

    [Fact]
    public void AC1_of_several_entries_for_everybody_the_highest_counts_whatever_their_names()
    {
        var server = new NotesName(Asked);
        AccessControlEntry[] entries = [new("-Default-", AccessLevel.Reader, [], isDefault: true), new(Asked, AccessLevel.NoAccess, [], isDefault: true)];
        Assert.Equal(AccessLevel.Reader, AccessControlList.LevelOf(server, new NotesName(server.CommonName), entries));
        Assert.Equal(AccessLevel.NoAccess, AccessControlList.LevelOf(server, new NotesName(server.CommonName), [new("*", AccessLevel.Reader, [], isDefault: false), new(Asked, AccessLevel.NoAccess, [], isDefault: false)]));
    }

    [Fact]
    public void A_reader_is_shown_with_the_reason()
    {
        DirectorySnapshot snapshot = Sketch.Directory($"{NoServers} group G = {Asked} | acl -Default-: reader | doc BTEx; both=DominoB/Acme; readers=G");
        var evaluator = new AccessEvaluator(snapshot);
        var reader = new DocumentReader(snapshot.Unordered[0], new NotesName(Asked), evaluator.Decide(new NotesName(Asked), snapshot.Unordered[0]));
        Assert.Equal("DominoA/Mail/Acme may read BTEx (DominoB/Acme) (DominoA/Mail/Acme in G)", reader.ToString());
        Assert.Equal("G", reader.Entry);
        Assert.Equal("AC5", reader.Rule);
    }

    private static string WithAcl(string directory) =>
        NoServers + directory + (directory.Contains("acl ") ? "" : " | acl -Default-: reader");

    // Asks about the first document, with the reason and without: that takes another way through the groups.
    private static AccessDecision Decide(string directory, string server = Asked)
    {
        DirectorySnapshot snapshot = Sketch.Directory(directory);
        var evaluator = new AccessEvaluator(snapshot);
        AccessDecision decision = evaluator.Decide(new NotesName(server), snapshot.Unordered[0]);
        Assert.Equal(decision.CanRead, evaluator.CanRead(new NotesName(server), snapshot.Unordered[0]));
        ForeignDomainDocument ofAnother = new DirectorySnapshot(snapshot.Content).Unordered[0];
        Assert.Equal(decision.CanRead, evaluator.CanRead(new NotesName(server), ofAnother));
        return decision;
    }
}
