using CoexTools.Model;

namespace CoexTools.Tests;

/// <summary>What the oracle says of one server and one document.</summary>
internal sealed record OracleAccess(AccessLevel Level, bool CanRead, IReadOnlyList<string> UnknownEntries);

/// <summary>What the oracle says of a request or a message.</summary>
internal sealed record OracleAnswer(string Status, string Server, IReadOnlyList<string> WarnedAt);

/// <summary>
/// The rules NM, AC, OR, CC and RT once more, written from their text alone: slow, literal, and without a line in
/// common with the library, so that the two can only agree by both being right or by misreading the text in the same
/// way.
/// </summary>
internal sealed class RuleOracle(PlainDirectory directory)
{
    private static readonly string[] DefaultRoles =
    [
        "[DenyAccessRead]", "[GroupCreator]", "[GroupModifier]", "[NetCreator]", "[NetModifier]",
        "[PolicyReader]", "[ServerCreator]", "[ServerModifier]", "[UserCreator]", "[UserModifier]",
    ];

    private readonly Dictionary<(string Server, string Domain), List<PlainDocument>> _seen = [];

    public bool AssumesAcl => directory.Acl is null;

    public bool AssumesLocalDomainServers =>
        !directory.Groups.Any(group => Same(group.Name.Name, "LocalDomainServers"));

    // AC4: Server documents, and servers named in Foreign Domain documents.
    public IReadOnlyList<string> KnownServers =>
    [
        .. directory.Servers.Select(server => server.Name),
        .. directory.Documents.SelectMany(document => new[] { document.MailServer, document.CalendarServer })
            .Where(IsNamed)
            .Select(server => ServerOf(server!.Name)),
    ];

    // NM5.
    public string ServerOf(string written)
    {
        if (!IsFlat(written))
            return written;
        string[] servers =
        [
            .. directory.Servers.Select(server => server.Name).Where(server => Same(server.Split('/')[0], written))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return servers.Length == 1 ? servers[0] : written;
    }

    /// <summary>
    /// VD3: whether a proof has to keep an answer, which does not rest on a server that may not exist.
    /// </summary>
    public bool MustKeep(string domain, string origin, PlainNetwork network, Func<PlainNetwork, OracleAnswer> ask)
    {
        List<string> doubtful =
            [.. ServersOf(domain).Where(server => Domains.Any(other => MayNotExist(server, ServersOf(other))))];
        if (doubtful.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return false;
        OracleAnswer without = ask(network with { Down = [.. network.Down, .. doubtful] });
        OracleAnswer answer = ask(network);
        return (without.Status, without.Server.ToUpperInvariant()) == (answer.Status, answer.Server.ToUpperInvariant());
    }

    private bool MayNotExist(string server, List<string> servers) =>
        servers.Contains(server, StringComparer.OrdinalIgnoreCase) && !HasDocument(server) && servers.Any(HasDocument);

    private bool HasDocument(string server) => directory.Servers.Any(known => Same(known.Name, server));

    private List<string> ServersOf(string domain) =>
    [
        .. directory.Documents.Where(document => Same(document.Domain.Name, domain))
            .SelectMany(document => new[] { document.MailServer?.Name, document.CalendarServer?.Name }).OfType<string>()
            .Where(name => name.Length > 0).Select(ServerOf).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private bool IsFlat(string written) =>
        !written.Contains('/') && !directory.Servers.Any(server => Same(server.Name, written));

    public IReadOnlyList<PlainGroup> Groups => AssumesLocalDomainServers
        ? [.. directory.Groups, new PlainGroup(Plain("LocalDomainServers"), "4", [.. KnownServers.Select(Plain)])]
        : directory.Groups;

    private IReadOnlyList<PlainAclEntry> Acl => directory.Acl ??
    [
        new PlainAclEntry(Plain("-Default-"), AccessLevel.Author, [], IsDefault: true),
        new PlainAclEntry(
            Plain("LocalDomainServers"), AccessLevel.Manager, DefaultRoles, IsDefault: false, "servergroup"),
    ];

    // AC4, its name, its common name and the wildcards.
    private static List<string> OwnNames(string reader)
    {
        string[] parts = reader.Split('/');
        List<string> names = [reader, parts[0], "*"];
        for (int i = 1; i < parts.Length; i++)
            names.Add("*/" + string.Join("/", parts.Skip(i)));
        return names;
    }

    // AC4, the groups.
    private List<string> GroupsOf(string reader)
    {
        List<string> names = OwnNames(reader);
        var groups = new List<string>();
        bool grew = true;
        while (grew)
        {
            grew = false;
            foreach (PlainGroup group in Groups.Where(group => group.Type is not ("1" or "3")))
            {
                if (!Has(groups, group.Name.Name)
                    && group.Members.Any(member => Has(names, member.Name) || Has(groups, member.Name)))
                {
                    groups.Add(group.Name.Name);
                    grew = true;
                }
            }
        }
        return groups;
    }

    // AC8. An unknown type counts as unspecified.
    private static bool IsName(PlainAclEntry entry, bool isPerson) =>
        !Has(["persongroup", "servergroup", "mixedgroup", isPerson ? "server" : "person"], entry.Type ?? "");

    private static bool IsGroup(PlainAclEntry entry, bool isPerson) =>
        !Has(["person", "server", isPerson ? "servergroup" : "persongroup"], entry.Type ?? "");

    private List<PlainAclEntry> Matching(string reader, bool isPerson)
    {
        List<string> names = OwnNames(reader);
        List<string> groups = GroupsOf(reader);
        return
        [
            .. Acl.Where(entry => !entry.IsDefault
                && ((IsName(entry, isPerson) && Has(names, entry.Name.Name))
                    || (IsGroup(entry, isPerson) && Has(groups, entry.Name.Name)))),
        ];
    }

    // AC1.
    private AccessLevel LevelOf(string reader, bool isPerson)
    {
        foreach (string own in new[] { reader, reader.Split('/')[0] }) // The whole name is surer than the common name.
        {
            if (Acl.FirstOrDefault(
                entry => !entry.IsDefault && IsName(entry, isPerson) && Same(entry.Name.Name, own)) is { } itself)
                return itself.Level;
        }
        List<PlainAclEntry> others = Matching(reader, isPerson);
        if (others.Count > 0)
            return others.Max(entry => entry.Level);
        return Acl.Where(entry => entry.IsDefault).Select(entry => entry.Level)
            .DefaultIfEmpty(AccessLevel.NoAccess).Max();
    }

    // AC4, the roles.
    private List<string> RolesOf(string reader, bool isPerson)
    {
        List<PlainAclEntry> matching = Matching(reader, isPerson);
        if (matching.Count == 0)
            matching = [.. Acl.Where(entry => entry.IsDefault)];
        return [.. matching.SelectMany(entry => entry.Roles)];
    }

    public OracleAccess Access(string reader, PlainDocument document, bool isPerson = false)
    {
        AccessLevel level = LevelOf(reader, isPerson);
        if (level is AccessLevel.NoAccess or AccessLevel.Depositor)
            return new OracleAccess(level, CanRead: false, []); // AC1
        if (!document.Items.Any(item => item.IsReaders && item.Values.Any(IsNamed)))
            return new OracleAccess(level, CanRead: true, []); // AC2, AC6
        List<string> allowed =
        [
            .. document.Items.Where(item => item.IsReaders || item.IsAuthors).SelectMany(item => item.Values)
                .Where(IsNamed)
                .Select(value => value.Name),
        ];
        List<string> names = [.. OwnNames(reader), .. GroupsOf(reader), .. RolesOf(reader, isPerson)];
        if (allowed.Any(entry => Has(names, entry)))
            return new OracleAccess(level, CanRead: true, []); // AC5
        return new OracleAccess(
            level, CanRead: false, [.. allowed.Where(IsUnknown).Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // AC5: flat, no group, no server's common name, no ACL entry.
    private bool IsUnknown(string entry) =>
        !entry.Contains('/') && !entry.StartsWith('[')
        && !Groups.Any(group => Same(group.Name.Name, entry))
        && !KnownServers.Any(server => Same(server.Split('/')[0], entry))
        && !Acl.Any(item => Same(item.Name.Name, entry));

    // NM4, OR1 to OR3: whichever of the remaining documents comes before all the others is next.
    public IReadOnlyList<PlainDocument> InOrder(string domain, Func<PlainDocument, PlainTime> timeOf)
    {
        List<PlainDocument> left = [.. directory.Documents.Where(document => Same(document.Domain.Name, domain))];
        var sorted = new List<PlainDocument>();
        while (left.Count > 0)
        {
            PlainDocument next = left.Single(
                one => left.All(other => ReferenceEquals(one, other) || ComesBefore(one, other)));
            sorted.Add(next);
            left.Remove(next);
        }
        return sorted;

        bool ComesBefore(PlainDocument one, PlainDocument other) => (timeOf(one).Instant, timeOf(other).Instant) switch
        {
            (not null, null) => true,
            (null, not null) => false,
            ({ } a, { } b) when a != b => a > b,
            _ => string.CompareOrdinal(one.Unid.ToUpperInvariant(), other.Unid.ToUpperInvariant()) < 0,
        };
    }

    public IReadOnlyList<string> OrderAssumptions(string domain)
    {
        IReadOnlyList<PlainDocument> documents = InOrder(domain, document => document.Modified);
        var assumptions = new List<string>();
        if (documents.Any(
            one => documents.Any(
                other => !ReferenceEquals(one, other) && one.Modified.Instant is { } instant
                    && instant == other.Modified.Instant)))
            assumptions.Add("AmbiguousOrder");
        if (documents.Any(document => document.Modified.Instant is null))
            assumptions.Add("NoModifiedTime");
        if (documents.Any(document => document.Revised.Instant is not null)
            && !documents.SequenceEqual(InOrder(domain, document => document.Revised)))
            assumptions.Add("OrderDiffers"); // OR4
        foreach (PlainDocument document in documents)
        {
            List<string> written =
                [.. new[] { document.MailServer, document.CalendarServer }.Where(IsNamed)
                    .Select(server => server!.Name)];
            assumptions.AddRange(written.Where(IsFlat).Select(server => "FlatServerName: " + server)); // NM5
            if (document.IsConflict) // OR6
                assumptions.Add(
                    $"ConflictDocument: {document.Domain.Name} "
                        + "(" + string.Join(
                            ", ", written.Select(ServerOf).Distinct(StringComparer.OrdinalIgnoreCase)) + ")");
        }
        return [.. assumptions.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // NM4, OR5.
    public IReadOnlyList<string> Domains =>
    [
        .. directory.Documents.Select(document => document.Domain.Name).Where(name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    // Kept, for each path asks for it again.
    private List<PlainDocument> Seen(string server, string domain)
    {
        if (!_seen.TryGetValue((server, domain), out List<PlainDocument>? seen))
        {
            seen =
                [.. InOrder(domain, document => document.Modified).Where(document => Access(server, document).CanRead)];
            _seen.Add((server, domain), seen);
        }
        return seen;
    }

    public OracleAnswer FreeBusy(string origin, string domain, PlainNetwork network)
    {
        if (Has(network.Down, origin))
            return new OracleAnswer("OriginDown", origin, []); // CC8
        List<string> table = Table(origin);
        List<string> warned = Seen(origin, domain).Count > 1 ? [origin] : []; // CC2
        if (table.Count == 0)
            return new OracleAnswer(NothingAt(origin), origin, warned); // CC3

        string receiver;
        if (!Has(table, origin))
        {
            List<string> reached = [.. table.Where(server => Reaches(network, origin, server))];
            if (reached.Count == 0)
                return new OracleAnswer("Unreachable", origin, warned); // CC4
            receiver = reached[0];
        }
        else if (Same(table[0], origin))
        {
            return AskExchange(origin); // CC5
        }
        else if (!Reaches(network, origin, table[0]))
        {
            return new OracleAnswer("NotRelayed", origin, warned); // CC5
        }
        else
        {
            receiver = table[0];
        }

        if (Has(network.Busy, receiver))
            return new OracleAnswer("Busy", receiver, warned); // CC4, CC5
        List<string> secondTable = Table(receiver);
        if (Seen(receiver, domain).Count > 1)
            warned.Add(receiver); // CC2
        if (secondTable.Count == 0)
            return new OracleAnswer(NothingAt(receiver), receiver, warned); // CC6
        if (!Same(secondTable[0], receiver))
            return new OracleAnswer("NotRelayed", receiver, warned); // CC6
        return AskExchange(receiver);

        // CC7
        OracleAnswer AskExchange(string server) =>
            new(Has(network.HttpDown, server) ? "ExchangeUnreachable" : "Answered", server, warned);
        // CC1
        List<string> Table(string server) =>
            [.. Seen(server, domain).Select(document => document.CalendarServer).Where(IsNamed)
                .Select(name => ServerOf(name!.Name))];
        string NothingAt(string server) => Seen(server, domain).Count == 0 ? "NoDomainDocument" : "NoCalendarServer";
    }

    public OracleAnswer Mail(string origin, string domain, bool isCalendar, PlainNetwork network)
    {
        if (Has(network.Down, origin))
            return new OracleAnswer("OriginDown", origin, []); // RT7
        var had = new List<string>();
        string server = origin;
        while (true)
        {
            if (Has(had, server))
                return new OracleAnswer("Loop", server, []); // RT5
            had.Add(server);
            // RT1
            List<string> table =
            [
                .. Seen(server, domain).Select(document => isCalendar ? document.CalendarServer : document.MailServer)
                    .Where(IsNamed)
                    .Select(name => ServerOf(name!.Name)),
            ];
            if (table.Count == 0)
                return new OracleAnswer("NoRoute", server, []); // RT2
            string here = server;
            string? taken = table.FirstOrDefault(entry => Same(entry, here) || Reaches(network, here, entry)); // RT3
            if (taken is null)
                return new OracleAnswer("Retrying", server, []); // RT3
            if (Same(taken, server))
                return new OracleAnswer(Has(network.SmtpDown, server) ? "Held" : "Delivered", server, []); // RT6
            if (Has(network.Busy, taken))
                return new OracleAnswer("Queued", taken, []); // RT4
            server = taken; // RT5
        }
    }

    private static bool Reaches(PlainNetwork network, string one, string other) =>
        Same(one, other)
        || (!Has(network.Down, one) && !Has(network.Down, other)
            && !network.LinksDown.Any(
                link => (Same(link.A, one) && Same(link.B, other)) || (Same(link.A, other) && Same(link.B, one))));

    private static bool IsNamed(Written? value) => value is not null && value.Name.Length > 0;

    private static Written Plain(string name) => new(name, name);

    private static bool Has(IEnumerable<string> names, string name) => names.Any(one => Same(one, name));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
