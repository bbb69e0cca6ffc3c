using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Tests;

/// <summary>AC1 to AC6, AC8. The server asked is DominoA/Mail/Acme where a row does not say otherwise.</summary>
public class AccessTests
{
    private const string Asked = "DominoA/Mail/Acme";

    // A group LocalDomainServers of strangers, so that none is assumed.
    private const string NoServers = "group LocalDomainServers (4) = Nobody/Acme | ";

    [Theory]
    [InlineData("the entry that names the server, below its group's",
        "group G = DominoA/Mail/Acme | acl DominoA/Mail/Acme: noaccess | acl G: manager | acl -Default-: manager",
        AccessLevel.NoAccess)]
    [InlineData("the entry that names the server, above its group's",
        "group G = DominoA/Mail/Acme | acl CN=DominoA/OU=Mail/O=Acme: editor | acl G: noaccess | acl "
            + "-Default-: noaccess", AccessLevel.Editor)]
    [InlineData("the entry that names the server, above its wildcard's",
        "acl */Acme: depositor | acl DOMINOA/MAIL/ACME: reader | acl -Default-: noaccess", AccessLevel.Reader)]
    [InlineData(
        "the whole name before the common name",
        "acl DominoA: manager | acl DominoA/Mail/Acme: reader | acl -Default-: noaccess",
        AccessLevel.Reader)]
    [InlineData(
        "the common name before groups",
        "group G = DominoA/Mail/Acme | acl DominoA: reader | acl G: manager | acl -Default-: noaccess",
        AccessLevel.Reader)]
    [InlineData("the highest among its groups",
        "group G = DominoA/Mail/Acme | group H = G | acl G: reader | acl H: designer | acl -Default-: manager",
        AccessLevel.Designer)]
    [InlineData("the highest among groups and wildcards",
        "group G = DominoA/Mail/Acme | acl G: author | acl */Acme: editor | acl *: reader | acl -Default-: manager",
        AccessLevel.Editor)]
    [InlineData(
        "a group of lower level than -Default-",
        "group G = DominoA/Mail/Acme | acl G: noaccess | acl -Default-: manager",
        AccessLevel.NoAccess)]
    [InlineData(
        "-Default- where nothing else matches",
        "group G = DominoB/Acme | acl G: manager | acl DominoB/Acme: manager | acl -Default-: author",
        AccessLevel.Author)]
    [InlineData(
        "a group of mail only does not count",
        "group G (1) = DominoA/Mail/Acme | acl G: manager | acl -Default-: reader",
        AccessLevel.Reader)]
    [InlineData(
        "a deny list does not count", "group G (3) = DominoA/Mail/Acme | acl G: manager | acl -Default-: depositor",
        AccessLevel.Depositor)]
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
    public void AC1_below_reader_nothing_is_read_even_where_the_document_names_the_server(
        AccessLevel level, bool canRead)
    {
        AccessDecision decision =
            Decide($"{NoServers} acl -Default-: {level} | doc BTEx; both=DominoA/Mail/Acme; "
                + "readers=DominoA/Mail/Acme, Ghosts");
        Assert.Equal(canRead, decision.CanRead);
        Assert.Equal(canRead ? "AC5" : "AC1", decision.Rule.Id);
        Assert.Empty(decision.Assumptions);
    }

    [Theory]
    [InlineData("DominoA/Mail/Acme", AccessLevel.Manager, true)]
    [InlineData("Stranger/Acme", AccessLevel.Author, false)]
    public void AC1_without_an_ACL_the_default_one_is_assumed(string server, AccessLevel level, bool hasRoles)
    {
        foreach (string role in Sketch.List(
            "[DenyAccessRead], [GroupCreator], [GroupModifier], [NetCreator], [NetModifier], [PolicyReader], "
                + "[ServerCreator], [ServerModifier], [UserCreator], [UserModifier]"))
        {
            AccessDecision decision = Decide(
                "group LocalDomainServers = DominoA/Mail/Acme | doc BTEx; readers=DominoB/Acme; "
                    + $"authors={role}; both=x", server);
            Assert.Equal(level, decision.Level);
            Assert.Equal(hasRoles, decision.CanRead);
            Assert.Equal(["DefaultAcl"], decision.Assumptions);
        }
        Assert.False(Decide(
            "group LocalDomainServers = DominoA/Mail/Acme | doc BTEx; both=x; readers=[PolicyCreator], "
                + "[PolicyModifier]", server).CanRead);
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
        DirectorySnapshot snapshot =
            Sketch.Directory($"{NoServers} acl -Default-: reader | doc BTEx; both=DominoA/Mail/Acme{items}");
        Assert.True(isRestricted == snapshot.Unordered[0].IsRestricted, name);
        var evaluator = AccessEvaluator.Of(snapshot);
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
    [InlineData("a group", "group G = DominoA/Mail/Acme", "G", "DominoA/Mail/Acme > G")]
    [InlineData(
        "a group in a group", "group Mail Servers (4) = DominoA/Mail/Acme | group Servers Only (4) = Mail Servers",
        "Servers Only",
        "DominoA/Mail/Acme > Mail Servers > Servers Only")]
    [InlineData("a group that holds the common name", "group G = DominoA", "G", "DominoA/Mail/Acme as DominoA > G")]
    [InlineData("a group that holds a wildcard", "group G = */Mail/Acme", "G", "DominoA/Mail/Acme as */Mail/Acme > G")]
    [InlineData(
        "a group of a hierarchical name, canonical", "group CN=Servers/O=Acme = DominoA/Mail/Acme", "servers/acme",
        "DominoA/Mail/Acme > Servers/Acme")]
    [InlineData("a group for access control lists", "group G (2) = DominoA/Mail/Acme", "g", "DominoA/Mail/Acme > G")]
    [InlineData("a group of many purposes", "group G (0) = DominoA/Mail/Acme", "G", "DominoA/Mail/Acme > G")]
    [InlineData(
        "a group in a cycle", "group A = B | group B = A, C | group C = B, DominoA/Mail/Acme", "A",
        "DominoA/Mail/Acme > C > B > A")]
    [InlineData("a group that holds itself", "group A = A, DominoA/Mail/Acme", "A", "DominoA/Mail/Acme > A")]
    [InlineData(
        "a role of the entry for the server", "acl DominoA/Mail/Acme: reader [R]", "[R]", "DominoA/Mail/Acme with [R]")]
    [InlineData(
        "a role of its group's entry, beside its own",
        "group G = DominoA/Mail/Acme | acl DominoA/Mail/Acme: reader | acl G: manager [R]",
        "[R]", "DominoA/Mail/Acme > G with [R]")]
    [InlineData(
        "a role of a wildcard's entry", "acl */Acme: reader [R]", "[R]", "DominoA/Mail/Acme as */Acme with [R]")]
    [InlineData(
        "a role of the common name's entry", "acl DominoA: reader [R]", "[R]", "DominoA/Mail/Acme as DominoA with [R]")]
    [InlineData(
        "a role of -Default-, when no other entry matches",
        "acl DominoB/Acme: reader | acl -Default-: reader [R]", "[R]",
        "-Default- with [R]")]
    public void AC4_the_names_list_holds(string name, string directory, string entry, string? via)
    {
        AccessDecision decision =
            Decide($"{WithAcl(directory)} | doc BTEx; both=DominoB/Acme; readers=Nobody/Acme, {entry}");
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
        AccessDecision decision = Decide(
            $"{NoServers} acl -Default-: reader | group G0 = DominoA/Mail/Acme | {groups} | doc BTEx; "
                + "both=DominoB/Acme; readers=G200");
        Assert.True(decision.CanRead);
        Assert.StartsWith("DominoA/Mail/Acme > G0 > G1 > G2 ", decision.Via);
        Assert.EndsWith(" > G199 > G200", decision.Via);
    }

    [Theory]
    [InlineData("[netmodifier]", "DominoA/Mail/Acme > Servers with [NetModifier]")]
    [InlineData("SERVERS", "DominoA/Mail/Acme > Servers")]
    [InlineData("*/acme", "DominoA/Mail/Acme as */Acme")]
    public void AC4_the_chain_spells_names_as_the_directory_does(string entry, string via)
    {
        AccessDecision decision = Decide(
            $"{NoServers} group Servers = {Asked} | acl Servers: reader [NetModifier] | doc BTEx; both=x/Acme; "
                + $"readers={entry}");
        Assert.Equal(new NotesName(entry).Abbreviated, decision.Entry?.Abbreviated);
        Assert.Equal(via, decision.Via);
    }

    [Fact]
    public void AC4_the_chain_is_the_first_of_the_shortest_ones()
    {
        const int Groups = 12;
        var random = new Random(29);
        string[] names =
            [Asked, "DominoA", "*/Acme", "Other/Acme", .. Enumerable.Range(0, Groups).Select(i => $"G{i}")];
        int chains = 0;
        for (int run = 0; run < 200; run++)
        {
            string[][] members = [.. Enumerable.Range(0, Groups).Select(_ => random.GetItems(names, random.Next(4)))];
            DirectorySnapshot snapshot = Sketch.Directory(
                NoServers + "acl -Default-: reader | "
                + string.Join(" | ", members.Select((list, i) => $"group G{i} = {string.Join(", ", list)}"))
                + string.Concat(members.Select((_, i) => $" | doc BTEx; both=DominoB/Acme; readers=G{i}")));
            var evaluator = AccessEvaluator.Of(snapshot);
            for (int target = 0; target < Groups; target++)
            {
                string? chain = ChainTo($"G{target}", members);
                chains += chain is null ? 0 : 1;
                Assert.Equal(chain, evaluator.Decide(new NotesName(Asked), snapshot.Unordered[target]).Via);
                Assert.Equal(chain is not null, evaluator.IsIn(new NotesName(Asked), new NotesName($"G{target}")));
            }
        }
        Assert.True(chains > 500, $"{chains} chains");
    }

    // Visits all groups of the server, the nearest first.
    private static string? ChainTo(string target, string[][] members)
    {
        var known = new HashSet<string>();
        var waiting = new Queue<(string Name, string Chain)>(
        [
            (Asked, Asked), ("DominoA", $"{Asked} as DominoA"), ("*/Mail/Acme", $"{Asked} as */Mail/Acme"),
            ("*/Acme", $"{Asked} as */Acme"), ("*", $"{Asked} as *"),
        ]);
        while (waiting.TryDequeue(out (string Name, string Chain) member))
        {
            for (int i = 0; i < members.Length; i++)
            {
                string chain = $"{member.Chain} > G{i}";
                if (!members[i].Contains(member.Name) || !known.Add($"G{i}"))
                    continue;
                if (target == $"G{i}")
                    return chain;
                waiting.Enqueue(($"G{i}", chain));
            }
        }
        return null;
    }

    [Theory]
    [InlineData("a server with a Server document", "server DominoA/Mail/Acme", Asked, true)]
    [InlineData("a server that a document names for mail", "doc Other; mail=CN=DominoA/OU=Mail/O=Acme", Asked, true)]
    [InlineData("a server that a document names for the calendar", "doc Other; cal=DominoA/Mail/Acme", Asked, true)]
    [InlineData("a server that nothing names", "server DominoC/Acme", Asked, false)]
    public void AC4_without_LocalDomainServers_one_of_all_known_servers_is_assumed(
        string name, string directory, string server, bool canRead)
    {
        AccessDecision decision =
            Decide($"acl -Default-: reader | doc BTEx; both=DominoB/Acme; readers=LocalDomainServers | {directory}",
                server);
        Assert.True(canRead == decision.CanRead, name);
        Assert.Equal(["DefaultLocalDomainServers"], decision.Assumptions);
    }

    [Theory]
    [InlineData("group LocalDomainServers (1) = DominoA/Mail/Acme")]
    [InlineData("group localdomainservers (3) = DominoA/Mail/Acme")]
    [InlineData("group LocalDomainServers (4) =")]
    public void AC4_a_group_LocalDomainServers_of_whatever_type_is_enough_to_assume_none(string group)
    {
        AccessDecision decision = Decide(
            $"{group} | acl -Default-: reader | server DominoA/Mail/Acme | doc BTEx; both=DominoA/Mail/Acme; "
                + "readers=LocalDomainServers");
        Assert.False(decision.CanRead);
        Assert.Empty(decision.Assumptions);
    }

    [Fact]
    public void Both_assumptions_are_reported_together()
    {
        AccessDecision decision = Decide(
            "server DominoA/Mail/Acme | doc BTEx; both=DominoB/Acme; readers=DominoB/Acme; authors=[NetModifier]");
        Assert.True(decision.CanRead);
        Assert.Equal("DominoA/Mail/Acme > LocalDomainServers with [NetModifier]", decision.Via);
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
    public void AC5_an_unknown_entry_is_reported_if_no_other_entry_admits(
        string name, string readers, string assumptions)
    {
        AccessDecision decision = Decide(
            $"{NoServers} group Others = DominoB/Acme | group Mail Only (1) = {Asked} | acl -Default-: reader | acl "
                + $"Listed: reader | doc BTEx; both=DominoB/Acme; readers={readers}");
        Assert.True(
            assumptions == string.Join(
                ", ", decision.Assumptions), $"{name}: {string.Join(", ", decision.Assumptions)}");
        Assert.Equal(readers.Contains(Asked), decision.CanRead);
    }

    [Theory]
    [InlineData("person", "DominoA/Mail/Acme", false)]
    [InlineData("persongroup", "DominoA/Mail/Acme", false)]
    [InlineData("server", "DominoA/Mail/Acme", true)]
    [InlineData("server", "DominoA", true)]
    [InlineData("server", "*/Acme", true)]
    [InlineData("serverGroup", "DominoA/Mail/Acme", false)]
    [InlineData("mixedgroup", "DominoA", false)]
    [InlineData("mixedgroup", "*/Acme", false)]
    [InlineData("unspecified", "DominoA/Mail/Acme", true)]
    [InlineData("whatever", "DominoA/Mail/Acme", true)]
    [InlineData("4", "DominoA/Mail/Acme", true)]
    [InlineData("person", "G", false)]
    [InlineData("persongroup", "G", false)]
    [InlineData("server", "G", false)]
    [InlineData("servergroup", "G", true)]
    [InlineData("mixedgroup", "G", true)]
    [InlineData("unspecified", "G", true)]
    public void AC8_the_type_of_an_entry_decides_what_it_matches(string type, string entry, bool matches)
    {
        string directory = $"{NoServers} group G = DominoA/Mail/Acme | acl {entry} ({type}): editor [R] | acl "
            + "-Default-: reader | doc BTEx; both=x/Acme; readers=[R]";
        AccessDecision decision = Decide(directory);
        Assert.Equal(matches ? AccessLevel.Editor : AccessLevel.Reader, decision.Level);
        Assert.Equal(matches, decision.CanRead);
        Assert.Equal(matches ? new NotesName("[R]") : null, decision.Entry);
    }

    [Theory]
    [InlineData("mixedgroup", "DominoA/Mail/Acme > DominoA with [R]")]
    [InlineData("server", "DominoA/Mail/Acme as DominoA with [R]")]
    public void AC8_a_name_that_is_a_group_too_matches_by_its_type(string type, string via)
    {
        AccessDecision decision = Decide(
            $"{NoServers} group DominoA = DominoA/Mail/Acme | acl DominoA ({type}): reader [R] | acl */Acme: manager "
                + "| acl -Default-: noaccess | doc BTEx; both=x/Acme; readers=[R]");
        Assert.Equal(via, decision.Via);
        // AC1: a group is less sure than the name.
        Assert.Equal(type == "server" ? AccessLevel.Reader : AccessLevel.Manager, decision.Level);
    }

    [Theory]
    [InlineData("person", "Ada Admin/Acme", true)]
    [InlineData("server", "Ada Admin/Acme", false)]
    [InlineData("person", "*/Acme", true)]
    [InlineData("persongroup", "Admins", true)]
    [InlineData("mixedgroup", "Admins", true)]
    [InlineData("unspecified", "Admins", true)]
    [InlineData("servergroup", "Admins", false)]
    [InlineData("persongroup", "Ada Admin/Acme", false)]
    public void AC8_a_person_matches_the_types_of_persons(string type, string entry, bool matches)
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            $"{NoServers} group Admins = Ada Admin/Acme | acl {entry} ({type}): editor | acl -Default-: reader | doc "
                + "BTEx; both=x/Acme");
        var access = AccessEvaluator.Of(snapshot);
        var ada = new NotesName("Ada Admin/Acme");
        Assert.Equal(
            matches ? AccessLevel.Editor : AccessLevel.Reader, access.Decide(
                ada, snapshot.Unordered[0], ReaderKind.Person).Level);
    }

    [Theory]
    [InlineData("Hub01/Acme", nameof(ReaderKind.Server))] // A Server document.
    [InlineData("x/Acme", nameof(ReaderKind.Server))] // Named in a document.
    [InlineData("Typed/Acme", nameof(ReaderKind.Server))]
    [InlineData("Member/Acme", nameof(ReaderKind.Server))] // In a group of servers only.
    [InlineData("Local/Acme", nameof(ReaderKind.Server))] // In LocalDomainServers, whatever its type.
    [InlineData("Ada Admin/Acme", nameof(ReaderKind.Person))]
    [InlineData("Stranger/Acme", nameof(ReaderKind.Person))]
    [InlineData("Admins", nameof(ReaderKind.PersonsOfGroup))]
    [InlineData("servers only", nameof(ReaderKind.ServersOfGroup))]
    [InlineData("LocalDomainServers", nameof(ReaderKind.ServersOfGroup))]
    public void AC8_the_directory_tells_what_a_name_stands_for(string name, string kind)
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            "server Hub01/Acme | group LocalDomainServers (0) = Local/Acme | group Servers Only (4) = Member/Acme | "
            + "group Admins (0) = Ada Admin/Acme | acl Typed/Acme (server): reader | acl Ada Admin/Acme (person): "
            + "reader | doc BTEx; both=x/Acme");
        Assert.Equal(kind, AccessEvaluator.Of(snapshot).KindOf(new NotesName(name)).ToString());
    }

    [Fact]
    public void AC8_a_group_is_asked_for_its_members()
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            $"{NoServers} group Inner (4) = Hub01/Acme | group Outer (4) = Inner | acl Inner (servergroup): reader | "
                + "acl -Default-: noaccess | doc BTEx; both=x/Acme; readers=Outer");
        var access = AccessEvaluator.Of(snapshot);
        AccessDecision decision = access.Decide(
            new NotesName("Inner"), snapshot.Unordered[0], access.KindOf(new NotesName("Inner")));
        Assert.True(decision.CanRead);
        Assert.Equal("Inner > Outer", decision.Via);
        // A server of that name is not in the group.
        Assert.Equal(AccessLevel.NoAccess, access.LevelOf(new NotesName("Inner")));
    }

    [Fact]
    public void AC1_the_entry_of_the_assumed_ACL_is_a_group_of_servers()
    {
        Assert.Equal(
            AclEntryType.ServerGroup, AccessControlList.Assumed().Entry.Single(entry => !entry.IsDefault).Type);
        DirectorySnapshot snapshot = Sketch.Directory(
            "group LocalDomainServers (0) = Ada Admin/Acme | doc BTEx; both=x/Acme");
        Assert.Equal(
            AccessLevel.Author,
            AccessEvaluator.Of(snapshot).Decide(
                new NotesName("Ada Admin/Acme"), snapshot.Unordered[0], ReaderKind.Person).Level);
    }

    [Fact]
    public void AC6_authors_alone_restrict_nobody()
    {
        AccessDecision decision = Decide(
            $"{NoServers} acl -Default-: reader | doc BTEx; both=DominoB/Acme; authors=DominoB/Acme, "
                + "[NetModifier]; readers=");
        Assert.True(decision.CanRead);
        Assert.Equal("AC2", decision.Rule.Id);
        Assert.Null(decision.Entry);
    }

    [Fact]
    public void AC1_of_several_entries_for_everybody_the_highest_counts_whatever_their_names()
    {
        var server = new NotesName(Asked);
        AccessControlEntry[] entries =
        [
            new("-Default-", AccessLevel.Reader, [], isDefault: true), new(
                Asked, AccessLevel.NoAccess, [], isDefault: true),
        ];
        Assert.Equal(AccessLevel.Reader, LevelOf(entries));
        Assert.Equal(
            AccessLevel.NoAccess,
            LevelOf([new("*", AccessLevel.Reader, [], isDefault: false), new(
                Asked, AccessLevel.NoAccess, [], isDefault: false)]));

        AccessLevel LevelOf(AccessControlEntry[] list) => AccessControlList.LevelOf(
            server, new NotesName(server.CommonName), list, ReaderKind.Server);
    }

    [Fact]
    public void A_reader_is_shown_with_the_reason()
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            $"{NoServers} group G = {Asked} | acl -Default-: reader | doc BTEx; both=DominoB/Acme; readers=G");
        var evaluator = AccessEvaluator.Of(snapshot);
        var reader = new DocumentReader(
            snapshot.Unordered[0], new NotesName(Asked), evaluator.Decide(new NotesName(Asked), snapshot.Unordered[0]));
        Assert.Equal("DominoA/Mail/Acme can read BTEx (DominoB/Acme) (DominoA/Mail/Acme > G)", reader.ToString());
        Assert.Equal("G", reader.Entry);
        Assert.Equal("AC5", reader.Rule);
    }

    private static string WithAcl(string directory) =>
        NoServers + directory + (directory.Contains("acl ") ? "" : " | acl -Default-: reader");

    // Asks about the first document, with the reason and without: that takes another way through the groups.
    private static AccessDecision Decide(string directory, string server = Asked)
    {
        DirectorySnapshot snapshot = Sketch.Directory(directory);
        var evaluator = AccessEvaluator.Of(snapshot);
        AccessDecision decision = evaluator.Decide(new NotesName(server), snapshot.Unordered[0]);
        Assert.Equal(decision.CanRead, evaluator.CanRead(new NotesName(server), snapshot.Unordered[0]));
        ForeignDomainDocument ofAnother = new DirectorySnapshot(snapshot.Content).Unordered[0];
        Assert.Equal(decision.CanRead, evaluator.CanRead(new NotesName(server), ofAnother));
        return decision;
    }
}
